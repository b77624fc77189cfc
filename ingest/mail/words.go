package mail

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// decodeWords decodes the encoded words of RFC 2047 in a header value. Words
// next to each other in one charset are joined as bytes first: mail programs
// cut them inside a character. What is no valid word stays as it is, and raw
// bytes are decoded by guess.
func decodeWords(s string) string {
	var out strings.Builder
	var pending []byte // bytes of words in one charset, not decoded yet
	charset := ""
	write := func(b []byte, name string) {
		s, _ := decode(b, name)
		out.WriteString(s)
	}
	flush := func() {
		if len(pending) > 0 {
			write(pending, charset)
			pending = nil
		}
	}
	for len(s) > 0 {
		i := strings.Index(s, "=?")
		if i < 0 {
			break
		}
		cs, data, rest, ok := cutWord(s[i:])
		if !ok {
			flush()
			write([]byte(s[:i+2]), "")
			s = s[i+2:]
			continue
		}
		if between := s[:i]; strings.TrimSpace(between) != "" || len(pending) == 0 {
			flush()
			write([]byte(between), "")
		}
		if cs != charset {
			flush()
		}
		charset, pending, s = cs, append(pending, data...), rest
	}
	flush()
	write([]byte(s), "")
	return clean(out.String())
}

// maxWord is how long an encoded word may be; the standard says 75.
const maxWord = 4096

// cutWord reads one encoded word at the start of s.
func cutWord(s string) (charset string, data []byte, rest string, ok bool) {
	near := s[2:min(len(s), maxWord)]
	fields := strings.SplitN(near, "?", 3)
	if len(fields) < 3 || fields[0] == "" || len(fields[1]) != 1 {
		return "", nil, "", false
	}
	text, after, found := strings.Cut(fields[2], "?=")
	if !found || len(fields[0]) > 40 {
		return "", nil, "", false
	}
	rest = s[2+len(near)-len(after):]
	charset, _, _ = strings.Cut(strings.ToLower(fields[0]), "*") // language of RFC 2231
	switch fields[1] {
	case "B", "b":
		data, ok = wordBase64(text)
	case "Q", "q":
		data, ok = appendEscaped(nil, bytes.ReplaceAll([]byte(text), []byte("_"), []byte(" "))), true
	}
	return charset, data, rest, ok
}

// wordBase64 decodes base64 with or without its padding.
func wordBase64(s string) ([]byte, bool) {
	s = strings.TrimRight(strings.ReplaceAll(s, " ", ""), "=")
	data, err := base64.RawStdEncoding.DecodeString(s)
	return data, err == nil
}
