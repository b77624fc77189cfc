package duplicate

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Near duplicates are found by MinHash (Broder 1997) over pairs of words, in
// bands (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3), and
// then checked: Least is the exact Jaccard of the two sets of pairs. With 12
// bands of 3 a pair at .6 is a candidate with probability .94, one at .8 with
// .9999, one at .2 with .09. What one customer said in one night is checked
// without bands. Of other messages of one customer 1 in 1000 pairs reach Least, of
// messages that were typed over again about 9 in 10.
const (
	bands    = 12
	bandRows = 3
	Least    = 0.5

	// Messages that need not be of one customer must be more alike and name a
	// person or number in common: different people write nearly the same too.
	strangersLeast = 0.8

	mostChecked = 24 // candidates checked for one feedback, the newest first: so time grows with the number of feedback
)

// A Print is what is compared of a text: its pairs of words and the people and
// numbers that masking named in it.
type Print struct {
	Pairs []uint32 // hashes, ascending, each once
	Named []uint32 // hashes of the placeholders of persons, ascending, each once
}

// NewPrint makes the print of a masked text. Case, signs, numbers, salutation and
// closing do not count; a placeholder stands for its kind.
func NewPrint(masked string) Print {
	var p Print
	for _, word := range wordsOf(masked) {
		if kind, named := placeholder(word); named && slices.Contains(persons[:], kind) {
			p.Named = append(p.Named, hash(word))
		}
	}
	before := uint32(0)
	for _, word := range wordsOf(withoutCourtesy(masked)) {
		if kind, named := placeholder(word); named {
			word = kind
		} else if word = strings.Trim(word, "-[]"); !strings.ContainsFunc(word, unicode.IsLetter) {
			continue
		}
		now := hash(strings.ToLower(word))
		if before != 0 {
			p.Pairs = append(p.Pairs, mix(before)^now)
		}
		before = now
	}
	slices.Sort(p.Pairs)
	slices.Sort(p.Named)
	p.Pairs, p.Named = slices.Compact(p.Pairs), slices.Compact(p.Named)
	return p
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '[' && r != ']' && r != '-'
	})
}

// persons are the kinds of placeholder that tell one person from another.
var persons = [...]string{"NAAM", "EMAIL", "TELEFOON", "IBAN", "BSN"}

// placeholder takes [NAAM-ABC] apart.
func placeholder(word string) (kind string, ok bool) {
	if !strings.HasPrefix(word, "[") || !strings.HasSuffix(word, "]") {
		return "", false
	}
	kind, _, ok = strings.Cut(word[1:len(word)-1], "-")
	return kind, ok
}

func hash(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return max(1, h.Sum32())
}

// mix scatters the bits of a number (the finaliser of MurmurHash3).
func mix(x uint32) uint32 {
	x ^= x >> 16
	x *= 0x85ebca6b
	x ^= x >> 13
	x *= 0xc2b2ae35
	return x ^ x>>16
}

// Signature gives the bands of a print, four bytes each: texts that are nearly
// the same have a band in common. It is empty for a text that is too short.
func (p Print) Signature() []byte {
	if len(p.Pairs) < leastWords-1 {
		return nil
	}
	out := make([]byte, 0, 4*bands)
	for band := range uint32(bands) {
		key := uint32(0)
		for row := range uint32(bandRows) {
			least := uint32(math.MaxUint32)
			seed := mix(band*bandRows + row + 1)
			for _, pair := range p.Pairs {
				least = min(least, mix(pair^seed))
			}
			key = mix(key ^ least)
		}
		out = binary.LittleEndian.AppendUint32(out, key)
	}
	return out
}

// Jaccard is the share of the pairs of two prints that they have in common.
func (p Print) Jaccard(o Print) float64 {
	common := shared(p.Pairs, o.Pairs)
	all := len(p.Pairs) + len(o.Pairs) - common
	if all == 0 {
		return 0
	}
	return float64(common) / float64(all)
}

// strangers says that two texts are one message although it is not known that
// they are of one customer.
func strangers(a, b Print, near float64) bool {
	return near >= strangersLeast && shared(a.Named, b.Named) > 0
}

func shared(a, b []uint32) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}

// A NearFinder finds feedback that says nearly the same as earlier feedback. The
// zero value is ready for use.
type NearFinder struct {
	Spaces *Spaces
	// Texts gives the masked texts of published feedback, by id.
	Texts func(ids ...string) (map[string]string, error)

	last   [bands][]int32     // by the low bits of a key: what was added last with such a key, as a number in all, from 1
	said   map[string][]int32 // what a customer or contact said, of what Find saw
	before [][bands]int32     // what was added before it with the same low bits; 0 for none
	keys   [][bands]uint32    // of all
	all    []Message
	prints []Print // empty for published feedback
}

