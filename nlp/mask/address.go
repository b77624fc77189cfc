package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
)

// postcode is a Dutch one: four digits, two capitals, and the house number
// after it; or a Belgian one before a place.
func (s *scanner) postcode(i int) bool {
	end := s.digitsEnd(i)
	if end-i != 4 || s.text[i] == '0' || s.wordBefore(i) {
		return false
	}
	letters := end
	if letters < len(s.text) && s.text[letters] == ' ' {
		letters++
	}
	if letters+2 > len(s.text) || !isASCIILetter(s.text[letters]) || !isASCIILetter(s.text[letters+1]) || s.wordAfter(letters+2) {
		return s.belgianPostcode(i, end)
	}
	pair := s.text[letters : letters+2]
	low := strings.ToLower(pair)
	said, _ := s.before(i, 3)
	known := said&postcodeWord != 0 || s.afterAddress(i)
	capitals := isUpper(pair[0]) && isUpper(pair[1])
	short := s.hints.words[low]&shortWord != 0 && (letters > end || !capitals)
	if (low == "ss" || low == "sd" || low == "sa" || low == "mg") && !known || !capitals && !known && (letters > end || short) || short && !known {
		return false
	}
	last := letters + 2
	if number := s.houseNumberAfter(last); number > last {
		last = number
	}
	s.addressBefore(i)
	s.hit(Postcode, i, last)
	return s.placeAfter(last)
}

// houseNumberAfter: "1234 AB 12", "1234AB nr. 12a", "1234 AB, 12".
func (s *scanner) houseNumberAfter(i int) int {
	k := i
	for k < len(s.text) && k < i+3 && strings.IndexByte(" ,", s.text[k]) >= 0 {
		k++
	}
	low := strings.ToLower(s.text[k:min(len(s.text), k+12)])
	for _, word := range []string{"huisnummer ", "huisnr ", "huisnr. ", "nummer ", "nr. ", "nr ", "nr."} {
		if strings.HasPrefix(low, word) {
			k += len(word)
			break
		}
	}
	if k == i || k >= len(s.text) || !isDigit(s.text[k]) || s.digitsEnd(k)-k > 4 {
		return i
	}
	if end := s.numberEnd(k); !s.wordAfter(end) {
		return end
	}
	return i
}

// afterAddress says whether an address was found right before i.
func (s *scanner) afterAddress(i int) bool {
	if len(s.hits) == 0 {
		return false
	}
	last := s.hits[len(s.hits)-1]
	return last.kind == Address && last.End <= i && strings.Trim(s.text[last.End:i], " ,\n\r\t") == ""
}

// belgianPostcode is four digits before the name of a place: "9000 Gent".
func (s *scanner) belgianPostcode(i, end int) bool {
	if end >= len(s.text) || s.text[end] != ' ' {
		return s.afterAddress(i) && s.hit(Postcode, i, end)
	}
	year := s.text[i:end] >= "1950" && s.text[i:end] <= "2039"
	place := s.lex.PlaceEnd(s.text[:min(len(s.text), end+80)], end+1)
	if place == 0 || year && !s.afterAddress(i) {
		return false
	}
	start := i
	if strings.HasSuffix(s.text[:i], "B-") {
		start = i - 2
	}
	s.addressBefore(start)
	s.hit(Postcode, start, end)
	return s.hit(Place, end+1, place)
}

// addressBefore masks a street without a telling name before the postcode at
// i: "Veldzicht 165, 1234 AB", also on the line above.
func (s *scanner) addressBefore(i int) {
	end := len(strings.TrimRight(s.text[:i], " ,\t"))
	if end > 0 && s.text[end-1] == '\n' {
		end = len(strings.TrimRight(s.text[:end], "\r\n ,"))
	}
	from := max(0, end-40)
	line := s.text[from:end]
	if cut := strings.LastIndexAny(line, "\n,;:.!?"); cut >= 0 {
		line = line[cut+1:]
	}
	line = strings.TrimLeft(line, " ")
	digit := strings.IndexAny(line, "0123456789")
	if digit < 4 || line[digit-1] != ' ' || len(line)-digit > 7 || !unicode.IsUpper(firstRune(line)) || strings.Count(line[:digit], " ") > 4 {
		return
	}
	s.add(hit{Span: nlp.Span{Start: end - len(line), End: end}, kind: Address})
}

