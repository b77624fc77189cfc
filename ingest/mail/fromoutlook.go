package mail

import (
	"strings"
	"time"

	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"

	"luister/ingest"
	"luister/ingest/mail/html"
	"luister/ingest/mail/outlook"
)

// fromOutlook makes an Outlook message what parse makes of an internet one.
func fromOutlook(m outlook.Message) parsed {
	h, _ := splitHeader([]byte(m.Transport + "\r\n\r\n"))
	fillHeader(&h, m)
	p := parsed{header: h}
	if class := strings.ToLower(m.Class); strings.HasPrefix(class, "report.") {
		p.report = strings.Contains(class, ".ndr") || strings.Contains(class, ".dr")
	} else if class != "" && !strings.HasPrefix(class, "ipm.note") && !strings.HasPrefix(class, "ipm.post") {
		p.other = "geen bericht maar een ander Outlook-onderdeel"
	}
	if strings.TrimSpace(m.Body) != "" {
		p.plain = []string{clean(m.Body)}
	} else if strings.TrimSpace(m.HTML) != "" {
		p.rich = []string{html.Text(clean(m.HTML))}
	}
	for _, a := range m.Attached {
		p.attached = append(p.attached, newFile(clean(a.Name), a.Type, a.Data))
	}
	for _, to := range m.To {
		p.known = append(p.known, people(clean(to.Name), internet(to.Address))...)
	}
	for _, inside := range m.Inside {
		p.inside(fromOutlook(inside))
	}
	return p
}

// inside takes a message attached to p as forwarded.
func (p *parsed) inside(q parsed) {
	p.apart = append(p.apart, ingest.Cut{Rule: ruleForwarded, Text: heading(q.header) + q.body()})
	p.apart = append(p.apart, q.apart...)
	p.known = append(append(p.known, knownOf(q.header)...), q.known...)
	p.attached = append(p.attached, withoutText(q.attached)...)
}

// internet gives an address, unless it is a name within Exchange
// ("/O=VOORBEELD/OU=..."), which is none.
func internet(address string) string {
	if strings.HasPrefix(address, "/") || !strings.Contains(address, "@") {
		return ""
	}
	return clean(address)
}

// fillHeader sets header fields that the message names and its internet
// headers, which a message within one Exchange does not have, do not.
func fillHeader(h *message.Header, m outlook.Message) {
	set := func(field, value string) {
		if value = strings.Join(strings.Fields(clean(value)), " "); value != "" && !h.Has(field) {
			h.SetText(field, value)
		}
	}
	set("Subject", m.Subject)
	set("Message-Id", m.ID)
	set("In-Reply-To", m.InReplyTo)
	if !m.Sent.IsZero() && !h.Has("Date") {
		h.Set("Date", m.Sent.Format(time.RFC1123Z))
	}
	if !h.Has("From") {
		address := internet(m.From.Address)
		if address == "" {
			set("From", m.From.Name)
			return
		}
		mh := gomail.Header{Header: *h}
		mh.SetAddressList("From", []*gomail.Address{{Name: clean(m.From.Name), Address: address}})
		*h = mh.Header
	}
}
