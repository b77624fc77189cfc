package duplicate

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed courtesies.txt
var courtesiesText string

// courtesies gives the beginnings of salutations and of closings.
var courtesies = sync.OnceValue(func() map[string][]string {
	lists := map[string][]string{}
	for line := range strings.Lines(courtesiesText) {
		if kind, phrase, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			lists[kind] = append(lists[kind], phrase)
		}
	}
	return lists
})

// courtesyWords is the most words that a salutation, or a closing with all that
// comes after it, has.
const courtesyWords = 8

// withoutCourtesy leaves out salutation and closing, each on lines of their own: a
// mail has them where the same text on a form has not.
func withoutCourtesy(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > 1 && courteous(lines[0], "aanhef") && len(strings.Fields(lines[0])) <= courtesyWords {
		lines = lines[1:]
	}
	words := 0
	for i := len(lines) - 1; i > 0; i-- {
		if words += len(strings.Fields(lines[i])); words > courtesyWords {
			break
		}
		if courteous(lines[i], "slot") {
			return strings.Join(lines[:i], "\n")
		}
	}
	return strings.Join(lines, "\n")
}

// courteous says that a line begins with a phrase of a list.
func courteous(line, list string) bool {
	line = strings.ToLower(strings.TrimSpace(line))
	for _, phrase := range courtesies()[list] {
		if rest, ok := strings.CutPrefix(line, phrase); ok && (rest == "" || strings.ContainsRune(" ,.!", rune(rest[0]))) {
			return true
		}
	}
	return false
}