// placeAfter masks the place that follows a postcode.
func (s *scanner) placeAfter(i int) bool {
	k := i
	for k < len(s.text) && k < i+4 && strings.IndexByte(" ,\n\r", s.text[k]) >= 0 {
		k++
	}
	if k > i && k < len(s.text) {
		if end := s.lex.PlaceEnd(s.text[:min(len(s.text), k+80)], k); end > 0 {
			return s.hit(Place, k, end)
		}
	}
	return true
}

// address masks a street with its number, and the place behind it: "Kerkstraat 12,
// Amsterdam", "Kerkstraat 12-3 hoog te Zwolle".
func (s *scanner) address(start, end int) bool {
	s.hit(Address, start, end)
	k := end
	if next := s.letters(k + 1); k+1 < len(s.text) && (s.text[k] == ' ' || s.text[k] == '-') && floors[strings.ToLower(s.text[k+1:next])] {
		k = next
	}
	for _, link := range []string{", ", " te ", " in ", " "} {
		if !strings.HasPrefix(s.text[k:], link) {
			continue
		}
		at := k + len(link)
		if at < len(s.text) && (unicode.IsUpper(firstRune(s.text[at:])) || s.text[at] == '\'') {
			if place := s.lex.PlaceEnd(s.text[:min(len(s.text), at+80)], at); place > 0 {
				s.hit(Place, at, place)
			}
		}
		break
	}
	return true
}

// floors are what stands behind a house number in a town.
var floors = map[string]bool{"hoog": true, "laag": true, "huis": true, "hs": true, "bis": true, "boven": true, "beneden": true, "achter": true, "voor": true,
	"i": true, "ii": true, "iii": true, "iv": true}

// residence masks where somebody says he lives: "ik woon in Zwolle", "woont aan
// de Kerkstraat". i is after the verb.
func (s *scanner) residence(i int) bool {
	end := min(len(s.text), i+60)
	if stop := strings.IndexAny(s.text[i:end], ".,;!?\n"); stop >= 0 {
		end = i + stop
	}
	for k := i; k < end; k++ {
		if s.text[k] != ' ' && s.text[k] != ':' || k+1 >= end {
			continue
		}
		if r := firstRune(s.text[k+1:]); !unicode.IsUpper(r) && r != '\'' && !s.smallPlace(i, k+1) {
			continue
		}
		if house := s.namedHouse(k + 1); house > 0 {
			return s.address(k+1, house)
		}
		if place := s.lex.PlaceEnd(s.text[:min(len(s.text), k+80)], k+1); place > 0 {
			return s.hit(Place, k+1, place)
		}
		word := s.wordEnd(k + 1)
		if s.hints.suffix(strings.ToLower(s.text[k+1:word]), streetEnd) != 0 && (word+1 >= len(s.text) || !isDigit(s.text[word+1])) {
			return s.hit(Address, k+1, word)
		}
	}
	return false
}

// smallPlace says whether a word without a capital at k can only be a place:
// "woon in rotterdam".
func (s *scanner) smallPlace(from, k int) bool {
	rest := strings.TrimRight(s.text[from:k], " ")
	if !strings.HasSuffix(rest, " in") && !strings.HasSuffix(rest, " te") {
		return false
	}
	return !s.lex.Common(strings.ToLower(s.text[k:s.wordEnd(k)]))
}

func (s *scanner) wordEnd(i int) int {
	for i < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if !unicode.IsLetter(r) && r != '-' && r != '\'' {
			break
		}
		i += size
	}
	return i
}

// postbox is "Postbus 1234"; start..end is the word.
func (s *scanner) postbox(start, end int) bool {
	if end+1 < len(s.text) && s.text[end] == ' ' && isDigit(s.text[end+1]) {
		if last := s.digitsEnd(end + 1); last-end <= 7 && !s.wordAfter(last) {
			return s.hit(Address, start, last)
		}
	}
	return false
}

// street is the name of a street before the house number at i.
func (s *scanner) street(i int) bool {
	end := s.numberEnd(i)
	if i < 4 || s.digitsEnd(i)-i > 4 || s.text[i] == '0' || s.wordAfter(end) {
		return false
	}
	blank := i - 1
	if s.text[blank] != ' ' {
		return false
	}
	if s.text[blank-1] == ',' {
		blank--
	}
	first := s.wordStart(blank)
	if first == blank {
		first = s.wordStart(blank - 1) // "str. 12"
		if first == blank-1 || s.text[blank-1] != '.' || s.hints.suffix(strings.ToLower(s.text[first:blank-1]), streetShort) == 0 {
			return false
		}
	}
	if from := s.frenchStreet(first); from >= 0 {
		return s.address(from, end)
	}
	if !s.streetWord(strings.TrimRight(s.text[first:blank], ".")) {
		return false
	}
	return s.address(s.streetStart(first), end)
}

