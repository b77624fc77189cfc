package mail

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"luister/ingest"
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

// readForm reads a body that a web form wrote as fields: f gets the message as
// Text and the other fields where they belong. It tells whether body is a form:
// at least three known labels, with one for the message and one for who wrote it.
func readForm(body string, f *ingest.Feedback, own map[string]string) bool {
	fields := formFields(body, own)
	seen := map[string]bool{}
	for _, fd := range fields {
		seen[fd.meaning] = true
	}
	person := seen["naam"] || seen["email"] || seen["telefoon"]
	if len(fields) < 3 || !seen[meansMessage] || !person {
		return false
	}
	var message, rest []string
	for _, fd := range fields {
		if fd.meaning == meansMessage {
			message = append(message, fd.value)
			continue
		}
		rest = append(rest, fd.label+": "+fd.value)
		fd.apply(f)
	}
	f.Text = strings.TrimSpace(strings.Join(message, "\n\n"))
	f.Cut = append(f.Cut, ingest.Cut{Rule: ruleForm, Text: strings.Join(rest, "\n")})
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
		f.Known = append(f.Known, people(v, "")...)
	case "email":
		f.Known = append(f.Known, ingest.Known{Type: ingest.KnownEmail, Value: strings.TrimPrefix(firstField(v), "mailto:")})
		f.Customer = strings.ToLower(strings.Trim(firstField(v), "<>"))
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
// on two lines. A value goes on over the lines that follow; for the message
// that is all lines up to the next known label.
func formFields(body string, own map[string]string) []field {
	var fields []field
	for line := range strings.SplitSeq(body, "\n") {
		label, value, ok := splitLabel(line)
		meaning := ""
		if ok {
			meaning = meaningOf(label, own)
		}
		n := len(fields)
		switch {
		case meaning != "":
			fields = append(fields, field{label, meaning, strings.TrimSpace(value)})
		case n == 0:
			if strings.TrimSpace(line) != "" && len(line) > 400 {
				return nil // a letter, not a form
			}
		case fields[n-1].meaning == meansMessage:
			fields[n-1].value += "\n" + line
		case strings.TrimSpace(line) == "":
		case ok && shortLabel(label):
			fields = append(fields, field{label, "anders", strings.TrimSpace(value)})
		case fields[n-1].value == "":
			fields[n-1].value = strings.TrimSpace(line)
		default:
			fields[n-1].value += "\n" + strings.TrimSpace(line)
		}
	}
	return fields
}

// splitLabel parts "Naam: Jan", "*Naam*: Jan", "Naam<tab>Jan".
func splitLabel(line string) (label, value string, ok bool) {
	i := strings.IndexAny(line, ":\t")
	if i < 1 || i > 60 {
		return "", "", false
	}
	label = strings.Trim(line[:i], " \t*_#>-•")
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
