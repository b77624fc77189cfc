package tag

import (
	"luister/nlp"
	"luister/nlp/table"
)

// Most words of a text need no weighing: they have settled on a tag, wherever they
// stand ("ook") or behind a certain tag ("te" behind a noun), as long as they are
// written small, or open the sentence, and no name is near ("de" is part of one in
// "Jan de Vries"). Which words have settled is counted in the training text.

// What a word must have to be settled: at least so often the same tag, and at most
// once in so many times another.
const (
	minAnywhere, maxAnywhere = 20, 500
	minBehind, maxBehind     = 10, 300
)

// settled gives the tag of the word at a place if it needs no weighing, else X.
func (m *model) settled(at place) nlp.UPOS {
	w := at.around[2]
	if w.tag != nlp.X {
		return w.tag
	}
	if !w.small && at.history.last != outside {
		return nlp.X
	}
	return m.only(w.settledKey(at))
}

// only gives the tag of a settled word, X if it has not settled.
func (m *model) only(key table.Hash) nlp.UPOS {
	if tag, _ := m.tags.Get(key); int(tag) < Tags {
		return nlp.UPOS(tag)
	}
	return nlp.X
}

// settledKey is the key of a word behind a tag, near a name or not.
func (l *lexeme) settledKey(at place) table.Hash {
	near := byte(0)
	if at.around[3].capital() || at.around[1].capital() && at.history.before != outside {
		near = 1
	}
	return table.Hash(l.word).Byte(1 + at.history.last).Byte(near)
}

// anywhereKey is the key of a word wherever it stands.
func (l *lexeme) anywhereKey() table.Hash { return table.Hash(l.word).Byte(0) }

// capital tells whether a word begins with a capital.
func (l *lexeme) capital() bool { return l.shape&(1<<5|1) == 1 }

// settle counts which words have settled in the training text.
func (p *learner) settle() map[table.Hash]uint16 {
	anywhere, behind := tagCounts{}, tagCounts{}
	for _, s := range p.training.Sources {
		for _, sentence := range s.Sentences {
			r, h := p.around(sentence), start
			for i, e := range sentence {
				tag, at := lowest(e.Allowed), r.place(i, h)
				w := at.around[2]
				if w.small {
					anywhere.add(w.anywhereKey(), tag)
				}
				if w.small || i == 0 {
					behind.add(w.settledKey(at), tag)
				}
				h = h.next(nlp.UPOS(tag))
			}
		}
	}
	words := map[table.Hash]uint16{}
	anywhere.settle(words, minAnywhere, maxAnywhere)
	behind.settle(words, minBehind, maxBehind)
	return words
}

// tagCounts are how often what a key stands for has each tag.
type tagCounts map[table.Hash]*[Tags]int

func (c tagCounts) add(key table.Hash, tag int) {
	if c[key] == nil {
		c[key] = new([Tags]int)
	}
	c[key][tag]++
}

// settle adds to words those that have a tag at least least times, and another at most
// once in most times.
func (c tagCounts) settle(words map[table.Hash]uint16, least, most int) {
	for key, counts := range c {
		all, best := 0, 0
		for tag, n := range counts {
			if all += n; n > counts[best] {
				best = tag
			}
		}
		if all >= least && (all-counts[best])*most <= all {
			words[key] = uint16(best)
		}
	}
}