// Grow makes room for so many feedbacks.
func (f *NearFinder) Grow(n int) {
	f.all, f.prints = make([]Message, 0, n), make([]Print, 0, n)
	f.before, f.keys = make([][bands]int32, 0, n), make([][bands]uint32, 0, n)
	f.spread(n)
}

// spread makes room for the low bits of so many keys, and chains all there are.
func (f *NearFinder) spread(n int) {
	size := 1 << bits.Len(uint(max(n, 1<<10)-1))
	for band := range bands {
		f.last[band] = make([]int32, size)
	}
	for i := range f.keys {
		f.chain(i)
	}
}

// chain makes feedback i the last with its keys.
func (f *NearFinder) chain(i int) {
	for band, key := range f.keys[i] {
		last := f.lastOf(band, key)
		f.before[i][band], *last = *last, int32(i+1)
	}
}

func (f *NearFinder) lastOf(band int, key uint32) *int32 {
	return &f.last[band][key&uint32(len(f.last[band])-1)]
}

// Publish adds a published feedback by its signature.
func (f *NearFinder) Publish(m Message, signature []byte) { f.add(m, Print{}, signature) }

// add says whether m was added: a text that is too short is not.
func (f *NearFinder) add(m Message, p Print, signature []byte) bool {
	if len(signature) != 4*bands {
		return false
	}
	if f.last[0] == nil {
		f.Grow(0)
	}
	if len(f.all) > 2*len(f.last[0]) {
		f.spread(2 * len(f.all))
	}
	f.all, f.prints = append(f.all, m), append(f.prints, p)
	f.before, f.keys = append(f.before, [bands]int32{}), append(f.keys, keysOf(signature))
	f.chain(len(f.all) - 1)
	return true
}

// keysOf gives the key of every band of a signature.
func keysOf(signature []byte) (keys [bands]uint32) {
	for band := range bands {
		keys[band] = binary.LittleEndian.Uint32(signature[4*band:])
	}
	return keys
}

// A Found is the earlier feedback that one is nearly the same as; the zero value
// is none.
type Found struct {
	ID   string
	Hash uint64  // of the text of the earlier one
	Near float64 // Jaccard
}

// Find gives the earlier feedback that m says nearly the same as, and remembers
// m. Feedback of two different customers is never linked.
func (f *NearFinder) Find(m Message, p Print, signature []byte) (Found, error) {
	var best Found
	at := f.candidates(m, signature)
	texts, err := f.texts(at)
	if err != nil {
		return Found{}, err
	}
	for _, i := range at {
		o := f.prints[i]
		if o.Pairs == nil {
			o = NewPrint(texts[f.all[i].ID])
		}
		if near := p.Jaccard(o); near > best.Near && (f.Spaces.Same(m, f.all[i]) && near >= Least || strangers(p, o, near)) {
			best = Found{f.all[i].ID, f.all[i].Hash, near}
		}
	}
	if best.ID != "" {
		m.Hash = best.Hash // what is near this one is near that one's text too
	}
	if f.add(m, p, signature) {
		f.sayers(m)
	}
	return best, nil
}

// sayers notes who said what was added last.
func (f *NearFinder) sayers(m Message) {
	if f.said == nil {
		f.said = map[string][]int32{}
	}
	for _, who := range m.people() {
		f.said[who] = append(f.said[who], int32(len(f.all)-1))
	}
}

// candidates gives what shares a band with a signature or is of the same
// customer, and may be linked, the newest first.
func (f *NearFinder) candidates(m Message, signature []byte) (at []int32) {
	if len(signature) != 4*bands || len(f.all) == 0 {
		return nil
	}
	for band, key := range keysOf(signature) {
		next := *f.lastOf(band, key)
		for n := 0; next > 0 && n < mostChecked; next = f.before[next-1][band] {
			if f.keys[next-1][band] == key {
				at = append(at, next-1)
				n++
			}
		}
	}
	for _, who := range m.people() {
		said := f.said[who]
		at = append(at, said[max(0, len(said)-mostChecked):]...)
	}
	slices.Sort(at)
	at = slices.Compact(at)
	slices.Reverse(at)
	at = slices.DeleteFunc(at, func(i int32) bool {
		o := f.all[i]
		return o.ID == m.ID || apart(&m, &o) || f.Spaces.Others(m, o)
	})
	return at[:min(len(at), mostChecked)]
}

// texts gives the texts of the published candidates.
func (f *NearFinder) texts(at []int32) (map[string]string, error) {
	var ids []string
	for _, i := range at {
		if f.prints[i].Pairs == nil {
			ids = append(ids, f.all[i].ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return f.Texts(ids...)
}

// Recent says from when on published feedback matters for feedback received from
// a moment on.
func Recent(from time.Time) time.Time { return from.Add(-span) }
