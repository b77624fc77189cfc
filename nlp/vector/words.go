package vector

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words gives the words of a text in lower case: letters, with apostrophes and
// hyphens inside. It is what the vectors are trained on; a Document's own
// tokens are used where there is one.
func Words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for start := 0; start < len(text); {
			r, n := utf8.DecodeRuneInString(text[start:])
			if !unicode.IsLetter(r) {
				start += n
				continue
			}
			end := wordEnd(text, start)
			if !yield(strings.ToLower(text[start:end])) {
				return
			}
			start = end
		}
	}
}

// wordEnd gives the end of the word that starts at start.
func wordEnd(text string, start int) int {
	end := start
	for i, r := range text[start:] {
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			end = start + i + utf8.RuneLen(r)
		case (r == '\'' || r == '’' || r == '-') && end == start+i:
		default:
			return end
		}
	}
	return end
}

const minGram, maxGram = 3, 5

// Grams gives the hashed character n-grams (3 to 5) of a word with its borders
// marked, each in [0, buckets).
func Grams(word string, buckets int) []uint32 {
	if buckets == 0 || word == "" {
		return nil
	}
	runes := []rune("<" + word + ">")
	if len(runes) > 64 {
		runes = runes[:64]
	}
	var out []uint32
	for n := minGram; n <= maxGram; n++ {
		for i := 0; i+n <= len(runes); i++ {
			out = append(out, hashRunes(runes[i:i+n])%uint32(buckets))
		}
	}
	return out
}

// gramSeed is where the hash of an n-gram begins.
const gramSeed = 2166136261

// nextHash takes in one more rune (FNV-1a), lastHash ends it.
func nextHash(h uint32, r rune) uint32 { return (h ^ uint32(r)) * 16777619 }
func lastHash(h uint32) uint32         { return h ^ h>>15 }

// hashRunes is the hash of an n-gram.
func hashRunes(runes []rune) uint32 {
	h := uint32(gramSeed)
	for _, r := range runes {
		h = nextHash(h, r)
	}
	return lastHash(h)
}
