package quality

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed meaningless.txt
var meaninglessText string

var meaningless = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(meaninglessText) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") {
			set[line] = true
		}
	}
	return set
})

// Meaningless says that a text says nothing: no letters at all, one letter again
// and again, or a phrase such as "geen opmerkingen".
func Meaningless(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	plain := strings.Join(words, " ")
	return meaningless()[plain] || !strings.ContainsFunc(plain, unicode.IsLetter) || oneLetter(plain)
}

func oneLetter(text string) bool {
	first := rune(0)
	for _, r := range text {
		if first == 0 {
			first = r
		}
		if r != first && r != ' ' {
			return false
		}
	}
	return true
}
