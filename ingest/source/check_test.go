package source

import (
	"strings"
	"testing"

	"luister/ingest"
	"luister/ingest/mapping"
)

func TestCheck(t *testing.T) {
	score := func(kind ingest.ScoreKind, low, high float64) []mapping.StatedScore {
		return []mapping.StatedScore{{Column: "Cijfer", Kind: kind, Min: low, Max: high}}
	}
	for _, tt := range []struct {
		src  Source
		want string
	}{
		{Source{Name: "a", Scores: score("nps", 0, 10)}, ""},
		{Source{Name: "a", Scores: score("csat", 0, 0)}, ""},
		{Source{}, "no name"},
		{Source{Name: "  "}, "no name"},
		{Source{Name: "../a"}, "a name holds no"},
		{Source{Name: `a\b`}, "a name holds no"},
		{Source{Name: "a..b"}, "a name holds no"},
		{Source{Name: "a", Kind: "excel"}, "kind"},
		{Source{Name: "a", After: "burn"}, "after"},
		{Source{Name: "a", Zone: "Nergens/Huizen"}, "zone"},
		{Source{Name: "a", DateOrder: "jjjj"}, "date_order"},
		{Source{Name: "a", Paths: mapping.Names{"[x"}}, "pattern"},
		{Source{Name: "a", Paths: mapping.Names{"inbox/**/a[x"}}, "pattern"},
		{Source{Name: "a", Paths: mapping.Names{""}}, "pattern"},
		{Source{Name: "a", Scores: score("cijfer", 1, 10)}, `kind "cijfer"`},
		{Source{Name: "a", Scores: score("csat", 10, 1)}, "less than"},
		{Source{Name: "a", Scores: score("csat", 5, 5)}, "less than"},
		{Source{Name: "a", Scores: []mapping.StatedScore{{Kind: "nps"}}}, "names no column"},
	} {
		err := tt.src.Check()
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v, want %q", tt.src, err, tt.want)
		}
	}
}

func TestCheckAll(t *testing.T) {
	err := CheckAll([]Source{{Name: "a", Kind: "excel"}, {Name: "b"}, {Name: "b", After: "burn"}})
	for _, want := range []string{`kind "excel"`, `after "burn"`, "two sources"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if err := CheckAll([]Source{{Name: "a"}, {Name: "b"}}); err != nil {
		t.Error(err)
	}
}
