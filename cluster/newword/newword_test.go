package newword

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"testing"
)

// chatter fills columns with talk of common words over n days, some a day.
func chatter(random *rand.Rand, days, perDay int) Feedback {
	f := Feedback{Until: int64(days) * day}
	for d := range days {
		for i := range perDay {
			terms := []string{}
			for range 8 { // Zipf, more or less
				terms = append(terms, fmt.Sprint("woord", int(2000*random.Float64()*random.Float64()*random.Float64())))
			}
			f.add(int64(d)*day+int64(i), fmt.Sprint("p", random.IntN(4000)), terms...)
		}
	}
	return f
}

func (f *Feedback) add(at int64, person string, terms ...string) {
	number := int32(-1)
	if person != "" { // a hash of the name numbers them
		h := fnv.New32a()
		h.Write([]byte(person))
		number = int32(h.Sum32() >> 1)
	}
	f.Terms, f.Received, f.Persons, f.Counts = append(f.Terms, terms), append(f.Received, at), append(f.Persons, number), append(f.Counts, true)
}

// TestFind plants a word that is new, one that is used more, and one that a
// single customer repeats.
func TestFind(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 9))
	f := chatter(random, 400, 20)
	for i := range 12 {
		f.add(f.Until-int64(i+1)*day, fmt.Sprint("n", i), "laadpaal", "woord3")
		f.add(f.Until-int64(i+1)*day, "dezelfde", "klaagmuur")
		f.add(f.Until-int64(i+1)*day, "", "storing")
		f.add(f.Until-int64(i+1)*day, fmt.Sprint("s", i), "storing")
	}
	for i := range 40 {
		f.add(f.Until-int64(40+8*i)*day, fmt.Sprint("m", i), "storing")
	}
	words := Find(f, Options{})
	var got []string
	for _, w := range words {
		got = append(got, w.Term)
	}
	if len(got) != 2 || got[0] != "laadpaal" || got[1] != "storing" {
		t.Errorf("%q", got)
	}
	if w := words[0]; w.Recent != 12 || w.Before != 0 || len(w.Rows) != 12 || f.Received[w.Rows[0]] < f.Received[w.Rows[11]] {
		t.Errorf("%+v", w)
	}
}

// TestFalseWords holds that chance makes no new words.
func TestFalseWords(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 9))
	runs := 0
	for range 20 {
		if len(Find(chatter(random, 200, 15), Options{})) > 0 {
			runs++
		}
	}
	if runs > 3 {
		t.Errorf("%d of 20 runs without anything new give new words", runs)
	}
}

// TestNothing holds that there is nothing new where there is no history.
func TestNothing(t *testing.T) {
	if words := Find(chatter(rand.New(rand.NewPCG(3, 9)), 20, 20), Options{}); words != nil {
		t.Errorf("%v", words)
	}
}

func BenchmarkFind(b *testing.B) {
	f := chatter(rand.New(rand.NewPCG(4, 9)), 500, 200)
	b.ResetTimer()
	for range b.N {
		Find(f, Options{})
	}
}
