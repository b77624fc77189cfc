package tag

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"strings"

	"luister/nlp"
	"luister/nlp/lemma"
	"luister/nlp/norm"
	"luister/nlp/table"
)

// magic opens a model file: then come the tables of classes, clusters and settled
// words, and the weights.
const magic = "LTG2"

// A model holds the tables and weights as they lie in the file.
type model struct {
	classes, clusters, tags table.Table // tags: of settled words
	words                   *norm.Normaliser
	weights                 weights
}

func openModel(data string) (*model, error) {
	rest, ok := strings.CutPrefix(data, magic)
	if !ok {
		return nil, errors.New("no tagger model")
	}
	var m model
	var err error
	if m.classes, rest, err = table.Open(rest); err != nil {
		return nil, err
	}
	if m.clusters, rest, err = table.Open(rest); err != nil {
		return nil, err
	}
	if m.tags, rest, err = table.Open(rest); err != nil {
		return nil, err
	}
	if m.words, err = norm.New(); err != nil {
		return nil, err
	}
	m.weights, err = openWeights(rest)
	return &m, err
}

// class gives what the word lists say a word can be; for a word in none of
// them, what its ending says.
func (m *model) class(norm string) uint16 {
	if len(norm) > maxWord {
		norm = norm[len(norm)-maxWord:]
	}
	class, _ := lemma.Longest(m.classes, norm, 0)
	return class
}

const maxWord = 64

// known tells what the word lists say of the first letter of a word: 0 if they do
// not have it, 1 that it is a capital, 2 that it is small.
func (m *model) known(norm string) uint8 {
	switch {
	case m.words.IsLower(norm):
		return 2
	case m.words.Frequency(norm) >= 0:
		return 1
	}
	return 0
}

// cluster gives the cluster of a word, 0 if it has none.
func (m *model) cluster(norm string) uint16 {
	v, _ := m.clusters.Get(clusterKey(norm))
	return v
}

func clusterKey(norm string) table.Hash { return table.Seed('c').String(norm) }

// tag gives the only tag of words that need no weighing, wherever they stand: of
// what is no language, and of settled ones; X for all others.
func (m *model) tag(l *lexeme, kind nlp.Kind) nlp.UPOS {
	switch {
	case kind == nlp.Emoticon:
		return nlp.SYM
	case kind == nlp.Placeholder:
		return nlp.PROPN
	case !l.small:
		return nlp.X
	}
	return m.only(l.anywhereKey())
}

// emit fills in the sums of a lexeme.
func (m *model) emit(l *lexeme, norm string) {
	var hashes [maxOwn]uint64
	for offset := range l.emit {
		var sum sums
		m.weights.add(&sum, own(hashes[:0], l, norm, offset))
		l.emit[offset] = sum
	}
}

// writeModel makes the bytes of a model.
func writeModel(classes, clusters, settled map[table.Hash]uint16, rows map[uint64][Tags]int8) []byte {
	out := append([]byte(magic), table.Build(classes)...)
	out = append(out, table.Build(clusters)...)
	out = append(out, table.Build(settled)...)
	n := uint64(len(rows))/2 + 1 // buckets: half full
	marks, values := make([]byte, n*bucket*2), make([][Tags]int8, n*bucket)
	for _, x := range slices.Sorted(maps.Keys(rows)) {
		at, mark := weightPlace(x, n)
		slot := at * bucket
		for binary.LittleEndian.Uint16(marks[2*slot:]) != 0 {
			slot = (slot + 1) % (n * bucket)
		}
		binary.LittleEndian.PutUint16(marks[2*slot:], uint16(mark))
		values[slot] = rows[x]
	}
	out = append(binary.LittleEndian.AppendUint32(out, uint32(n)), marks...)
	for slot, row := range values {
		if marks[2*slot] == 0 && marks[2*slot+1] == 0 {
			continue
		}
		for k := range dutchTags {
			out = append(out, byte(row[dutchTag(k)]))
		}
	}
	return out
}
