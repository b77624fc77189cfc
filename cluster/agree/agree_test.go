package agree

import (
	"math"
	"testing"
)

func TestAgreement(t *testing.T) {
	for _, c := range []struct {
		name     string
		a, b     []int
		ari, ami float64
	}{
		{"the same under other names", []int{0, 0, 1, 1}, []int{5, 5, 2, 2}, 1, 1},
		{"one group against singles", []int{0, 0, 0, 0}, []int{0, 1, 2, 3}, 0, 0},
		{"scikit-learn's example", []int{0, 0, 1, 2}, []int{0, 0, 1, 1}, 0.5714285714, 0.5714285714},
		{"six in three", []int{0, 0, 0, 1, 1, 1}, []int{0, 0, 1, 1, 2, 2}, 0.2424242424, 0.2987924581},
	} {
		if got := ARI(c.a, c.b); math.Abs(got-c.ari) > 1e-6 {
			t.Errorf("%s: ARI %.10f, want %.10f", c.name, got, c.ari)
		}
		if got := AMI(c.a, c.b); math.Abs(got-c.ami) > 1e-6 {
			t.Errorf("%s: AMI %.10f, want %.10f", c.name, got, c.ami)
		}
	}
}
