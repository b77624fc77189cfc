package mask

import (
	"strings"
	"unicode"
)

// spokenDigits are the figures as people spell them in a telephone number.
var spokenDigits = map[string]byte{
	"nul": '0', "een": '1', "één": '1', "twee": '2', "drie": '3', "vier": '4', "vijf": '5', "zes": '6', "zeven": '7', "acht": '8', "negen": '9',
}

// spokenPhone is a telephone number that starts with a spelled figure: "nul zes
// 12345678". It counts only with all ten figures.
func (s *scanner) spokenPhone(i int) bool {
	var digits []byte
	end := i
	for at := i; at < len(s.text) && len(digits) <= 10; {
		if isDigit(s.text[at]) {
			last := s.digitsEnd(at)
			digits = append(digits, s.text[at:last]...)
			at = last
		} else {
			word := s.letters(at)
			d := spokenDigits[strings.ToLower(s.text[at:word])]
			if d == 0 {
				break
			}
			digits = append(digits, d)
			at = word
		}
		end = at
		for at < len(s.text) && at < end+3 && strings.IndexByte(" -,./", s.text[at]) >= 0 {
			at++
		}
	}
	if len(digits) != 10 || digits[0] != '0' || digits[1] == '0' || s.wordAfter(end) {
		return false
	}
	s.add(hit{Span: spanOf(i, end), kind: Phone, base: string(digits)})
	s.next = max(s.next, end)
	return true
}

// letters gives the end of the run of letters that starts at i.
func (s *scanner) letters(i int) int {
	end := i
	for end < len(s.text) && end < i+40 {
		r := firstRune(s.text[end:])
		if !unicode.IsLetter(r) {
			break
		}
		end += len(string(r))
	}
	return end
}

// looseMail is a mail address with blanks beside the @ at i: "j.jansen @ gmail.com".
func (s *scanner) looseMail(i int) bool {
	left, right := i, i+1
	if left > 0 && s.text[left-1] == ' ' {
		left--
	}
	if right < len(s.text) && s.text[right] == ' ' {
		right++
	}
	start, end := s.mailStart(left), s.hostEnd(right)
	dot := strings.LastIndexByte(s.text[right:end], '.')
	if start == left || dot <= 0 || s.hints.of(strings.ToLower(s.text[right+dot+1:end]))&topDomain == 0 {
		return false
	}
	local := strings.ToLower(s.text[start:left])
	plain := !strings.ContainsAny(local, "._-+0123456789")
	if plain && (s.lex.Common(local) || s.lex.Function(local)) && !s.lex.FirstName(local) || onlyDigits(local) {
		return false
	}
	return s.hit(Email, start, end)
}

// mailStart gives the start of what can stand before an @ and ends at end.
func (s *scanner) mailStart(end int) int {
	start := end
	for start > 0 && end-start < 64 && s.mailRune(start) {
		start--
		for start > 0 && s.text[start]&0xc0 == 0x80 {
			start--
		}
	}
	for start < end && !isAlnum(s.text[start]) && s.text[start] < 0x80 {
		start++
	}
	return start
}

// spokenBefore goes left over what is spelled before a mail address from start
// on: "jan punt jansen".
func (s *scanner) spokenBefore(start int) int {
	for range 3 {
		for _, word := range []string{" punt ", " dot ", " streepje ", " underscore ", " liggend streepje "} {
			left, found := strings.CutSuffix(s.lowered()[:start], word)
			if !found {
				continue
			}
			if begin := s.mailStart(len(left)); begin < len(left) {
				start = begin
			}
			break
		}
	}
	return start
}

// spacedPlate is a licence plate with blanks for hyphens, beside a word like
// "kenteken" or "auto": "XX 99 99". The digits at i are in its first groups.
func (s *scanner) spacedPlate(i int) bool {
	start := i
	for range 3 {
		if start >= s.next && s.plateFrom(start) {
			return true
		}
		if start < 2 || s.text[start-1] != ' ' && s.text[start-1] != '-' {
			return false
		}
		group := start - 1
		for group > 0 && start-group < 5 && isAlnum(s.text[group-1]) {
			group--
		}
		if group == start-1 {
			return false
		}
		start = group
	}
	return false
}

// plateFrom reads three groups from start on and takes them if they are a plate.
func (s *scanner) plateFrom(start int) bool {
	if s.wordBefore(start) {
		return false
	}
	form, end, small := make([]byte, 0, 11), start, false
	for groups := 1; end < len(s.text) && len(form) < 11; end++ {
		c := s.text[end]
		switch {
		case isDigit(c):
			c = '9'
		case isASCIILetter(c):
			c, small = 'X', small || !isUpper(c)
		case (c == ' ' || c == '-') && groups < 3:
			c, groups = '-', groups+1
		default:
			c = 0
		}
		if c == 0 {
			break
		}
		form = append(form, c)
	}
	end = start + len(form)
	if !plateForms[string(form)] || s.wordAfter(end) {
		return false
	}
	said, _ := s.before(start, 3)
	said |= s.hints.of(s.after(end))
	wordy := s.unitAfter(start, end)
	if said&plateWord == 0 && (said&vehicleWord == 0 || small || wordy) || small && wordy {
		return false
	}
	return s.hit(Plate, start, end)
}

// unitAfter says whether a group of letters within a plate is a word: "12 om 13".
func (s *scanner) unitAfter(start, end int) bool {
	for word := range strings.FieldsSeq(strings.ToLower(s.text[start:end])) {
		if s.lex.Function(word) || s.hints.words[word]&shortWord != 0 {
			return true
		}
	}
	return false
}
