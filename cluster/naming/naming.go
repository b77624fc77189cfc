// Package naming finds the customers' own words for a group of documents.
//
// It reads items and the group of each; it gives a name, key phrases and quotes
// by reference. A name is a piece of a text as it was written, never put
// together from parts. It never writes to an item.
package naming

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"luister/cluster"
	"luister/nlp"
)

// A Namer knows how common each term is outside the groups. It is not safe for
// concurrent use.
type Namer struct {
	all   map[string]float64 // documents that hold the term
	total float64
	words meanings
}

// New reads the terms of all items.
func New(items []*cluster.Item) *Namer {
	return &Namer{all: count(items), total: float64(len(items)), words: meanings{}}
}

// count gives how many items hold each term.
func count(items []*cluster.Item) map[string]float64 {
	out := map[string]float64{}
	for _, it := range items {
		for t := range distinct(it.Terms) {
			out[t]++
		}
	}
	return out
}

func distinct(terms []string) map[string]bool {
	out := make(map[string]bool, len(terms))
	for _, t := range terms {
		out[t] = true
	}
	return out
}

// Typical tells how well each term tells what the members are about: how much
// more common it is in them than outside (the log-odds with a prior), in how
// many of them it is, in how many different sentences, and how many other
// typical terms mean nearly the same. A word that most use, each in his own
// sentence, comes before one of a sentence that some repeat.
func (n *Namer) Typical(members []*cluster.Item) map[string]float64 {
	const spread, different = 0.3, 0.9
	inside, varied := count(members), variety(members)
	size, out := float64(len(members)), make(map[string]float64, len(inside))
	for t, c := range inside {
		in := (c + 0.1) / (size + 1)
		outside := (n.all[t] - c + 0.5) / (n.total - size + 5)
		if odds := math.Log(in / outside); odds > 0 && (c > 1 || size < 3) {
			out[t] = float64(cluster.Topical(t)) * odds * math.Pow(c/size, spread) * math.Pow(varied[t], different)
		}
	}
	return n.words.support(out)
}

// candidate gathers the phrases of one key.
type candidate struct {
	key     string
	forms   map[string]int
	docs    int
	place   int   // of the segments it stands in, added up; 0 is the first of a text
	subject int   // documents that speak of the group's subject where they say it
	whole   uint8 // as cluster.Phrase has it, at most
	last    *cluster.Item
	score   float64
	most    float64 // how typical its most typical word is
}

// Phrases gives the best phrases of the members, best first; phrases that add
// nothing to a better one are left out.
func (n *Namer) Phrases(members []*cluster.Item, most int) []cluster.Phrased {
	typical, praised := n.Typical(members), praised(members)
	found := gather(members)
	top, own := highest(typical), own(members)
	for _, c := range found {
		c.weigh(typical, own, float64(len(members)))
		c.score *= c.most / top * n.spelled(c) * c.central()
		if !praised {
			c.score *= verdict(c.key)
		}
	}
	slices.SortFunc(found, func(a, b *candidate) int { return byScore(a.score, b.score, a.key, b.key) })
	fuller(found)
	var out []cluster.Phrased
	var keys []string
	for _, c := range found {
		if c.score <= 0 || len(out) == most {
			break
		}
		if !slices.ContainsFunc(keys, func(k string) bool { return overlap(k, c.key) }) {
			out = append(out, cluster.Phrased{Text: c.form(), Score: c.score, Count: c.docs})
			keys = append(keys, c.key)
		}
	}
	return out
}

// fuller puts before a best phrase of one word the best one that says more of it,
// if it is not much worse: "Gegevens" names what it is about, "Gegevens van mijn
// buren" what is wrong.
func fuller(found []*candidate) {
	const least = .3
	if len(found) == 0 || strings.Contains(found[0].key, " ") {
		return
	}
	for i, c := range found {
		switch {
		case c.score <= 0 || c.score < least*found[0].score:
			return
		case i > 0 && c.docs > 1 && slices.Contains(strings.Fields(c.key), found[0].key):
			copy(found[1:i+1], found[:i])
			found[0] = c
			return
		}
	}
}