// streetWord says whether a word before a house number is a street.
func (s *scanner) streetWord(word string) bool {
	low := strings.ToLower(word)
	capital := unicode.IsUpper(firstRune(word))
	switch kind := s.hints.suffix(low, streetEnd|streetWeak|streetShort); {
	case kind&streetEnd != 0 && capital:
		return true
	case kind&streetEnd != 0:
		return !strings.HasSuffix(low, "weg") && !strings.HasSuffix(low, "dijk") && !strings.HasSuffix(low, "poort")
	case kind&streetShort != 0 && !s.strict:
		return false
	case kind != 0:
		return capital && len(low) > 5 && !strings.Contains(low, "-") && !s.lex.Common(low)
	}
	return s.hints.words[low]&(streetEnd|streetWeak) != 0 && capital
}

// streetStart gives where the name of a street begins whose last word starts
// at i: "Prof. Dr. JC Schoutelaan", "Jan van Galenstraat".
func (s *scanner) streetStart(i int) int {
	start, at := i, i
	for range 5 {
		end := at
		for end > 0 && (s.text[end-1] == ' ' || s.text[end-1] == '.') && at-end < 2 {
			end--
		}
		word := s.wordStart(end)
		if word == end || end == at {
			break
		}
		text := s.text[word:end]
		low := strings.ToLower(text)
		capital := unicode.IsUpper(firstRune(text)) || isDigit(text[0]) && len(text) <= 3
		if !capital && !particles.has(low) || capital && s.lex.Function(low) {
			break
		}
		if at-end > 1 && s.text[end] == '.' && !s.shortened(low) {
			break
		}
		at = word
		if capital {
			start = word
		}
	}
	return start
}

// shortened says whether a word before a dot is an abbreviation within a name.
func (s *scanner) shortened(low string) bool {
	return len(low) <= 2 || low == "prof" || low == "drs" || low == "ing" || low == "burg" || low == "mgr" || low == "pres" || low == "gen"
}

// frenchStreet gives the start of "rue de la Loi" if the word that starts at i
// is the last of such a name, -1 otherwise.
func (s *scanner) frenchStreet(i int) int {
	at := i
	for range 6 {
		end := at
		for end > 0 && (s.text[end-1] == ' ' || s.text[end-1] == '\'') {
			end--
		}
		word := s.wordStart(end)
		if word == end {
			return -1
		}
		low := strings.ToLower(s.text[word:end])
		if s.hints.words[low]&streetStart != 0 {
			return word
		}
		if s.hints.words[low]&streetEnd != 0 && isUpper(s.text[word]) && s.openStreet(end) {
			return word
		}
		at = word
	}
	return -1
}

// openStreet says whether the name of a street goes on after "Laan": "Laan van
// Meerdervoort", "Steenweg op Brussel".
func (s *scanner) openStreet(i int) bool {
	switch s.after(i) {
	case "van", "der", "den", "op", "naar", "tot":
		return true
	}
	return false
}

// numberEnd gives the end of a house number: "12", "12a", "12 A", "12-14", "12 bis", "12 bus 3".
func (s *scanner) numberEnd(i int) int {
	end := s.digitsEnd(i)
	rest := s.text[end:]
	for _, word := range []string{" bus ", " bte ", " boîte ", "-", "/", " - "} {
		if after, ok := strings.CutPrefix(rest, word); ok && len(after) > 0 && isDigit(after[0]) {
			if last := s.digitsEnd(end + len(word)); last-end <= len(word)+4 {
				return last
			}
		}
	}
	k := end
	if k < len(s.text) && (s.text[k] == ' ' || s.text[k] == '-') {
		k++
	}
	if strings.HasPrefix(s.text[k:], "bis") && !s.wordAfter(k+3) {
		return k + 3
	}
	if k < len(s.text) && isASCIILetter(s.text[k]) && !s.wordAfter(k+1) && (k == end || isUpper(s.text[k])) {
		return k + 1
	}
	return end
}
