package charset

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Detect says in which encoding a text is most probably written, from its first
// bytes: 64 kB are plenty, and more samples (see plausible) make it surer. A
// sample may end inside a character.
func Detect(sample []byte) Encoding {
	if e, ok := bomOf(sample); ok {
		return e
	}
	if name := wide(sample); name != "" {
		return Encoding{Name: name}
	}
	if mostlyUTF8(sample) {
		return Encoding{Name: UTF8}
	}
	return Encoding{Name: singleByte(sample)}
}

// wide recognises UTF-16 and UTF-32 without a mark by where the zero bytes are:
// Western text has one zero in two bytes, or three in four, always at the same
// places.
func wide(b []byte) string {
	b = b[:min(len(b), 16<<10)/4*4]
	if len(b) < 4 {
		return ""
	}
	var zero [4]int
	for i, c := range b {
		if c == 0 {
			zero[i%4]++
		}
	}
	n := len(b) / 4
	most := func(i int) bool { return zero[i]*10 >= n*7 }
	few := func(i int) bool { return zero[i]*10 <= n*3 }
	switch {
	case most(1) && most(2) && most(3) && few(0):
		return UTF32LE
	case most(0) && most(1) && most(2) && few(3):
		return UTF32BE
	case most(1) && most(3) && few(0) && few(2):
		return UTF16LE
	case most(0) && most(2) && few(1) && few(3):
		return UTF16BE
	}
	return ""
}

// mostlyUTF8 is true for valid UTF-8, and for text with far more good sequences
// than stray bytes: a few of those do not make the file something else.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if r != utf8.RuneError || size > 1 {
			good++
		} else if utf8.FullRune(b[i:]) {
			bad++
		}
		i += size
	}
	return bad == 0 || good > 4*bad
}

// margin is by how much another encoding must be more plausible than
// Windows-1252, which is by far the usual one.
const margin = 5

// singleByte chooses among the encodings of one byte. The candidates differ only
// above 0x7F, so only those bytes and their neighbours are judged.
func singleByte(b []byte) string {
	places := placesOf(b)
	best, bestScore := Windows1252, plausible(places, charmap.Windows1252)+margin
	for _, c := range [...]struct {
		name string
		m    *charmap.Charmap
	}{
		{ISO8859x15, charmap.ISO8859_15},
		{Macintosh, charmap.Macintosh},
		{IBM850, charmap.CodePage850},
	} {
		if s := plausible(places, c.m); s > bestScore {
			best, bestScore = c.name, s
		}
	}
	return best
}

// A place is a byte above ASCII between its neighbours.
type place struct{ before, c, after byte }

// maxRepeats is how often the same place counts: one word in every row, such as
// the name of a desk, is not the evidence of many words.
const maxRepeats = 3

// placesOf counts the places of a text.
func placesOf(b []byte) map[place]int {
	places := map[place]int{}
	for i, c := range b {
		if c >= utf8.RuneSelf {
			places[place{at(b, i-1), c, at(b, i+1)}]++
		}
	}
	return places
}

func at(b []byte, i int) byte {
	if i < 0 || i >= len(b) {
		return ' '
	}
	return b[i]
}

// plausible scores the characters above ASCII as Dutch text, higher is better:
// what Dutch writes often counts for, what it never writes against.
func plausible(places map[place]int, m *charmap.Charmap) int {
	score := 0
	for p, n := range places {
		score += min(n, maxRepeats) * likely(m.DecodeByte(p.c), m.DecodeByte(p.before), m.DecodeByte(p.after))
	}
	return score
}

// likely is the weight of one character between its neighbours.
func likely(r, before, after rune) int {
	inWord := unicode.IsLetter(before) || unicode.IsLetter(after)
	switch {
	case r < 0xA0 || r == unicode.ReplacementChar: // C1 controls
		return -8
	case common(r):
		return likelyCommon(r, before, after)
	case unicode.IsUpper(r):
		return likelyUpper(r, before, after)
	case unicode.IsLetter(r):
		if inWord {
			return 2
		}
		return -2
	}
	if weight := likelySign(r, before, after); weight != 0 {
		return weight
	}
	if inWord {
		return -4 // a sign in the middle of a word
	}
	return -1
}

// likelyCommon weighs a letter that Dutch has besides a-z.
func likelyCommon(r, before, after rune) int {
	inWord := unicode.IsLetter(before) || unicode.IsLetter(after)
	switch {
	case !inWord || unicode.IsUpper(before):
		return 1
	case r == 'ë' || r == 'é' || r == 'è' || r == 'ï' || r == 'ö' || r == 'ü':
		return 6
	case unicode.IsLetter(after) || r == 'à' || r == 'ê':
		return 5
	}
	return 1
}

// likelyUpper weighs a capital: inside a word only among capitals.
func likelyUpper(r, before, after rune) int {
	switch {
	case unicode.IsLower(before):
		return -6
	case unicode.IsUpper(before) && unicode.IsLower(after):
		return -3
	}
	return capital(r)
}

// likelySign weighs what is no letter; 0 if it is no sign that texts use.
func likelySign(r, before, after rune) int {
	between := unicode.IsLetter(before) && unicode.IsLetter(after)
	switch r {
	case '€':
		if between {
			return -6
		}
		return 5
	case '‘', '“', '”', '•':
		switch {
		case between:
			return -5 // no quotation starts or ends inside a word
		case unicode.IsLetter(before) && r != '”':
			return -1
		}
		return 3
	case '’', '–', '—', '…', '´':
		return 3
	case '\u00a0':
		return 2
	case '°', '½', '²', '«', '»', '©', '®', '™', '§':
		return 1
	}
	return 0
}

// common are the letters that Dutch text has besides a-z.
func common(r rune) bool {
	switch r {
	case 'ë', 'é', 'è', 'ï', 'ö', 'ü', 'ê', 'ç', 'á', 'à', 'ó', 'ä', 'û', 'î', 'í', 'ô', 'ú', 'â', 'ñ':
		return true
	}
	return false
}

func capital(r rune) int {
	switch r {
	case 'É', 'Ë', 'Ï', 'Ö', 'Ü', 'Ç', 'À', 'È', 'Ä':
		return 2
	case 'Š', 'Ž':
		return 0
	}
	return -1
}
