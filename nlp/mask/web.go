package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mail is an e-mail address around the @ at i; an @ before a word is a user name.
func (s *scanner) mail(i int) bool {
	start := i
	for start > 0 && i-start < 64 && s.mailRune(start) {
		_, size := utf8.DecodeLastRuneInString(s.text[:start])
		start -= size
	}
	for start < i && !isAlnum(s.text[start]) && s.text[start] < utf8.RuneSelf {
		start++
	}
	end := s.hostEnd(i + 1)
	host := s.text[i+1 : end]
	if start < i && strings.Contains(host, ".") && start >= s.next-64 {
		return s.hit(Email, start, end)
	}
	if start == i && s.looseMail(i) || start < i && strings.HasPrefix(s.text[i+1:], " ") && s.looseMail(i) {
		return true
	}
	if start == i && !s.wordBefore(i) {
		return s.handle(i)
	}
	return false
}

func (s *scanner) mailRune(end int) bool {
	c := s.text[end-1]
	if c < utf8.RuneSelf {
		return isAlnum(c) || strings.IndexByte("._%+-'&", c) >= 0
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[:end])
	return unicode.IsLetter(r)
}

// hostEnd gives the end of a host name that starts at i, without a dot or
// hyphen at its end.
func (s *scanner) hostEnd(i int) int {
	end := i
	for end < len(s.text) && end-i < 253 {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' || r == '.' && end+1 < len(s.text) && s.text[end+1] == '.' {
			break
		}
		end += size
	}
	for end > i && (s.text[end-1] == '.' || s.text[end-1] == '-') {
		end--
	}
	return end
}

// handle is "@naam".
func (s *scanner) handle(i int) bool {
	end := i + 1
	for end < len(s.text) && end-i < 40 && (isAlnum(s.text[end]) || s.text[end] == '_' || s.text[end] == '.') {
		end++
	}
	for end > i+1 && s.text[end-1] == '.' {
		end--
	}
	if end-i < 4 || s.lex.Common(strings.ToLower(s.text[i+1:end])) {
		return false
	}
	return s.hit(Username, i, end)
}

// spokenMail is "naam at domein punt nl"; start..end is the "at".
func (s *scanner) spokenMail(start, end int) bool {
	left := strings.TrimRight(s.text[:start], " ([{")
	begin := len(left)
	for begin > 0 && len(left)-begin < 40 && s.mailRune(begin) {
		_, size := utf8.DecodeLastRuneInString(left[:begin])
		begin -= size
	}
	right := end
	for right < len(s.text) && strings.IndexByte(" )]}", s.text[right]) >= 0 && right < end+3 {
		right++
	}
	host := s.hostEnd(right)
	if begin == len(left) || host == right {
		return false
	}
	begin = s.spokenBefore(begin)
	if dot := strings.LastIndexByte(s.text[right:host], '.'); dot > 0 && s.hints.of(s.text[right+dot+1:host])&topDomain != 0 {
		return s.hit(Email, begin, host)
	}
	for _, word := range []string{" punt ", " dot ", "(punt)", " (punt) "} {
		if rest, ok := strings.CutPrefix(s.text[host:], word); ok {
			tld := s.hostEnd(len(s.text) - len(rest))
			if s.hints.of(s.text[len(s.text)-len(rest):tld])&topDomain != 0 {
				return s.hit(Email, begin, tld)
			}
		}
	}
	return false
}

// username is what follows "gebruikersnaam:".
func (s *scanner) username(i int) bool {
	colon := false
	for i < len(s.text) && strings.IndexByte(" :=", s.text[i]) >= 0 {
		colon = colon || s.text[i] != ' '
		i++
	}
	if strings.HasPrefix(s.text[i:], "is ") {
		i, colon = i+3, true
	}
	end := i
	for end < len(s.text) && end-i < 64 && (isAlnum(s.text[end]) || strings.IndexByte("_.-@", s.text[end]) >= 0) {
		end++
	}
	for end > i && !isAlnum(s.text[end-1]) {
		end--
	}
	if end-i < 3 || !colon && countDigits(s.text[i:end]) == 0 && !strings.ContainsAny(s.text[i:end], "_.") {
		return false
	}
	return s.hit(Username, i, end)
}

// domain is a host name without http or www, found by the dot at i.
func (s *scanner) domain(i int) bool {
	if i == 0 || i+2 >= len(s.text) || !isAlnum(s.text[i-1]) || !isASCIILetter(s.text[i+1]) {
		return false
	}
	end := i + 1
	for end < len(s.text) && end < i+15 && s.text[end] >= 'a' && s.text[end] <= 'z' {
		end++
	}
	if s.hints.of(s.text[i+1:end])&topDomain == 0 || s.wordAfter(end) && s.text[end] != '/' {
		return false
	}
	start := i
	for start > 0 && i-start < 100 && (isAlnum(s.text[start-1]) || s.text[start-1] == '-' || s.text[start-1] == '.') {
		start--
	}
	if start < s.next || i-start < 2 && !s.strict || start > 0 && s.text[start-1] == '@' {
		return false
	}
	return s.url(start)
}

// url is a web address from i on. Normal masks it only if it can name a person:
// by a number, a query or a user part.
func (s *scanner) url(i int) bool {
	end := i
	for end < len(s.text) && end-i < 2000 && s.text[end] > ' ' && strings.IndexByte("<>\"[]{}|\\^`", s.text[end]) < 0 {
		end++
	}
	for end > i && strings.IndexByte(".,;:!?)'*_", s.text[end-1]) >= 0 {
		end--
	}
	address := s.text[i:end]
	if !utf8.ValidString(address) || !strings.Contains(address, ".") {
		return false
	}
	if s.strict || personal(address) {
		return s.hit(URL, i, end)
	}
	s.next = max(s.next, end)
	return true
}

// personal says whether a web address can lead to a person or a case: a query,
// a user, a fragment with a number, or a part of the path with a number of
// four digits or more.
func personal(address string) bool {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		rest = address
	}
	host, path, _ := strings.Cut(rest, "/")
	if strings.ContainsAny(host, "@") || strings.ContainsAny(rest, "?=@") {
		return true
	}
	run := 0
	for k := range len(path) {
		if !isDigit(path[k]) {
			run = 0
			continue
		}
		if run++; run >= 4 {
			return true
		}
	}
	return false
}
