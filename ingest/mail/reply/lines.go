package reply

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is the class of a line.
type kind byte

const (
	words     kind = iota // text
	empty                 // nothing but white space
	delimiter             // nothing but dashes or the like
	embedded              // announces another message
	header                // a header line of another message
	quote                 // quoted with > or |
	device                // added by a telephone or program
	closing               // starts a disclaimer or footer
)

// A line is one line of the text, with its end.
type line struct {
	text    string
	bare    string // the text without white space around it, and with plain blanks
	lower   string // bare in lower case; both only for lines that may have a form
	kind    kind
	form    string // rule of the form that matched
	role    string // of a header line
	perhaps bool   // a device line that may be text
	divider bool   // an embedded line behind which nothing is the writer's
	rule    string // rule that cut the line; empty while it is kept
}

// cut marks a line that no earlier rule has cut.
func (l *line) cut(rule string) {
	if l.rule == "" {
		l.rule = rule
	}
}

const (
	maxForm = 600 // a longer line has no form of rules.txt
	maxWrap = 5   // lines over which a marker may be wrapped
)

// classify cuts text in lines and gives each its class.
func classify(text string) []line {
	set := rules()
	lines := make([]line, 0, strings.Count(text, "\n")+1)
	hard := strings.ContainsAny(text, hardBlanks)
	for s := range strings.SplitAfterSeq(text, "\n") {
		if s != "" {
			lines = append(lines, newLine(s, hard))
		}
	}
	for i := 0; i < len(lines); i++ {
		if lines[i].bare == "" {
			continue
		}
		if n, _ := set.marker(lines[i:]); n > 0 {
			i += n - 1
			continue
		}
		if lines[i].kind == words {
			set.single(lines[i:])
		}
		if i > 0 && lines[i].kind == words && lines[i-1].kind == device && isLink(lines[i].text) {
			lines[i].kind, lines[i].form, lines[i].perhaps = device, lines[i-1].form, lines[i-1].perhaps
		}
	}
	markEnclosed(lines)
	markArrows(lines)
	settlePerhaps(lines)
	return lines
}

// newLine classes a line by itself, as far as that needs no form.
func newLine(s string, hard bool) line {
	l := line{text: s, kind: simpleKind(s)}
	if (l.kind == words || l.kind == quote) && len(s) <= maxForm {
		l.bare = strings.TrimSpace(s)
		if hard {
			l.bare = strings.TrimSpace(plainBlanks(s))
		}
		l.lower = strings.ToLower(l.bare)
	}
	return l
}

// isLink recognises a line that is nothing but a web address, as some device
// lines have behind them.
func isLink(s string) bool {
	s = strings.Trim(strings.TrimSpace(s), "<>()[]")
	return !strings.Contains(s, " ") && (strings.HasPrefix(s, "www.") || strings.HasPrefix(s, "http"))
}

// settlePerhaps makes lines that may be of a device text again when the writer
// goes on behind them.
func settlePerhaps(lines []line) {
	goesOn := false
	for i := len(lines) - 1; i >= 0; i-- {
		switch lines[i].kind {
		case words:
			goesOn = true
		case embedded, header, delimiter, quote:
			goesOn = false
		case device:
			if lines[i].perhaps && goesOn {
				lines[i].kind, lines[i].form = words, ""
			}
		}
	}
}

// simpleKind classes what needs no form.
func simpleKind(s string) kind {
	bare := strings.TrimSpace(s)
	switch {
	case bare == "":
		return empty
	case isDelimiter(bare):
		return delimiter
	case isQuote(bare):
		return quote
	}
	return words
}

// isDelimiter recognises a line of two or more dashes, stars, or the like.
func isDelimiter(s string) bool {
	if s == "ᐧ" || s == "—" || s == "–" {
		return true
	}
	if len(s) < 2 {
		return false
	}
	for _, r := range s {
		if !strings.ContainsRune("-_=+~#*—–─ᐧ ", r) {
			return false
		}
	}
	return true
}

