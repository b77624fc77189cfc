package token

import (
	"strings"
	"unicode/utf8"
)

// placeholder gives the end of a masked piece of personal data at i
// ("[NAAM-K7QX2M4NPR]"), 0 if there is none.
func placeholder(text string, i int) int {
	const code = 10
	k := i + 1
	for k < len(text) && k-i <= 32 && class[text[k]]&upper != 0 {
		k++
	}
	if k == i+1 || k+1+code >= len(text) || text[k] != '-' || text[k+1+code] != ']' {
		return 0
	}
	for _, c := range []byte(text[k+1 : k+1+code]) {
		if class[c]&upper == 0 && (c < '2' || c > '7') {
			return 0
		}
	}
	return k + 2 + code
}

// webAddress gives the end of a web address at i, 0 if there is none. Marks at
// its end belong to the sentence, and so does a bracket that it did not open.
func webAddress(text string, i int) int {
	if i+1 == len(text) {
		return 0
	}
	switch string([]byte{text[i] | 0x20, text[i+1] | 0x20}) {
	case "ht", "ww", "ft":
	default:
		return 0
	}
	if !hasPrefixFold(text[i:], "http://") && !hasPrefixFold(text[i:], "https://") && !hasPrefixFold(text[i:], "www.") && !hasPrefixFold(text[i:], "ftp://") {
		return 0
	}
	end, open := i, 0
	for end < len(text) && class[text[end]]&space == 0 && strings.IndexByte("\"<>[]{}|", text[end]) < 0 {
		if text[end] == '(' {
			open++
		}
		if text[end] == ')' {
			if open == 0 {
				break
			}
			open--
		}
		end++
	}
	for end > i && strings.IndexByte(".,;:!?'*", text[end-1]) >= 0 {
		end--
	}
	return end
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// domain gives the end of a domain name at i, 0 if there is none.
func domain(text string, i int) int {
	end, lastDot := i, 0
	for end < len(text) && (class[text[end]]&(letter|digit) != 0 || text[end] == '-' || text[end] == '.') {
		if text[end] == '.' {
			if end == i || text[end-1] == '.' {
				break
			}
			lastDot = end
		}
		end++
	}
	for end > i && (text[end-1] == '.' || text[end-1] == '-') {
		end--
	}
	if lastDot <= i || lastDot >= end {
		if strings.IndexByte(text[i:end], '.') <= 0 {
			return 0
		}
	}
	return end
}

// emoticons, longest first among those with the same start.
var emoticons = [...]string{
	":'-(", ":'(", ":')", ":-))", ":-)", ":-(", ":-D", ":-P", ":-p", ":-/", ":-|", ":-S", ":-s", ":-o", ":-O", ":-*", ":))", ":)", ":((", ":(", ":D", ":P", ":p", ":/", ":|", ":S", ":s", ":o", ":O", ":*", ":]", ":[",
	";-)", ";-(", ";)", ";(", ";p", ";P", ";D", "=)", "=(", "=D", "</3", "<3", "^^", "^_^", "-_-", ">:(", "(:", "8-)", "B-)",
}

// emoticon gives the end of an emoticon at i, 0 if there is none. It must be
// followed by a gap, and one that could be part of something else ("10:00",
// "http:/") must follow one.
func emoticon(text string, i int) int {
	switch text[i] {
	case ':', ';', '=', '<', '^', '-', '>', '(':
	default:
		return 0
	}
	for _, e := range emoticons {
		if !strings.HasPrefix(text[i:], e) {
			continue
		}
		end := i + len(e)
		if last := e[len(e)-1]; class[last]&(letter|digit) != 0 || last == '/' || last == '|' || last == '[' {
			if startsWord(text, end) || i > 0 && class[text[i-1]]&space == 0 || end < len(text) && text[end] == '/' {
				return 0
			}
		}
		if len(e) == 2 && e[0] != '<' && i > 0 && class[text[i-1]]&digit != 0 {
			return 0
		}
		return end
	}
	return 0
}

// letterEmoticon is for those that start with a letter or digit: "xD", "8-)", "XD".
func letterEmoticon(text string, i int) int {
	switch text[i] {
	case 'x', 'X', '8', 'B', 'o':
	default:
		return 0
	}
	for _, e := range [...]string{"xD", "XD", "xd", "8-)", "B-)", "oO"} {
		if strings.HasPrefix(text[i:], e) && (i == 0 || class[text[i-1]]&space != 0) && atGap(text, i+len(e)) {
			return i + len(e)
		}
	}
	return 0
}

// isEmoji tells whether r is a pictograph.
func isEmoji(r rune) bool {
	switch {
	case r < 0x203c:
		return false
	case r >= 0x1f000 && r <= 0x1faff, r >= 0x2600 && r <= 0x27bf, r >= 0x2b05 && r <= 0x2b55, r >= 0xe0020 && r <= 0xe007f:
		return true
	}
	return r == 0x203c || r == 0x2049 || r >= 0x2194 && r <= 0x21aa || r >= 0x231a && r <= 0x23f3 || r == 0x3030 || r == 0xfe0f || r == 0x20e3
}

// emojiEnd gives the end of the emoji whose first rune was read: with its skin
// tone, variation selector, what is joined to it, and the second half of a flag.
func emojiEnd(text string, end int, first rune) int {
	flag := isRegional(first)
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		switch {
		case r == 0xfe0f, r == 0x20e3, r >= 0x1f3fb && r <= 0x1f3ff, r >= 0xe0020 && r <= 0xe007f:
			end += n
		case flag && isRegional(r):
			return end + n
		case r == 0x200d:
			next, m := utf8.DecodeRuneInString(text[end+n:])
			if !isEmoji(next) && next != '♀' && next != '♂' {
				return end + n
			}
			end += n + m
		default:
			return end
		}
	}
	return end
}

func isRegional(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }
