package english

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"strings"

	"luister/nlp/table"
)

// Weights are what the tagger was trained to: per feature the weight of each tag,
// and the words that have one tag only.
type Weights struct {
	Rows  map[string]map[string]float64
	Words map[string]string
	Tags  []string
}

// Encode writes the bytes of a model. A weight is stored as its square root, so
// that small weights keep their precision beside large ones.
func (w Weights) Encode() []byte {
	n := len(w.Rows)*5/4 + 1
	slots := place(w.Rows, n)
	largest := 0.0
	for _, row := range w.Rows {
		for _, v := range row {
			largest = max(largest, math.Abs(v))
		}
	}
	marks, lengths, pairs := make([]byte, 2*n), make([]byte, n), []byte(nil)
	for i, feature := range slots {
		if feature == "" {
			continue
		}
		_, mark := slotOf(hashOf(feature), uint64(n))
		binary.LittleEndian.PutUint16(marks[2*i:], mark)
		for tag, name := range w.Tags {
			if v := w.Rows[feature][name]; v != 0 {
				pairs = append(pairs, byte(tag), byte(int8(math.Copysign(math.Round(math.MaxInt8*math.Sqrt(math.Abs(v)/largest)), v))))
				lengths[i]++
			}
		}
	}
	out := []byte(magic + strings.Join(w.Tags, " ") + "\n" + w.words() + "\n")
	out = binary.LittleEndian.AppendUint32(out, uint32(n))
	return table.Pack(append(append(append(out, marks...), lengths...), pairs...))
}

// words lists the words with one tag.
func (w Weights) words() string {
	var list []string
	for _, word := range slices.Sorted(maps.Keys(w.Words)) {
		list = append(list, word, w.Words[word])
	}
	return strings.Join(list, " ")
}

// place gives the feature of each of n slots, "" for an empty one.
func place(rows map[string]map[string]float64, n int) []string {
	slots := make([]string, n)
	for _, feature := range slices.Sorted(maps.Keys(rows)) {
		slot, _ := slotOf(hashOf(feature), uint64(n))
		for slots[slot] != "" {
			slot = (slot + 1) % uint64(n)
		}
		slots[slot] = feature
	}
	return slots
}
