package norm

import (
	"unicode/utf8"

	"luister/nlp/table"
)

// What an edit costs, as a power of two: how much likelier the intended word
// must be. A slip of the finger that is common costs little.
const (
	costAccent   = 1 // a missing or wrong diacritic
	costDouble   = 3 // one letter of a pair too many or too few
	costSwap     = 4
	costNear     = 5 // a letter beside the right one on the keyboard
	costAlike    = 4 // letters that sound alike: c/k, d/t, v/f, z/s, i/y
	costMissing  = 5
	costExtra    = 5
	costReplaced = 8
	costFirst    = 4 // on top, if the first letter is wrong
	leastLeft    = 1 // and so much must be left of it after the cost
	lead         = 2 // and it must be so far before the next
	long         = 8 // letters of a word that has few others near it
	costLong     = 2 // which makes any edit that much cheaper
)

const letters = "abcdefghijklmnopqrstuvwxyz"

// accents are the letters with a sign that Dutch has.
var accents = map[rune][]rune{'e': []rune("éèëê"), 'i': []rune("ïí"), 'o': []rune("öóô"), 'u': []rune("üú"), 'a': []rune("áàä"), 'c': []rune("ç")}

// alike are letters that sound or look alike.
var alike = map[rune]string{'c': "ks", 'k': "cq", 'd': "t", 't': "d", 'v': "fw", 'f': "v", 'z': "s", 's': "zc", 'i': "y", 'y': "i", 'g': "h", 'q': "k", 'w': "v"}

// near are the neighbours of a key on the keyboard.
var near = map[rune]string{
	'q': "wa", 'w': "qes", 'e': "wrd", 'r': "etf", 't': "ryg", 'y': "tuh", 'u': "yij", 'i': "uok", 'o': "ipl", 'p': "o",
	'a': "qsz", 's': "adwx", 'd': "sfec", 'f': "dgrv", 'g': "fhtb", 'h': "gjyn", 'j': "hkum", 'k': "jli", 'l': "ko",
	'z': "xa", 'x': "zcs", 'c': "xvd", 'v': "cbf", 'b': "vng", 'n': "bmh", 'm': "nj",
}

// A search looks for the best word near another.
type search struct {
	n            *Normaliser
	word         string
	runes        []rune
	starts       []int        // where each letter starts, and the end
	prefix       []table.Hash // of the key up to each letter
	best         string
	score, after int
}

// mend gives the word that was meant, which is the word itself unless another is
// much likelier.
func (n *Normaliser) mend(word string) string {
	s := search{n: n, word: word, score: leastLeft - 1, after: -100}
	h := Key("")
	for i, r := range word {
		s.runes = append(s.runes, r)
		s.starts = append(s.starts, i)
		s.prefix = append(s.prefix, h)
		h = h.String(word[i : i+utf8.RuneLen(r)])
	}
	s.starts = append(s.starts, len(word))
	s.prefix = append(s.prefix, h)
	for i := range s.runes {
		s.replace(i)
		s.remove(i)
		if i+1 < len(s.runes) && s.runes[i] != s.runes[i+1] {
			s.try(edit{i, i + 2, s.runes[i+1], s.runes[i]}, costSwap)
		}
	}
	for i := range s.starts {
		s.insert(i)
	}
	if s.best == "" || s.score-s.after < lead {
		return word
	}
	return s.best
}

// An edit puts up to two letters in the place of those from one to another.
type edit struct {
	from, to      int
	first, second rune // 0 for none
}

func (s *search) replace(i int) {
	right := s.runes[i]
	for _, r := range letters {
		if r == right {
			continue
		}
		cost := costReplaced
		switch {
		case contains(alike[right], r):
			cost = costAlike
		case contains(near[right], r):
			cost = costNear
		}
		s.try(edit{from: i, to: i + 1, first: r}, cost)
	}
	for _, r := range accents[right] {
		s.try(edit{from: i, to: i + 1, first: r}, costAccent)
	}
	if right < utf8.RuneSelf {
		return
	}
	for plain, marked := range accents {
		if contains(string(marked), right) {
			s.try(edit{from: i, to: i + 1, first: plain}, costAccent)
		}
	}
}

func (s *search) remove(i int) {
	cost := costExtra
	if i > 0 && s.runes[i] == s.runes[i-1] {
		cost = costDouble
	}
	s.try(edit{from: i, to: i + 1}, cost)
}

func (s *search) insert(i int) {
	for _, r := range letters {
		cost := costMissing
		if i > 0 && s.runes[i-1] == r {
			cost = costDouble
		}
		s.try(edit{from: i, to: i, first: r}, cost)
	}
}

// try weighs one candidate.
func (s *search) try(e edit, cost int) {
	h := s.prefix[e.from]
	var buf [2 * utf8.UTFMax]byte
	middle := buf[:0]
	for _, r := range [...]rune{e.first, e.second} {
		if r != 0 {
			middle = utf8.AppendRune(middle, r)
		}
	}
	for _, b := range middle {
		h = h.Byte(b)
	}
	v, ok := s.n.frequent.Get(h.String(s.word[s.starts[e.to]:]))
	if !ok || v&Lower == 0 {
		return
	}
	if e.from == 0 && cost > costAccent {
		cost += costFirst
	}
	if len(s.runes) >= long {
		cost -= costLong
	}
	s.weigh(s.word[:s.starts[e.from]]+string(middle)+s.word[s.starts[e.to]:], int(v&^Lower)-cost)
}

func (s *search) weigh(word string, score int) {
	switch {
	case word == s.best:
		s.score = max(s.score, score)
	case score > s.score:
		s.best, s.score, s.after = word, score, s.score
	case score > s.after:
		s.after = score
	}
}

func contains(set string, r rune) bool {
	for _, c := range set {
		if c == r {
			return true
		}
	}
	return false
}
