package reply

import "strings"

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
	kind    kind
	form    string // rule of the form that matched
	role    string // of a header line
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
	for s := range strings.SplitAfterSeq(text, "\n") {
		if s != "" {
			lines = append(lines, line{text: s, kind: simpleKind(s)})
		}
	}
	for i := 0; i < len(lines); i++ {
		if lines[i].kind != words && lines[i].kind != quote || len(lines[i].text) > maxForm {
			continue
		}
		if n := set.marker(lines[i:]); n > 0 {
			i += n - 1
			continue
		}
		if lines[i].kind == words {
			set.single(&lines[i])
		}
	}
	markEnclosed(lines)
	return lines
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

// plainBlanks makes hard and thin blanks plain ones, for matching only.
func plainBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u202f', '\u2009', '\u3000':
			return ' '
		}
		return r
	}, s)
}

// single gives a line the class of the form it has.
func (set *ruleSet) single(l *line) {
	bare := strings.TrimRight(plainBlanks(l.text), "\n")
	lower := strings.ToLower(bare)
	try := func(list []rule, k kind) bool {
		for i := range list {
			if list[i].matches(bare, lower) {
				l.kind, l.form = k, list[i].id
				l.divider = list[i].kind != "marker"
				return true
			}
		}
		return false
	}
	if role := set.role(bare); role != "" {
		l.kind, l.role = header, role
		return
	}
	short := len(bare) <= 120 && strings.Count(bare, " ") <= 14
	switch {
	case short && try(set.devices, device):
	case try(set.dividers, embedded), try(set.forwards, embedded):
	case try(set.legals, closing), try(set.footers, closing):
	}
}

// marker classes the first lines as a marker, if they are one, and gives how
// many lines it takes.
func (set *ruleSet) marker(lines []line) int {
	joined := ""
	var tried []*rule
	for n := 1; n <= min(maxWrap, len(lines)); n++ {
		if len(lines[n-1].text) > maxForm {
			return 0
		}
		piece := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(plainBlanks(lines[n-1].text)), "> "))
		if n > 1 && piece == "" && lines[n-1].kind == quote {
			if strings.TrimSpace(lines[n-1].text) != ">:" {
				return 0
			}
		}
		joined = strings.TrimSpace(joined + " " + piece)
		if n == 1 {
			tried = set.candidates(joined)
		}
		if len(tried) == 0 || len(joined) > maxForm {
			return 0
		}
		for _, r := range tried {
			if n > 1 && r.first == "" && n > 3 {
				continue
			}
			if r.matches(joined, strings.ToLower(joined)) || r.glued(joined) {
				for i := range lines[:n] {
					lines[i].kind, lines[i].form = embedded, r.id
				}
				return n
			}
		}
	}
	return 0
}

// candidates gives the markers that may start with this line: those whose first
// word it has, or, of forms that start with a name, whose words it has.
func (set *ruleSet) candidates(first string) []*rule {
	var out []*rule
	lower := strings.ToLower(strings.TrimLeft(first, " *_<(-"))
	for i := range set.markers {
		r := &set.markers[i]
		switch {
		case r.first == "":
			if likely(lower, r.words) {
				out = append(out, r)
			}
		case strings.HasPrefix(lower, r.first):
			out = append(out, r)
		case strings.Contains(first, upper(r.first)) && gluedAt(first, upper(r.first)) > 0:
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

func upper(word string) string {
	r := []rune(word)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// gluedAt finds the first word of a marker written fast to what stands before
// it, as telephones do: "Verstuurd vanaf mijn iPhoneOp 4 augustus".
func gluedAt(s, first string) int {
	i := strings.Index(s, first+" ")
	if i <= 0 || s[i-1] == ' ' {
		return -1
	}
	return i
}

// glued tells whether the form stands behind a device line without a blank.
func (r *rule) glued(s string) bool {
	if r.open == nil {
		return false
	}
	i := gluedAt(s, upper(r.first))
	return i > 0 && r.open.MatchString(s[i:])
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

// fence recognises ">>>>" and ">>> Jan >>>" and their closing forms.
func fence(s string, c byte) bool {
	s = strings.TrimSpace(s)
	mark := strings.Repeat(string(c), 3)
	if len(s) < 4 || len(s) > 200 || !strings.HasPrefix(s, mark) || !strings.HasSuffix(s, mark) {
		return false
	}
	return strings.Trim(s, string(c)) == "" || len(s) > 6
}