// praised tells whether most of the members are praise.
func praised(members []*cluster.Item) bool {
	n := 0
	for _, it := range members {
		if it.Sentiment == nlp.Positive {
			n++
		}
	}
	return 2*n > len(members)
}

// byScore puts the higher score first, equals in order of name.
func byScore(x, y float64, a, b string) int { return cmp.Or(cmp.Compare(y, x), cmp.Compare(a, b)) }

// highest is the largest of the scores, 1 if there are none.
func highest(scores map[string]float64) float64 {
	var top float64
	for _, s := range scores {
		top = max(top, s)
	}
	return cmp.Or(top, 1)
}

func gather(members []*cluster.Item) []*candidate {
	byKey, subject := map[string]*candidate{}, subject(members)
	var out []*candidate
	for _, it := range members {
		for _, p := range it.Phrases {
			c := byKey[p.Key]
			if c == nil {
				c = &candidate{key: p.Key, forms: map[string]int{}}
				byKey[p.Key] = c
				out = append(out, c)
			}
			if c.last != it {
				c.docs, c.last = c.docs+1, it
				c.stands(it, it.SegmentAt(p.Start), subject)
			}
			c.forms[p.Text]++
			c.whole = max(c.whole, p.Whole)
		}
	}
	return out
}

// weigh scores a phrase: how typical its words are, above all the most typical
// one, how many say it, and whether it stands on its own: what somebody says and
// nothing else is mostly what others mean too. A single word makes no good name,
// and what only one of many says may have got there by chance.
func (c *candidate) weigh(typical, own map[string]float64, size float64) {
	const first, alone, rare = 3, 0.5, 25
	var sum, n float64
	factor := [...]float64{1, 2.5, 5}[c.whole]
	for w := range strings.FieldsSeq(c.key) {
		if denial(w) {
			continue
		}
		n++
		v := typical[w]*math.Sqrt(own[w]) + partly*typicalPart(typical, w)
		sum += v
		c.most = max(c.most, v)
	}
	if n == 0 {
		return
	}
	if n == 1 {
		factor = alone
	}
	said := math.Log(1+float64(c.docs)) / math.Log(1+size)
	c.score = factor * (sum + first*c.most) / (n + first) * (2 + said) * min(1, rare*float64(c.docs)/size)
}

// partly is how much the best part of a compound adds to what the whole says:
// of "maandbedrag" and "termijnbedrag", "bedrag" is typical too.
const partly = 0.8

// typicalPart is how typical the most typical beginning or end of a word is, of
// those that are terms themselves.
func typicalPart(typical map[string]float64, word string) float64 {
	const part, rest = 4, 3
	var best float64
	for i := range word {
		if i >= rest && len(word)-i >= part {
			best = max(best, typical[word[i:]])
		}
		if i >= part && len(word)-i >= part {
			best = max(best, typical[word[:i]])
		}
	}
	return best
}

// form is the most common way to write the phrase; the shortest of equals.
func (c *candidate) form() string {
	var best string
	for f, n := range c.forms {
		if best == "" || n > c.forms[best] || n == c.forms[best] && better(f, best) {
			best = f
		}
	}
	return tidy(best)
}

func better(a, b string) bool {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) < 0
}

// tidy puts a phrase on one line.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// overlap tells whether two keys share at least half of the words of the shorter.
func overlap(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	shared := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			shared++
		}
	}
	return 2*shared > min(len(x), len(y))
}

// Name gives a short phrase for the members, not one of taken; without any
// phrase, the term that is most typical of them.
func (n *Namer) Name(members []*cluster.Item, taken map[string]bool) string {
	for _, p := range n.Phrases(members, 20) {
		name := capital(strings.ToLower(p.Text))
		if !taken[name] {
			return name
		}
	}
	typical := n.Typical(members)
	var best string
	for t, s := range typical {
		if !taken[capital(t)] && (best == "" || s > typical[best] || s == typical[best] && t < best) {
			best = t
		}
	}
	return capital(cmp.Or(best, "zonder naam"))
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return strings.ToUpper(string(r)) + s[size:]
}
