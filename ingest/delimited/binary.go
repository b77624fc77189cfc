package delimited

import (
	"bytes"
	"strings"

	"luister/ingest/charset"
)

// Binary says what a file is that holds no text, by its first bytes, and what to
// do about it; "" if it may be text.
func Binary(sample []byte) string { return binary(sample, charset.Detect(sample)) }

func binary(sample []byte, e charset.Encoding) string {
	for _, known := range [...]struct{ start, what string }{
		{"%PDF", "a PDF: ask for the export as CSV or Excel"},
		{"\xd0\xcf\x11\xe0", "an old Excel or other Office document: save an .xls as .xlsx or CSV first"},
		{"PK\x03\x04", "an archive in an archive: unpack it first"},
		{"\x1f\x8b", "packed twice: unpack it first"},
		{"\x28\xb5\x2f\xfd", "packed twice: unpack it first"},
		{"\x89PNG", "a picture: it holds no rows"},
		{"\xff\xd8\xff", "a picture: it holds no rows"},
		{"SQLite format 3", "a database: export the table as CSV first"},
	} {
		if bytes.HasPrefix(sample, []byte(known.start)) {
			return known.what
		}
	}
	if bytes.Contains(sample[:min(len(sample), 512)], []byte("SPSSPORT")) {
		return "a portable SPSS file: save it as .sav or CSV first"
	}
	if e.Name != charset.UTF8 && strings.HasPrefix(e.Name, "utf-") {
		return ""
	}
	if odd := control(sample); odd > 8 && odd*20 > len(sample) {
		return "no text: it holds binary data, whatever its name says; ask for the export as CSV or Excel"
	}
	return ""
}

// control counts the bytes that no text holds. The separators of ASCII may be
// delimiters, and so may its first signs.
func control(sample []byte) int {
	n := 0
	for _, c := range sample {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && (c < 0x1c || c > 0x1f) && c > 0x03 || c == 0 {
			n++
		}
	}
	return n
}
