package mask

import (
	"strings"

	"luister/nlp"
)

// Type is a kind of personal data.
type Type string

// The kinds.
const (
	Name        Type = "naam"
	Email       Type = "email"
	Phone       Type = "telefoon"
	Address     Type = "adres"
	Postcode    Type = "postcode"
	Place       Type = "plaats"
	IBAN        Type = "iban"
	BSN         Type = "bsn"
	Plate       Type = "kenteken"
	Card        Type = "kaart"
	BirthDate   Type = "geboortedatum"
	Age         Type = "leeftijd"
	Date        Type = "datum"
	Number      Type = "nummer"
	URL         Type = "url"
	IP          Type = "ip"
	Username    Type = "gebruikersnaam"
	Institution Type = "instelling"
)

// types lists every kind, for reports and to tell placeholders.
func types() []Type {
	return []Type{Name, Email, Phone, Address, Postcode, Place, IBAN, BSN, Plate, Card, BirthDate, Age, Date, Number, URL, IP, Username, Institution}
}

// pseudonymLetters is how many base32 characters a pseudonym has: 50 bits.
const pseudonymLetters = 10

// pseudonym gives the replacement of a value of this kind.
func (m *Masker) pseudonym(kind Type, value string) string {
	return "[" + strings.ToUpper(string(kind)) + "-" + m.key.hash(string(kind), canonical(kind, value))[:pseudonymLetters] + "]"
}

// placeholders gives the pseudonyms that stand in text already.
func placeholders(text string) []nlp.Span {
	var out []nlp.Span
	for i := 0; ; {
		k := strings.IndexByte(text[i:], '[')
		if k < 0 {
			return out
		}
		i += k
		if end := placeholderEnd(text, i); end > 0 {
			out = append(out, nlp.Span{Start: i, End: end})
			i = end
			continue
		}
		i++
	}
}

// placeholderEnd gives the end of the pseudonym that starts at i, 0 if there is none.
func placeholderEnd(text string, i int) int {
	dash := i + 1
	for dash < len(text) && dash < i+16 && text[dash] >= 'A' && text[dash] <= 'Z' {
		dash++
	}
	end := dash + 1 + pseudonymLetters
	if end >= len(text) || text[dash] != '-' || text[end] != ']' || !isType(text[i+1:dash]) {
		return 0
	}
	for _, c := range []byte(text[dash+1 : end]) {
		if (c < 'A' || c > 'Z') && (c < '2' || c > '7') {
			return 0
		}
	}
	return end + 1
}

func isType(upper string) bool {
	for _, t := range types() {
		if len(t) == len(upper) && strings.EqualFold(string(t), upper) {
			return true
		}
	}
	return false
}

// shownLetters is how much of a pseudonym people are shown.
const shownLetters = 4

// Shorten gives the form of a masked text that is shown to people: "[naam K7QX]".
func Shorten(text string) string {
	found := placeholders(text)
	if len(found) == 0 {
		return text
	}
	var out strings.Builder
	last := 0
	for _, p := range found {
		kind, code, _ := strings.Cut(text[p.Start+1:p.End-1], "-")
		out.WriteString(text[last:p.Start] + "[" + strings.ToLower(kind) + " " + code[:shownLetters] + "]")
		last = p.End
	}
	return out.String() + text[last:]
}
