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

// TestHideIsEnough tries all numbers that hidden ones may be: a small one is never
// told from the others below the cell, unless all groups together say so.
func TestHideIsEnough(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		voices := make([]int, 2+random.IntN(3))
		for i := range voices {
			voices[i] = random.IntN(12)
		}
		hidden, mixed := Hide(voices)
		sum, unknown := 0, 0
		for i, h := range hidden {
			if h {
				sum, unknown = sum+voices[i], unknown+1
			}
		}
		if unknown == 0 || !slices.Contains(hidden, false) {
			continue
		}
		may := map[int]bool{}
		for _, v := range possible(unknown, sum, mixed) {
			may[v] = true
		}
		for v := range infer.MinCell {
			if !may[v] {
				t.Fatalf("%v: a hidden number cannot be %d", voices, v)
			}
		}
	}
}

// possible gives what the first of n hidden numbers that sum to sum may be: all
// small, or if mixed at most one of them not.
func possible(n, sum int, mixed bool) (first []int) {
	numbers := make([]int, n)
	var fill func(at, left, large int)
	fill = func(at, left, large int) {
		switch {
		case at == n && left == 0:
			first = append(first, numbers[0])
		case at < n:
			for v := range left + 1 {
				big := large
				if v >= infer.MinCell {
					big++
				}
				if big == 0 || mixed && big == 1 {
					numbers[at] = v
					fill(at+1, left-v, big)
				}
			}
		}
	}
	fill(0, sum, 0)
	return first
}
