package delimited

import (
	"bufio"
	"bytes"
	"io"
)

// wrapped is true if every line stands in quotes as a whole, with the delimiters
// inside: a delimited file that was once taken for a single column and saved
// again.
func wrapped(text []byte) bool {
	lines, whole, cells := 0, 0, 0
	for line := range bytes.Lines(text) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 || lines == 200 {
			continue
		}
		lines++
		inner, ok := unwrap(line)
		if !ok {
			continue
		}
		whole++
		if shapeOf(string(inner)).typed() {
			continue // 1,234.50 in quotes is a number
		}
		for _, delim := range []byte(",;\t|") {
			if i := bytes.IndexByte(inner, delim); i > 0 && i < len(inner)-1 && inner[i+1] != ' ' {
				cells++
				break
			}
		}
	}
	return lines > 2 && whole*10 >= lines*9 && cells*10 >= lines*9
}

// unwrap takes a line out of its quotes; ok is false if it does not stand in
// quotes as a whole.
func unwrap(line []byte) (inner []byte, ok bool) {
	n := len(line)
	if n < 2 || line[0] != '"' || line[n-1] != '"' {
		return line, false
	}
	inner = line[1 : n-1]
	if bytes.IndexByte(inner, '"') < 0 {
		return inner, true
	}
	plain := bytes.ReplaceAll(inner, []byte(`""`), nil)
	if bytes.IndexByte(plain, '"') >= 0 {
		return line, false
	}
	return bytes.ReplaceAll(inner, []byte(`""`), []byte(`"`)), true
}

// unwrapText is a text with every line out of its quotes.
func unwrapText(text []byte) []byte {
	out, _ := io.ReadAll(&unwrapper{in: bufio.NewReader(bytes.NewReader(text))})
	return out
}

// unwrapper takes the lines of a text out of their quotes while it is read.
type unwrapper struct {
	in   *bufio.Reader
	rest []byte
	err  error
}

func (u *unwrapper) Read(p []byte) (int, error) {
	for len(u.rest) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		var line []byte
		line, u.err = u.in.ReadBytes('\n')
		body := bytes.TrimRight(line, "\r\n")
		end := line[len(body):]
		inner, _ := unwrap(body)
		u.rest = append(append(u.rest[:0], inner...), end...)
	}
	n := copy(p, u.rest)
	u.rest = u.rest[n:]
	return n, nil
}
