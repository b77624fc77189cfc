package tag

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"strings"

	"luister/nlp/lemma"
	"luister/nlp/norm"
	"luister/nlp/table"
)

// magic opens a model file: then come the tables of classes and clusters, and
// the weights.
const magic = "LTG1"

// A model holds the tables and weights as they lie in the file.
type model struct {
	classes, clusters table.Table
	words             *norm.Normaliser
	weights           weights
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
	if m.words, err = norm.New(); err != nil {
		return nil, err
	}
	m.weights, err = openWeights(rest)
	return &m, err
}

// class gives what the word lists say a word can be; for a word in none of
// them, what its ending says.
func (m *model) class(norm string) uint16 {
	class := uint16(0)
	if len(norm) > maxWord {
		norm = norm[len(norm)-maxWord:]
	}
	lemma.Suffixes(norm, 0, func(h table.Hash) {
		if v, ok := m.classes.Get(h); ok {
			class = v
		}
	})
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

// emit fills in the sums of a lexeme.
func (m *model) emit(l *lexeme, norm string) {
	var hashes [32]uint64
	for offset := range l.emit {
		var sum sums
		m.weights.add(&sum, own(hashes[:0], l, norm, offset))
		l.emit[offset] = sum
	}
}

// writeModel makes the bytes of a model.
func writeModel(classes, clusters map[table.Hash]uint16, rows map[uint64][Tags]int8) []byte {
	out := append([]byte(magic), table.Build(classes)...)
	out = append(out, table.Build(clusters)...)
	n := uint64(len(rows))*5/4 + 1
	marks, values := make([]byte, 2*n), make([]byte, n*uint64(Tags))
	for _, x := range slices.Sorted(maps.Keys(rows)) {
		slot, mark := weightPlace(x, n)
		for binary.LittleEndian.Uint16(marks[2*slot:]) != 0 {
			slot = (slot + 1) % n
		}
		binary.LittleEndian.PutUint16(marks[2*slot:], mark)
		for k, v := range rows[x] {
			values[slot*uint64(Tags)+uint64(k)] = byte(v)
		}
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(n))
	return append(append(out, marks...), values...)
}
