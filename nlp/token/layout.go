package token

import (
	"strings"
	"unicode/utf8"
)

// A layout knows whether the lines of a text were broken by a program at a
// fixed width. Then the end of a line means nothing; otherwise somebody pressed
// Enter and meant it.
type layout struct {
	width int // 0: lines were not wrapped
}

// The widths at which programs wrap: RFC 3676 says 66 to 78, and forms are narrower.
const (
	minWidth = 45
	maxWidth = 100
)

// newLayout looks at all lines of text: they are wrapped if most of them are so
// long that the first word of the next line did not fit.
func newLayout(text string) layout {
	if strings.IndexByte(text, '\n') < 0 {
		return layout{}
	}
	width := 0
	for line := range strings.Lines(text) {
		width = max(width, utf8.RuneCountInString(strings.TrimRight(line, " \r\n")))
	}
	if width < minWidth || width > maxWidth {
		return layout{}
	}
	full, deliberate := 0, 0
	previous := -1
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && previous >= 0 {
			if previous+1+firstWord(line) > width {
				full++
			} else {
				deliberate++
			}
		}
		previous = utf8.RuneCountInString(line)
		if line == "" {
			previous = -1
		}
	}
	if full < 2 || full < 2*deliberate {
		return layout{}
	}
	return layout{width}
}

func firstWord(line string) int {
	if i := strings.IndexByte(line, ' '); i >= 0 {
		line = line[:i]
	}
	return utf8.RuneCountInString(line)
}

// ends tells whether the line break between the bytes end and next of text ends
// a sentence.
func (l layout) ends(text string, end, next int) bool {
	if l.width == 0 || bullet(text[next:]) {
		return true
	}
	from := end
	for from > 0 && end-from <= 4*maxWidth && text[from-1] != '\n' {
		from--
	}
	rest := text[next:min(len(text), next+4*maxWidth)]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return utf8.RuneCountInString(text[from:end])+1+firstWord(rest) <= l.width
}

// bullet tells whether a line starts as an item of a list.
func bullet(line string) bool {
	for _, mark := range [...]string{"- ", "* ", "• ", "· ", "– ", "> "} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	digits := 0
	for digits < len(line) && class[line[digits]]&digit != 0 {
		digits++
	}
	return digits > 0 && digits < 3 && digits+1 < len(line) && (line[digits] == '.' || line[digits] == ')') && line[digits+1] == ' '
}
