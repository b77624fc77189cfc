package reply

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed rules.txt
var rulesFile string

//go:embed labels.txt
var labelsFile string

// A rule is one form of rules.txt.
type rule struct {
	kind  string
	id    string
	first string   // lower-case word that the line starts with; empty if the form starts with a placeholder
	words []string // lower-case words that all stand in the line
	form  *regexp.Regexp
	open  *regexp.Regexp // the same form, to be found at the start of a glued piece
}

// ruleSet is all knowledge of the package.
type ruleSet struct {
	dividers, forwards, devices, footers, legals, intros []rule

	opening map[rune][]*rule  // markers by the first letter of their first word
	named   []*rule           // markers that start with a placeholder
	glue    []string          // first words of markers, as written at the start of a sentence
	labels  map[string]string // lower-case label → role
}

var rules = sync.OnceValue(func() *ruleSet {
	set := &ruleSet{labels: map[string]string{}, opening: map[rune][]*rule{}}
	for line := range strings.Lines(rulesFile) {
		fields := strings.Fields(line)
		if len(fields) < 3 || strings.HasPrefix(line, "#") {
			continue
		}
		r := newRule(fields[0], fields[1], strings.Join(fields[2:], " "))
		switch r.kind {
		case "marker":
			set.addMarker(&r)
		case "intro":
			set.intros = append(set.intros, r)
		case "divider":
			set.dividers = append(set.dividers, r)
		case "forward":
			set.forwards = append(set.forwards, r)
		case "device", "perhaps":
			set.devices = append(set.devices, r)
		case "footer":
			set.footers = append(set.footers, r)
		case "legal":
			set.legals = append(set.legals, r)
		default:
			panic("reply: unknown kind in rules.txt: " + r.kind)
		}
	}
	for line := range strings.Lines(labelsFile) {
		role, labels, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for label := range strings.SplitSeq(labels, "|") {
			set.labels[strings.ToLower(label)] = role
		}
	}
	return set
})

// addMarker files a marker by how it starts.
func (set *ruleSet) addMarker(r *rule) {
	if r.first == "" {
		set.named = append(set.named, r)
		return
	}
	letter, _ := utf8.DecodeRuneInString(r.first)
	set.opening[letter] = append(set.opening[letter], r)
	capital := strings.ToUpper(string(letter)) + strings.TrimPrefix(r.first, string(letter)) + " "
	if !slices.Contains(set.glue, capital) {
		set.glue = append(set.glue, capital)
	}
}

// placeholders are what may stand between braces in a form.
var placeholders = map[string]string{
	"{datum}": `[^\n]*?\pN[^\n]*?`,
	"{dag}":   `\d{4}[-/.]\d{1,2}[-/.]\d{1,2}`,
	"{tijd}":  `\d{1,2}[:.]\d{2}(?:[:.]\d{2})?`,
	"{adres}": `[^\n]*?@[^\n]*?`,
	"{wie}":   `[^\n]*?`,
	"{woord}": `[\pL\pN]+`,
}

// newRule compiles a form.
func newRule(kind, id, form string) rule {
	r := rule{kind: kind, id: id}
	if !strings.HasPrefix(form, "{") {
		r.first = strings.ToLower(firstWord(form))
	}
	literal := form
	for name := range placeholders {
		literal = strings.ReplaceAll(literal, name, " ")
	}
	for word := range strings.FieldsSeq(strings.ToLower(literal)) {
		if word = strings.Trim(word, ":<>"); word != "" {
			r.words = append(r.words, word)
		}
	}
	body := pattern(form)
	head, tail := `^[\s>*_<(\[-]*`, `[\s*_>)\]-]*$`
	if kind == "divider" {
		tail = `[\s*_=~#>:-]*$`
		head = `^[\s>]*(?:[-_=*~#]{1,}|\*)[\s\-_=*~#]*`
	}
	if kind == "legal" || kind == "footer" || kind == "device" || kind == "perhaps" {
		tail = `[^\n]*$`
		body = strings.TrimSuffix(body, `\s*[^\n]*?`)
	}
	r.form = regexp.MustCompile(`(?i)` + head + body + tail)
	if kind == "marker" && r.first != "" {
		r.open = regexp.MustCompile(`(?i)^` + body + tail)
	}
	return r
}

func firstWord(form string) string {
	word, _, _ := strings.Cut(form, " ")
	word, _, _ = strings.Cut(word, "{")
	return strings.Trim(word, ":<")
}

// pattern turns a form into a regular expression: blanks are white space, a
// colon at the end may also be a wide colon or dashes.
func pattern(form string) string {
	colon := strings.HasSuffix(form, ":")
	form = strings.TrimSuffix(form, ":")
	var b strings.Builder
	for len(form) > 0 {
		switch end := strings.IndexByte(form, '}'); {
		case form[0] == '{' && end > 0:
			b.WriteString(placeholders[form[:end+1]])
			form = form[end+1:]
		case form[0] == ' ':
			form = form[1:]
			if strings.HasPrefix(form, "{") || b.Len() == 0 || strings.HasSuffix(b.String(), "?") || form == "" {
				b.WriteString(`\s*`)
			} else {
				b.WriteString(`\s+`)
			}
		default:
			next := strings.IndexAny(form, " {")
			if next < 0 {
				next = len(form)
			}
			b.WriteString(regexp.QuoteMeta(form[:next]))
			form = form[next:]
		}
	}
	if colon {
		b.WriteString(`\s*(?:[:：]|-{2,})`)
	}
	return b.String()
}

// matches tells whether the line has the form; lower is the line in lower case.
func (r *rule) matches(line, lower string) bool {
	if r.first != "" && !strings.Contains(lower[:min(len(lower), len(r.first)+40)], r.first) {
		return false
	}
	for _, word := range r.words {
		if !strings.Contains(lower, word) {
			return false
		}
	}
	return r.form.MatchString(line)
}
