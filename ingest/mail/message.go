package mail

import (
	"bytes"
	"strings"

	"github.com/emersion/go-message"

	"luister/ingest"
	"luister/ingest/mail/html"
)

// A parsed message is what a mail holds, before anything is cut or judged.
type parsed struct {
	header   message.Header
	envelope []byte // From_ line of the mbox, if any
	other    string // why it is no message of a customer, if the file says so
	content
}

// content is what the parts of a message add up to.
type content struct {
	plain    []string       // bodies in plain text
	rich     []string       // bodies that exist only as HTML, already readable text
	spare    string         // a body that counts only if there is no other: that of a winmail.dat
	apart    []ingest.Cut   // texts that are not the writer's, and those of parts that never end
	known    []ingest.Known // names and addresses of messages inside
	attached []file
	report   bool // a delivery report stands inside
	sealed   bool // encrypted: nobody but the receiver can read it
	note     string
}

// Limits that no real mail reaches.
const (
	maxDepth = 20
	maxParts = 2000
)

// Rules of texts that stand apart from the body.
const (
	ruleForwarded = "doorgestuurd-bericht" // a message that was attached whole
	ruleUnended   = "niet-afgesloten-deel" // behind the body, and the end of its part never came
)

// body gives the text of the message: all its bodies, one after the other.
func (c *content) body() string {
	if all := strings.Join(c.plain, "\n"); strings.TrimSpace(all) != "" {
		return all
	}
	if all := strings.Join(c.rich, "\n"); strings.TrimSpace(all) != "" {
		return all
	}
	return c.spare
}

// parse reads a whole message in internet format.
func parse(raw, envelope []byte) parsed {
	h, body := splitHeader(raw)
	w := walker{}
	return parsed{header: h, envelope: envelope, content: w.part(h, body, place{})}
}

// A walker goes over the parts of one message.
type walker struct{ parts int }

// A place says where a part stands: how deep, the how-many-th, in what.
type place struct {
	depth, index int
	inside       string // subtype of the multipart around it, "" for the top
}

// part reads one part and all below it.
func (w *walker) part(h message.Header, body []byte, at place) content {
	kind, params := contentType(h)
	if w.parts++; w.parts > maxParts || at.depth > maxDepth {
		return content{note: "te diep of te vaak genest; het overige is niet gelezen"}
	}
	if kind == "" {
		kind = "text/plain"
		if at.inside == "digest" {
			kind = "message/rfc822"
		}
	}
	major, minor, _ := strings.Cut(kind, "/")
	boundary := params["boundary"]
	if major == "multipart" && boundary == "" {
		boundary = guessBoundary(body)
	}
	switch {
	case major == "multipart" && boundary != "":
		parts, ended := splitParts(body, boundary)
		if types := h.Values("Content-Type"); len(types) > 1 && !strings.HasPrefix(strings.ToLower(types[1]), "multipart/") {
			// The header of the first part ran into this one.
			parts = append([][]byte{append([]byte("Content-Type: "+types[1]+"\r\n\r\n"), preamble(body, boundary)...)}, parts...)
		}
		return w.multipart(minor, parts, ended, at)
	case major == "message" && (minor == "rfc822" || minor == "global"):
		return w.nested(transferDecode(body, h.Get("Content-Transfer-Encoding")), at)
	case kind == "message/delivery-status":
		return content{report: true}
	}
	return w.leaf(h, kind, params, body, at)
}

// multipart reads the parts of a multipart and adds them up as its kind asks. A
// last part that was never ended is damaged: behind a body it stands apart.
func (w *walker) multipart(minor string, parts [][]byte, ended bool, at place) content {
	var all content
	var alternatives []content
	for i, raw := range parts {
		h, body := splitHeader(raw)
		c := w.part(h, body, place{at.depth + 1, i, minor})
		if minor == "alternative" {
			alternatives = append(alternatives, c)
			continue
		}
		if !ended && i == len(parts)-1 && strings.TrimSpace(all.body()) != "" {
			c.setApart(ruleUnended)
		}
		all.add(c)
	}
	if minor == "alternative" {
		return choose(alternatives)
	}
	all.sealed = all.sealed || minor == "encrypted"
	return all
}

