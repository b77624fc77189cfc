package mask

import "strings"

// number looks at the digits that start at i: the first form that fits counts.
func (s *scanner) number(i int) {
	for _, form := range []func(*scanner, int) bool{
		(*scanner).iban, (*scanner).dutchBIC, (*scanner).ipv4, (*scanner).date, (*scanner).plate, (*scanner).spacedPlate, (*scanner).labelled, (*scanner).phone,
		(*scanner).citizen, (*scanner).card, (*scanner).postcode, (*scanner).street, (*scanner).monthYear, (*scanner).age, (*scanner).long,
	} {
		if form(s, i) {
			return
		}
	}
}

// groups reads digits from i with at most one separator of seps (and blanks
// around a hyphen) between them, at most limit digits.
func (s *scanner) groups(i int, seps string, limit int) (digits []byte, ends []int) {
	for i < len(s.text) {
		for i < len(s.text) && isDigit(s.text[i]) {
			digits = append(digits, s.text[i])
			i++
			if len(digits) > limit {
				return digits, append(ends, i)
			}
		}
		ends = append(ends, i)
		next := i
		if strings.HasPrefix(s.text[next:], " - ") && strings.Contains(seps, "-") {
			next += 3
		} else if next < len(s.text) && strings.IndexByte(seps, s.text[next]) >= 0 {
			next++
		}
		if next == i || next >= len(s.text) || !isDigit(s.text[next]) {
			return digits, ends
		}
		i = next
	}
	return digits, ends
}

// token gives the extent of the letters, digits and inner marks around i.
func (s *scanner) token(i int) (start, end int) {
	start, end = i, i
	for start > 0 && start > i-30 && s.inToken(start-1) {
		start--
	}
	for end < len(s.text) && end < i+60 && s.inToken(end) {
		end++
	}
	for start < i && !isAlnum(s.text[start]) {
		start++
	}
	for end > i+1 && !isAlnum(s.text[end-1]) {
		end--
	}
	return start, end
}

func (s *scanner) inToken(i int) bool {
	c := s.text[i]
	return isAlnum(c) || strings.IndexByte("-./_", c) >= 0
}

// labelled is a number that the words before it name: "klantnummer 12345",
// "BSN: ...", "kenteken AB12CD".
func (s *scanner) labelled(i int) bool {
	said, words := s.before(s.tokenStart(i), 4)
	if said == 0 && len(words) == 0 {
		return false
	}
	start, end := s.token(i)
	digits := countDigits(s.text[start:end])
	value := s.text[start:end]
	switch {
	case said&bsnWord != 0 && digits >= 8 && !s.closer(words, idWord, bsnWord):
		_, ends := s.groups(i, " .-", 11)
		return s.hit(BSN, start, max(end, ends[len(ends)-1]))
	case said&plateWord != 0 && end-start >= 5 && end-start <= 10 && !onlyDigits(value):
		return s.hit(Plate, start, end)
	case said&idWord != 0 && digits >= 4 && s.near(words, idWord, digits) && !s.money(start, end):
		if onlyDigits(value) {
			_, ends := s.groups(i, " ", 24)
			if last := ends[len(ends)-1]; len(ends) > 2 {
				end = max(end, last)
			}
		}
		return s.hit(Number, start, end)
	case said&looseWord != 0 && digits >= 5 && s.near(words, looseWord, 0) && said&phoneWord == 0:
		return s.hit(Number, start, end)
	}
	return false
}

func (s *scanner) tokenStart(i int) int {
	start, _ := s.token(i)
	return start
}

// near says whether the label stands close: among the three words before, and
// for short numbers right before.
func (s *scanner) near(words []string, label hint, digits int) bool {
	reach := 3
	if digits < 5 && label == idWord {
		reach = 2
	}
	for k, w := range words {
		if k < reach && s.hints.of(w)&label != 0 {
			return true
		}
	}
	return false
}

// closer says whether a word of the one kind stands between the number and the first
// of the other: "BSN 123456782, KvK 12345678".
func (s *scanner) closer(words []string, one, other hint) bool {
	for _, w := range words {
		if h := s.hints.of(w); h&other != 0 {
			return false
		} else if h&one != 0 {
			return true
		}
	}
	return false
}

// money says whether a number is an amount or a year rather than an id.
func (s *scanner) money(start, end int) bool {
	if start >= 2 && (strings.HasSuffix(s.text[:start], "€ ") || s.text[start-1] == '$') || strings.HasSuffix(s.text[:start], "€") {
		return true
	}
	value := s.text[start:end]
	if len(value) == 4 && (strings.HasPrefix(value, "19") || strings.HasPrefix(value, "20")) {
		return true
	}
	next := s.after(end)
	return next == "euro" || next == "eur" || strings.HasPrefix(s.text[end:], ",-") || strings.HasPrefix(next, "dagen") || next == "keer"
}

