package index

import (
	"slices"
	"strings"
	"testing"
)

func TestParseSynonyms(t *testing.T) {
	s, err := ParseSynonyms(strings.NewReader("# wat hetzelfde is\nSlimme meter, P1-meter , digitale  meter # drie\n\nCV, verwarming\ncv, ketel\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		words []string
		n     int
		want  []string
	}{
		{[]string{"slimme", "meter", "stuk"}, 2, []string{"digitale meter", "p1-meter"}},
		{[]string{"p1-meter"}, 1, []string{"digitale meter", "slimme meter"}},
		{[]string{"cv"}, 1, []string{"verwarming", "ketel"}},
		{[]string{"meter"}, 0, nil},
		{nil, 0, nil},
	} {
		n, got := s.at(tt.words)
		if n != tt.n || !slices.Equal(got, tt.want) {
			t.Errorf("%q: %d words, %q", tt.words, n, got)
		}
	}
	for _, wrong := range []string{"alleen\n", "een twee drie vier vijf zes, zeven\n"} {
		if _, err := ParseSynonyms(strings.NewReader(wrong)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
