package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
)

// word reads a word, number, address or abbreviation that starts at i.
func (s *scanner) word(i int) (end int, kind nlp.Kind) {
	if end := webAddress(s.text, i); end > 0 {
		return end, nlp.URL
	}
	return s.wordFrom(i, i)
}

// wordFrom reads the word that starts at start, of which the bytes before i
// are known to belong to it.
func (s *scanner) wordFrom(start, i int) (end int, kind nlp.Kind) {
	text := s.text
	if end := letterEmoticon(text, start); end > 0 {
		return end, nlp.Emoticon
	}
	segment := i                                         // where the part after the last connector starts
	letters := i > start && class[text[i-1]]&letter != 0 // of a clitic
	for i < len(text) {
		c := text[i]
		if class[c]&(letter|digit) != 0 {
			letters = letters || class[c]&letter != 0
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(text[i:])
			if isWordRune(r) && !isEmoji(r) {
				letters = letters || unicode.IsLetter(r)
				i += n
				continue
			}
			if i > start && isHyphenOrApostrophe(r) && startsWord(text, i+n) {
				i += n
				continue
			}
			break
		}
		if c == '@' {
			if end := domain(text, i+1); end > 0 && i > start {
				return end, nlp.Email
			}
			break
		}
		n := s.connector(segment, i)
		if n == 0 {
			break
		}
		i += n
		segment = i
	}
	i, letters = s.tail(start, i, letters)
	if letters {
		return i, nlp.Word
	}
	return i, nlp.Number
}

// connector gives the length of the mark at i if it joins what stands before
// and after it into one word, 0 if it does not. The part before it starts at
// segment.
func (s *scanner) connector(segment, i int) int {
	text := s.text
	if i+1 >= len(text) {
		return 0
	}
	before, after := text[i-min(i, 1)], text[i+1]
	switch text[i] {
	case '-', '\'', '/', '&', '_', '+', '=', '^':
		if startsWord(text, i+1) {
			return 1
		}
		if n := term(text, i, i+1); n > 0 {
			return 1 + n
		}
	case '.':
		return s.dot(segment, i)
	case ',', ':':
		if class[before]&digit != 0 && class[after]&digit != 0 {
			return 1
		}
	case '(':
		if n := innerBracket(text, i); n > 0 {
			return n
		}
		return term(text, segment, i)
	}
	return 0
}

// dot tells whether the full stop at i stands inside a word ("sp.a", "bol.com",
// "12.30") and is not the end of a sentence after which the blank was forgotten
// ("gebeld.Niemand").
func (s *scanner) dot(segment, i int) int {
	text := s.text
	if i-segment <= 2 && i+2 < len(text) && text[i+1] == '-' && startsWord(text, i+2) {
		return 2 // "O.L.V.-college"
	}
	if !startsWord(text, i+1) {
		return 0
	}
	if s.glued(segment, i) {
		return 0
	}
	r, n := utf8.DecodeRuneInString(text[i+1:])
	if i-segment < 2 || !unicode.IsUpper(r) || class[text[i-1]]&(upper|digit) != 0 {
		return 1
	}
	next, _ := utf8.DecodeRuneInString(text[i+1+n:])
	if unicode.IsLower(next) || !isWordRune(next) {
		return 0
	}
	return 1
}

// glued tells whether the full stop at i ends a sentence that the next one, in
// lower case, follows without a blank ("goed gebruikt.ik heb"): two words, of
// which the second is no ending of a site or file.
func (s *scanner) glued(segment, i int) bool {
	text := s.text
	if i-segment < 3 || segment > 0 && text[segment-1] == '.' {
		return false
	}
	for k := segment; k < i; k++ {
		if class[text[k]]&(letter|upper) != letter && (k > segment || class[text[k]]&letter == 0) {
			return false
		}
	}
	end := i + 1
	for end < len(text) && end-i < 24 && class[text[end]]&(letter|upper) == letter {
		end++
	}
	return end-i > 2 && atGap(text, end) && (end >= len(text) || text[end] != '/') && !endings[text[i+1:end]]
}

// endings are the last parts of names of sites and files.
var endings = map[string]bool{
	"nl": true, "be": true, "com": true, "eu": true, "org": true, "net": true, "info": true, "de": true, "fr": true, "uk": true, "io": true, "shop": true, "online": true, "app": true, "biz": true, "tv": true, "me": true, "gov": true, "edu": true, "store": true, "nu": true, "vlaanderen": true, "brussels": true, "amsterdam": true, "frl": true,
	"pdf": true, "jpg": true, "jpeg": true, "png": true, "gif": true, "doc": true, "docx": true, "xls": true, "xlsx": true, "html": true, "htm": true, "php": true, "asp": true, "aspx": true, "zip": true, "csv": true, "txt": true, "mp": true, "js": true, "ini": true, "exe": true, "xml": true, "json": true, "msg": true, "eml": true,
}

