package source

import "bytes"

// binary says what a file is that holds no text, and what to do; "" if it may
// be text.
func binary(sample []byte) string {
	for _, known := range []struct{ start, what string }{
		{"%PDF", "a PDF: ask for the export as CSV or Excel"},
		{"\xd0\xcf\x11\xe0", "an old Office document: save an .xls as .xlsx or CSV first"},
		{"PK\x03\x04", "an archive in an archive: unpack it first"},
		{"\x1f\x8b", "packed twice: unpack it first"},
		{"\x28\xb5\x2f\xfd", "packed twice: unpack it first"},
		{"PAR1", "a Parquet file: export it as CSV first"},
		{"\x89PNG", "a picture: it holds no rows"},
		{"\xff\xd8\xff", "a picture: it holds no rows"},
		{"$FL2", "an SPSS file: save it as CSV first"},
		{"$FL3", "an SPSS file: save it as CSV first"},
		{"SQLite format 3", "a database: export the table as CSV first"},
	} {
		if bytes.HasPrefix(sample, []byte(known.start)) {
			return known.what
		}
	}
	if control(sample)*20 > len(sample) && !wide(sample) {
		return "no text: it holds binary data, whatever its name says; ask for the export as CSV or Excel"
	}
	return ""
}

// control counts the bytes that no text holds.
func control(sample []byte) int {
	n := 0
	for _, b := range sample {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b || b == 0x7f {
			n++
		}
	}
	return n
}

// wide says whether zeros stand where UTF-16 or UTF-32 has them.
func wide(sample []byte) bool {
	if bytes.HasPrefix(sample, []byte("\xff\xfe")) || bytes.HasPrefix(sample, []byte("\xfe\xff")) || bytes.HasPrefix(sample, []byte("\x00\x00\xfe\xff")) {
		return true
	}
	zeros := [4]int{}
	for i, b := range sample {
		if b == 0 {
			zeros[i%4]++
		}
	}
	quarter := len(sample) / 4
	even, odd := zeros[0]+zeros[2], zeros[1]+zeros[3]
	return quarter > 0 && (even > 9*quarter/5 && odd < quarter/5 || odd > 9*quarter/5 && even < quarter/5 ||
		zeros[1] > 9*quarter/10 && zeros[2] > 9*quarter/10)
}
