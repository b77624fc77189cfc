package mail

import (
	"bufio"
	"bytes"
	"mime"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/charset"
	gomail "github.com/emersion/go-message/mail"
	"github.com/emersion/go-message/textproto"
)

// maxHeader is how much of a header block is read; real ones stay under 100 kB.
const maxHeader = 1 << 20

// splitHeader parts raw into its header block, cleaned of lines that are no
// header lines, and its body. A block without any header line is all body.
func splitHeader(raw []byte) (message.Header, []byte) {
	var clean bytes.Buffer
	rest := raw
	inField := false
	for len(rest) > 0 {
		line, after, found := bytes.Cut(rest, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			rest = after
			break
		}
		switch folded := line[0] == ' ' || line[0] == '\t'; {
		case folded:
			if inField && clean.Len() < maxHeader {
				writeLine(&clean, line)
			}
		case headerName(line) != "":
			inField = clean.Len() < maxHeader
			if inField {
				writeLine(&clean, line)
			}
		case proseAhead(line, after, clean.Len() == 0):
			return readHeader(clean.Bytes()), rest // the body began without a blank line
		default:
			inField = false
		}
		rest = after
		if !found {
			break
		}
	}
	return readHeader(clean.Bytes()), rest
}

// proseAhead tells whether a line that is no header line starts the body: no
// header line follows it before the next blank line. A lone line at the very
// top is body too; behind other headers it is a damaged one.
func proseAhead(line, after []byte, top bool) bool {
	if bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From ")) {
		return false
	}
	for range 40 {
		var next []byte
		next, after, _ = bytes.Cut(after, []byte("\n"))
		next = bytes.TrimRight(next, "\r")
		if len(next) == 0 {
			return top
		}
		if headerName(next) != "" {
			return false
		}
	}
	return true
}

func writeLine(w *bytes.Buffer, line []byte) {
	w.Write(bytes.ReplaceAll(line, []byte{0}, nil))
	w.WriteString("\r\n")
}

// readHeader hands the cleaned block to the library.
func readHeader(block []byte) message.Header {
	h, _ := textproto.ReadHeader(bufio.NewReader(bytes.NewReader(append(block, '\r', '\n'))))
	return message.Header{Header: h}
}

// contentType gives the lower-case media type and parameters, forgiving what
// the strict parser does not: missing semicolons, bare and doubled parameters.
func contentType(h message.Header) (string, map[string]string) {
	raw := h.Get("Content-Type")
	if t, params, err := mime.ParseMediaType(raw); err == nil && strings.Contains(t, "/") {
		for k, v := range params {
			params[k] = decodeWords(v)
		}
		return t, params
	}
	return looseMediaType(raw)
}

// disposition gives the lower-case disposition and its parameters.
func disposition(h message.Header) (string, map[string]string) {
	raw := h.Get("Content-Disposition")
	if d, params, err := mime.ParseMediaType(raw); err == nil {
		for k, v := range params {
			params[k] = decodeWords(v)
		}
		return d, params
	}
	return looseMediaType(raw)
}

// looseMediaType reads "type/sub; a=b; c="d e"" whatever separates its parts.
func looseMediaType(raw string) (string, map[string]string) {
	params := map[string]string{}
	fields := splitParams(raw)
	kind := ""
	for i, f := range fields {
		k, v, ok := strings.Cut(f, "=")
		switch {
		case ok:
			k = strings.ToLower(strings.TrimSpace(k))
			if _, dup := params[k]; !dup {
				params[k] = decodeWords(strings.Trim(strings.TrimSpace(v), `"'`))
			}
		case i == 0:
			kind = strings.ToLower(strings.TrimSpace(f))
		}
	}
	if len(fields) > 0 && kind == "" && strings.Contains(fields[0], "/") {
		kind = strings.ToLower(fields[0])
	}
	return kind, params
}

// splitParams cuts at semicolons and blanks outside quotes.
func splitParams(s string) []string {
	quoted := false
	return strings.FieldsFunc(s, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && (r == ';' || r == ' ' || r == '\t' || r == '\r' || r == '\n')
	})
}

// wordDecoder decodes encoded words in any charset the library knows.
func wordDecoder() *mime.WordDecoder {
	return &mime.WordDecoder{CharsetReader: charset.Reader}
}