// tail takes up what may stand after the last letter of a word: the full stop
// of an abbreviation, the hyphen of "land-", the per cent sign of "5%".
func (s *scanner) tail(start, i int, letters bool) (int, bool) {
	text := s.text
	if i >= len(text) {
		return i, letters
	}
	switch c := text[i]; {
	case c == '.':
		if s.keepsStop(start, i) {
			return i + 1, letters
		}
	case c == '-':
		if letters && atGap(text, i+1) {
			return i + 1, letters
		}
		if !letters && strings.HasPrefix(text[i:], "-...") {
			return i + len("-..."), letters // "2004-..."
		}
	case c == '%' && !letters:
		return i + 1, letters
	case c == ',' && !letters:
		if n := dashes(text, i+1); n > 0 && atGap(text, i+1+n) {
			return i + 1 + n, letters
		}
	case c == '\'' && letters && !s.quoted:
		if strings.IndexByte("sxzSXZ", text[i-1]) >= 0 && atGap(text, i+1) {
			return i + 1, letters
		}
	}
	return i, letters
}

// keepsStop tells whether the full stop at i belongs to the word from start:
// an abbreviation, an initial, or letters with full stops between them.
func (s *scanner) keepsStop(start, i int) bool {
	text := s.text
	word := text[start:i]
	if i+1 < len(text) && text[i+1] == '.' {
		return false // an ellipsis
	}
	if len(word) == 1 {
		return class[word[0]]&upper != 0 && followsName(text, i+1) && !startsSentence(text, i+1) ||
			(word == "v" || word == "n") && strings.HasPrefix(text[i:], ". Chr")
	}
	if dotted(word) {
		return true
	}
	var low [16]byte
	if len(word) > len(low) {
		return false
	}
	n := copy(low[:], word)
	for k := range n {
		if class[low[k]]&upper != 0 {
			low[k] += 'a' - 'A'
		}
	}
	_, known := s.abbreviations[string(low[:n])]
	return known && !(closing[string(low[:n])] && startsSentence(text, i+1))
}

// closing are abbreviations that a sentence can end with.
var closing = map[string]bool{"chr": true, "ltd": true, "inc": true, "jr": true, "sr": true}

// starters are words with a capital that are seldom part of a name.
var starters = map[string]bool{
	"Hij": true, "Zij": true, "Ze": true, "Het": true, "Dit": true, "Dat": true, "Deze": true, "Maar": true, "Er": true, "Als": true, "Ook": true, "We": true, "Wij": true, "Ik": true, "Toen": true, "Dus": true,
	"Bijna": true, "Daarna": true, "Hierna": true, "Sinds": true, "Tijdens": true, "Omdat": true, "Daarom": true, "Toch": true, "Volgens": true, "Vanaf": true,
}

// startsSentence tells whether the word behind the blank at i starts a sentence.
func startsSentence(text string, i int) bool {
	if i >= len(text) || text[i] != ' ' {
		return false
	}
	end := i + 1
	for end < len(text) && class[text[end]]&letter != 0 {
		end++
	}
	return starters[text[i+1:end]]
}

// dotted tells whether word is made of single letters with full stops ("o.a",
// "d.w.z", "M.C", "Ph.D").
func dotted(word string) bool {
	if len(word) < 3 || len(word) > 12 || strings.IndexByte(word, '.') < 0 {
		return false
	}
	run := 0
	for k := range len(word) {
		switch c := word[k]; {
		case c == '.':
			run = 0
		case class[c]&letter == 0:
			return false
		default:
			run++
		}
		if run > 2 {
			return false
		}
	}
	return run == 1
}

// followsName tells whether a capital, as after an initial, stands behind the
// blank at i.
func followsName(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	for i < len(text) && text[i] == ' ' {
		i++
	}
	if i >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r) || r == '-' || r == '(' || r == ','
}

func dashes(text string, i int) (n int) {
	for n < 2 && i+n < len(text) && text[i+n] == '-' {
		n++
	}
	return n
}

// atGap tells whether the word can end before i: white space, the end of the
// text, or a mark that separates.
func atGap(text string, i int) bool {
	return i >= len(text) || class[text[i]]&space != 0 || strings.IndexByte(",;:.!?)/\"", text[i]) >= 0
}

