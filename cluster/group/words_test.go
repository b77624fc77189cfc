package group

import (
	"fmt"
	"math"
	"testing"
	"time"

	"luister/cluster"
	"luister/cluster/registry"
	"luister/nlp/vector"
)

// meanings is a model in which the words of a subject, "a-…" or "b-…", mean the same.
type meanings struct{}

func (meanings) Dim() int        { return 2 }
func (meanings) Version() string { return "proef" }

func (meanings) Weighted(words []string, weights []float32) []float32 {
	v := make([]float32, 2)
	for i, w := range words {
		v[w[0]-'a'] += weights[i]
	}
	length := float32(math.Hypot(float64(v[0]), float64(v[1])))
	return []float32{v[0] / length, v[1] / length}
}

// TestOwnWords holds that texts without a word in common lie nearer to each other
// where a model of the organisation says that they mean the same.
func TestOwnWords(t *testing.T) {
	var items []cluster.Item
	for i := range 24 {
		subject := string(rune('a' + i%2))
		var terms []string
		for k := range 3 {
			terms = append(terms, fmt.Sprintf("%s-%d-%d", subject, i/8, k)) // eight texts share words
		}
		items = append(items, cluster.Item{ID: fmt.Sprintf("x%02d", i), Terms: append(terms, fmt.Sprintf("%s-eigen-%d", subject, i)), Breaks: []int32{0},
			Hash: uint64(i) * 7919, Customer: fmt.Sprint("k", i), Received: time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC)})
	}
	reg := &registry.Registry{}
	n := newNight(items, reg, Options{Words: meanings{}}.defaults())
	if !n.fitSpace() {
		t.Fatal("no space")
	}
	n.locate()
	of := map[string][]float32{}
	for i, it := range n.items {
		of[it.ID] = n.places.Row(i)
	}
	same, other := vector.Dot(of["x00"], of["x08"]), vector.Dot(of["x00"], of["x09"])
	if same < other+.1 {
		t.Errorf("nearness %.3f to what means the same in other words, %.3f to what does not", same, other)
	}
	if reg.Vectors != "proef" || !reg.Meaning || UpToDate(&registry.Registry{Version: 1, Vectors: "proef"}, vector.Load()) {
		t.Errorf("the places are made with %q", reg.Vectors)
	}
}
