package mail

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"

	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"

	"luister/ingest"
	"luister/ingest/mail/reply"
)

// channel is the channel of everything this package reads.
const channel = "e-mail"

// apartOwn is the reason for mail that the organisation itself sent.
const apartOwn = "verzonden door eigen medewerker"

// toRow makes a parsed message one Row: used, set apart, or rejected.
func toRow(m parsed, opts Options) ingest.Row {
	body := withoutPictures(m.body())
	if m.header.Len() == 0 {
		if strings.TrimSpace(body) == "" {
			return ingest.Row{Reject: rejectEmpty}
		}
		if m.envelope == nil {
			return ingest.Row{Reject: rejectHeaders}
		}
	}
	row := ingest.Row{Note: m.note, Apart: m.other}
	if row.Apart != "" {
		return row
	}
	from := sender(m.header)
	f := feedback(m, from)
	own, cut := reply.Split(body)
	if !m.report && form(body, own, cut, &f, opts.Form) { // sent by a web site, said by a customer
		if isRole(from.Name, from.Address) && f.Contact == strings.ToLower(from.Address) {
			f.Customer, f.Contact = "", "" // who said it is not known
		}
		return used(row, f, m)
	}
	if row.Apart = automatic(m, body); row.Apart != "" {
		return row
	}
	f.Text, f.Cut = own, append(cut, m.apart...)
	m.apart = nil
	if passedOn(&f, m, opts.OwnDomains) {
		row.Note = strings.TrimPrefix(row.Note+"; "+noteForwarded, "; ")
	} else if ownDomain(f.Customer, opts.OwnDomains) {
		row.Apart = apartOwn
		return row
	} else if m.sealed && strings.TrimSpace(body) == "" {
		return ingest.Row{Reject: rejectSealed}
	}
	return used(row, f, m)
}

// withoutPictures takes out the references to pictures that Outlook leaves in
// plain text: "[cid:image001.png@01DC7F00.1B2C3D40]".
func withoutPictures(s string) string {
	const mark = "[cid:"
	if !strings.Contains(s, mark) {
		return s
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, mark)
		out.WriteString(before)
		if !found {
			return out.String()
		}
		end := strings.IndexByte(rest[:min(len(rest), 200)], ']')
		if end < 0 {
			out.WriteString(mark)
		}
		s = rest[end+1:]
	}
}

// used makes the row one answer, or an empty one that says why.
func used(row ingest.Row, f ingest.Feedback, m parsed) ingest.Row {
	f.Cut = append(f.Cut, m.apart...)
	notes := []string{row.Note, readAttached(&f, m.attached)}
	if f.Text != "" {
		row.Answers = []ingest.Feedback{f}
	} else {
		row.Empty = 1
		notes = append(notes, whyEmpty(f))
	}
	row.Note = strings.Join(slices.DeleteFunc(notes, func(s string) bool { return s == "" }), "; ")
	return row
}

// whyEmpty says where the text of a message without text of its own went.
func whyEmpty(f ingest.Feedback) string {
	if i := slices.IndexFunc(f.Attached, func(a ingest.Attached) bool { return a.Unread }); i >= 0 {
		return "geen eigen tekst, en een bijlage met tekst is niet gelezen: " + f.Attached[i].Type
	}
	switch {
	case len(f.Attached) > 0:
		return "geen eigen tekst, wel een bijlage: " + f.Attached[0].Type
	case len(f.Cut) > 0:
		return "geen eigen tekst: alleen " + f.Cut[0].Rule
	}
	return ""
}

// feedback fills in what the headers say.
func feedback(m parsed, from gomail.Address) ingest.Feedback {
	h := m.header
	address := strings.ToLower(from.Address)
	return ingest.Feedback{
		Key:      key(m),
		Channel:  channel,
		Subject:  text(h, "Subject"),
		Received: received(h, m.envelope),
		Customer: address,
		Contact:  address,
		Thread:   thread(h),
		Known:    unique(append(knownOf(h), m.known...)),
		Attached: m.files(),
	}
}

// files gives the attachments as they are listed.
func (c *content) files() []ingest.Attached {
	var list []ingest.Attached
	for _, f := range c.attached {
		list = append(list, f.Attached)
	}
	return list
}

// key is the Message-ID, or a hash of what the message holds.
func key(m parsed) string {
	if ids := messageIDs(m.header, "Message-Id"); len(ids) > 0 {
		return ids[0]
	}
	h := sha256.New()
	for _, field := range []string{"From", "To", "Date", "Subject"} {
		h.Write([]byte(m.header.Get(field) + "\x00"))
	}
	if !m.header.Has("Date") {
		h.Write(m.envelope)
	}
	h.Write([]byte(m.body()))
	return "sha256:" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(h.Sum(nil)[:20])
}

// thread is the message that this one answers.
func thread(h message.Header) string {
	for _, field := range []string{"In-Reply-To", "References"} {
		if ids := messageIDs(h, field); len(ids) > 0 {
			return ids[0]
		}
	}
	return ""
}

// sender is who wrote the message.
func sender(h message.Header) gomail.Address {
	for _, field := range []string{"From", "Reply-To", "Sender", "Return-Path"} {
		for _, a := range addresses(h, field) {
			if len(a.Address) > 1 && strings.Contains(a.Address, "@") {
				return a
			}
		}
	}
	return gomail.Address{}
}

// ownDomain tells whether an address is of the organisation.
func ownDomain(address string, own []string) bool {
	_, domain, ok := strings.Cut(strings.ToLower(address), "@")
	if !ok {
		return false
	}
	for _, o := range own {
		o = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(o), "@"))
		if o != "" && (domain == o || strings.HasSuffix(domain, "."+o)) {
			return true
		}
	}
	return false
}
