package spss

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"luister/ingest/charset"
)

var errNegative = errors.New("a length below nothing")

// maxLabelled is how many labels a dictionary may give in all: those of a set
// count for every variable that the set is of.
const maxLabelled = 1 << 22

// The kinds of record in a dictionary, and of its extensions.
const (
	recordVariable = 2
	recordLabels   = 3
	recordOf       = 4 // which variables the labels before are of
	recordDocument = 6
	recordMore     = 7
	recordEnd      = 999

	moreIntegers   = 3
	moreFloats     = 4
	moreLongNames  = 13
	moreVeryLong   = 14
	moreEncoding   = 20
	moreLongLabels = 21
	continuation   = -1
	segment        = 252 // bytes that a very long string grows by, a variable each
	documentLine   = 80
	pageUTF8       = 65001
	pageWindows    = 1252
	codepageAt     = 7 // of the integers
)

// A dictionary is read before the cases.
type dictionary struct {
	file     *File
	raw      []rawVariable // one for every element of a case
	sets     []labelSet
	long     map[string]string // long names by short ones
	veryLong map[string]int    // lengths of very long strings by short names
	own      []ownLabels       // of long strings, by name
	page     int32
	encoding string
}

// A rawVariable is a variable as it is stored; strings go on in continuations.
type rawVariable struct {
	width  int32 // 0 is a number, -1 goes on
	name   string
	label  []byte
	format int
	miss   missing
}

// A labelSet holds labels and the elements that they are of.
type labelSet struct {
	labels map[string][]byte
	of     []int32
}

// ownLabels are labels of the values of one long string.
type ownLabels struct {
	name   string
	labels map[string][]byte
}

func (d *dictionary) read(n int) ([]byte, error) {
	if n < 0 || n > maxRecord {
		return nil, fmt.Errorf("a record of %d bytes", n)
	}
	var b bytes.Buffer // grows with what is there, not with what is claimed
	got, err := io.CopyN(&b, d.file.in, int64(n))
	if got < int64(n) && errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return b.Bytes(), err
}

func (d *dictionary) int() (int32, error) {
	b, err := d.read(4)
	if err != nil {
		return 0, err
	}
	return int32(d.file.order.Uint32(b)), nil
}

