package mask

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/names"
)

// A scanner finds in one pass what has a form of its own: numbers, addresses,
// mail, web. It looks closer only at digits, "@", dots inside words and the
// first letter of a few words.
type scanner struct {
	text   string
	low    string // text in lower case, made when first needed
	strict bool
	lex    *names.Rules
	hints  *hintTable
	taken  []nlp.Span // pseudonyms, later everything found; in order
	hits   []hit
	next   int // what lies before it has been looked at
}

// add notes a hit, unless it touches a pseudonym.
func (s *scanner) add(h hit) {
	at, _ := slices.BinarySearchFunc(s.taken, h.Start, func(t nlp.Span, start int) int { return cmp.Compare(t.End, start+1) })
	if at < len(s.taken) && s.taken[at].Start < h.End || h.End <= h.Start {
		return
	}
	s.hits = append(s.hits, h)
}

// hit notes text[start:end] and goes on after it.
func (s *scanner) hit(kind Type, start, end int) bool {
	s.add(hit{Span: nlp.Span{Start: start, End: end}, kind: kind})
	s.next = max(s.next, end)
	return true
}

// scan goes through the text once.
func (s *scanner) scan() {
	s.hints = loadHints()
	skip := s.taken
	for i := 0; i < len(s.text); i++ {
		if i < s.next {
			i = s.next - 1
			continue
		}
		for len(skip) > 0 && skip[0].End <= i {
			skip = skip[1:]
		}
		if len(skip) > 0 && i >= skip[0].Start {
			i = skip[0].End - 1
			continue
		}
		s.at(i)
	}
}

// at looks at byte i.
func (s *scanner) at(i int) {
	c := s.text[i]
	switch {
	case isDigit(c):
		if i == 0 || !isDigit(s.text[i-1]) {
			s.number(i)
			s.next = max(s.next, s.digitsEnd(i))
		}
	case c == '@':
		s.mail(i)
	case c == '.':
		s.domain(i)
	case c == ':':
		s.ipv6(i)
	case c == '+' && i+1 < len(s.text) && (isDigit(s.text[i+1]) || s.text[i+1] == '('):
		s.phone(i)
	case trigger[c] && !s.wordBefore(i):
		s.word(i)
	}
}

// trigger holds the first letters of the words that word looks at.
var trigger = func() (t [256]bool) {
	for _, c := range "hHwWgGuUiIlLaApPnNbBsS" {
		t[c] = true
	}
	return t
}()

// word looks at a word that can tell what follows it.
func (s *scanner) word(i int) {
	var low [20]byte
	n := 0
	for n < len(low) && i+n < len(s.text) && isASCIILetter(s.text[i+n]) {
		low[n] = s.text[i+n] | 0x20
		n++
	}
	end := i + n
	switch string(low[:n]) {
	case "http", "https":
		if strings.HasPrefix(s.text[end:], "://") {
			s.url(i)
		}
	case "www":
		s.url(i)
	case "woon", "woont", "woonde", "wonen", "wonend", "wonende", "woonachtig", "woonplaats":
		s.residence(end)
	case "gebruikersnaam", "username", "inlognaam", "loginnaam", "accountnaam", "userid", "instagram", "insta":
		s.username(end)
	case "at", "apenstaartje", "apestaartje", "apenstaart":
		s.spokenMail(i, end)
	case "adres", "woonadres", "huisadres", "bezoekadres", "postadres", "afleveradres", "leveringsadres":
		s.statedAddress(end)
	case "nul":
		s.spokenPhone(i)
	case "postbus":
		s.postbox(i, end)
	case "bic", "swift":
		s.statedBIC(end)
	}
}

// settle sorts the hits, keeps the first and longest where they overlap, and
// makes them part of what is taken.
func (s *scanner) settle() {
	slices.SortStableFunc(s.hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.kind, b.kind))
	})
	kept := s.hits[:0]
	for _, h := range s.hits {
		if len(kept) > 0 && h.Start < kept[len(kept)-1].End {
			continue
		}
		kept = append(kept, h)
		s.taken = append(s.taken, h.Span)
	}
	s.hits = kept
	slices.SortFunc(s.taken, func(a, b nlp.Span) int { return cmp.Compare(a.Start, b.Start) })
}

func isDigit(c byte) bool       { return c >= '0' && c <= '9' }
func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isUpper(c byte) bool       { return c >= 'A' && c <= 'Z' }
func isAlnum(c byte) bool       { return isDigit(c) || isASCIILetter(c) }

func (s *scanner) digitsEnd(i int) int {
	for i < len(s.text) && isDigit(s.text[i]) {
		i++
	}
	return i
}

// before gives up to n words before i on the same line, nearest first, in lower
// case, with what they say. A full stop ends the search.
func (s *scanner) before(i, n int) (all hint, words []string) {
	for range n {
		end := i
		for end > 0 && strings.IndexByte(" \t:;,#=(-\"'./", s.text[end-1]) >= 0 && end > i-6 {
			if s.text[end-1] == '.' && end-1 > 0 && end < len(s.text) && s.text[end] == ' ' && len(words) > 0 {
				return all, words
			}
			end--
		}
		start := s.wordStart(end)
		if start == end {
			break
		}
		low := strings.ToLower(s.text[start:end])
		words = append(words, low)
		all |= s.hints.of(low)
		i = start
	}
	return all, words
}

// wordStart gives the start of the word that ends at end: letters, digits, and
// hyphens, dots and ampersands between them.
func (s *scanner) wordStart(end int) int {
	i := end
	for i > 0 && i > end-40 {
		c := s.text[i-1]
		if c < utf8.RuneSelf {
			if !isAlnum(c) && !((c == '-' || c == '&') && i-1 > 0 && isAlnum(s.text[i-2])) {
				break
			}
			i--
			continue
		}
		r, size := utf8.DecodeLastRuneInString(s.text[:i])
		if !unicode.IsLetter(r) {
			break
		}
		i -= size
	}
	return i
}

// after gives the next word after i on the same line, in lower case.
func (s *scanner) after(i int) string {
	for i < len(s.text) && strings.IndexByte(" ()-:,", s.text[i]) >= 0 {
		i++
	}
	end := i
	for end < len(s.text) && end < i+40 {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if !unicode.IsLetter(r) {
			break
		}
		end += size
	}
	return strings.ToLower(s.text[i:end])
}

// clear says whether text[start:end] stands by itself, not inside a word or number.
func (s *scanner) clear(start, end int) bool { return !s.wordBefore(start) && !s.wordAfter(end) }
