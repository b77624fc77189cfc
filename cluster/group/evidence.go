package group

import (
	"cmp"
	"slices"
	"strings"

	"luister/cluster"
	"luister/cluster/registry"
	"luister/nlp/vector"
)

// A Reason is a term of a document, or a topic that it shows, and what that adds
// to how near the document lies to a driver.
type Reason struct {
	Term  string
	Topic string  // id in the coding scheme, of a reason that is no term
	Share float64 // of all that speaks for the driver, 0..1
}

// Reasons tells why an item is in a driver: the terms and topics that bring it
// nearest to it, those that weigh most first. They come from the segment of the
// membership if it has one, and else from the whole item.
func Reasons(reg *registry.Registry, it *cluster.Item, m cluster.Membership) []Reason {
	segment, terms := -1, it.Terms
	if m.Segment >= 0 && m.Segment < len(it.Breaks) {
		segment, terms = m.Segment, it.SegmentTerms(m.Segment)
	}
	terms = told(reg.Pairs, terms, it, segment)
	var best []Reason
	for _, p := range reg.Prototypes {
		if p.Driver != m.Driver {
			continue
		}
		if list := reasons(reg, terms, p.Center); total(list) > total(best) {
			best = list
		}
	}
	sum := total(best)
	for i := range best {
		best[i].Share /= sum
	}
	slices.SortFunc(best, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Term, b.Term), cmp.Compare(a.Topic, b.Topic))
	})
	return best
}

func total(list []Reason) (sum float64) {
	for _, r := range list {
		sum += r.Share
	}
	return sum
}

// reasons gives what each different term adds: its weight times the inner
// product of its place with a centre; nothing for what speaks against it. What a
// pair adds, its terms add half each.
func reasons(reg *registry.Registry, terms []string, center []float32) []Reason {
	var out []Reason
	place := make([]float32, reg.Space.Dim)
	for i, w := range reg.Space.Weigh(terms) {
		if slices.Contains(terms[:i], terms[i]) || !reg.Space.At(place, terms[i]) {
			continue
		}
		if near := float64(vector.Dot(place, center[:reg.Space.Dim])); near > 0 {
			share := near * float64(w)
			if topic, shown := strings.CutPrefix(terms[i], topicMark); shown {
				out = append(out, Reason{Topic: topic, Share: share})
			} else if a, b, pair := strings.Cut(terms[i], cluster.PairMark); pair {
				out = add(add(out, a, share/2), b, share/2)
			} else {
				out = add(out, terms[i], share)
			}
		}
	}
	return out
}

// add adds a share of a term to list.
func add(list []Reason, term string, share float64) []Reason {
	if i := slices.IndexFunc(list, func(r Reason) bool { return r.Term == term && r.Topic == "" }); i >= 0 {
		list[i].Share += share
		return list
	}
	return append(list, Reason{Term: term, Share: share})
}