func (d *dictionary) ints(n int) ([]int32, error) {
	if n < 0 {
		return nil, errNegative
	}
	out := make([]int32, 0, min(n, 1024))
	for range n {
		x, err := d.int()
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// header reads the first record: 176 bytes.
func (d *dictionary) header() error {
	f := d.file
	b, err := d.read(176)
	if err != nil {
		return err
	}
	if !Looks(b) {
		return errors.New("it does not begin as a system file")
	}
	switch layout := b[64:68]; {
	case isLayout(binary.LittleEndian.Uint32(layout)):
		f.order = binary.LittleEndian
	case isLayout(binary.BigEndian.Uint32(layout)):
		f.order = binary.BigEndian
	default:
		return errors.New("an unknown layout")
	}
	f.packing = int32(f.order.Uint32(b[72:]))
	if f.packing < plain || f.packing > zipped {
		return fmt.Errorf("an unknown compression %d", f.packing)
	}
	f.bias = math.Float64frombits(f.order.Uint64(b[84:]))
	return nil
}

func isLayout(code uint32) bool { return code == 2 || code == 3 }

// records reads all records up to the cases.
func (d *dictionary) records() error {
	for {
		kind, err := d.int()
		if err != nil {
			return err
		}
		switch kind {
		case recordVariable:
			err = d.variable()
		case recordLabels:
			err = d.labels()
		case recordDocument:
			err = d.document()
		case recordMore:
			err = d.more()
		case recordEnd:
			_, err = d.int()
			return err
		default:
			return fmt.Errorf("an unknown record %d", kind)
		}
		if err != nil {
			return err
		}
	}
}

// variable reads a record of one element.
func (d *dictionary) variable() error {
	head, err := d.ints(5)
	if err != nil {
		return err
	}
	name, err := d.read(8)
	if err != nil {
		return err
	}
	v := rawVariable{width: head[0], name: strings.TrimRight(string(name), " "), format: int(head[3] >> 16 & 0xff), miss: missing{low: 1}}
	if head[1] == 1 {
		n, err := d.int()
		if err != nil {
			return err
		}
		if n < 0 {
			return errNegative
		}
		padded, err := d.read((int(n) + 3) &^ 3)
		if err != nil {
			return err
		}
		v.label = padded[:n]
	}
	if v.miss, err = d.missing(int(head[2])); err != nil {
		return err
	}
	if v.width < continuation || v.width > 255 || len(d.raw) == maxVariables {
		return errors.New("a variable that cannot be")
	}
	d.raw = append(d.raw, v)
	return nil
}

// missing reads the values that count as no answer: up to three, or a range
// (negative) and perhaps one more.
func (d *dictionary) missing(n int) (missing, error) {
	m := missing{low: 1}
	if n < -3 || n > 3 {
		return m, errors.New("more than three missing values")
	}
	if n < 0 {
		b, err := d.read(16)
		if err != nil {
			return m, err
		}
		m.low, m.high = math.Float64frombits(d.file.order.Uint64(b)), math.Float64frombits(d.file.order.Uint64(b[8:]))
		n = -n - 2
	}
	for range n {
		b, err := d.read(8)
		if err != nil {
			return m, err
		}
		m.values = append(m.values, string(b))
	}
	return m, nil
}

// labels reads a set of value labels and the record behind it, which says of
// which variables they are.
func (d *dictionary) labels() error {
	n, err := d.int()
	if err != nil {
		return err
	}
	set := labelSet{labels: map[string][]byte{}}
	for range n {
		value, err := d.read(9)
		if err != nil {
			return err
		}
		size := int(value[8])
		label, err := d.read((size+8)&^7 - 1)
		if err != nil {
			return err
		}
		set.labels[string(value[:8])] = label[:min(size, len(label))]
	}
	kind, err := d.int()
	if err != nil {
		return err
	}
	if kind != recordOf {
		return errors.New("value labels of no variable")
	}
	if n, err = d.int(); err != nil {
		return err
	}
	set.of, err = d.ints(int(n))
	d.sets = append(d.sets, set)
	return err
}

// document skips what people wrote about the file.
func (d *dictionary) document() error {
	lines, err := d.int()
	if err != nil {
		return err
	}
	_, err = d.read(int(lines) * documentLine)
	return err
}

// more reads an extension.
func (d *dictionary) more() error {
	head, err := d.ints(3)
	if err != nil {
		return err
	}
	if head[1] < 0 || head[2] < 0 || int64(head[1])*int64(head[2]) > maxRecord {
		return errors.New("an extension that is too large")
	}
	b, err := d.read(int(head[1]) * int(head[2]))
	if err != nil {
		return err
	}
	switch order := d.file.order; head[0] {
	case moreIntegers:
		if len(b) >= 4*(codepageAt+1) {
			d.page = int32(order.Uint32(b[4*codepageAt:]))
		}
	case moreFloats:
		if len(b) >= 8 {
			d.file.sysmis = math.Float64frombits(order.Uint64(b))
		}
	case moreLongNames:
		for _, pair := range strings.Split(string(b), "\t") {
			if short, long, ok := strings.Cut(pair, "="); ok {
				d.long[short] = long
			}
		}
	case moreVeryLong:
		for _, pair := range strings.FieldsFunc(string(b), func(r rune) bool { return r == 0 || r == '\t' }) {
			short, length, _ := strings.Cut(pair, "=")
			if n, err := strconv.Atoi(strings.TrimSpace(length)); err == nil && n > 255 && n < maxRecord {
				d.veryLong[short] = n
			}
		}
	case moreEncoding:
		d.encoding = strings.TrimRight(string(b), "\x00 ")
	case moreLongLabels:
		d.longLabels(b)
	}
	return nil
}

// longLabels reads the value labels of strings of more than 8 bytes.
func (d *dictionary) longLabels(b []byte) {
	take := func() []byte { // a length and as many bytes
		if len(b) < 4 {
			b = nil
			return nil
		}
		n := int(d.file.order.Uint32(b))
		if n < 0 || n > len(b)-4 {
			b = nil
			return nil
		}
		out := b[4 : 4+n]
		b = b[4+n:]
		return out
	}
	for len(b) > 0 {
		own := ownLabels{name: string(take()), labels: map[string][]byte{}}
		if len(b) < 8 {
			return
		}
		n := int(d.file.order.Uint32(b[4:]))
		b = b[8:]
		for i := 0; i < n && len(b) > 0; i++ {
			value := strings.TrimRight(string(take()), " \x00")
			own.labels[value] = take()
		}
		d.own = append(d.own, own)
	}
}

// settle makes variables of what was read.
func (d *dictionary) settle() error {
	f := d.file
	f.slots = len(d.raw)
	f.encoding = d.charset()
	at := map[int]int{} // variable by element
	for i := 0; i < len(d.raw); {
		v, next, err := d.join(i)
		if err != nil {
			return err
		}
		at[i] = len(f.variables)
		f.variables = append(f.variables, v)
		i = next
	}
	labelled := 0
	for _, set := range d.sets {
		if labelled += (1 + len(set.labels)) * len(set.of); labelled > maxLabelled {
			return errors.New("more value labels than can be")
		}
		for _, element := range set.of {
			if i, ok := at[int(element)-1]; ok {
				d.label(&f.variables[i], set.labels)
			}
		}
	}
	for _, own := range d.own {
		if labelled += len(f.variables); labelled > maxLabelled {
			return errors.New("more value labels than can be")
		}
		for i := range f.variables {
			if f.variables[i].name == f.decode([]byte(own.name)) || f.variables[i].short == own.name {
				d.label(&f.variables[i], own.labels)
			}
		}
	}
	return nil
}

// join makes the variable that begins at an element, and says where the next
// begins. A very long string is stored as several.
func (d *dictionary) join(i int) (variable, int, error) {
	f, raw := d.file, d.raw[i]
	if raw.width == continuation {
		return variable{}, 0, errors.New("a string that does not begin")
	}
	v := variable{short: raw.name, slot: i, text: raw.width > 0, length: int(raw.width), format: raw.format, miss: raw.miss}
	v.name, v.label = f.decode([]byte(raw.name)), f.decode(raw.label)
	if long, ok := d.long[raw.name]; ok {
		v.name = f.decode([]byte(long))
	}
	if !v.text {
		return v, i + 1, nil
	}
	pieces := 1
	if n := d.veryLong[raw.name]; n > v.length {
		v.length, pieces = n, (n+segment-1)/segment
	}
	for j := range v.miss.values {
		v.miss.values[j] = strings.TrimRight(v.miss.values[j], " ")
	}
	for range pieces {
		if i >= len(d.raw) || d.raw[i].width < 1 {
			return variable{}, 0, errors.New("a very long string that is cut off")
		}
		width := int(d.raw[i].width)
		v.parts = append(v.parts, part{i, width})
		if i += (width + 7) / 8; i > len(d.raw) {
			return variable{}, 0, errors.New("a string that goes on behind the last element")
		}
	}
	return v, i, nil
}

// label gives a variable the labels of its values.
func (d *dictionary) label(v *variable, labels map[string][]byte) {
	if v.labels == nil {
		v.labels = map[string]string{}
	}
	var codes []float64
	for value, label := range labels {
		if v.text {
			v.labels[strings.TrimRight(value, " \x00")] = d.file.decode(label)
			continue
		}
		v.labels[value] = d.file.decode(label)
		if len(value) == 8 {
			codes = append(codes, math.Float64frombits(d.file.order.Uint64([]byte(value))))
		}
	}
	v.coded = names(codes)
}

// charset tells how text is encoded: by name, by code page, or as Windows did
// when files said nothing.
func (d *dictionary) charset() charset.Encoding {
	name := d.encoding
	switch {
	case name != "":
	case d.page == pageUTF8:
		name = charset.UTF8
	case d.page > 100:
		name = "windows-" + strconv.Itoa(int(d.page))
	default:
		name = "windows-" + strconv.Itoa(pageWindows)
	}
	e, err := charset.Named(name)
	if err != nil {
		e, _ = charset.Named("windows-1252")
	}
	return e
}
