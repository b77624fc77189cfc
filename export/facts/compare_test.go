package facts

import (
	"testing"
	"time"
)

// made gives facts of feedback, half of it in each of two months, of which the
// first share of each month is of the form klacht.
func made(n int, complaints [2]int) *Facts {
	f := &Facts{byID: map[string]*Driver{}}
	var forms, sentiments, empty []string
	for half := range 2 {
		for i := range n {
			form := "vraag"
			if i < complaints[half] {
				form = "klacht"
			}
			forms, sentiments, empty = append(forms, form), append(sentiments, "neutraal"), append(empty, "")
			f.received = append(f.received, time.Date(2026, time.Month(1+half), 1+i%20, 0, 0, 0, 0, time.UTC).UnixMicro())
			f.IDs = append(f.IDs, "")
		}
	}
	f.Form, f.Sentiment = newColumn(forms), newColumn(sentiments)
	for _, c := range f.Attributes() {
		*c = newColumn(empty)
	}
	none := make([]int32, len(f.IDs)+1)
	f.Topics, f.Experience = Codes{start: none}, Codes{start: none}
	f.driver = make([][]int32, len(f.IDs))
	return f
}

func day(month time.Month, d int) time.Time { return time.Date(2026, month, d, 0, 0, 0, 0, time.UTC) }

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		name       string
		n          int
		complaints [2]int
		sure       bool
		shown      int
	}{
		{"a real change", 200, [2]int{100, 150}, true, 3},
		{"chance", 200, [2]int{100, 104}, false, 3},
		{"too few feedback to compare", 20, [2]int{7, 15}, false, 3},
		{"small cells are hidden", 200, [2]int{100, 3}, false, 2},
	} {
		f := made(tt.n, tt.complaints)
		got := f.Compare(f.Of(Side{Until: day(1, 31)}), f.Of(Side{From: day(2, 1)}))
		if len(got) != tt.shown {
			t.Errorf("%s: %d differences, want %d: %+v", tt.name, len(got), tt.shown, got)
			continue
		}
		for _, d := range got {
			if d.Value == "klacht" && (d.A != tt.complaints[0] || d.B != tt.complaints[1] || d.Sure != tt.sure || !d.Has(d.Share[0]-d.Share[1])) {
				t.Errorf("%s: %+v", tt.name, d)
			}
		}
	}
}

func TestOf(t *testing.T) {
	f := made(20, [2]int{7, 15})
	for _, tt := range []struct {
		side Side
		want int
	}{
		{Side{}, 40}, {Side{From: day(1, 20), Until: day(2, 1)}, 2}, {Side{From: day(3, 1)}, 0},
		{Side{Attribute: "product", Value: "gas"}, 0}, {Side{Attribute: "zomaar", Value: "x"}, 40},
	} {
		if got := len(f.Of(tt.side)); got != tt.want {
			t.Errorf("%+v: %d feedback, want %d", tt.side, got, tt.want)
		}
	}
}
