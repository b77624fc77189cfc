package tag

import (
	"strings"

	"luister/nlp"
)

// A Hint is what another tagger says of a word: its tag, and the class of it.
type Hint struct{ tag, class uint64 }

// NewHint makes a hint of a tag such as "N(soort,ev,basis)", whose class is
// "N(soort".
func NewHint(tag string) Hint {
	class, _, _ := strings.Cut(tag, ",")
	return Hint{hashOf(tag), hashOf(class)}
}

// A Guide tags text that another tagger has tagged by other guidelines: it learns
// from gold with hints what a hint means (guided relearning). It labels training
// text and is no part of a model.
type Guide struct {
	p    *learner
	tags map[uint64]tagSet // that a class of hints has
}

type tagSet struct {
	tags uint32
	seen int
}

// enough is how often a class of hints must be seen before tags that it never had are
// ruled out: a relative pronoun is no verb, however seldom the gold has it.
const enough = 20

// NewGuide learns from examples with hints.
func NewGuide(t Training) *Guide {
	g := &Guide{learned(t, true), map[uint64]tagSet{}}
	for _, s := range t.Sources {
		for _, sentence := range s.Sentences {
			for _, e := range sentence {
				had := g.tags[e.Hint.class]
				g.tags[e.Hint.class] = tagSet{had.tags | e.Allowed, had.seen + 1}
			}
		}
	}
	return g
}

// allowed gives the tags that a word with this hint can have.
func (g *Guide) allowed(h Hint) uint32 {
	if had := g.tags[h.class]; had.seen >= enough {
		return had.tags
	}
	return anyTag
}

// Label writes the tags of a sentence with hints to its examples.
func (g *Guide) Label(sentence []Example) {
	r := g.p.prepare(sentence)
	h := start
	var ids []int32
	for i := range sentence {
		tag := g.p.model.settled(r.place(i, h))
		if tag == nlp.X {
			ids = g.p.features(ids[:0], &r, i, h, false)
			score := g.p.scores(ids)
			tag = score.best(g.allowed(sentence[i].Hint))
		}
		sentence[i].Allowed = 1 << tag
		h = h.next(tag)
	}
}

// maxGuided is how many features guided can give.
const maxGuided = 20

// guided gives the features that hints make, and capitals with them: other guidelines
// may not count "Vlaams Gewest" as a name.
func guided(out []uint64, at place) []uint64 {
	b, h, n := at.hints[0], at.hints[1], at.hints[2]
	w, last := at.around[2], uint64(at.history.last)
	around, large := mix(b.class, n.class), capitals(at)
	return append(out,
		mix(0x60, h.tag),
		mix(0x61, h.class),
		mix(mix(0x62, h.tag), w.word),
		mix(mix(0x63, h.class), w.word),
		mix(mix(0x64, h.class), b.class),
		mix(mix(0x65, h.class), n.class),
		mix(mix(0x66, h.class), around),
		mix(mix(0x67, h.class), last),
		mix(mix(0x68, h.tag), w.look()),
		mix(mix(0x69, h.class), uint64(w.class)),
		mix(mix(0x6a, h.class), w.ending),
		mix(mix(0x6b, h.tag), last<<8|uint64(at.history.before)),
		mix(mix(0x6c, w.word), around),
		mix(mix(0x6d, w.word), n.tag),
		mix(mix(0x6e, w.word), b.tag),
		mix(mix(0x6f, h.tag), large),
		mix(mix(0x70, h.class), mix(n.class, large)),
		mix(mix(0x71, h.class), mix(b.class, large)),
		mix(mix(0x72, large), uint64(w.class)<<8|last),
		mix(mix(0x73, h.class), mix(n.class, large<<8|last)),
	)
}

// capitals tells which of a word and its neighbours have a capital, and whether one
// begins a sentence or quote, which asks for it.
func capitals(at place) (set uint64) {
	for i, l := range at.around[1:4] {
		if l.capital() {
			set |= 1 << i
		}
	}
	if last := at.history.last; last == outside || last == uint8(nlp.PUNCT) {
		set |= 1 << 3
	}
	return set
}
