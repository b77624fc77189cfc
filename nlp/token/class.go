package token

// What an ASCII byte can be.
const (
	letter = 1 << iota
	digit
	space
	symbol // no punctuation: + < = > | ~ ^ $ and control characters
	upper
)

var class = classes()

func classes() (table [256]uint8) {
	for c := range 128 {
		switch {
		case c >= 'a' && c <= 'z':
			table[c] = letter
		case c >= 'A' && c <= 'Z':
			table[c] = letter | upper
		case c >= '0' && c <= '9':
			table[c] = digit
		case c == ' ' || c >= '\t' && c <= '\r':
			table[c] = space
		case c < ' ' || c == 127:
			table[c] = symbol
		}
	}
	for _, c := range []byte("+<=>|~^$`") {
		table[c] = symbol
	}
	return table
}