// isQuote recognises "> text", ">> text", "| text", "Jan> text".
func isQuote(s string) bool {
	if strings.HasPrefix(s, "&gt;") {
		return true
	}
	if s[0] == '>' {
		return !strings.HasPrefix(s, ">_<") && !strings.HasPrefix(s, ">:")
	}
	if s[0] == '|' {
		return !strings.HasSuffix(s, "|") || len(s) == 1
	}
	for i := 0; i < len(s) && i < 8; i++ {
		if c := s[i]; c == '>' {
			return i > 0 && i+1 < len(s) && (s[i+1] == ' ' || s[i+1] == '>')
		} else if (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return false
}

// hardBlanks are blanks that look like a plain one.
const hardBlanks = "\u00a0\u202f\u2009\u3000"

// plainBlanks makes hard and thin blanks plain ones, for matching only.
func plainBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(hardBlanks, r) {
			return ' '
		}
		return r
	}, s)
}

// single gives the first of lines the class of the form it has.
func (set *ruleSet) single(lines []line) {
	l := &lines[0]
	bare, lower := l.bare, l.lower
	if role := set.role(bare); role != "" {
		l.kind, l.role = header, role
		return
	}
	short := len(bare) <= 120 && strings.Count(bare, " ") <= 14
	if short {
		if r := set.devices.find(bare, lower); r != nil {
			l.kind, l.form, l.perhaps = device, r.id, r.kind == "perhaps"
			return
		}
	}
	if r := set.divider(bare, lower); r != nil {
		l.kind, l.form, l.divider = embedded, r.id, true
		return
	}
	if short && quoteFollows(lines[1:]) {
		if r := set.intros.find(bare, lower); r != nil {
			l.kind, l.form = embedded, r.id
			return
		}
	}
	if len(set.closings.starting(strings.TrimLeft(lower, lead))) > 0 {
		whole := opening(lines)
		if r := set.closings.find(whole, strings.ToLower(whole)); r != nil {
			l.kind, l.form = closing, r.id
		}
	}
}

// divider gives the rule of a line that ends what the writer wrote.
func (set *ruleSet) divider(bare, lower string) *rule {
	if strings.ContainsRune("-_=*~#>–—", []rune(bare[:min(len(bare), 4)])[0]) {
		for _, r := range set.dividers {
			if r.matches(bare, lower) {
				return r
			}
		}
	}
	return set.forwards.find(bare, lower)
}

// opening gives the first lines of a paragraph as one, wrapped or not.
func opening(lines []line) string {
	joined := ""
	for _, l := range lines[:min(3, len(lines))] {
		if l.bare == "" {
			break
		}
		joined += " " + l.bare
	}
	return strings.TrimSpace(joined)
}

// quoteFollows tells whether the next line that is not blank is quoted.
func quoteFollows(lines []line) bool {
	for _, l := range lines[:min(3, len(lines))] {
		if l.kind != empty {
			return l.kind == quote
		}
	}
	return false
}

// marker classes the first lines as a marker, if they are one, and gives how
// many lines it takes, and its form.
func (set *ruleSet) marker(lines []line) (int, *rule) {
	first := strings.TrimLeft(lines[0].bare, "> ")
	tried := set.candidates(first, strings.TrimLeft(lines[0].lower, lead+"-"))
	if len(tried) == 0 {
		return 0, nil
	}
	joined := ""
	for n := 1; n <= min(maxWrap, len(lines)); n++ {
		l := lines[n-1]
		if l.bare == "" && l.kind != empty || n > 1 && sentenceEnds(lines[n-2].bare) {
			return 0, nil
		}
		joined = strings.TrimSpace(joined + " " + strings.TrimLeft(l.bare, "> "))
		if len(joined) > maxForm {
			return 0, nil
		}
		lower := strings.ToLower(joined)
		for _, r := range tried {
			if r.first == "" && n > 3 {
				continue
			}
			if r.matches(joined, lower) || set.glued(r, joined) {
				if set.laterMarker(lines[:n]) {
					return 0, nil
				}
				for i := range lines[:n] {
					lines[i].kind, lines[i].form = embedded, r.id
				}
				return n, r
			}
		}
	}
	return 0, nil
}

// laterMarker tells whether a marker starts in a later one of these lines and ends
// with the last: then what stands in front of it is the writer's. Without a blank
// line in front of it or a first word of its own it is the end of a wrapped one.
func (set *ruleSet) laterMarker(lines []line) bool {
	for k := 1; k < len(lines); k++ {
		later := slices.Clone(lines[k:])
		if later[0].bare == "" {
			continue
		}
		if n, r := set.marker(later); n == len(later) && (r.first != "" || lines[k-1].kind == empty) {
			return true
		}
	}
	return false
}

