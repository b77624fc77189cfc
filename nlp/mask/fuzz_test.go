package mask_test

import (
	"strings"
	"testing"

	"luister/ingest"
	"luister/nlp/mask"
)

// FuzzMask holds for any text: spans lie inside, in order, not overlapping; the
// text outside them survives; the masked text is what the spans say; and
// masking it again changes nothing.
func FuzzMask(f *testing.F) {
	for _, text := range []string{
		"", "Met mevrouw De Vries gebeld op 06-12345678", "Kerkstraat 12, 1234 AB Utrecht", "[NAAM-ABCDEFGHIJ]", "NL20INGB0001234567",
		"B&B. Groot", "A.B.C. Visser-de Jong", "\xff\xfe Jan\xc3", "İstanbul ıJan", "jan at x punt nl", "v/d Berg 12-3-1980 geboren", "x@y.nl@z.nl",
		"dr. dr. A.", "1.1.1.1::1", "Jan's en Piets' auto", "geb. 1- mei '80", "www.a.nl?x=1)", "'s-Gravenhage 'Jan'",
		"Dijk, Mieke van", "familie Van Damme - De Clercq", "Piet Bakker, Dorpsstraat 12", "mvg a. de vries", "jan punt x @ y.nl", "nul zes 12345678",
		"auto XX 99 99", "adres: De Hoge Kamp 3a", "ip 10.0.0.1", "J. Bakker, Jan van Dijk belde jan",
	} {
		f.Add(text, "Jan Bakker", true)
		f.Add(text, "", false)
	}
	key := make([]byte, 32)
	maskers := map[bool]*mask.Masker{true: mask.New(key, mask.Options{Policy: mask.Strict}), false: mask.New(key, mask.Options{})}
	f.Fuzz(func(t *testing.T, text, name string, strict bool) {
		m := maskers[strict]
		var known []ingest.Known
		if name != "" {
			known = append(known, ingest.Known{Type: ingest.KnownName, Value: name})
		}
		r := m.Mask(text, known)
		var rebuilt strings.Builder
		last := 0
		for _, s := range r.Spans {
			if s.Start < last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %v in a text of %d bytes after %d", s.Span, len(text), last)
			}
			rebuilt.WriteString(text[last:s.Start] + s.Replacement)
			last = s.End
		}
		if rebuilt.WriteString(text[last:]); rebuilt.String() != r.Text {
			t.Fatalf("spans give %q, masked text is %q", rebuilt.String(), r.Text)
		}
		if again := m.Mask(r.Text, known); again.Text != r.Text || len(again.Spans) > 0 {
			t.Fatalf("masked again: %q became %q", r.Text, again.Text)
		}
	})
}
