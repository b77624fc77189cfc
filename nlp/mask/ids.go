package mask

import "strings"

// ibanLength is the length of an IBAN per country (ISO 13616).
var ibanLength = map[string]int{
	"AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22,
	"GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LT": 20, "LU": 20, "LV": 21, "MA": 28, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
	"PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "TR": 26,
}

// iban: two letters before the digits at i, the length of the country, the
// check by 97; blanks and dots between the groups.
func (s *scanner) iban(i int) bool {
	start := i - 2
	if i >= 3 && s.text[i-1] == ' ' {
		start = i - 3
	}
	if start < 0 || !isASCIILetter(s.text[start]) || !isASCIILetter(s.text[start+1]) || s.wordBefore(start) {
		return false
	}
	length := ibanLength[strings.ToUpper(s.text[start:start+2])]
	if length == 0 {
		return false
	}
	value := make([]byte, 0, 34)
	end := start
	for end < len(s.text) && len(value) < length {
		c := s.text[end]
		if isAlnum(c) {
			value = append(value, c&^(c>>1&0x20)) // upper case
		} else if c != ' ' && c != '.' && c != '-' && c != '\t' {
			break
		}
		end++
	}
	if len(value) != length || s.wordAfter(end) {
		return false
	}
	if mod97(value) || !s.strictly(value) {
		return s.hit(IBAN, start, end)
	}
	return false
}

// strictly says whether a failed check means that this is no IBAN: one with
// a Dutch or Belgian form is masked all the same, a slip of the pen.
func (s *scanner) strictly(value []byte) bool {
	country, rest := string(value[:2]), string(value[4:])
	if country == "NL" {
		return !onlyDigits(rest[4:]) || countDigits(rest[:4]) > 0
	}
	return !(country == "BE" && onlyDigits(rest))
}