// sentenceEnds tells whether a line ends a sentence: a stop behind a word that
// is too long for an abbreviation.
func sentenceEnds(s string) bool {
	if strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return true
	}
	if !strings.HasSuffix(s, ".") {
		return false
	}
	word := s[strings.LastIndexByte(s, ' ')+1:]
	return utf8.RuneCountInString(word) > 5 && strings.IndexFunc(word, unicode.IsDigit) < 0
}

// candidates gives the markers that may start with this line: those whose first
// word it has, those that it may hold glued to another line, and of those that
// start with a name or date the ones whose words it has.
func (set *ruleSet) candidates(first, lower string) []*rule {
	out := set.markers.starting(lower)
	for _, word := range set.glue {
		if gluedAt(first, word) > 0 {
			letter, _ := utf8.DecodeRuneInString(strings.ToLower(word))
			out = append(out, set.markers.opening[letter]...)
		}
	}
	for _, r := range set.markers.named {
		if likely(lower, r.words) {
			out = append(out, r)
		}
	}
	return out
}

// likely tells that a line can be the first of a marker that starts with a name
// or date: it holds one of its words, or an address or date.
func likely(lower string, needed []string) bool {
	for _, w := range needed {
		if strings.Contains(lower, w) {
			return true
		}
	}
	if len(needed) == 0 {
		return lower[:min(len(lower), 2)] == "19" || strings.HasPrefix(lower, "20")
	}
	return strings.Contains(lower, "@") && strings.Contains(lower, "<")
}

// gluedAt finds the first word of a marker written fast to what stands before
// it, as telephones do: "Verstuurd vanaf mijn iPhoneOp 4 augustus".
func gluedAt(s, word string) int {
	i := strings.Index(s, word)
	if i <= 0 || s[i-1] == ' ' {
		return -1
	}
	return i
}

// glued tells whether the form stands behind a device line without a blank.
func (set *ruleSet) glued(r *rule, s string) bool {
	if r.open == nil {
		return false
	}
	for _, word := range set.glue {
		if i := gluedAt(s, word); i > 0 && r.open.MatchString(s[i:]) {
			return true
		}
	}
	return false
}

// role gives the role of a header line of another message, "" if it is none.
func (set *ruleSet) role(s string) string {
	s = strings.TrimLeft(s, " \t>*_")
	i := strings.IndexAny(s, ":：")
	if i < 1 || i > 30 {
		return ""
	}
	return set.labels[strings.ToLower(strings.TrimSpace(strings.Trim(s[:i], " \t*_")))]
}

// markEnclosed makes quotes of what stands between a line of ">>>>" and one of
// "<<<<", as some programs write it.
func markEnclosed(lines []line) {
	open, last := false, -1
	for i := range lines {
		if fence(lines[i].text, '<') {
			last = i
		}
	}
	for i := range lines {
		if !open && i < last && fence(lines[i].text, '>') {
			open = true
		}
		if open {
			closes := fence(lines[i].text, '<')
			lines[i].kind = quote
			open = !closes
		}
	}
}

// markArrows finds the line that GroupWise writes above what it quotes, without
// marks: ">>> Jan <jan@voorbeeld.nl> 5-1-2026 10:12 >>>".
func markArrows(lines []line) {
	for i := range lines {
		l := &lines[i]
		if l.kind != quote || !strings.HasPrefix(l.bare, ">>> ") || strings.IndexFunc(l.bare, unicode.IsDigit) < 0 {
			continue
		}
		if (strings.HasSuffix(l.bare, " >>>") || strings.Contains(l.bare, "@")) && !quoteFollows(lines[i+1:]) && i+1 < len(lines) {
			l.kind, l.form, l.divider = embedded, "op-schreef", true
		}
	}
}

// fence recognises ">>>>" and ">>> Jan >>>" and their closing forms.
func fence(s string, c byte) bool {
	s = strings.TrimSpace(s)
	mark := strings.Repeat(string(c), 3)
	if len(s) < 4 || len(s) > 200 || !strings.HasPrefix(s, mark) || !strings.HasSuffix(s, mark) {
		return false
	}
	return strings.Trim(s, string(c)) == "" || len(s) > 6
}