func countDigits(v string) int {
	n := 0
	for i := range len(v) {
		if isDigit(v[i]) {
			n++
		}
	}
	return n
}

func onlyDigits(v string) bool { return countDigits(v) == len(v) }

// long is a number that nothing names but that is too long for an amount.
func (s *scanner) long(i int) bool {
	start, end := s.token(i)
	value := s.text[start:end]
	least := 8
	if s.strict || lettered(value) {
		least = 6
	}
	if countDigits(value) >= least && countDigits(value)*2 > len(value) && s.clear(start, end) && !s.money(start, end) && !structured(value) {
		return s.hit(Number, start, end)
	}
	return false
}

// phone is a telephone number: Dutch and Belgian with a leading 0, international
// with + or 00, and after a word like "tel" any of six digits or more.
func (s *scanner) phone(i int) bool {
	start, from := i, i
	if s.text[i] == '+' {
		from = i + 1
		if s.text[from] == '(' {
			from++
		}
	} else if i > 0 && s.text[i-1] == '(' {
		start = i - 1
	}
	if s.wordBefore(start) || start > 0 && (s.text[start-1] == '-' || s.text[start-1] == '.') && start > 1 && isDigit(s.text[start-2]) {
		return false
	}
	digits, end := s.dialled(from)
	if end == 0 || s.wordAfter(end) {
		return false
	}
	n := len(digits)
	number := string(digits)
	switch {
	case s.text[i] == '+' && n >= 8 && n <= 15,
		strings.HasPrefix(number, "00") && n >= 11 && n <= 16,
		number[0] == '0' && number[1] != '0' && s.domestic(number, from, end):
		return s.hit(Phone, start, end)
	}
	if n >= 6 && n <= 11 {
		if said, _ := s.before(start, 3); said&phoneWord != 0 {
			return s.hit(Phone, start, end)
		}
	}
	return false
}

// dialled reads the digits of a telephone number with all that people put
// between them.
func (s *scanner) dialled(i int) (digits []byte, end int) {
	for i < len(s.text) && len(digits) < 17 {
		if isDigit(s.text[i]) {
			digits = append(digits, s.text[i])
			i++
			end = i
			if n := len(digits); n >= 10 && digits[0] == '0' && digits[1] != '0' && (i >= len(s.text) || !isDigit(s.text[i])) {
				return digits, end
			}
			continue
		}
		skip := 0
		for i+skip < len(s.text) && skip < 4 && strings.IndexByte(" -./()", s.text[i+skip]) >= 0 {
			skip++
		}
		if skip == 0 || skip > 3 || i+skip >= len(s.text) || !isDigit(s.text[i+skip]) {
			break
		}
		i += skip
	}
	if len(digits) < 6 {
		return nil, 0
	}
	return digits, end
}

// domestic says whether digits with a leading 0 are a Dutch or Belgian number.
func (s *scanner) domestic(number string, start, end int) bool {
	n, bare := len(number), end-start == len(number)
	first := s.digitsEnd(start) - start
	switch {
	case strings.HasPrefix(number, "0800") || strings.HasPrefix(number, "0900") || strings.HasPrefix(number, "0906"):
		return n >= 8 && n <= 11
	case n == 10:
		return true
	case n == 11:
		return !bare && first <= 4 && first >= 2
	case n == 9:
		return !bare && first >= 2 && first <= 4 || bare && !elevenTest(number)
	}
	return false
}

// structured says whether a long number is rather a date, a law or a version:
// "02/15/2014", "2018/1725", "1.2.3".
func structured(v string) bool {
	if strings.ContainsAny(v, "./") || strings.HasPrefix(v, "0x") {
		return true
	}
	if len(v) == 9 && v[4] == '-' && isYear(v[:4]) && isYear(v[5:]) {
		return true
	}
	parts := strings.Split(v, "-")
	return len(parts) == 3 && len(parts[0]) <= 4 && len(parts[1]) <= 2 && len(parts[2]) <= 4
}

// lettered says whether a number starts with one to four capitals, as customer
// numbers do: "KL3296513".
func lettered(v string) bool {
	n := 0
	for n < len(v) && isUpper(v[n]) {
		n++
	}
	return n > 0 && n <= 4 && onlyDigits(strings.TrimPrefix(v[n:], "-"))
}

func isYear(v string) bool { return strings.HasPrefix(v, "19") || strings.HasPrefix(v, "20") }
