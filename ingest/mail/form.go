package mail

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"luister/ingest"
	"luister/ingest/mail/reply"
)

// form.txt holds the labels of web forms and what they mean.
//
//go:embed form.txt
var formFile string

var formLabels = sync.OnceValue(func() map[string]string {
	labels := map[string]string{}
	for line := range strings.Lines(formFile) {
		meaning, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(names, "|") {
			labels[strings.ToLower(name)] = meaning
		}
	}
	return labels
})

// A field is one label of a web form with its value.
type field struct{ label, meaning, value string }

const (
	meansMessage = "bericht"
	ruleForm     = "webformulier"
)

// form reads a body as a web form, if it is one. A reply that quotes a form is
// none: what is quoted does not count, unless there is nothing else.
func form(body, own string, cut []ingest.Cut, f *ingest.Feedback, labels map[string]string) bool {
	if own != "" && quotes(cut) {
		if !readForm(own, f, labels) {
			return false
		}
		f.Cut = append(f.Cut, cut...)
		return true
	}
	return readForm(body, f, labels)
}

// quotes tells whether another message was cut off.
func quotes(cut []ingest.Cut) bool {
	for _, c := range cut {
		switch c.Rule {
		case "op-schreef", "oorspronkelijk-bericht", "berichtkop", "doorgestuurd", "citaat":
			return true
		}
	}
	return false
}

// readForm reads a body that a web form wrote as fields: f gets the message as
// Text and the other fields where they belong; what stands around the message
// becomes a Cut. It tells whether body is a form: at least three known labels,
// with one for the message and one for who wrote it.
func readForm(body string, f *ingest.Feedback, own map[string]string) bool {
	head, fields := formFields(body, own)
	seen := map[string]bool{}
	for _, fd := range fields {
		seen[fd.meaning] = true
	}
	person := seen["naam"] || seen["email"] || seen["telefoon"]
	if len(fields) < 3 || !seen[meansMessage] || !person {
		return false
	}
	var message, rest strings.Builder
	rest.WriteString(head)
	for _, fd := range fields {
		if fd.meaning == meansMessage {
			message.WriteString(fd.value + "\n\n")
			continue
		}
		rest.WriteString(fd.label + ": " + fd.value + "\n")
		fd.apply(f)
	}
	text, cut := reply.Split(message.String())
	f.Text = text
	f.Cut = append(append(f.Cut, ingest.Cut{Rule: ruleForm, Text: rest.String()}), cut...)
	f.Known = unique(f.Known)
	return true
}

// apply puts a field where its meaning says.
func (fd field) apply(f *ingest.Feedback) {
	v := strings.TrimSpace(fd.value)
	if v == "" {
		return
	}
	switch fd.meaning {
	case "naam":
		for _, a := range looseAddresses(v) {
			f.Known = append(f.Known, people(a.Name, a.Address)...)
		}
	case "email":
		f.Known = append(f.Known, ingest.Known{Type: ingest.KnownEmail, Value: strings.TrimPrefix(firstField(v), "mailto:")})
		f.Customer = strings.ToLower(strings.Trim(firstField(v), "<>"))
		f.Contact = f.Customer
	case "telefoon":
		f.Known = append(f.Known, ingest.Known{Type: ingest.KnownPhone, Value: v})
	case "nummer":
		f.Known = append(f.Known, ingest.Known{Type: ingest.KnownOther, Value: v})
	case "adres":
		f.Known = append(f.Known, ingest.Known{Type: ingest.KnownOther, Value: v})
	case "onderwerp":
		f.Subject = v
	case "product":
		f.Product = v
	case "afdeling":
		f.Department = v
	case "plaats":
		f.Location = v
	case "negeer":
	default:
		f.Attributes = append(f.Attributes, ingest.Attribute{Name: fd.label, Type: ingest.AttrText, Value: v})
	}
}

func firstField(s string) string {
	if fields := strings.Fields(s); len(fields) > 0 {
		return fields[0]
	}
	return ""
}

// formFields reads lines "label: value", and label and value in two cells or
// on two lines; head is what stands before the first. A value goes on over the
// lines that follow; for the message that is all lines up to the next known
// label.
func formFields(body string, own map[string]string) (head string, fields []field) {
	var values [][]byte
	for line := range strings.SplitSeq(body, "\n") {
		label, value, ok := splitLabel(line)
		meaning := ""
		if ok {
			meaning = meaningOf(label, own)
		}
		n := len(fields)
		message := n > 0 && fields[n-1].meaning == meansMessage
		if meaning == "" && ok && n > 0 && !message && shortLabel(label) {
			meaning = "anders"
		}
		switch {
		case meaning != "":
			fields = append(fields, field{label: label, meaning: meaning})
			values = append(values, []byte(strings.TrimSpace(value)))
		case n == 0:
			head += line + "\n"
			if len(head) > maxHead {
				return "", nil // a letter, not a form
			}
		case message:
			values[n-1] = append(append(values[n-1], '\n'), line...)
		case strings.TrimSpace(line) != "":
			values[n-1] = append(append(values[n-1], '\n'), strings.TrimSpace(line)...)
		}
	}
	for i := range fields {
		fields[i].value = strings.TrimSpace(string(values[i]))
	}
	return head, fields
}

// maxHead is how much may stand before the first field of a form.
const maxHead = 1000

// splitLabel parts "Naam: Jan", "*Naam*: Jan", "Naam<tab>Jan".
func splitLabel(line string) (label, value string, ok bool) {
	i := strings.IndexAny(line, ":\t")
	if i < 1 || i > 60 || line[0] == '>' {
		return "", "", false
	}
	label = strings.Trim(line[:i], " \t*_#-•")
	return label, strings.TrimLeft(line[i+1:], " \t*:"), label != ""
}

// meaningOf gives what a label means, the user's labels first.
func meaningOf(label string, own map[string]string) string {
	label = strings.ToLower(strings.TrimRight(strings.Join(strings.Fields(label), " "), " *?"))
	for k, v := range own {
		if strings.EqualFold(strings.TrimSuffix(strings.TrimSpace(k), ":"), label) {
			return v
		}
	}
	return formLabels()[label]
}

// shortLabel tells whether an unknown label looks like one: a few words that
// start with a capital.
func shortLabel(label string) bool {
	first := []rune(label)[0]
	return unicode.IsUpper(first) && strings.Count(label, " ") <= 3 && !strings.ContainsAny(label, ".,;!?<>@/")
}
