package mask

import (
	"regexp"
	"strings"

	"luister/nlp"
)

// capitals are words with a capital in a row, as a name has them, however a file name
// joins them.
var capitals = regexp.MustCompile(`\p{Lu}[\p{L}'’]*(?:[ _-]+(?:(?:van|de|der|den|ter|ten|te|het|'t|el|la)[ _-]+)*\p{Lu}[\p{L}'’]*)+`)

var capital = regexp.MustCompile(`\p{Lu}[\p{L}'’]*`)

// maxTitle is how many words in a row are tried; a row that is longer is no name.
const maxTitle = 6

// Title masks a text that is no sentence: the name of a file, a sheet or a column. What
// in it would be a name if it stood alone is one: "klachten Jan de Vries.xlsx".
func (m *Masker) Title(text string) string {
	var out strings.Builder
	last := 0
	for _, p := range append(placeholders(text), nlp.Span{Start: len(text), End: len(text)}) {
		out.WriteString(capitals.ReplaceAllStringFunc(text[last:p.Start], m.titleNames) + text[p.Start:p.End])
		last = p.End
	}
	return m.Mask(out.String(), nil).Text
}

// titleNames masks the longest name in a row of words, the first of those as long.
func (m *Masker) titleNames(row string) string {
	words := capital.FindAllStringIndex(row, -1)
	if len(words) > maxTitle {
		return row
	}
	for n := len(words); n > 1; n-- {
		for from := 0; from+n <= len(words); from++ {
			start, end := words[from][0], words[from+n-1][1]
			name := strings.Map(func(r rune) rune {
				if r == '_' || r == '-' {
					return ' '
				}
				return r
			}, row[start:end])
			spans := m.Mask(name, nil).Spans
			if len(spans) == 1 && spans[0].Type == Name && spans[0].Start == 0 && spans[0].End == len(name) {
				return row[:start] + spans[0].Replacement + row[end:]
			}
		}
	}
	return row
}
