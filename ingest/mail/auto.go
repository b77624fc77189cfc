package mail

import (
	_ "embed"
	"strings"
	"sync"
)

// auto.txt holds the signs of automatic mail.
//
//go:embed auto.txt
var autoFile string

// A sign is one line of auto.txt.
type sign struct {
	where  string // a header field, or onderwerp, tekst, afzender
	test   string // is, heeft, begint
	value  string // lower case; "*" is any value
	reason string
}

var signs = sync.OnceValue(func() []sign {
	var list []sign
	for line := range strings.Lines(autoFile) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		list = append(list, sign{fields[0], fields[1], strings.ToLower(fields[2]), fields[3]})
	}
	return list
})

// automatic gives the reason why no person wrote this message, "" if one did.
// Header fields decide first, then the sender, the subject and the first words
// of the text.
func automatic(m parsed, body string) string {
	if m.report {
		return "onbestelbaar (bounce)"
	}
	if kind, params := contentType(m.header); kind == "multipart/report" && params["report-type"] != "" {
		return reportReason(params["report-type"])
	}
	subject := strings.ToLower(text(m.header, "Subject"))
	from := strings.ToLower(sender(m.header).Address)
	start := strings.ToLower(strings.Join(strings.Fields(body[:min(len(body), 4000)]), " "))
	start = start[:min(len(start), 400)]
	for _, s := range signs() {
		var hit bool
		switch s.where {
		case "onderwerp":
			hit = s.holds(subject)
		case "afzender":
			hit = s.holds(from)
		case "tekst":
			hit = s.holds(start)
		default:
			hit = m.header.Has(s.where) && s.holds(strings.ToLower(text(m.header, s.where)))
		}
		if hit {
			return s.reason
		}
	}
	return ""
}

// reportReason names a multipart/report by its type.
func reportReason(kind string) string {
	if kind == "disposition-notification" {
		return "leesbevestiging"
	}
	return "onbestelbaar (bounce)"
}

// holds tells whether v passes the test of the sign.
func (s sign) holds(v string) bool {
	switch s.test {
	case "is":
		return s.value == "*" || v == s.value
	case "niet":
		return v != s.value
	case "begint":
		return strings.HasPrefix(v, s.value)
	case "heeft":
		return strings.Contains(v, s.value)
	}
	return false
}
