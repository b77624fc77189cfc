package code

import (
	"strings"
	"unicode"
)

// Inflected gives the inflected form of a Dutch adjective: "goed" -> "goede",
// "traag" -> "trage", "vlot" -> "vlotte".
func Inflected(word string) string {
	n := len(word)
	if n < 3 || strings.ContainsRune("aeou", rune(word[n-1])) {
		return word
	}
	vowel := func(i int) bool { return i >= 0 && strings.IndexByte("aeiou", word[i]) >= 0 }
	last := word[n-1:]
	switch soft := strings.NewReplacer("f", "v", "s", "z").Replace(last); {
	case !vowel(n-1) && vowel(n-2) && vowel(n-3) && word[n-2] == word[n-3]: // traag, boos
		return word[:n-2] + soft + "e"
	case strings.HasSuffix(word, "ig") || strings.HasSuffix(word, "lijk") || strings.HasSuffix(word, "isch") ||
		strings.HasSuffix(word, "el") || strings.HasSuffix(word, "er") || strings.HasSuffix(word, "en") || strings.HasSuffix(word, "em"):
		return word + "e"
	case !vowel(n-1) && vowel(n-2) && !vowel(n-3) && strings.Contains("bdfgklmnprst", last):
		return word + last + "e"
	case last == "f":
		return word[:n-1] + "ve"
	case last == "s" && vowel(n-2):
		return word[:n-1] + "ze"
	}
	return word + "e"
}

// negatedPrefix marks a word under a negation in the list of weak words.
const negatedPrefix = "niet_"

// WeakWords gives the distinct words of a text as the list of weak words knows
// them: folded, and with a mark when they stand within three words after a
// negation.
func WeakWords(text string) []string {
	negations := map[string]bool{}
	for _, w := range knowledge().classes["negatie"] {
		negations[w] = true
	}
	var list []string
	seen := map[string]bool{}
	left := 0
	for _, piece := range strings.Fields(text) {
		w := fold(strings.TrimFunc(piece, func(r rune) bool { return !unicode.IsLetter(r) }))
		if w == "" {
			continue
		}
		key := w
		if left > 0 {
			key = negatedPrefix + w
			left--
		}
		if negations[w] {
			left = 3
		}
		if strings.ContainsAny(piece[len(piece)-1:], ".,!?;:") {
			left = 0
		}
		if !seen[key] {
			seen[key] = true
			list = append(list, key)
		}
	}
	return list
}
