package english

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"strings"

	"luister/nlp"
	"luister/nlp/table"
)

// magic opens a model, which is compressed in the file. Then come, in text, a line of tags and a line of
// words that have one tag only ("word tag word tag"); the number of slots (4 bytes);
// per slot a mark of 2 bytes (0 is empty) and the length of its row; the rows, in
// the order of the slots, each of pairs of a tag and a weight.
const magic = "LEN1\n"

// A model is the tagger as it lies in the file.
type model struct {
	tags  []string
	known map[string]uint8 // words with one tag
	marks string
	start []uint32 // of the row of each slot, in pairs; one more at the end
	pairs string
}

var errModel = errors.New("no English model")

func parse(packed string) (*model, error) {
	data, err := table.Unpack(packed)
	if err != nil {
		return nil, err
	}
	rest, ok := strings.CutPrefix(data, magic)
	tags, rest, ok2 := strings.Cut(rest, "\n")
	words, rest, ok3 := strings.Cut(rest, "\n")
	if !ok || !ok2 || !ok3 || len(rest) < 4 {
		return nil, errModel
	}
	m := &model{tags: strings.Fields(tags), known: map[string]uint8{}}
	for list := strings.Fields(words); len(list) >= 2; list = list[2:] {
		if tag := slices.Index(m.tags, list[1]); tag >= 0 {
			m.known[list[0]] = uint8(tag)
		}
	}
	n := int(binary.LittleEndian.Uint32([]byte(rest[:4])))
	if rest = rest[4:]; n == 0 || n > len(rest)/3 {
		return nil, errModel
	}
	m.marks, m.pairs = rest[:2*n], rest[3*n:]
	m.start = make([]uint32, n+1)
	for i := range n {
		m.start[i+1] = m.start[i] + uint32(rest[2*n+i])
	}
	if int(m.start[n])*2 != len(m.pairs) || m.broken() {
		return nil, errModel
	}
	return m, nil
}

// broken tells whether there are no or too many tags, a pair names a tag that
// there is not, or no slot is empty, so that a search would not end.
func (m *model) broken() bool {
	for i := 0; i < len(m.pairs); i += 2 {
		if int(m.pairs[i]) >= len(m.tags) {
			return true
		}
	}
	for i := 0; i < len(m.marks); i += 2 {
		if m.marks[i]|m.marks[i+1] == 0 {
			return len(m.tags) == 0 || len(m.tags) > maxTags
		}
	}
	return true
}

// maxTags is more than the Penn treebank has, with the two for what lies outside
// of a sentence.
const maxTags = 64

func slotOf(hash table.Hash, n uint64) (slot uint64, mark uint16) {
	x := hash.Mixed()
	slot, _ = bits.Mul64(x, n)
	if mark = uint16(x); mark == 0 {
		mark = 1
	}
	return slot, mark
}

// add adds the row of a feature to score, if it has one.
func (m *model) add(score *[maxTags]int32, feature table.Hash) {
	n := uint64(len(m.marks) / 2)
	slot, mark := slotOf(feature, n)
	for {
		switch uint16(m.marks[2*slot]) | uint16(m.marks[2*slot+1])<<8 {
		case mark:
			for row := m.pairs[2*m.start[slot] : 2*m.start[slot+1]]; len(row) >= 2; row = row[2:] {
				v := int32(int8(row[1]))
				score[row[0]] += v * max(v, -v)
			}
			return
		case 0:
			return
		}
		if slot++; slot == n {
			slot = 0
		}
	}
}

// tag writes the parts of speech, norms and lemmas of a sentence.
func (m *model) tag(text string, tokens []nlp.Token) {
	before, last := "-START2-", "-START-"
	shapes := make([]string, len(tokens)+4)
	shapes[0], shapes[1] = last, before
	for i := range tokens {
		shapes[i+2] = shapeOf(plain(tokens[i].Of(text)))
	}
	shapes[len(tokens)+2], shapes[len(tokens)+3] = "-END-", "-END2-"
	for i := range tokens {
		tag := m.one(plain(tokens[i].Of(text)), tokens[i].Kind, shapes[i:i+5], [2]string{before, last})
		read(text, &tokens[i], tag)
		before, last = last, tag
	}
}

// one gives the tag of a word between its neighbours.
func (m *model) one(word string, kind nlp.Kind, around []string, tags [2]string) string {
	switch kind {
	case nlp.Emoticon:
		return "SYM"
	case nlp.URL, nlp.Email:
		return "NN"
	}
	if word == "-" {
		return word
	}
	if tag, ok := m.known[word]; ok {
		return m.tags[tag]
	}
	var score [maxTags]int32
	features(word, around, tags, func(feature table.Hash) { m.add(&score, feature) })
	best := 0
	for k := range m.tags {
		if score[k] > score[best] {
			best = k
		}
	}
	return m.tags[best]
}

// features gives the hashes of what the perceptron looks at; the names are those
// of prose.
func features(word string, around []string, tags [2]string, add func(table.Hash)) {
	before2, before, here, after, after2 := around[0], around[1], around[2], around[3], around[4]
	add(hashOf("bias"))
	add(hashOf("i suffix", end(word)))
	add(hashOf("i pref1", string(rune(word[0]))))
	add(hashOf("i-1 tag", tags[1]))
	add(hashOf("i-2 tag", tags[0]))
	add(hashOf("i tag+i-2 tag", tags[1], tags[0]))
	add(hashOf("i word", here))
	add(hashOf("i-1 tag+i word", tags[1], here))
	add(hashOf("i-1 word", before))
	add(hashOf("i-1 suffix", end(before)))
	add(hashOf("i-2 word", before2))
	add(hashOf("i+1 word", after))
	add(hashOf("i+1 suffix", end(after)))
	add(hashOf("i+2 word", after2))
}

func end(word string) string { return word[max(0, len(word)-3):] }

// hashOf is the hash of words with a blank between them.
func hashOf(words ...string) table.Hash {
	h := table.Seed('e')
	for i, w := range words {
		if i > 0 {
			h = h.Byte(' ')
		}
		h = h.String(w)
	}
	return h
}

// plain makes straight quotes of curly ones.
func plain(word string) string {
	if !strings.ContainsAny(word, "“”‘’") {
		return word
	}
	return strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'").Replace(word)
}

// shapeOf is what the perceptron sees of a word.
func shapeOf(word string) string {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	switch {
	case word == "":
		return word
	case word[0] != '-' && strings.Contains(word, "-"):
		return "!HYPHEN"
	case len(word) == 4 && digit(word[0]) && digit(word[1]) && digit(word[2]) && digit(word[3]):
		return "!YEAR"
	case digit(word[0]):
		return "!DIGITS"
	}
	return strings.ToLower(word)
}
