package value

import (
	"strconv"
	"strings"
)

// ParseNumber reads a number as Dutch and English exports write it: 1.234,56 and
// 1,234.56, 12,5 and 12.5, a minus before or behind, brackets for negative, a
// percent sign, blanks or apostrophes between thousands, a currency before or
// behind. A percentage is given as written (12% is 12).
//
// mark is the decimal mark of the column, ',' or '.', as DecimalMark finds it; 0
// means unknown, and then a single mark followed by exactly three digits counts
// as a mark of thousands only if it cannot be anything else (1.234.567), and as
// a decimal mark otherwise.
func ParseNumber(s string, mark byte) (float64, bool) {
	s = trim(s)
	if len(s) == 0 || len(s) > 40 {
		return 0, false
	}
	if rest, ok := currency(s); ok {
		s = rest
	}
	s = trim(strings.TrimSuffix(s, "%"))
	plain, ok := plainNumber(s, mark)
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(plain, 64)
	return f, err == nil
}

// plainNumber rewrites a number to the form that strconv reads.
func plainNumber(s string, mark byte) (string, bool) {
	negative := false
	if whole, round := cutRound(s); round {
		s, mark = whole, ','
	}
	if n := len(s); n > 2 && s[0] == '(' && s[n-1] == ')' {
		negative, s = true, s[1:n-1]
	} else if n > 1 && s[n-1] == '-' {
		negative, s = true, s[:n-1]
	}
	if s != "" && (s[0] == '-' || s[0] == '+') {
		if negative {
			return "", false
		}
		negative, s = s[0] == '-', s[1:]
	}
	s = trim(s)
	if s == "" {
		return "", false
	}
	whole, fraction, ok := splitNumber(s, mark)
	if !ok {
		return "", false
	}
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if negative {
		whole = "-" + whole
	}
	return whole, true
}

// cutRound takes the ,- of a round amount off: € 1.250,-.
func cutRound(s string) (string, bool) {
	if whole, ok := strings.CutSuffix(s, ",-"); ok {
		return whole, true
	}
	return strings.CutSuffix(s, ",--")
}

// splitNumber parts a number without sign at its decimal mark and drops the
// marks of thousands; it also lets an exponent of one or two digits stand.
func splitNumber(s string, mark byte) (whole, fraction string, ok bool) {
	if e := strings.IndexAny(s, "eE"); e > 0 && len(strings.TrimLeft(s[e+1:], "+-")) <= 2 && isInteger(s[e+1:]) {
		whole, fraction, ok = splitNumber(s[:e], mark)
		if fraction == "" {
			fraction = "0"
		}
		return whole, fraction + s[e:], ok
	}
	at := decimalAt(s, mark)
	if at < 0 {
		whole, ok = dropThousands(s, 0)
		return whole, "", ok
	}
	whole, ok = dropThousands(s[:at], s[at])
	fraction = s[at+1:]
	return whole, fraction, ok && allDigits(fraction) && (whole != "" || fraction != "")
}

// decimalAt finds the decimal mark of a number, -1 if there is none.
func decimalAt(s string, mark byte) int {
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma >= 0 && point >= 0:
		return max(comma, point)
	case comma < 0 && point < 0:
		return -1
	}
	at := max(comma, point)
	if strings.Count(s, s[at:at+1]) > 1 {
		return -1 // 1.234.567
	}
	if mark != 0 && s[at] != mark && len(s)-at == 4 && at <= 3 {
		return -1 // the other mark, before exactly three digits
	}
	return at
}

// dropThousands removes marks between groups of three digits; decimal is the
// mark that cannot be one of them.
func dropThousands(s string, decimal byte) (string, bool) {
	if allDigits(s) {
		return s, true
	}
	var out []byte
	group, groups := 0, 0
	var used string
	for i := 0; i < len(s); {
		if c := s[i]; c >= '0' && c <= '9' {
			out = append(out, c)
			group++
			i++
			continue
		}
		sep := thousandsMark(s[i:])
		if sep == "" || sep[0] == decimal || (used != "" && sep != used) || group == 0 || (groups > 0 && group != 3) || group > 3 {
			return "", false
		}
		used, group, groups, i = sep, 0, groups+1, i+len(sep)
	}
	return string(out), group == 3 || groups == 0
}

func thousandsMark(s string) string {
	for _, m := range [...]string{".", ",", " ", "'", "\u00a0", "\u202f", "\u2009", "’"} {
		if strings.HasPrefix(s, m) {
			return m
		}
	}
	return ""
}

// isNumber is ParseNumber without the value and without a currency.
func isNumber(s string) bool {
	if len(s) > 40 {
		return false
	}
	if allDigits(s) {
		return s != ""
	}
	if c := s; c == "" || !numberStart(c[0]) {
		return false
	}
	_, ok := plainNumber(s, 0)
	return ok
}

func numberStart(c byte) bool {
	return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == ',' || c == '(' || c == ' '
}

// currency takes the currency off an amount, before or behind it.
func currency(s string) (rest string, ok bool) {
	sign := ""
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		sign, s = s[:1], s[1:]
	}
	for _, mark := range [...]string{"€", "EUR", "euro", "Euro", "eur", "$", "USD", "£", "GBP"} {
		if r, found := strings.CutPrefix(s, mark); found {
			return sign + trim(r), true
		}
		if r, found := strings.CutSuffix(s, mark); found {
			return sign + trim(r), true
		}
	}
	return "", false
}

// DecimalMark settles the decimal mark of a column over its values: ',' or '.',
// or 0 if nothing in them decides it (then both readings are the same, or the
// values are no numbers). 1.234 alone decides nothing; 1.234,5 and 12,5 do.
func DecimalMark(samples []string) byte {
	var comma, point int
	for _, s := range samples {
		switch decides(trim(s)) {
		case ',':
			comma++
		case '.':
			point++
		}
	}
	switch {
	case comma > point:
		return ','
	case point > comma:
		return '.'
	}
	return 0
}

// decides says which decimal mark a single value proves.
func decides(s string) byte {
	if rest, ok := currency(s); ok {
		s = rest
	}
	s = trim(strings.TrimSuffix(s, "%"))
	if !isNumber(s) {
		return 0
	}
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	at := max(comma, point)
	switch {
	case at < 0:
		return 0
	case comma >= 0 && point >= 0:
		return s[at]
	case strings.Count(s, s[at:at+1]) > 1: // thousands: the other one is decimal
		return ',' + '.' - s[at]
	case len(s)-at == 4 && at > 0 && s[0] != '0':
		return 0
	}
	return s[at]
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func isInteger(s string) bool {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	return s != "" && allDigits(s)
}
