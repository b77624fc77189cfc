package mail

import "bytes"

// splitParts cuts the body of a multipart at its boundary lines. What stands
// before the first and behind the last is not part of the message; a missing
// last boundary ends the last part at the end of the body, and then ended is
// false. A body without any boundary line is one part.
func splitParts(body []byte, boundary string) (parts [][]byte, ended bool) {
	delimiter := []byte("--" + boundary)
	start := -1
	for pos := 0; pos < len(body); {
		end := bytes.IndexByte(body[pos:], '\n')
		next := len(body)
		if end >= 0 {
			next = pos + end + 1
		}
		line := body[pos:next]
		if isBoundary, last := matches(line, delimiter); isBoundary {
			if start >= 0 {
				parts = append(parts, trimEnd(body[start:pos]))
			}
			start = next
			if last {
				return parts, true
			}
		}
		pos = next
	}
	if start >= 0 && start < len(body) {
		parts = append(parts, body[start:])
	}
	if start < 0 && len(bytes.TrimSpace(body)) > 0 {
		parts = append(parts, looseBody(body))
	}
	return parts, false
}

// preamble gives what stands before the first boundary line.
func preamble(body []byte, boundary string) []byte {
	delimiter := []byte("--" + boundary)
	for pos := 0; pos < len(body); {
		next := len(body)
		if end := bytes.IndexByte(body[pos:], '\n'); end >= 0 {
			next = pos + end + 1
		}
		if isBoundary, _ := matches(body[pos:next], delimiter); isBoundary {
			return body[:pos]
		}
		pos = next
	}
	return body
}

// matches tells whether line is a boundary line, and whether it is the last.
func matches(line, delimiter []byte) (isBoundary, last bool) {
	if !bytes.HasPrefix(line, delimiter) {
		return false, false
	}
	rest := bytes.TrimRight(line[len(delimiter):], " \t\r\n")
	return len(rest) == 0 || string(rest) == "--", string(rest) == "--"
}

// trimEnd takes off the line end that belongs to the boundary behind it.
func trimEnd(part []byte) []byte {
	part = bytes.TrimSuffix(part, []byte("\n"))
	return bytes.TrimSuffix(part, []byte("\r"))
}

// looseBody makes a body whose boundary never comes a part of its own: with
// the header block it starts with, or as text without one.
func looseBody(body []byte) []byte {
	if boundary := guessBoundary(body); boundary != "" {
		if parts, _ := splitParts(body, boundary); len(parts) > 0 {
			return parts[0]
		}
	}
	if headerLike(body) {
		return body
	}
	return append([]byte("\r\n"), body...)
}

// guessBoundary finds the boundary of a multipart that does not name it, or
// names another: the first line that starts with "--" and is followed by a
// header line.
func guessBoundary(body []byte) string {
	for len(body) > 0 {
		var line []byte
		line, body, _ = bytes.Cut(body, []byte("\n"))
		line = bytes.TrimRight(line, " \t\r")
		if len(line) > 2 && bytes.HasPrefix(line, []byte("--")) && (headerLike(body) || bytes.HasPrefix(bytes.TrimLeft(body, "\r"), []byte("\n"))) {
			return string(line[2:])
		}
	}
	return ""
}