// startsWord tells whether a letter or digit stands at i.
func startsWord(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	if c := text[i]; c < utf8.RuneSelf {
		return class[c]&(letter|digit) != 0
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return isWordRune(r) && !isEmoji(r)
}

func isHyphenOrApostrophe(r rune) bool { return r == '’' || r == '‐' || r == '‑' || r == '·' }

// clitic gives the end of a shortened word or year that starts with an
// apostrophe ("'s", "'t", "'n", "'70"), 0 if there is none. Its letters start
// at from.
func (s *scanner) clitic(i, from int) int {
	text := s.text
	if i > 0 && !gapBefore(text, i) || from >= len(text) {
		return 0
	}
	end := from
	for end < len(text) && class[text[end]]&(letter|digit) != 0 && end-from < 3 {
		end++
	}
	word := text[from:end]
	switch {
	case len(word) == 1 && strings.IndexByte("stnmkredSTNMKRED", word[0]) >= 0:
	case len(word) == 2 && class[word[0]]&digit != 0 && class[word[1]]&digit != 0:
	case word == "er" || word == "ns" || word == "tis":
	default:
		return 0
	}
	if startsWord(text, end) || end < len(text) && text[end] == '\'' {
		return 0
	}
	return end
}

// gapBefore tells whether what stands before i is white space or opens something.
func gapBefore(text string, i int) bool {
	c := text[i-1]
	return class[c]&space != 0 || strings.IndexByte("(\"[/-,", c) >= 0 || c >= utf8.RuneSelf && !endsWord(text[:i])
}

func endsWord(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return isWordRune(r)
}

// hyphenated gives the end of a word part that starts with a hyphen ("-ie"), 0
// if there is none.
func hyphenated(text string, i int) int {
	const part = "-ie"
	if i > 0 && class[text[i-1]]&space != 0 && strings.HasPrefix(text[i:], part) && !startsWord(text, i+len(part)) {
		return i + len(part)
	}
	return 0
}

// maxBracket is how long the part in brackets of a word can be: "(tbs-)behandeling".
const maxBracket = 16

// bracketed gives the end of a bracketed part that opens a word, with its
// bracket, 0 if there is none: the "(ver)" of "(ver)kopen".
func bracketed(text string, i int) int {
	for k := i + 1; k < min(len(text)-1, i+maxBracket); k++ {
		if text[k] == ')' {
			if k > i+1 && startsWord(text, k+1) {
				return k + 1
			}
			return 0
		}
		if !startsWord(text, k) && text[k] != '-' && utf8.RuneStart(text[k]) {
			return 0
		}
	}
	return 0
}

// innerBracket gives the length of a bracketed part at i that belongs to the
// word before it ("medewerk(st)er", "kind(eren)"), 0 if there is none.
func innerBracket(text string, i int) int {
	for k := i + 1; k < min(len(text), i+8); k++ {
		if text[k] == ')' {
			if k > i+1 {
				return k + 1 - i
			}
			return 0
		}
		if class[text[k]]&letter == 0 && text[k] != '-' {
			return 0
		}
	}
	return 0
}

// maxTerm is how long a term in brackets of a formula can be.
const maxTerm = 24

// term gives the length of a term in brackets at i that belongs to a formula
// ("sqrt(-1)", "a(b+c)", "x^(n+1)"), 0 if it is none. What stands before it
// starts at from: an operator, a function, or a single letter.
func term(text string, from, i int) int {
	if i >= len(text) || text[i] != '(' || !operand(text, from, i) {
		return 0
	}
	depth, operators, run := 0, 0, 0
	for k := i; k < min(len(text), i+maxTerm); k++ {
		c := text[k]
		switch {
		case class[c]&letter != 0:
			run++
		case c == '(':
			depth++
		case c == ')':
			depth--
		case strings.IndexByte("+-=^*/", c) >= 0:
			operators++
		case class[c]&digit == 0:
			return 0
		}
		if class[c]&letter == 0 {
			if run > 2 && !isFunction(text[k-run:k]) {
				return 0
			}
			run = 0
		}
		if depth == 0 {
			if operators == 0 && !isFunction(text[from:i]) && text[i-1] != ')' {
				return 0
			}
			return k + 1 - i
		}
	}
	return 0
}

// operand tells whether a term in brackets at i can belong to what starts at from.
func operand(text string, from, i int) bool {
	if i == 0 {
		return false
	}
	if c := text[i-1]; strings.IndexByte("+-=^)", c) >= 0 {
		return true
	}
	return i-from == 1 && class[text[from]]&letter != 0 || isFunction(text[from:i])
}

// isFunction tells whether s ends with the name of a function.
func isFunction(s string) bool {
	for _, f := range [...]string{"sqrt", "frac", "sin", "cos", "tan", "log", "exp"} {
		if strings.HasSuffix(s, f) && len(s) <= len(f)+2 {
			return true
		}
	}
	return false
}
