package static

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// A tensor is one entry in the header of a safetensors file.
type tensor struct {
	Type    string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"` // in the bytes behind the header

	data []byte
}

// sizes of the types that are read, in bytes.
var sizes = map[string]int{"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I8": 1, "I32": 4, "I64": 8}

// header is how many bytes say how long the header of a file is.
const header = 8

// tensors reads the header of a safetensors file: its length as 64 bits, little
// endian, then JSON.
func tensors(file []byte) (map[string]*tensor, error) {
	if len(file) < header {
		return nil, errors.New("the file is cut off")
	}
	size := binary.LittleEndian.Uint64(file)
	if size > uint64(len(file)-header) {
		return nil, errors.New("the file is cut off, or no safetensors")
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(file[header:header+size], &raw); err != nil {
		return nil, errors.New("the header is no JSON")
	}
	all, data := map[string]*tensor{}, file[header+size:]
	for name, entry := range raw {
		if name == "__metadata__" {
			continue
		}
		t := &tensor{}
		if err := json.Unmarshal(entry, t); err != nil {
			return nil, fmt.Errorf("tensor %q: the header cannot be read", name)
		}
		if err := t.take(data); err != nil {
			return nil, fmt.Errorf("tensor %q: %w", name, err)
		}
		all[name] = t
	}
	return all, nil
}

// take finds the bytes of a tensor, which must be as many as its shape asks.
func (t *tensor) take(data []byte) error {
	from, to := t.Offsets[0], t.Offsets[1]
	if from < 0 || to < from || to > int64(len(data)) {
		return errors.New("its data lie outside the file")
	}
	t.data = data[from:to]
	size, known := sizes[t.Type]
	if !known {
		return nil // of a type that is not read: an error only for those that are asked for
	}
	cells := 1
	for _, n := range t.Shape {
		if n < 0 || n > 0 && cells > len(data)/n {
			return errors.New("its shape is larger than the file")
		}
		cells *= n
	}
	if cells*size != len(t.data) {
		return errors.New("its shape and its data differ in size")
	}
	return nil
}

// at gives cell i as a number.
func (t *tensor) at(i int) float64 {
	switch t.Type {
	case "F64":
		return math.Float64frombits(binary.LittleEndian.Uint64(t.data[8*i:]))
	case "F32":
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(t.data[4*i:])))
	case "BF16":
		return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(t.data[2*i:])) << 16))
	case "F16":
		return half(binary.LittleEndian.Uint16(t.data[2*i:]))
	case "I8":
		return float64(int8(t.data[i]))
	case "I32":
		return float64(int32(binary.LittleEndian.Uint32(t.data[4*i:])))
	}
	return float64(int64(binary.LittleEndian.Uint64(t.data[8*i:])))
}

// half gives the number that the 16 bits of an IEEE 754 half are.
func half(b uint16) float64 {
	sign, exponent, fraction := 1.0, int(b>>10&31), float64(b&1023)
	if b>>15 == 1 {
		sign = -1
	}
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 31:
		return math.NaN() // infinities say nothing either
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

// matrix is a tensor with a vector a row.
type matrix struct {
	*tensor
	rows, dim int
}

// add adds weight times a row.
func (m *matrix) add(to []float32, row int, weight float32) {
	for d := range to {
		to[d] += weight * float32(m.at(row*m.dim+d))
	}
}

// most is how long a vector may be; models have some hundreds.
const most = 4096

// parse reads the tensors of a model: embeddings, and where a model has few
// vectors for many tokens, mapping and weights.
func (m *Model) parse(file []byte) error {
	all, err := tensors(file)
	if err != nil {
		return err
	}
	e := all["embeddings"]
	if e == nil && len(all) == 1 {
		for _, only := range all {
			e = only
		}
	}
	if e == nil {
		return errors.New("it has no tensor “embeddings”")
	}
	if _, known := sizes[e.Type]; !known || len(e.Shape) != 2 || e.Shape[0] == 0 || e.Shape[1] == 0 || e.Shape[1] > most {
		return fmt.Errorf("embeddings of type %s and shape %v are not read", e.Type, e.Shape)
	}
	m.rows = matrix{e, e.Shape[0], e.Shape[1]}
	if m.weights, err = list(all["weights"], func(x float64) float64 { return x }); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	if m.places, err = list(all["mapping"], func(x float64) int64 { return int64(x) }); err != nil {
		return fmt.Errorf("mapping: %w", err)
	}
	return nil
}

// list gives the numbers of a tensor of one dimension; nil without it.
func list[T any](t *tensor, number func(float64) T) ([]T, error) {
	if t == nil {
		return nil, nil
	}
	if _, known := sizes[t.Type]; !known || len(t.Shape) != 1 {
		return nil, fmt.Errorf("type %s and shape %v are not read", t.Type, t.Shape)
	}
	out := make([]T, t.Shape[0])
	for i := range out {
		out[i] = number(t.at(i))
	}
	return out, nil
}