// text gives a header field as readable text on one line.
func text(h message.Header, field string) string {
	return strings.Join(strings.Fields(decodeWords(h.Get(field))), " ")
}

// addresses reads all address fields of one name; what the strict parser
// refuses is searched for anything that looks like an address.
func addresses(h message.Header, field string) []gomail.Address {
	var out []gomail.Address
	for _, raw := range h.Values(field) {
		parser := netmail.AddressParser{WordDecoder: wordDecoder()}
		list, err := parser.ParseList(raw)
		if err != nil {
			out = append(out, looseAddresses(decodeWords(raw))...)
			continue
		}
		for _, a := range list {
			out = append(out, gomail.Address{Name: toText([]byte(a.Name), ""), Address: toText([]byte(a.Address), "")})
		}
	}
	return out
}

// looseAddresses finds "name <a@b>" and "a@b" in text that is no valid list.
func looseAddresses(s string) []gomail.Address {
	var out []gomail.Address
	name := ""
	for _, piece := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '>' || r == '\n' }) {
		before, addr, ok := strings.Cut(piece, "<")
		if !ok {
			before, addr = "", piece
		}
		name = strings.TrimSpace(name + " " + strings.Trim(strings.TrimSpace(before), `"' `))
		addr = strings.Trim(strings.TrimSpace(addr), `"'`)
		switch {
		case strings.Contains(addr, "@") && !strings.ContainsAny(addr, " \t"):
			out = append(out, gomail.Address{Name: name, Address: addr})
			name = ""
		case !ok:
			name = strings.Trim(strings.TrimSpace(piece), `"' `)
		}
	}
	if name != "" {
		out = append(out, gomail.Address{Name: name})
	}
	return out
}

// dateLayouts are forms of dates that are met and that RFC 5322 does not know.
var dateLayouts = [...]string{
	"Mon Jan _2 15:04:05 2006", "Mon Jan _2 15:04:05 MST 2006", "Mon Jan _2 15:04:05 -0700 2006", "Mon Jan _2 15:04:05 2006 -0700",
	"Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", "Mon, 2 Jan 2006 15:04", "Mon, 2 Jan 06 15:04:05 -0700",
	time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2-1-2006 15:04",
	"Mon, 2 Jan 2006 15:04:05 -07:00", "Mon, 2-Jan-2006 15:04:05 -0700", "Monday, 2 January 2006 15:04:05 -0700",
}

// parseDate reads a date of a header; zero if it is none.
func parseDate(s string) time.Time {
	s = strings.Join(strings.Fields(toText([]byte(s), "")), " ")
	if s == "" {
		return time.Time{}
	}
	if t, err := netmail.ParseDate(s); err == nil && plausible(t) {
		return t
	}
	if i := strings.IndexByte(s, '('); i > 0 {
		s = strings.TrimSpace(s[:i])
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil && plausible(t) {
			return t
		}
	}
	return time.Time{}
}

// plausible leaves out dates and zones that no customer mail can have.
func plausible(t time.Time) bool {
	_, offset := t.Zone()
	return t.Year() >= 1980 && t.Year() < 2100 && max(offset, -offset) <= 15*3600
}

// received tells when a message came: its Date, else the newest Received
// field, else the time of its From_ line.
func received(h message.Header, envelope []byte) time.Time {
	for _, field := range []string{"Date", "Delivery-Date", "X-Original-Date"} {
		if t := parseDate(h.Get(field)); !t.IsZero() {
			return t
		}
	}
	for _, hop := range h.Values("Received") {
		if i := strings.LastIndexByte(hop, ';'); i >= 0 {
			if t := parseDate(hop[i+1:]); !t.IsZero() {
				return t
			}
		}
	}
	fields := strings.Fields(string(envelope))
	for i := 2; i < len(fields); i++ { // behind "From" and the sender
		if t := parseDate(strings.Join(fields[i:], " ")); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// messageIDs reads the ids of a field, without their brackets.
func messageIDs(h message.Header, field string) []string {
	var ids []string
	for _, f := range strings.FieldsFunc(text(h, field), func(r rune) bool { return r == ' ' || r == ',' || r == '<' || r == '>' }) {
		if strings.Contains(f, "@") || len(f) > 8 {
			ids = append(ids, f)
		}
	}
	return ids
}
