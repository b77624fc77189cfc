package memo

import (
	"strconv"
	"sync"
	"testing"
)

// TestMemo holds a small memo to a map: what it says it knows is right, and it knows
// what came last.
func TestMemo(t *testing.T) {
	m := New[string](4)
	known := 0
	for i := range 2000 {
		word := strconv.Itoa(i * i % 61)
		value, ok := m.At(Of(word))
		switch {
		case ok && *value != word:
			t.Fatalf("%q has the value of %q", word, *value)
		case ok:
			known++
		case *value != "":
			t.Fatalf("%q is not known and has the value %q", word, *value)
		}
		*value = word
		if again, ok := m.At(Of(word)); !ok || *again != word {
			t.Fatalf("%q is forgotten at once", word)
		}
	}
	if known == 0 || known == 2000 {
		t.Errorf("%d of 2000 were known, with 16 places for 61 words", known)
	}
}

// TestOlderGoes fills a pair: the younger one stays.
func TestOlderGoes(t *testing.T) {
	m := New[int](1)
	for i := range 3 {
		value, _ := m.At(Of(strconv.Itoa(i)))
		*value = i
	}
	for i := 1; i < 3; i++ { // to ask for one that is gone would take a place
		if value, ok := m.At(Of(strconv.Itoa(i))); !ok || *value != i {
			t.Errorf("%d: known %v, value %d", i, ok, *value)
		}
	}
	if _, ok := m.At(Of("0")); ok {
		t.Error("the oldest of three is still in a pair")
	}
}

func TestKeys(t *testing.T) {
	seen := map[Key]string{}
	for i := range 300 {
		for k := range 300 {
			what := strconv.Itoa(i) + "," + strconv.Itoa(k)
			key := Of(strconv.Itoa(i)).With(uint64(k))
			if other, ok := seen[key]; ok {
				t.Fatalf("%s and %s have the same key", what, other)
			}
			seen[key] = what
		}
	}
	if Of("a").With(uint64(Of("b"))) == Of("b").With(uint64(Of("a"))) {
		t.Error("the order does not count")
	}
}

func TestShared(t *testing.T) {
	m := NewShared[string](5)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 5000 {
				word := strconv.Itoa(i % 97)
				if got := m.At(Of(word), func(Key) string { return word }); *got != word {
					t.Errorf("%q has the value of %q", word, *got)
					return
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkMemo(b *testing.B) {
	words := make([]string, 20_000)
	for i := range words {
		words[i] = "woord" + strconv.Itoa(i)
	}
	m := New[string](16)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		word := words[i%len(words)]
		if value, known := m.At(Of(word)); !known {
			*value = word
		}
	}
}

// TestZeroKey asks for the key that an empty place has.
func TestZeroKey(t *testing.T) {
	m := New[int](1)
	if _, known := m.At(0); known {
		t.Error("an empty memo knows the key 0")
	}
	if _, known := m.At(0); !known {
		t.Error("the key 0 is not remembered")
	}
}