// choose takes, of alternatives, the first with plain text in it, else the
// last with HTML; attachments of all count.
func choose(alternatives []content) content {
	var all content
	best := -1
	for i, c := range alternatives {
		if strings.TrimSpace(strings.Join(c.plain, "")) != "" {
			best = i
			break
		}
		if strings.TrimSpace(strings.Join(c.rich, "")) != "" {
			best = i
		}
	}
	for i, c := range alternatives {
		if i != best {
			c.plain, c.rich = nil, nil
		}
		all.add(c)
	}
	return all
}

// add takes the parts of other into c, in order.
func (c *content) add(other content) {
	if len(c.plain) > 0 && len(other.rich) > 0 || len(c.rich) > 0 && len(other.plain) > 0 {
		// Bodies of both sorts in a row are one text.
		c.plain = append(append(c.plain, c.rich...), append(other.plain, other.rich...)...)
		c.rich = nil
	} else {
		c.plain = append(c.plain, other.plain...)
		c.rich = append(c.rich, other.rich...)
	}
	c.apart = append(c.apart, other.apart...)
	c.known = append(c.known, other.known...)
	c.attached = append(c.attached, other.attached...)
	if c.spare == "" {
		c.spare = other.spare
	}
	c.report = c.report || other.report
	c.sealed = c.sealed || other.sealed
	if c.note == "" {
		c.note = other.note
	}
}

// setApart takes the bodies of c out, to be kept under a rule.
func (c *content) setApart(rule string) {
	for _, text := range append(c.plain, c.rich...) {
		if strings.TrimSpace(text) != "" {
			c.apart = append(c.apart, ingest.Cut{Rule: rule, Text: text})
		}
	}
	c.plain, c.rich = nil, nil
}

// nested reads a message inside a message: its text is not that of the writer,
// so that it becomes a Cut.
func (w *walker) nested(raw []byte, at place) content {
	h, body := splitHeader(bytes.TrimLeft(raw, "\r\n"))
	inner := w.part(h, body, place{depth: at.depth + 1})
	out := content{report: inner.report, note: inner.note}
	out.attached = withoutText(inner.attached)
	whole := heading(h) + inner.body()
	if strings.TrimSpace(whole) != "" {
		out.apart = append(out.apart, ingest.Cut{Rule: ruleForwarded, Text: whole})
	}
	out.apart = append(out.apart, inner.apart...)
	out.known = append(knownOf(h), inner.known...)
	return out
}

