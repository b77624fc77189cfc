package learn

import (
	"cmp"
	"math"
	"slices"
)

// vocabulary knows the features of a model by hash, with their inverse
// document frequency. It is an open-addressed table: a lookup is the whole
// price of a feature that the model does not know.
type vocabulary struct {
	hash  []uint32 // the id of a feature is its place here; sorted when trained
	idf   []float32
	table []int32 // place + 1; 0 is free
	shift uint
}

func newVocabulary(hash []uint32, idf []float32) vocabulary {
	v := vocabulary{hash: hash, idf: idf, shift: 29}
	for 1<<(32-v.shift) < 2*len(hash)+8 {
		v.shift--
	}
	v.table = make([]int32, 1<<(32-v.shift))
	mask := uint32(len(v.table) - 1)
	for i, h := range hash {
		slot := v.slot(h)
		for v.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		v.table[slot] = int32(i + 1)
	}
	return v
}

func (v *vocabulary) slot(h uint32) uint32 { return (h * 2654435769) >> v.shift }

// byHash lists the ids in the order of their hashes.
func (v *vocabulary) byHash() []int {
	ids := make([]int, len(v.hash))
	for i := range ids {
		ids[i] = i
	}
	slices.SortFunc(ids, func(a, b int) int { return cmp.Compare(v.hash[a], v.hash[b]) })
	return ids
}

// find gives the id of a feature, or -1.
func (v *vocabulary) find(h uint32) int32 {
	mask := uint32(len(v.table) - 1)
	for slot := v.slot(h); ; slot = (slot + 1) & mask {
		place := v.table[slot]
		if place == 0 {
			return -1
		}
		if v.hash[place-1] == h {
			return place - 1
		}
	}
}

// vector turns what x extracted into a sparse vector, reusing the space of v.
func (v *vocabulary) vector(x *extractor, out sparse) sparse {
	out.index, out.value = out.index[:0], out.value[:0]
	for g := range group(groups) {
		from := len(out.value)
		var sum float64
		for _, f := range x.out[g] {
			id := v.find(f.hash)
			if id < 0 {
				continue
			}
			value := f.value
			if g != groupHint {
				value = (1 + log32(f.value)) * v.idf[id]
			}
			sum += float64(value) * float64(value)
			out.index = append(out.index, id)
			out.value = append(out.value, value)
		}
		factor := scale[g]
		if g != groupHint && sum > 0 {
			factor /= float32(math.Sqrt(sum))
		}
		for i := from; i < len(out.value); i++ {
			out.value[i] *= factor
		}
	}
	return out
}

func log32(x float32) float32 {
	if x == 1 {
		return 0
	}
	return float32(math.Log(float64(x)))
}

// sparseWeights holds the weights by feature: those of feature i stand at
// start[i] up to start[i+1]. Most features say something about few labels only.
type sparseWeights struct {
	start []uint32
	label []uint16
	value []float32
}

func (s *sparseWeights) addTo(margin []float64, v sparse) {
	for k, i := range v.index {
		x := float64(v.value[k])
		for j := s.start[i]; j < s.start[i+1]; j++ {
			margin[s.label[j]] += x * float64(s.value[j])
		}
	}
}
