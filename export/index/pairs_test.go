package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// madeUp gives texts of two frequent words, some that are less so, rare ones and gaps.
func madeUp(r *rand.Rand) []string {
	text := make([]string, 4+r.IntN(6))
	for i := range text {
		switch n := r.IntN(20); {
		case n < 12:
			text[i] = []string{"de", "niet"}[n%2]
		case n < 19:
			text[i] = fmt.Sprintf("woord%d", n%3)
		case r.IntN(2) == 0:
			text[i] = "" // a gap
		default:
			text[i] = fmt.Sprintf("zeldzaam%d", r.IntN(40))
		}
	}
	return text
}

// TestPhrasesOfAll holds that every phrase is found exactly where it stands, be its
// words frequent or not, through nights that replace and drop feedback.
func TestPhrasesOfAll(t *testing.T) {
	r, texts := rand.New(rand.NewPCG(1, 2)), map[string][]string{}
	night := func(first, n int) func(*Writer) {
		return func(w *Writer) {
			for i := first; i < first+n; i++ {
				id := fmt.Sprintf("F%05d", i)
				texts[id] = madeUp(r)
				w.Add("2026-01", Entry{ID: id, Terms: Terms{Words: texts[id]}})
			}
		}
	}
	first := build(t, "", night(0, 1200))
	second := build(t, first, func(w *Writer) {
		night(1000, 900)(w)
		for i := range 100 {
			id := fmt.Sprintf("F%05d", i)
			w.Drop("2026-01", id)
			delete(texts, id)
		}
	})
	x := open(t, second, Options{})
	if n := len(x.segments); n < 2 {
		t.Fatalf("%d segments: nothing is tried of those behind the first", n)
	}
	words := []string{"de", "niet", "woord0", "woord2", "zeldzaam1", "zeldzaam2"}
	for _, a := range words {
		for _, b := range words {
			checkPhrase(t, x, texts, a, b)
			checkPhrase(t, x, texts, a, b, "de")
		}
	}
	if _, known, err := x.segments[1].pair(wordHash("de"), wordHash("niet")); !known || err != nil {
		t.Errorf("two frequent words are no pair: %v", err)
	}
	if _, known, _ := x.segments[0].pair(wordHash("de"), wordHash("zeldzaam1")); known {
		t.Error("a rare word is in a pair")
	}
}

func checkPhrase(t *testing.T, x *Index, texts map[string][]string, phrase ...string) {
	t.Helper()
	want := 0
	for _, text := range texts {
		for i := 0; i+len(phrase) <= len(text); i++ {
			if slices.Equal(text[i:i+len(phrase)], phrase) {
				want++
				break
			}
		}
	}
	found, err := x.Search(context.Background(), Query{Text: `"` + strings.Join(phrase, " ") + `"`})
	must(t, err)
	if found.Total != want {
		t.Errorf("%q: %d, want %d", phrase, found.Total, want)
	}
}

// FuzzWordPairs holds that no damage to the file makes reading it fail hard.
func FuzzWordPairs(f *testing.F) {
	var w orderWriter
	var ids []string
	for i := range frequentMin {
		ids = append(ids, fmt.Sprintf("F%d", i))
		w.add(ids[i], Terms{Words: []string{"de", "factuur"}})
	}
	dir := f.TempDir()
	must(f, w.write(dir, "", ids))
	good, err := os.ReadFile(filepath.Join(dir, pairsName))
	must(f, err)
	f.Add(good)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return // an empty file cannot be mapped
		}
		path := filepath.Join(t.TempDir(), pairsName)
		must(t, os.WriteFile(path, b, 0o644))
		p, err := openPairs(path)
		if err != nil {
			return
		}
		defer p.close()
		if docs, known, err := p.docs(wordHash("de"), wordHash("factuur")); known && err == nil {
			docs.GetCardinality()
		}
	})
}