// heading writes the few header fields of a message inside that tell what it is.
func heading(h message.Header) string {
	var b strings.Builder
	for _, field := range []string{"From", "Date", "To", "Subject"} {
		if v := text(h, field); v != "" {
			b.WriteString(field + ": " + v + "\n")
		}
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}

// leaf reads a part that holds no parts: a body or an attachment.
func (w *walker) leaf(h message.Header, kind string, params map[string]string, body []byte, at place) content {
	disp, dparams := disposition(h)
	name := fileName(params, dparams)
	raw := transferDecode(body, h.Get("Content-Transfer-Encoding"))
	if isSMIME(kind, name) {
		if inner := signedContent(raw); inner != nil {
			ih, ibody := splitHeader(inner)
			return w.part(ih, ibody, place{at.depth + 1, 0, "signed"})
		}
		return content{sealed: true, attached: attachment(name, kind, raw).attached}
	}
	if !isBody(kind, disp, name, at) {
		return attachment(name, kind, raw)
	}
	return textBody(raw, kind, params)
}

// textBody reads a body in plain text or HTML.
func textBody(raw []byte, kind string, params map[string]string) content {
	c := content{}
	name := params["charset"]
	if kind == "text/html" {
		name = htmlCharset(raw, name)
	}
	s, overruled := decode(raw, name)
	if s = clean(s); overruled {
		c.note = noteCharset
	}
	if kind == "text/html" {
		c.rich = []string{html.Text(s)}
		return c
	}
	if strings.EqualFold(params["format"], "flowed") {
		s = unflow(s, strings.EqualFold(params["delsp"], "yes"))
	}
	s, c.attached = cutUU(s)
	if looksHTML(s) {
		c.rich = []string{html.Text(s)}
	} else {
		c.plain = []string{s}
	}
	return c
}

// noteCharset says that the letters were told by the bytes.
const noteCharset = "tekenset geraden: de opgegeven ontbreekt of klopt niet"

// isBody tells whether a leaf is part of what people read, by the rules that
// mail programs follow (RFC 8621, section 4.1.4).
func isBody(kind, disp, name string, at place) bool {
	major, minor, _ := strings.Cut(kind, "/")
	switch {
	case major == "multipart": // without parts: what is left is text
		return true
	case kind == "text/calendar" || kind == "text/vcard" || kind == "text/x-vcard" || kind == "text/rfc822-headers" || kind == "text/css":
		return false
	case kind == "text":
		return disp != "attachment"
	case major != "text" || disp == "attachment":
		return false
	case minor != "plain" && minor != "html" && minor != "enriched" && minor != "markdown":
		return at.inside == ""
	case at.index == 0 || at.inside == "alternative":
		return at.inside == "alternative" || name == "" || disp == "inline" || at.inside == ""
	}
	return at.inside != "related" && at.inside != "signed" && name == ""
}

// fileName gives the name of an attachment.
func fileName(params, disp map[string]string) string {
	name := disp["filename"]
	if name == "" {
		name = params["name"]
	}
	return strings.Join(strings.Fields(clean(name)), " ")
}

// htmlCharset gives the charset of HTML: as its part says, else as it says itself.
func htmlCharset(raw []byte, stated string) string {
	if stated != "" {
		return stated
	}
	head := bytes.ToLower(raw[:min(len(raw), 2048)])
	i := bytes.Index(head, []byte("charset="))
	if i < 0 {
		return ""
	}
	name := bytes.TrimLeft(head[i+len("charset="):], `"' `)
	if end := bytes.IndexAny(name, `"' />;`); end >= 0 {
		name = name[:end]
	}
	return string(name)
}

// looksHTML tells that a part named plain text is HTML.
func looksHTML(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s[:min(len(s), 512)]))
	return strings.HasPrefix(s, "<!doctype html") || strings.HasPrefix(s, "<html")
}

// cutUU takes files that are uuencoded between the lines out of a text.
func cutUU(s string) (string, []file) {
	if !strings.Contains(s, "begin ") || !strings.Contains(s, "\nend") {
		return s, nil
	}
	var attached []file
	var out, lines strings.Builder
	name := ""
	for line := range strings.SplitAfterSeq(s, "\n") {
		bare := strings.TrimRight(line, "\n")
		switch {
		case name == "" && isBegin(bare):
			name = strings.Join(strings.Fields(bare)[2:], " ")
			lines.Reset()
			lines.WriteString(line)
		case name != "" && bare == "end":
			attached = append(attached, newFile(name, octets, uudecode([]byte(lines.String()))))
			name = ""
		case name != "":
			lines.WriteString(line)
		default:
			out.WriteString(line)
		}
	}
	if name != "" { // never ended: it was text after all
		out.WriteString(lines.String())
	}
	return out.String(), attached
}

// isBegin recognises "begin 644 name".
func isBegin(line string) bool {
	fields := strings.Fields(line)
	return strings.HasPrefix(line, "begin ") && len(fields) >= 3 && len(fields[1]) == 3 && digits(fields[1])
}

func digits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
