package mail

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// Sniff tells by the first bytes of a file what kind of mail it holds; name
// decides only where the bytes leave doubt. A few kilobytes are enough.
func Sniff(sample []byte, name string) Kind {
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case bytes.HasPrefix(sample, []byte("!BDN")):
		return PST
	case bytes.HasPrefix(sample, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		if ext == ".msg" || bytes.Contains(sample, utf16("__substg1.0_")) || bytes.Contains(sample, utf16("__properties")) {
			return MSG
		}
		return None
	}
	sample = bytes.TrimPrefix(sample, []byte("\xEF\xBB\xBF"))
	sample = bytes.TrimLeft(sample, "\r\n")
	if line, rest, _ := bytes.Cut(sample, []byte("\n")); isFromLine(line) && (len(rest) == 0 || headerLike(rest)) {
		return Mbox
	}
	if bytes.HasPrefix(sample, []byte("From ")) && (ext == ".mbox" || ext == ".mbx") {
		return Mbox
	}
	if mailHeader(sample) || (ext == ".eml" && headerLike(sample)) {
		return EML
	}
	return None
}

// utf16 spells an ASCII text as UTF-16LE, as names in a compound file are.
func utf16(s string) []byte {
	var b []byte
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return b
}

// IsMaildir tells whether dir is a maildir: a directory that holds cur and new.
func IsMaildir(dir string) bool {
	for _, sub := range []string{"cur", "new"} {
		info, err := os.Stat(filepath.Join(dir, sub))
		if err != nil || !info.IsDir() {
			return false
		}
	}
	return true
}

// telling are header fields of which two together say that a text is a mail,
// and no table or note.
var telling = map[string]bool{
	"from": true, "to": true, "subject": true, "date": true, "message-id": true, "received": true,
	"return-path": true, "mime-version": true, "content-type": true, "delivered-to": true, "reply-to": true,
	"cc": true, "dkim-signature": true, "x-mailer": true, "in-reply-to": true, "sender": true, "content-transfer-encoding": true,
}

// mailHeader tells whether b begins with header lines of which at least two,
// or a lone Content-Type or Received, are those of a mail. From, To, Date and
// Subject alone may be the head of a report: then one must hold an address.
func mailHeader(b []byte) bool {
	seen := map[string]bool{}
	bad, plain := 0, 0
	address := false
	for len(b) > 0 {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name := headerName(line)
		if name == "" {
			if bad++; bad > 1 {
				return false
			}
			continue
		}
		if name = strings.ToLower(name); telling[name] {
			seen[name] = true
			address = address || bytes.IndexByte(line, '@') > 0
		}
	}
	for _, name := range []string{"from", "to", "date", "subject", "cc"} {
		if seen[name] {
			plain++
		}
	}
	return len(seen) >= 2 && (address || len(seen) > plain) || seen["content-type"] || seen["received"]
}

// headerLike tells whether b begins with something that is a header line.
func headerLike(b []byte) bool {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return headerName(line) != ""
}

// headerName gives the field name of a header line, or "" if it is none.
func headerName(line []byte) string {
	i := bytes.IndexByte(line, ':')
	if i < 1 || i > 76 {
		return ""
	}
	name := bytes.TrimRight(line[:i], " \t")
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return ""
		}
	}
	return string(name)
}
