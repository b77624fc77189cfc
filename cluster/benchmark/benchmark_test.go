package benchmark

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func counts(n map[string]Count) Counts {
	total := 0
	for _, c := range n {
		total += c.N
	}
	return Counts{From: "2026-01", Until: "2026-06", Months: 6, Feedback: total, Customers: 1000, Forms: n, Topics: n, Shares: map[string][2]int{"heropend": {20, 100}, "klein": {9, 100}}}
}

func shared(id string) bool { return !strings.HasPrefix(id, "eigen") }

func ids(cells []Cell) string {
	var out []string
	for _, c := range cells {
		out = append(out, c.ID)
	}
	return strings.Join(out, " ")
}

// TestMake draws what is left out.
func TestMake(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    map[string]Count
		want string
	}{
		{"all large", map[string]Count{"a": {N: 50}, "b": {N: 10}}, "a b"},
		{"two small make a rest", map[string]Count{"a": {N: 50}, "b": {N: 6}, "c": {N: 7}}, "a overig"},
		{"one small takes the next with it", map[string]Count{"a": {N: 50}, "b": {N: 40}, "c": {N: 7}}, "a overig"},
		{"two very small take the next with them", map[string]Count{"a": {N: 50}, "b": {N: 40}, "c": {N: 1}, "d": {N: 1}}, "a overig"},
		{"own codes are rest", map[string]Count{"a": {N: 50}, "b": {N: 40}, "eigen.x": {N: 30}, "eigen.y": {N: 30}}, "a b overig"},
		{"one own code could be told from the rest", map[string]Count{"a": {N: 50}, "b": {N: 40}, "eigen.x": {N: 30}}, "a overig"},
		{"nothing is large", map[string]Count{"a": {N: 9}, "b": {N: 9}}, "overig"},
	} {
		f, err := Make(counts(tt.n), shared)
		if err != nil || ids(f.Topics) != tt.want {
			t.Errorf("%s: %q (%v), want %q", tt.name, ids(f.Topics), err, tt.want)
		}
	}
	f, _ := Make(counts(map[string]Count{"a": {N: 50, Negative: 45}, "b": {N: 50, Negative: 30}}), shared)
	if f.Topics[0].Negative != nil || *f.Topics[1].Negative != 30 || len(f.Indicators) != 1 || f.PerMille.Value != 100./6 {
		t.Errorf("%+v", f)
	}
	if _, err := Make(counts(map[string]Count{"a": {N: 9}}), shared); err == nil {
		t.Error("a file of nine feedback")
	}
}

// TestNothingSmall holds for any counts: no cell is small, the rest is no single
// cell, and all adds up.
func TestNothingSmall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := map[string]Count{}
		for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "eigen.a", "eigen.b"}), func(s string) string { return s }).Draw(t, "ids") {
			c := Count{N: rapid.IntRange(0, 40).Draw(t, "n")}
			c.Negative = rapid.IntRange(0, c.N).Draw(t, "negative")
			n[id] = c
		}
		f, err := Make(counts(n), shared)
		if err != nil {
			return
		}
		if f, err = Decode(f.Encode()); err != nil {
			t.Fatal(err)
		}
		left := 0
		for id, c := range n {
			if c.N > 0 && !strings.Contains(" "+ids(f.Topics)+" ", " "+id+" ") {
				left++
			}
		}
		for _, c := range f.Topics {
			if c.N < Least || c.ID == Rest && left < 2 && len(n) > 1 && len(f.Topics) > 1 || c.Negative != nil && (*c.Negative < Least || c.N-*c.Negative < Least) {
				t.Fatalf("%+v of %+v", f.Topics, n)
			}
		}
	})
}

// TestDecode holds what is refused.
func TestDecode(t *testing.T) {
	f, err := Make(counts(map[string]Count{"a": {N: 50, Negative: 20}, "b": {N: 10}}), shared)
	if err != nil {
		t.Fatal(err)
	}
	b := f.Encode()
	if again, err := Decode(b); err != nil || again.Checksum != f.Checksum {
		t.Errorf("%v", err)
	}
	if _, err := Decode(bytes.Replace(b, []byte(`"n": 50`), []byte(`"n": 51`), 1)); !errors.Is(err, ErrChanged) {
		t.Errorf("changed: %v", err)
	}
	f.Feedback++
	f.Checksum = f.sum()
	if _, err := Decode(f.Encode()); err == nil {
		t.Error("cells that do not add up")
	}
	f.Schema = "luister-benchmark/9"
	if _, err := Decode(f.Encode()); err == nil {
		t.Error("another schema")
	}
}

func FuzzDecode(f *testing.F) {
	file, err := Make(counts(map[string]Count{"a": {N: 50, Negative: 20}, "b": {N: 10}}), shared)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file.Encode())
	f.Add([]byte(`{"schema":"luister-benchmark/1"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if file, err := Decode(b); err == nil && file.Schema != Schema {
			t.Errorf("read: %+v", file)
		}
	})
}

// TestCompare holds one difference among organisations that are the same
// otherwise, and that the interval holds it.
func TestCompare(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	held, rounds, called := 0, 400, 0
	for range rounds {
		draw := func(p float64) map[string]Count {
			n := map[string]Count{}
			for range 800 {
				id := string(rune('b' + random.IntN(8)))
				if random.Float64() < p {
					id = "a"
				}
				c := n[id]
				c.N++
				n[id] = c
			}
			return n
		}
		ours, _ := Make(counts(draw(.25)), shared)
		theirs, _ := Make(counts(draw(.15)), shared)
		for _, l := range Compare(ours, theirs) {
			switch {
			case l.Part == "topic" && l.ID == "a":
				if l.Difference.Has(.10) {
					held++
				}
				if l.Difference.Value > 0 && !l.Different() {
					t.Log("a real difference is not seen")
				}
			case l.Part == "indicator" && l.Different():
				called++
			}
		}
	}
	if share := 100 * float64(held) / float64(rounds); share < 92.5 || share > 97.5 || called > 0 {
		t.Errorf("the interval holds the difference %.1f %% of the time; %d equal indicators differ", share, called)
	}
}
