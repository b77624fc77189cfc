// Package norm writes the Norm of a token: the form by which it is counted and
// looked up.
//
// It is in lower case, without elongation ("zoooo"), with chat and Flemish forms
// as the dictionary has them ("idd", "efkes"), and with common typos mended by a
// noisy-channel speller (Kernighan, Church and Gale 1990): of the words one
// letter away the most frequent, if that is much likelier than that the writer
// meant an unknown word. Words with a capital inside a sentence, with digits or
// with hyphens are left alone: they are names of people and products. It reads
// Kind, Sentence and the text; the text itself is never changed.
package norm

import (
	"bufio"
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/memo"
	"luister/nlp/table"
)

var (
	//go:embed norm.bin
	model string
	//go:embed forms.txt
	formList string
	//go:embed corrections.txt
	correctionList string
)

// A Normaliser gives normal forms. It is safe for concurrent use.
type Normaliser struct {
	// Known words to how frequent they are, as a power of two: the frequent ones,
	// which alone can be what was meant, and the others.
	frequent, rare table.Table

	forms map[string]string // chat forms and variants
	typos map[string]string // known misspellings
	free  sync.Pool         // of *worker
}

var shared = sync.OnceValues(func() (*Normaliser, error) {
	data, err := table.Unpack(model)
	if err != nil {
		return nil, err
	}
	return Open(data)
})

// New gives the embedded normaliser.
func New() (*Normaliser, error) { return shared() }

// Open reads a normaliser from the bytes of a model.
func Open(data string) (*Normaliser, error) {
	frequent, data, err := table.Open(data)
	if err != nil {
		return nil, err
	}
	rare, _, err := table.Open(data)
	if err != nil {
		return nil, err
	}
	n := &Normaliser{frequent: frequent, rare: rare, forms: map[string]string{}, typos: map[string]string{}}
	readForms(n.typos, correctionList)
	readForms(n.forms, formList)
	n.free.New = func() any { return &worker{n: n, known: memo.New[string](knownWords)} }
	return n, nil
}

// readForms reads "form<TAB>norm" lines; "#" starts a comment.
func readForms(forms map[string]string, list string) {
	for in := bufio.NewScanner(strings.NewReader(list)); in.Scan(); {
		if form, norm, ok := strings.Cut(in.Text(), "\t"); ok && !strings.HasPrefix(form, "#") {
			forms[form] = norm
		}
	}
}

// Key is the key of a known word.
func Key(word string) table.Hash { return table.Seed('n').String(word) }

// What a worker remembers: how many words, as a power of two, and of how many bytes
// at most.
const (
	knownWords = 16
	longest    = 100
)

type worker struct {
	n     *Normaliser
	known memo.Memo[string] // norms, by word and place
}

// Annotate writes the Norm of the tokens of doc.
func (n *Normaliser) Annotate(doc *nlp.Document) {
	w := n.free.Get().(*worker)
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		t.Norm = t.Of(doc.Text)
		if t.Kind == nlp.Word || strings.HasPrefix(t.Norm, "'") || strings.HasPrefix(t.Norm, "’") { // "'t"
			t.Norm = w.norm(t.Norm, i > 0 && doc.Tokens[i-1].Sentence == t.Sentence)
		}
	}
	n.free.Put(w)
}

func (w *worker) norm(word string, inside bool) string {
	if len(word) > longest {
		return w.n.Norm(word, inside)
	}
	key := memo.Of(word)
	if inside {
		key = key.With(1)
	}
	norm, known := w.known.At(key)
	if !known {
		*norm = w.n.Norm(strings.Clone(word), inside) // a text may be long
	}
	return *norm
}

// Norm gives the normal form of a word; inside tells that it is not the first of
// its sentence.
func (n *Normaliser) Norm(word string, inside bool) string {
	low := strings.ReplaceAll(strings.ToLower(word), "’", "'")
	if elongated(low) {
		low = n.shorten(low)
	}
	if norm, ok := n.forms[low]; ok {
		return norm
	}
	if n.knows(low) {
		return low
	}
	if norm, ok := n.typos[low]; ok {
		return norm
	}
	if !mendable(word, inside) {
		return low
	}
	if norm := n.flemishSmall(low); norm != "" {
		return norm
	}
	if n.joined(low) {
		return low
	}
	return n.mend(low)
}

