package reach

import (
	"math/rand/v2"
	"slices"
	"testing"

	"luister/cluster/infer"
)

// TestHide draws which numbers are hidden (x).
func TestHide(t *testing.T) {
	for _, tt := range []struct {
		voices []int
		want   string
		mixed  bool
	}{
		{[]int{200, 700, 99}, "...", false},
		{[]int{200, 2, 99}, ".xx", true},     // 2 would be the sum less the others
		{[]int{200, 2, 3, 99}, ".xxx", true}, // 5 of two: neither could be 0
		{[]int{200, 2, 2, 99}, ".xx.", false},
		{[]int{3, 2, 3, 99}, "xxx.", false},
		{[]int{0, 0, 0, 9, 99}, "xxxx.", true}, // none: all three are known
		{[]int{2}, "x", true},
		{[]int{1, 1}, "xx", true},
		{nil, "", false},
	} {
		hidden, mixed := Hide(tt.voices)
		got := ""
		for _, h := range hidden {
			got += map[bool]string{true: "x", false: "."}[h]
		}
		if got != tt.want || mixed != tt.mixed {
			t.Errorf("%v: %s %v, want %s %v", tt.voices, got, mixed, tt.want, tt.mixed)
		}
	}
}

// TestHideIsEnough tries all numbers that hidden ones may be, for one who knows the
// rule: a small one is never told from the others below the cell, unless all groups
// together say so.
func TestHideIsEnough(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	tried := 0
	for range 2000 {
		voices := make([]int, 2+random.IntN(4))
		for i := range voices {
			voices[i] = random.IntN(14)
		}
		hidden, mixed := Hide(voices)
		sum, small, large, shown := 0, 0, 0, 1<<30
		for i, v := range voices {
			switch {
			case !hidden[i]:
				shown = min(shown, v)
				continue
			case v < infer.MinCell:
				small++
			default:
				large++
			}
			sum += v
		}
		if small == 0 || !slices.Contains(hidden, false) {
			continue
		}
		if mixed != (large > 0) {
			t.Fatalf("%v: mixed is %v", voices, mixed)
		}
		tried++
		for v := range infer.MinCell {
			if !reaches(sum-v, small-1, large, shown) {
				t.Fatalf("%v: a hidden number cannot be %d", voices, v)
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d of 2000 hid anything and showed the rest", tried)
	}
}

// reaches tells whether so many small numbers, and large ones up to what is shown, can
// sum to sum.
func reaches(sum, small, large, shown int) bool {
	from, to := 0, infer.MinCell-1
	switch {
	case small > 0:
		small--
	case large > 0:
		from, to, large = infer.MinCell, shown, large-1
	default:
		return sum == 0
	}
	for v := from; v <= min(to, sum); v++ {
		if reaches(sum-v, small, large, shown) {
			return true
		}
	}
	return false
}
