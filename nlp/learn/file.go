package learn

import (
	"bufio"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// The file: magic, version, SHA-256 of the packed body, packed body. The body
// is a JSON header with its length before it, the features as differences of
// sorted hashes, their frequencies, and the weights feature by feature.
const (
	magic   = "luister labels\n"
	version = 6
)

// Errors of Read.
var (
	ErrNotModel = errors.New("this is not a model made by 'luister train'")
	ErrDamaged  = errors.New("the model file is damaged or cut off: its checksum does not fit")
	ErrVersion  = errors.New("the model was made by another version of luister and cannot be used by this one")
)

// header is the part of a model that is small.
type header struct {
	Field     string     `json:"field"`
	Multi     bool       `json:"multi"`
	Labels    []string   `json:"labels"`
	Set       featureSet `json:"features"`
	Slope     []float64  `json:"slope"`
	Offset    []float64  `json:"offset"`
	Bend      bend       `json:"bend"`
	Power     float64    `json:"power"`
	Soft      float64    `json:"soft"`
	Lean      []float64  `json:"lean"`
	Threshold float64    `json:"threshold"`
	Bias      []float32  `json:"bias"`
	Step      []float32  `json:"step"` // what one unit of a weight is worth, per label
	Features  int        `json:"n"`
	Weights   int        `json:"w"`
}

// Write writes the model; equal models give equal bytes.
func (m *Model) Write(w io.Writer) error {
	var body bytes.Buffer
	pack, err := flate.NewWriter(&body, flate.DefaultCompression)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(pack)
	if err := m.writeBody(out); err != nil {
		return err
	}
	if err := errors.Join(out.Flush(), pack.Close()); err != nil {
		return err
	}
	sum := sha256.Sum256(body.Bytes())
	for _, part := range [][]byte{[]byte(magic), {version}, sum[:], body.Bytes()} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("writing the model: %w", err)
		}
	}
	return nil
}

func (m *Model) writeBody(out *bufio.Writer) error {
	step := m.steps()
	h := header{m.field, m.multi, m.labels, m.set, m.calib.slope, m.calib.offset, m.calib.bend, m.calib.power, m.calib.soft, m.calib.lean, m.calib.threshold, m.bias, step, len(m.vocab.hash), len(m.weight.label)}
	head, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("writing the model: %w", err)
	}
	b := binary.AppendUvarint(nil, uint64(len(head)))
	b = append(b, head...)
	var last uint32
	for _, h := range m.vocab.hash {
		b = binary.AppendUvarint(b, uint64(h-last))
		last = h
	}
	for _, v := range m.vocab.idf {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	for i := range m.vocab.hash {
		from, to := m.weight.start[i], m.weight.start[i+1]
		b = binary.AppendUvarint(b, uint64(to-from))
		var before uint16
		for j := from; j < to; j++ {
			b = binary.AppendUvarint(b, uint64(m.weight.label[j]-before))
			before = m.weight.label[j]
			b = append(b, byte(int8(math.Round(float64(m.weight.value[j]/step[before])))))
		}
	}
	_, err = out.Write(b)
	return err
}

// steps gives the unit of the weights of each label, as pack chose it.
func (m *Model) steps() []float32 {
	step := make([]float32, len(m.labels))
	for j, k := range m.weight.label {
		step[k] = max(step[k], float32(math.Abs(float64(m.weight.value[j]))))
	}
	for k := range step {
		step[k] /= 127
	}
	return step
}

// maxBody bounds what a file may unpack to.
const maxBody = 1 << 30

// Read reads a model that Write wrote. hints are those it was trained with; a
// model that was trained without does not use them.
func Read(r io.Reader, hints Hinter) (*Model, error) {
	file, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading the model: %w", err)
	}
	rest, ok := bytes.CutPrefix(file, []byte(magic))
	if !ok {
		return nil, ErrNotModel
	}
	if len(rest) < 1+sha256.Size {
		return nil, ErrDamaged
	}
	if rest[0] != version {
		return nil, fmt.Errorf("%w: train it again, from the same examples (its form is %d, the form of this version is %d)", ErrVersion, rest[0], version)
	}
	sum, body := rest[1:1+sha256.Size], rest[1+sha256.Size:]
	if sha256.Sum256(body) != [sha256.Size]byte(sum) {
		return nil, ErrDamaged
	}
	unpacked, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(body)), maxBody))
	if err != nil {
		return nil, ErrDamaged
	}
	m, err := parseBody(unpacked)
	if err != nil {
		return nil, err
	}
	if m.hints = hints; m.set.Hint && hints == nil {
		return nil, errors.New("the model was trained with hints, and none are given")
	}
	return m, nil
}

// parser reads the unpacked body; after a failure it gives zeros.
type parser struct {
	b      []byte
	failed bool
}

func (p *parser) uvarint() uint64 {
	v, n := binary.Uvarint(p.b)
	if n <= 0 {
		p.failed = true
		p.b = nil
		return 0
	}
	p.b = p.b[n:]
	return v
}

func (p *parser) take(n uint64) []byte {
	if n > uint64(len(p.b)) {
		p.failed = true
		p.b = nil
		return nil
	}
	part := p.b[:n]
	p.b = p.b[n:]
	return part
}

func parseBody(b []byte) (*Model, error) {
	p := &parser{b: b}
	var h header
	if err := json.Unmarshal(p.take(p.uvarint()), &h); err != nil || !h.sound(len(b)) {
		return nil, ErrDamaged
	}
	m := &Model{field: h.Field, multi: h.Multi, labels: h.Labels, set: h.Set, bias: h.Bias,
		calib: calibration{h.Slope, h.Offset, h.Bend, h.Power, h.Soft, h.Lean, h.Threshold}}
	hash, idf := make([]uint32, h.Features), make([]float32, h.Features)
	var last uint32
	for i := range hash {
		last += uint32(p.uvarint())
		hash[i] = last
	}
	for i := range idf {
		if raw := p.take(4); raw != nil {
			idf[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw))
		}
	}
	m.weight = p.weights(h)
	if p.failed || len(p.b) > 0 || !slices.IsSorted(hash) {
		return nil, ErrDamaged
	}
	m.vocab = newVocabulary(hash, idf)
	return m, nil
}

// sound checks that the sizes of the header fit each other and the body.
func (h *header) sound(size int) bool {
	n := len(h.Labels)
	fits := n > 0 && len(h.Bias) == n && len(h.Step) == n && h.Features >= 0 && h.Weights >= 0 &&
		h.Features <= size && h.Weights <= size && h.Set.CharMin >= 0 && h.Set.CharMax <= 16
	slopes, lean := 1, n
	if h.Multi {
		slopes, lean = n, 0
	}
	return fits && len(h.Slope) == slopes && len(h.Offset) == n && len(h.Lean) == lean
}

func (p *parser) weights(h header) sparseWeights {
	s := sparseWeights{start: make([]uint32, 1, h.Features+1), label: make([]uint16, 0, h.Weights), value: make([]float32, 0, h.Weights)}
	for range h.Features {
		n := p.uvarint()
		var k uint64
		for range n {
			k += p.uvarint()
			raw := p.take(1)
			if raw == nil || k >= uint64(len(h.Labels)) {
				p.failed = true
				return s
			}
			s.label = append(s.label, uint16(k))
			s.value = append(s.value, float32(int8(raw[0]))*h.Step[k])
		}
		s.start = append(s.start, uint32(len(s.label)))
	}
	return s
}
