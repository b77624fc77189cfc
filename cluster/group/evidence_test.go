package group

import (
	"math"
	"slices"
	"strings"
	"testing"

	"luister/cluster"
	"luister/cluster/registry"
	"luister/nlp/vector"
)

func TestReasons(t *testing.T) {
	reg, items := &registry.Registry{}, said(4, 30, 0)
	given := Run(items, reg, Options{}).Assignments
	for i := range items {
		for _, m := range given[i].Drivers {
			list := Reasons(reg, &items[i], m)
			if len(list) == 0 {
				t.Fatalf("%s is in %s for nothing", items[i].ID, m.Driver)
			}
			if !strings.HasPrefix(list[0].Term, "w") || list[0].Share <= 0 || list[0].Share > 1 {
				t.Errorf("%s is in %s for %v", items[i].ID, m.Driver, list)
			}
		}
	}
}

// TestTopicIsReason holds that a topic by which an item lies near a driver is
// among the reasons, that all reasons make one whole, and that a segment has its
// own topics.
func TestTopicIsReason(t *testing.T) {
	reg, items := &registry.Registry{}, said(4, 30, 0)
	for i := range items {
		items[i].Shown = []cluster.Shown{{Topic: "factuur.s" + items[i].ID[1:3]}}
	}
	given := Run(items, reg, Options{}).Assignments
	for i := range items {
		for _, m := range given[i].Drivers {
			m.Segment = 0
			sum, topic := 0.0, ""
			for _, r := range Reasons(reg, &items[i], m) {
				if sum += r.Share; r.Topic != "" {
					topic = r.Topic
				}
				if (r.Term == "") != (r.Topic != "") || r.Share <= 0 {
					t.Fatalf("%s is in %s by %+v", items[i].ID, m.Driver, r)
				}
			}
			if topic != items[i].Shown[0].Topic || math.Abs(sum-1) > 1e-9 {
				t.Errorf("%s is in %s by topic %q; all together %v", items[i].ID, m.Driver, topic, sum)
			}
		}
	}
}

// TestPairIsReason holds that what a pair adds is told of its words, half of each.
func TestPairIsReason(t *testing.T) {
	reg, items := &registry.Registry{}, said(4, 30, 0)
	Run(items, reg, Options{})
	if !reg.Pairs {
		t.Fatal("so few texts count no pairs")
	}
	center, place, pairs := reg.Prototypes[0].Center[:reg.Space.Dim], make([]float32, reg.Space.Dim), 0
	for i := range items {
		terms := told(true, items[i].Terms, &items[i], -1)
		want := map[string]float64{}
		for k, w := range reg.Space.Weigh(terms) {
			if slices.Contains(terms[:k], terms[k]) || !reg.Space.At(place, terms[k]) {
				continue
			}
			share := max(0, float64(vector.Dot(place, center))) * float64(w)
			a, b, pair := strings.Cut(terms[k], cluster.PairMark)
			if !pair {
				want[a] += share
				continue
			}
			want[a], want[b] = want[a]+share/2, want[b]+share/2
			pairs++
		}
		for _, r := range reasons(reg, terms, center) {
			if math.Abs(r.Share-want[r.Term]) > 1e-9 || r.Share == 0 {
				t.Errorf("%s: %q adds %v, not %v", items[i].ID, r.Term, r.Share, want[r.Term])
			}
			delete(want, r.Term)
		}
		for term, share := range want {
			if share > 0 {
				t.Errorf("%s: %q is not told of", items[i].ID, term)
			}
		}
	}
	if pairs == 0 {
		t.Error("no pair has a place")
	}
}
