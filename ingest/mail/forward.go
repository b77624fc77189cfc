package mail

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	gomail "github.com/emersion/go-message/mail"

	"luister/ingest"
	"luister/ingest/mail/reply"
	"luister/ingest/value"
)

//go:embed freemail.txt
var freemailFile string

var freemail = sync.OnceValue(func() (begins []string) {
	for line := range strings.Lines(freemailFile) {
		if !strings.HasPrefix(line, "#") {
			begins = append(begins, strings.Fields(line)...)
		}
	}
	return begins
})

// ruleForwarder is what somebody of the organisation wrote above a message that he
// passed on.
const ruleForwarder = "doorstuurder"

const noteForwarded = "doorgestuurd: gelezen als het bericht van wie het eerst schreef"

// passedOn makes f the message that it passes on, and says whether it does: where
// somebody of the organisation forwards what a customer wrote, and where a customer
// forwards his own earlier message and adds nothing.
func passedOn(f *ingest.Feedback, m parsed, own []string) bool {
	var inner reply.Quoted
	at := slices.IndexFunc(f.Cut, func(c ingest.Cut) (ok bool) {
		inner, ok = reply.Headers(c.Text)
		return ok && forwards(c.Rule, f.Subject)
	})
	if at < 0 {
		return false
	}
	from := author(inner.From)
	address := strings.ToLower(from.Address)
	words, cut := reply.Split(inner.Body)
	mine := f.Text == "" && address == f.Contact
	if words == "" || ownDomain(address, own) || !mine && (!colleague(m, f.Contact, own) || domain(address) == domain(f.Contact)) {
		return false
	}
	outer := slices.Delete(slices.Clone(f.Cut), at, at+1)
	if f.Text != "" {
		outer = append([]ingest.Cut{{Rule: ruleForwarder, Text: f.Text}}, outer...)
	}
	f.Text, f.Cut = words, append(outer, cut...)
	f.Customer, f.Contact = address, address
	f.Known = unique(append(f.Known, people(from.Name, address)...))
	if inner.Subject != "" {
		f.Subject = inner.Subject
	}
	if sent, ok := value.ParseDate(inner.Date, ""); ok {
		f.Received = sent
	}
	return true
}

// forwards says whether a cut part is a message that was passed on: by the rule, or
// because the subject says so of what would else be an answer.
func forwards(rule, subject string) bool {
	switch rule {
	case ruleForwarded, "doorgestuurd":
		return true
	case "berichtkop", "oorspronkelijk-bericht":
		return forwardSubject.MatchString(subject)
	}
	return false
}

var forwardSubject = regexp.MustCompile(`(?i)^\s*(fw|fwd|wg|tr|doorst|doorgestuurd)\s*:`)

// colleague says whether the message went from one person of the organisation to
// another: by the domains that the configuration states, else by a domain that
// sender and receiver share and that is not everybody's.
func colleague(m parsed, sender string, own []string) bool {
	if ownDomain(sender, own) {
		return true
	}
	of := domain(sender)
	if of == "" || slices.ContainsFunc(freemail(), func(begin string) bool { return strings.HasPrefix(of, begin) }) {
		return false
	}
	return slices.ContainsFunc(addresses(m.header, "To"), func(a gomail.Address) bool { return domain(a.Address) == of })
}

func domain(address string) string {
	_, domain, _ := strings.Cut(strings.ToLower(address), "@")
	return domain
}

var addressForm = regexp.MustCompile(`[^\s<>\[\]():;,"'*]+@[^\s<>\[\]():;,"'*]+`)

// author reads who wrote a message as the header of a quoted one names him: with
// his address between brackets, behind mailto:, or without.
func author(from string) gomail.Address {
	address := addressForm.FindString(strings.ReplaceAll(from, "mailto:", " "))
	name, _, _ := strings.Cut(from, "<")
	name, _, _ = strings.Cut(name, "[")
	if strings.Contains(name, "@") {
		name = ""
	}
	return gomail.Address{Name: strings.Trim(name, ` "'*`), Address: address}
}
