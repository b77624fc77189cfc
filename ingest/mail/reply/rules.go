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
	markers, forwards, devices, closings, intros book

	dividers []*rule
	greets   []*rule
	glue     []string          // first words of markers, as written at the start of a sentence
	labels   map[string]string // lower-case label → role
}

// A book holds rules by the first letter of their first word, so that a line is
// compared with few of them.
type book struct {
	opening map[rune][]*rule
	named   []*rule // rules that start with a placeholder
}

func (b *book) add(r *rule) {
	if r.first == "" {
		b.named = append(b.named, r)
		return
	}
	if b.opening == nil {
		b.opening = map[rune][]*rule{}
	}
	letter, _ := utf8.DecodeRuneInString(r.first)
	b.opening[letter] = append(b.opening[letter], r)
}

// starting gives the rules whose first word a line in lower case starts with.
func (b *book) starting(lower string) []*rule {
	letter, _ := utf8.DecodeRuneInString(lower)
	var out []*rule
	for _, r := range b.opening[letter] {
		if strings.HasPrefix(lower, r.first) {
			out = append(out, r)
		}
	}
	return out
}

// find gives the first rule that the line has the form of.
func (b *book) find(bare, lower string) *rule {
	for _, r := range b.starting(strings.TrimLeft(lower, lead)) {
		if r.matches(bare, lower) {
			return r
		}
	}
	for _, r := range b.named {
		if r.matches(bare, lower) {
			return r
		}
	}
	return nil
}

// lead are characters that may stand before a form.
const lead = " \t>*_<(["

var rules = sync.OnceValue(func() *ruleSet {
	set := &ruleSet{labels: map[string]string{}}
	for line := range strings.Lines(rulesFile) {
		fields := strings.Fields(line)
		if len(fields) >= 3 && !strings.HasPrefix(line, "#") {
			set.add(newRule(fields[0], fields[1], strings.Join(fields[2:], " ")))
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

// add files a rule by its kind.
func (set *ruleSet) add(r *rule) {
	switch r.kind {
	case "marker":
		set.markers.add(r)
		set.addGlue(r.first)
	case "intro":
		set.intros.add(r)
	case "greet":
		set.greets = append(set.greets, r)
	case "divider":
		set.dividers = append(set.dividers, r)
	case "forward":
		set.forwards.add(r)
	case "device", "perhaps":
		set.devices.add(r)
	case "footer", "legal":
		set.closings.add(r)
	default:
		panic("reply: unknown kind in rules.txt: " + r.kind)
	}
}

// addGlue notes how a sentence would start with the first word of a marker.
func (set *ruleSet) addGlue(first string) {
	if first == "" {
		return
	}
	letter, size := utf8.DecodeRuneInString(first)
	capital := strings.ToUpper(string(letter)) + first[size:] + " "
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
func newRule(kind, id, form string) *rule {
	r := &rule{kind: kind, id: id}
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