// mod97 is the check of ISO 7064 on an IBAN in upper case.
func mod97(value []byte) bool {
	rest := 0
	for k := range value {
		c := value[(k+4)%len(value)]
		if isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest == 1
}

// dutchBIC is the code of a Dutch bank, which has its only digit at i: "ABNANL2A".
func (s *scanner) dutchBIC(i int) bool {
	return i >= 6 && s.text[i] == '2' && s.text[i-2:i] == "NL" && s.bic(i-6)
}

// statedBIC is the code of a bank behind the word that names it.
func (s *scanner) statedBIC(i int) bool {
	for i < len(s.text) {
		next := strings.ToLower(s.text[i:min(len(s.text), i+6)])
		switch {
		case strings.HasPrefix(next, "-code"):
			i += len("-code")
		case strings.HasPrefix(next, "code "), strings.HasPrefix(next, "code:"):
			i += len("code")
		case strings.HasPrefix(next, "/swift"):
			i += len("/swift")
		case strings.HasPrefix(next, "/bic"):
			i += len("/bic")
		case strings.HasPrefix(next, "is "):
			i += len("is ")
		case s.text[i] == ' ' || s.text[i] == ':':
			i++
		default:
			return s.bic(i)
		}
	}
	return false
}

// bic is a code of ISO 9362 at i: four letters, a country, two letters or digits, and
// three of them for a branch or not; in capitals, lest it be a word.
func (s *scanner) bic(i int) bool {
	end := i
	for end < len(s.text) && end-i < 12 && (isUpper(s.text[end]) || isDigit(s.text[end])) {
		end++
	}
	code := s.text[i:end]
	if len(code) != 8 && len(code) != 11 || countDigits(code[:6]) > 0 || ibanLength[code[4:6]] == 0 || !s.clear(i, end) {
		return false
	}
	return s.hit(Number, i, end)
}

// citizen is a BSN (nine digits that pass the eleven-test) or a Belgian national
// register number (eleven digits, check by 97).
func (s *scanner) citizen(i int) bool {
	digits, ends := s.groups(i, ".- ", 12)
	end := ends[len(ends)-1]
	if !s.clear(i, end) || i > 0 && (s.text[i-1] == ',' || s.text[i-1] == '-') || strings.HasPrefix(s.text[end:], ",") && end+1 < len(s.text) && isDigit(s.text[end+1]) {
		return false
	}
	switch len(digits) {
	case 9:
		if elevenTest(string(digits)) && !s.money(i, end) && (end-i == 9 || strings.Count(s.text[i:end], " ") == 2) {
			return s.hit(BSN, i, end)
		}
	case 11:
		if registerTest(string(digits)) {
			return s.hit(BSN, i, end)
		}
	}
	return false
}

// elevenTest is the check of a Dutch BSN.
func elevenTest(v string) bool {
	if len(v) != 9 {
		return false
	}
	sum := -int(v[8] - '0')
	for k := range 8 {
		sum += (9 - k) * int(v[k]-'0')
	}
	return sum%11 == 0 && v != "000000000"
}

// registerTest is the check of a Belgian national register number.
func registerTest(v string) bool {
	number := func(v string) (n int) {
		for k := range len(v) {
			n = n*10 + int(v[k]-'0')
		}
		return n
	}
	if month := number(v[2:4]); month > 12 && month < 20 || month > 52 || number(v[4:6]) > 31 {
		return false
	}
	check := number(v[9:])
	return 97-number(v[:9])%97 == check || 97-number("2"+v[:9])%97 == check
}

// card is a number of 13 to 19 digits that passes Luhn's test.
func (s *scanner) card(i int) bool {
	digits, ends := s.groups(i, " -.", 19)
	end := ends[len(ends)-1]
	if len(digits) < 13 || len(digits) > 19 || !s.clear(i, end) || digits[0] == '0' || !luhn(digits) {
		return false
	}
	return s.hit(Card, i, end)
}

func luhn(digits []byte) bool {
	sum := 0
	for k := range digits {
		d := int(digits[len(digits)-1-k] - '0')
		if k%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// plateForms are the side codes of Dutch plates, and the Belgian form: 9 a
// digit, X a letter.
var plateForms = map[string]bool{
	"XX-99-99": true, "99-99-XX": true, "99-XX-99": true, "XX-99-XX": true, "XX-XX-99": true, "99-XX-XX": true, "99-XXX-9": true,
	"9-XXX-99": true, "XX-999-X": true, "X-999-XX": true, "XXX-99-X": true, "X-99-XXX": true, "9-XX-999": true, "999-XX-9": true,
	"9-XXX-999": true, "XX-99-999": true,
}

// plate is a licence plate with its hyphens, in capitals throughout or in none.
func (s *scanner) plate(i int) bool {
	start, end := i, i
	for start > 0 && i-start < 8 && (isAlnum(s.text[start-1]) || s.text[start-1] == '-') {
		start--
	}
	for end < len(s.text) && end-start < 11 && (isAlnum(s.text[end]) || s.text[end] == '-') {
		end++
	}
	if end-start < 8 || end-start > 9 || !s.clear(start, end) || start < s.next {
		return false
	}
	form := make([]byte, 0, 9)
	caps, smalls := 0, 0
	for _, c := range []byte(s.text[start:end]) {
		switch {
		case isDigit(c):
			c = '9'
		case isUpper(c):
			c, caps = 'X', caps+1
		case isASCIILetter(c):
			c, smalls = 'X', smalls+1
		}
		form = append(form, c)
	}
	if !plateForms[string(form)] || caps > 0 && smalls > 0 {
		return false
	}
	return s.hit(Plate, start, end)
}

// ipv4 is four numbers below 256.
func (s *scanner) ipv4(i int) bool {
	if i > 0 && s.text[i-1] == '.' || s.wordBefore(i) {
		return false
	}
	digits, ends := s.groups(i, ".", 12)
	if len(ends) != 4 || len(digits) > 12 || s.wordAfter(ends[3]) {
		return false
	}
	said, _ := s.before(i, 3)
	said |= s.hints.of(s.after(ends[3]))
	if said&versionWord != 0 && said&ipWord == 0 || ends[3]-i < 9 && said&ipWord == 0 && !private(s.text[i:ends[3]]) {
		return false // a version or a section: 9.2.2.1
	}
	for _, part := range strings.Split(s.text[i:ends[3]], ".") {
		if len(part) > 3 || len(part) == 3 && part > "255" {
			return false
		}
	}
	return s.hit(IP, i, ends[3])
}

// private says whether an address of IPv4 is of a network within a house or firm.
func private(v string) bool {
	if rest, ok := strings.CutPrefix(v, "172."); ok {
		second, _, _ := strings.Cut(rest, ".")
		return len(second) == 2 && second >= "16" && second <= "31"
	}
	return strings.HasPrefix(v, "10.") || strings.HasPrefix(v, "192.168.") || strings.HasPrefix(v, "127.")
}

// ipv6 is at least two colons between groups of hexadecimal digits.
func (s *scanner) ipv6(i int) bool {
	hex := func(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' || c == ':' }
	start, end := i, i
	for start > 0 && i-start < 5 && hex(s.text[start-1]) {
		start--
	}
	for end < len(s.text) && end-start < 40 && hex(s.text[end]) {
		end++
	}
	value := strings.TrimRight(s.text[start:end], ":")
	end = start + len(value)
	colons := strings.Count(value, ":")
	if colons < 3 || colons > 7 || colons < 7 && !strings.Contains(value, "::") || countDigits(value) == 0 || !s.clear(start, end) {
		return false
	}
	for _, group := range strings.Split(value, ":") {
		if len(group) > 4 {
			return false
		}
	}
	return s.hit(IP, start, end)
}
