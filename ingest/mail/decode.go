package mail

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// transferDecode undoes a Content-Transfer-Encoding. The strict decoders of the
// library stop at the first damaged byte and lose the rest of a mail; these go
// on.
func transferDecode(body []byte, encoding string) []byte {
	encoding, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(encoding)), ";")
	switch strings.Trim(encoding, ` "'`) {
	case "quoted-printable", "quotedprintable":
		return quotedPrintable(body)
	case "base64":
		return unbase64(body)
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return uudecode(body)
	}
	return body
}

// quotedPrintable decodes RFC 2045 text; what is no valid escape stays as it is.
func quotedPrintable(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		line, rest, found := bytes.Cut(b, []byte("\n"))
		b = rest
		end := "\n"
		if bytes.HasSuffix(line, []byte("\r")) {
			end = "\r\n"
		}
		line = bytes.TrimRight(line, " \t\r")
		soft := bytes.HasSuffix(line, []byte("="))
		if soft {
			line = line[:len(line)-1]
		}
		out = appendEscaped(out, line)
		if !soft && found {
			out = append(out, end...)
		}
	}
	return out
}

// appendEscaped appends one line with its =XX escapes decoded.
func appendEscaped(out, line []byte) []byte {
	for i := 0; i < len(line); i++ {
		if line[i] == '=' && i+2 < len(line) {
			hi, lo := unhex(line[i+1]), unhex(line[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, line[i])
	}
	return out
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c - 'A' + 10)
	case c >= 'a' && c <= 'f':
		return int(c - 'a' + 10)
	}
	return -1
}

// unbase64 decodes what there is: other characters are passed over, padding in
// the middle ends one block, a last group that is not whole gives its bytes. A
// body that is plainly no base64 is left as it is.
func unbase64(b []byte) []byte {
	if notBase64(b) {
		return b
	}
	out := make([]byte, 0, len(b)*3/4)
	group := make([]byte, 0, 4)
	for _, c := range b {
		switch {
		case isBase64(rune(c)) && c < 0x80:
			group = append(group, c)
		case c == '=' && len(group) > 0:
			out, group = appendGroup(out, group), group[:0]
		}
		if len(group) == 4 {
			out, group = appendGroup(out, group), group[:0]
		}
	}
	return appendGroup(out, group)
}

// notBase64 tells that a body was named base64 and is running text.
func notBase64(b []byte) bool {
	words, other := 0, 0
	for _, c := range b[:min(len(b), 2000)] {
		switch {
		case c == ' ' || c == '\t':
			words++
		case !isBase64(rune(c)) && c != '=' && c != '\r' && c != '\n' && c != '-':
			other++
		}
	}
	return words > 2 && other > 0 && (words+other)*12 > min(len(b), 2000)
}

func appendGroup(out, group []byte) []byte {
	if len(group) < 2 {
		return out
	}
	var three [3]byte
	n, _ := base64.RawStdEncoding.Decode(three[:], group)
	return append(out, three[:n]...)
}

// uudecode decodes the lines between begin and end.
func uudecode(b []byte) []byte {
	var out []byte
	for line := range bytes.SplitSeq(b, []byte("\n")) {
		line = bytes.TrimRight(line, "\r")
		if len(line) < 2 || bytes.HasPrefix(line, []byte("begin ")) || bytes.Equal(line, []byte("end")) {
			continue
		}
		out = appendUU(out, line)
	}
	return out
}

func appendUU(out, line []byte) []byte {
	want := len(out) + int(line[0]-' ')&63
	at := func(i int) byte {
		if i < len(line) {
			return (line[i] - ' ') & 63
		}
		return 0
	}
	for i := 1; i < len(line); i += 4 {
		a, b, c, d := at(i), at(i+1), at(i+2), at(i+3)
		out = append(out, a<<2|b>>4, b<<4|c>>2, c<<6|d)
	}
	if len(out) > want {
		out = out[:want]
	}
	return out
}

// unflow joins the lines of format=flowed text (RFC 3676): a line that ends in
// a blank goes on in the next line of the same quote depth; with delsp the
// blank goes too. The signature separator "-- " is a line of its own.
func unflow(s string, delsp bool) string {
	lines := strings.Split(s, "\n")
	var out strings.Builder
	out.Grow(len(s))
	open, openDepth := false, 0
	for i, line := range lines {
		depth, content := quoteDepth(line)
		content = strings.TrimPrefix(content, " ")
		signature := content == "-- "
		if open && (depth != openDepth || signature) {
			out.WriteByte('\n')
			open = false
		}
		if !open {
			writeQuote(&out, depth)
		}
		flows := strings.HasSuffix(content, " ") && !signature && i < len(lines)-1
		if flows && delsp {
			content = content[:len(content)-1]
		}
		out.WriteString(content)
		if !flows && i < len(lines)-1 {
			out.WriteByte('\n')
		}
		open, openDepth = flows, depth
	}
	return out.String()
}

func quoteDepth(line string) (int, string) {
	content := strings.TrimLeft(line, ">")
	return len(line) - len(content), content
}

func writeQuote(out *strings.Builder, depth int) {
	if depth > 0 {
		out.WriteString(strings.Repeat(">", depth))
		out.WriteByte(' ')
	}
}