// Frequent is how frequent a word must be, as a power of two, to be what was
// meant by another.
const Frequent = 4

func (n *Normaliser) knows(word string) bool { return n.Frequency(word) >= 0 }

// Frequency gives how frequent a known word is, as a power of two; -1 if it is
// not known.
func (n *Normaliser) Frequency(word string) int {
	h := Key(word)
	v, ok := n.frequent.Get(h)
	if !ok {
		if v, ok = n.rare.Get(h); !ok {
			return -1
		}
	}
	return int(v &^ Lower)
}

// Lower marks, in the value of a known word, that it is written in lower case;
// the others are names.
const Lower = 1 << 8

// IsLower tells whether the word, given in lower case, is known to be written so
// inside a sentence.
func (n *Normaliser) IsLower(word string) bool {
	h := Key(word)
	v, ok := n.frequent.Get(h)
	if !ok {
		v, _ = n.rare.Get(h)
	}
	return v&Lower != 0
}

// The length of a word that the speller looks at, in letters: a shorter one is
// near too many others, and a longer one is a compound.
const (
	minMend = 5
	maxMend = 20
)

// mendable tells whether word may be a typo and not a name or a code.
func mendable(word string, inside bool) bool {
	letters := 0
	for i, r := range word {
		switch {
		case !unicode.IsLetter(r):
			return false
		case unicode.IsUpper(r) && (i > 0 || inside):
			return false
		}
		letters++
	}
	return letters >= minMend && letters <= maxMend
}

// flemishSmall gives the word that an unknown one is the Flemish diminutive of, as
// the dictionary has it: "pakske" of pakje, "factuurke" of factuurtje or else of
// factuur; "" if it is none.
func (n *Normaliser) flemishSmall(word string) string {
	stem, plural := strings.CutSuffix(word, "s")
	stem, ok := strings.CutSuffix(stem, "ke")
	if !ok {
		return ""
	}
	ends := ""
	if plural {
		ends = "s"
	}
	if short, ok := strings.CutSuffix(stem, "s"); ok && len(short) > 2 && n.meant(short) {
		stem = short
	} else if len(stem) < 4 || !n.meant(stem) {
		return ""
	}
	for _, ending := range []string{"je", "tje", "pje", "etje"} {
		if n.knows(stem + ending) {
			return stem + ending + ends
		}
	}
	return stem
}

// meant tells whether word is a frequent one in lower case.
func (n *Normaliser) meant(word string) bool {
	v, ok := n.frequent.Get(Key(word))
	return ok && v&Lower != 0
}

// joined tells whether word is two known words written together, of which the
// second is no rare one.
func (n *Normaliser) joined(word string) bool {
	for i := 3; i+3 <= len(word); i++ {
		if utf8.RuneStart(word[i]) && n.Frequency(word[i:]) >= 5 {
			if n.Frequency(word[:i]) >= 5 || word[i-1] == 's' && n.Frequency(word[:i-1]) >= 5 {
				return true
			}
		}
	}
	return false
}

// elongated tells whether a letter stands more than twice in a row.
func elongated(word string) bool {
	run, last := 0, utf8.RuneError
	for _, r := range word {
		if r != last {
			run = 0
		}
		if run, last = run+1, r; run > 2 && unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// shorten cuts the runs of a letter down to two or one, whichever is the more
// frequent word.
func (n *Normaliser) shorten(word string) string {
	one, two := squeeze(word, 1), squeeze(word, 2)
	if n.Frequency(two) > n.Frequency(one) {
		return two
	}
	return one
}

// squeeze cuts runs of more than two of a letter down to most.
func squeeze(word string, most int) string {
	var b strings.Builder
	runes := []rune(word)
	for i := 0; i < len(runes); {
		end := i
		for end < len(runes) && runes[end] == runes[i] {
			end++
		}
		keep := end - i
		if keep > 2 {
			keep = most
		}
		b.WriteString(string(runes[i : i+keep]))
		i = end
	}
	return b.String()
}
