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
type Guide struct{ p *perceptron }

// NewGuide learns from examples with hints.
func NewGuide(t Training) *Guide { return &Guide{learned(t, true)} }

// Label writes the tags of a sentence with hints to its examples.
func (g *Guide) Label(sentence []Example) {
	r := g.p.prepare(sentence)
	h := start
	var ids []int32
	for i := range sentence {
		tag := r.targets[i].fixed
		if tag == nlp.X {
			ids = g.p.features(ids[:0], &r, i, h, false)
			guess, _ := g.p.guess(ids, 0)
			tag = nlp.UPOS(guess)
		}
		sentence[i].Allowed = 1 << tag
		h = h.next(tag)
	}
}

// maxGuided is how many features guided can give.
const maxGuided = 15

// guided gives the features that hints make.
func guided(out []uint64, at place) []uint64 {
	b, h, n := at.hints[0], at.hints[1], at.hints[2]
	w, last := at.around[2], uint64(at.history.last)
	around := mix(b.class, n.class)
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
	)
}
