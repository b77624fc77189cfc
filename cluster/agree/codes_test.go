package agree

import (
	"fmt"
	"math"
	"testing"
)

// one makes pairs of things that have one code each: "ab" is a wanted and b given.
func one(pairs ...string) []Pair {
	var list []Pair
	for _, p := range pairs {
		list = append(list, Pair{[]string{p[:1]}, []string{p[1:]}})
	}
	return list
}

func times(n int, pairs ...string) []Pair {
	var list []Pair
	for range n {
		list = append(list, one(pairs...)...)
	}
	return list
}

func TestJudge(t *testing.T) {
	j := Judge(append(times(10, "aa", "aa", "bb", "ab"), Pair{Want: []string{"a"}}))
	if j.N != 41 || j.Covered.Value != 40.0/41 || j.Exact.Value != 30.0/41 {
		t.Errorf("n %d, covered %v, exact %v", j.N, j.Covered.Value, j.Exact.Value)
	}
	a := j.Classes[0]
	if a.Code != "a" || a.Want != 31 || a.Got != 20 || a.Hit != 20 || a.Precision.Value != 1 || math.Abs(a.Recall.Value-20.0/31) > 1e-12 {
		t.Errorf("class a: %+v", a)
	}
	if fmt.Sprint(a.Mistaken) != "[{b 10}]" {
		t.Errorf("a is mistaken for %v", a.Mistaken)
	}
	if math.Abs(a.F1.Value-40.0/51) > 1e-12 || a.F1.Low >= a.F1.Value || a.F1.High <= a.F1.Value {
		t.Errorf("F1 of a: %+v", a.F1)
	}
	if want := 60.0 / 81; math.Abs(j.Micro.Value-want) > 1e-12 {
		t.Errorf("micro F1 %v, want %v", j.Micro.Value, want)
	}
	if j := Judge(nil); j.N != 0 || len(j.Classes) != 0 {
		t.Errorf("nothing: %+v", j)
	}
}

func TestDifference(t *testing.T) {
	good, bad := times(20, "aa", "bb", "aa", "bb"), times(20, "aa", "ba", "ab", "bb")
	if d := Difference(good, bad); d.Low <= 0 || d.Value != 0.5 {
		t.Errorf("better by %+v", d)
	}
	if d := Difference(bad, good); d.High >= 0 {
		t.Errorf("worse by %+v", d)
	}
	if d := Difference(good, good); d.Value != 0 {
		t.Errorf("the same: %+v", d)
	}
}

func TestKappa(t *testing.T) {
	// Cohen's example of 50 things: 20 both yes, 15 both no, 5 and 10 apart: 0.4.
	var cohen []Pair
	cohen = append(cohen, times(20, "jj")...)
	cohen = append(cohen, times(15, "nn")...)
	cohen = append(cohen, times(5, "jn")...)
	cohen = append(cohen, times(10, "nj")...)
	if k := Kappa(cohen, false); math.Abs(k.Value-0.4) > 1e-12 || k.Low > 0.4 || k.High < 0.4 {
		t.Errorf("kappa %+v, want 0.4", k)
	}
	// The same with a code that is there or not.
	for i, p := range cohen {
		for _, side := range []*[]string{&cohen[i].Want, &cohen[i].Got} {
			if *side = p.Want; side == &cohen[i].Got {
				*side = p.Got
			}
			if (*side)[0] == "n" {
				*side = nil
			}
		}
	}
	if k := Kappa(cohen, true); math.Abs(k.Value-0.4) > 1e-12 {
		t.Errorf("kappa of codes %+v, want 0.4", k)
	}
	if k := Kappa(times(10, "aa"), false); !math.IsNaN(k.Value) {
		t.Errorf("one value only: %v", k.Value)
	}
}
