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
	where  string // a header field, or onderwerp, afzender, tekst, antwoord
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
	p := probe(m, body)
	group := false
	for _, s := range signs() {
		if group && s.reason == reasonMass || !p.shows(s) {
			continue
		}
		if s.reason != "-" {
			return s.reason
		}
		group = true
	}
	return ""
}

// reasonMass is the reason that a group address takes away.
const reasonMass = "nieuwsbrief of massamail"

// What signs are looked for in.
type probed struct {
	m                             parsed
	subject, from, start, answers string
}

// probe prepares a message; the text counts up to its 400th character or so.
func probe(m parsed, body string) probed {
	p := probed{m: m, subject: strings.ToLower(text(m.header, "Subject")), from: strings.ToLower(sender(m.header).Address)}
	p.start = strings.ToLower(strings.Join(strings.Fields(body[:min(len(body), 4000)]), " "))
	p.start = p.start[:min(len(p.start), 400)]
	if thread(m.header) != "" || strings.HasPrefix(p.subject, "re:") || strings.HasPrefix(p.subject, "antw") || strings.HasPrefix(p.subject, "aw:") {
		p.answers = p.start
	}
	return p
}

// shows tells whether the message shows a sign.
func (p probed) shows(s sign) bool {
	switch s.where {
	case "onderwerp":
		return s.holds(p.subject)
	case "afzender":
		return s.holds(p.from)
	case "tekst":
		return s.holds(p.start)
	case "antwoord":
		return s.holds(p.answers)
	}
	return p.m.header.Has(s.where) && s.holds(strings.ToLower(text(p.m.header, s.where)))
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
