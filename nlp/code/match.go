package code

import "strings"

// A matcher finds all patterns in one pass over the words of a document. Every
// distinct item of the patterns is an element; a word is looked up once and
// stands for the elements it fits; the patterns are a trie over elements.
type matcher struct {
	exact    map[string][]int32 // word or lemma -> elements
	prefix   map[string][]int32
	suffix   map[string][]int32
	prefixes lengths // lengths in bytes that occur
	suffixes lengths
	nodes    []node
	root     []int32 // element -> node, 0 for none
	accepts  []accept
}

// lengths is a set of small numbers.
type lengths uint64

func (l *lengths) add(n int)     { *l |= 1 << min(n, 63) }
func (l lengths) has(n int) bool { return n < 63 && l&(1<<n) != 0 }

// A bitset is a set of elements.
type bitset []uint64

func (b bitset) add(e int32)      { b[e>>6] |= 1 << (e & 63) }
func (b bitset) has(e int32) bool { return b[e>>6]&(1<<(e&63)) != 0 }

type node struct {
	edges   []edge
	accepts []int32 // patterns that end here
}

type edge struct {
	element int32 // -1 is any word
	gap     int32
	child   int32
}

type accept struct {
	rule        int32
	first, last bool
}

// A builder gathers patterns for a matcher.
type builder struct {
	classes  map[string][]string
	elements map[string]int32 // choices joined -> element
	m        *matcher
	edges    map[edgeKey]int32
}

type edgeKey struct {
	from    int32
	element int32
	gap     int32
}

func newBuilder(classes map[string][]string) *builder {
	return &builder{classes: classes, elements: map[string]int32{}, edges: map[edgeKey]int32{},
		m: &matcher{exact: map[string][]int32{}, prefix: map[string][]int32{}, suffix: map[string][]int32{}, nodes: make([]node, 1)}}
}

// add adds one pattern that stands for a rule.
func (b *builder) add(p pattern, rule int32) {
	at := int32(0)
	for _, it := range p.items {
		element := int32(-1)
		if !it.any {
			element = b.element(it.choices)
		}
		at = b.step(edgeKey{at, element, int32(it.gap)})
	}
	b.m.accepts = append(b.m.accepts, accept{rule, p.first, p.last})
	b.m.nodes[at].accepts = append(b.m.nodes[at].accepts, int32(len(b.m.accepts)-1))
}

func (b *builder) step(key edgeKey) int32 {
	child, known := b.edges[key]
	if !known {
		child = int32(len(b.m.nodes))
		b.m.nodes = append(b.m.nodes, node{})
		b.edges[key] = child
		from := &b.m.nodes[key.from]
		from.edges = append(from.edges, edge{key.element, key.gap, child})
	}
	return child
}

// element numbers a set of choices and files each where words are looked up.
func (b *builder) element(choices []string) int32 {
	key := strings.Join(choices, "|")
	if e, known := b.elements[key]; known {
		return e
	}
	e := int32(len(b.elements))
	b.elements[key] = e
	for _, c := range choices {
		if stem, ok := strings.CutSuffix(c, "*"); ok {
			b.m.prefix[stem] = append(b.m.prefix[stem], e)
			b.m.prefixes.add(len(stem))
		} else if end, ok := strings.CutPrefix(c, "*"); ok {
			b.m.suffix[end] = append(b.m.suffix[end], e)
			b.m.suffixes.add(len(end))
		} else {
			b.m.exact[c] = append(b.m.exact[c], e)
		}
	}
	return e
}

func (b *builder) build() *matcher {
	m := b.m
	m.root = make([]int32, len(b.elements))
	for _, e := range m.nodes[0].edges {
		m.root[e.element] = e.child
	}
	return m
}

// lookup appends the elements that a word fits.
func (m *matcher) lookup(word string, out []int32) []int32 {
	out = append(out, m.exact[word]...)
	for n := 1; n <= len(word) && n < 40; n++ {
		if m.prefixes.has(n) {
			out = append(out, m.prefix[word[:n]]...)
		}
		if m.suffixes.has(n) {
			out = append(out, m.suffix[word[len(word)-n:]]...)
		}
	}
	return out
}

// A match is a rule with the words it was found on, half-open.
type match struct {
	rule     int32
	from, to int32
}

// find calls hit for every pattern that starts at word i. Words are gone through in
// order.
func (m *matcher) find(v *view, i int32, hit func(match)) {
	if v.first(i) {
		v.enter(i)
	}
	for _, e := range v.words[i].elements {
		if child := m.root[e]; child != 0 {
			m.descend(v, child, i, i+1, hit)
		}
	}
}

func (m *matcher) descend(v *view, at, from, next int32, hit func(match)) {
	n := &m.nodes[at]
	for _, a := range n.accepts {
		acc := m.accepts[a]
		if (!acc.first || v.first(from)) && (!acc.last || v.last(next-1)) {
			hit(match{acc.rule, from, next})
		}
	}
	sentence := v.words[from].sentence
	for _, e := range n.edges {
		if e.element >= 0 && !v.here.has(e.element) {
			continue
		}
		for p := next; p <= next+e.gap && p < int32(len(v.words)) && v.words[p].sentence == sentence; p++ {
			if e.element < 0 || v.has(p, e.element) {
				m.descend(v, e.child, from, p+1, hit)
				break
			}
		}
	}
}
