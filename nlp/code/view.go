package code

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"luister/nlp"
	"luister/nlp/memo"
)

// A view is a document as the patterns see it: its words without the marks.
type view struct {
	m       *matcher
	lexicon Lexicon
	weak    Lexicon
	marks   *markElements
	known   memo.Memo[entry] // words looked up before, by norm, lemma, part of speech and parts
	seen    map[float64]bool // weights of this document

	words     []word
	here      bitset // elements of the sentence that is gone through
	sentences int32
	questions []bool // sentence ends in a question mark
	ironic    []bool // sentence has an emoji of irony
	marked    mark   // marks of any word
	shouts    int    // exclamation marks
	smile     float64
	letters   int
}

// A word of the view.
type word struct {
	entry
	span     nlp.Span
	sentence int32
	clause   int32
	quoted   bool
	shouted  bool  // in capitals
	degree   int8  // as the token says
	named    bool  // a name, or what stands for one
	kept     bool  // no courtesy
	colon    bool  // a colon follows
	claps    int32 // applause follows
	part
}

// A part is the part of speech of a word, as far as it matters.
type part struct{ verb, noun, pronoun, determiner bool }

func partOf(p nlp.UPOS) part {
	return part{verb: p == nlp.VERB || p == nlp.AUX, pronoun: p == nlp.PRON, determiner: p == nlp.DET, noun: p == nlp.NOUN || p == nlp.PROPN}
}

// An entry is what is known of a word out of context.
type entry struct {
	elements []int32
	polarity float64
	weak     float64 // learned weight, and that under a negation
	negated  float64
	mark     mark
}

// mark says what a word does to the words around it.
type mark uint16

const (
	markNegation mark = 1 << iota
	markStrong        // intensifier
	markWeak          // diminisher
	markContrast
	markUnreal    // wish, condition, future
	markJoins     // "en", "op": what a negation of bad does not reach over
	markOpens     // a salutation: "geachte"
	markGreets    // one that may be praise: "beste"
	markAddressed // who is greeted: "heer", "klantenservice"
	markCloses    // a letter: "groeten"
	markPolite    // what stands before it: "met vriendelijke"
	markTurns     // a contrast at the head of a sentence: "Alleen duurt het lang."
)

// markElements are the elements of the classes that give marks.
type markElements struct {
	element [12]int32
}

func newMarkElements(b *builder) markElements {
	var e markElements
	for i, class := range []string{"negatie", "versterker", "afzwakker", "contrast", "irreeel", "voegt", "aanhef", "aanhefbeste", "aangesprokene", "groet", "groetend", "contrastvooraan"} {
		e.element[i] = b.element(b.classes[class])
	}
	return e
}

func (e *markElements) of(elements []int32) mark {
	var m mark
	for i, want := range e.element {
		if slices.Contains(elements, want) {
			m |= 1 << i
		}
	}
	return m
}

// longestJoined is the longest word that is looked at for words joined by hyphens.
const longestJoined = 60

// knownWords is how many words a view remembers, as a power of two.
const knownWords = 15

// maxSeen is the number of words of a document from which the room of seen is given back.
const maxSeen = 20_000

func newView(m *matcher, lexicon Lexicon, marks *markElements) *view {
	return &view{m: m, lexicon: lexicon, weak: knowledge().weak, marks: marks, known: memo.New[entry](knownWords), seen: map[float64]bool{},
		here: make(bitset, len(m.root)/64+1)}
}

// release drops what points into the document.
func (v *view) release() {
	if len(v.words) > maxSeen {
		v.seen = map[float64]bool{} // a map keeps the room it once had
	}
	clear(v.seen)
	clear(v.words)
	v.words = v.words[:0]
}

// read fills the view from doc.
func (v *view) read(doc *nlp.Document) {
	v.words, v.questions, v.ironic = v.words[:0], v.questions[:0], v.ironic[:0]
	v.sentences, v.shouts, v.smile, v.letters, v.marked = 0, 0, 0, 0, 0
	var clause int32
	quoted := false
	sentence := int32(-1)
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if t.Sentence != sentence {
			sentence = t.Sentence
			clause++
			if v.sentences > 0 && quoted {
				quoted = false // a quotation mark that is never closed does not swallow the rest
			}
			v.sentences++
			v.questions, v.ironic = append(v.questions, false), append(v.ironic, false)
		}
		text := doc.Text[t.Start:t.End]
		switch t.Kind {
		case nlp.Word, nlp.Number, nlp.Placeholder, nlp.Email, nlp.URL:
			w := word{span: t.Span, sentence: v.sentences - 1, quoted: quoted, degree: t.Degree}
			w.entry = v.entryOf(t, text)
			if n := len(v.words); w.mark&markTurns != 0 && n > 0 && v.words[n-1].sentence != w.sentence {
				w.mark |= markContrast
			}
			if w.mark&markContrast != 0 {
				clause++
			}
			w.clause = clause
			w.shouted = isShouted(text)
			w.part = partOf(t.UPOS)
			w.named = t.UPOS == nlp.PROPN || t.Kind == nlp.Placeholder
			v.marked |= w.mark
			v.letters += len(text)
			v.words = append(v.words, w)
		case nlp.Emoticon:
			v.smile += smile(text)
			switch {
			case text == "🙄" || text == "🙃":
				v.ironic[len(v.ironic)-1] = true
			case strings.HasPrefix(text, "👏") && len(v.words) > 0:
				v.words[len(v.words)-1].claps++
			}
		default:
			clause += v.punctuation(text)
			if n := len(v.words); n > 0 && text == ":" {
				v.words[n-1].colon = true
			}
			if isQuote(text) {
				quoted = !quoted
			}
		}
	}
	v.dropCourtesy(doc.Text)
}

// strengthens tells whether a part of a compound makes an adjective of it stronger.
func (v *view) strengthens(part string) bool {
	return slices.Contains(knowledge().classes["versterkdeel"], part)
}

// punctuation notes what a mark says, and gives 1 if it ends a clause.
func (v *view) punctuation(text string) int32 {
	switch text[0] {
	case '?':
		v.questions[len(v.questions)-1] = true
		return 1
	case '!':
		v.shouts += len(text)
		return 1
	case ',', ';', ':', '.', '(', ')', '-':
		return 1
	}
	if strings.HasPrefix(text, "…") || strings.HasPrefix(text, "–") {
		return 1
	}
	return 0
}

func isQuote(text string) bool {
	switch text {
	case "\"", "“", "”", "„", "«", "»", "''", "``", "'", "‘", "’":
		return true
	}
	return false
}

func isShouted(text string) bool {
	if len(text) < 3 {
		return false
	}
	for i := range len(text) {
		if text[i] < 'A' || text[i] > 'Z' {
			return false
		}
	}
	return true
}

// entryOf looks a token up by its normal form, its lemma and the parts of a compound.
func (v *view) entryOf(t *nlp.Token, text string) entry {
	norm := t.Norm
	if norm == "" {
		norm = text
	}
	lemma := t.Lemma
	if t.Kind == nlp.Number {
		norm, lemma = "0", ""
	}
	key := memo.Of(norm).With(uint64(memo.Of(lemma))).With(uint64(t.UPOS))
	for _, part := range t.Parts { // which follow the capitals of the text
		key = key.With(uint64(memo.Of(part)))
	}
	e, known := v.known.At(key)
	if known {
		return *e
	}
	word := fold(norm)
	e.elements = v.m.lookup(word, nil)
	e.polarity = v.lexicon[word]
	e.weak, e.negated = v.weak[word], v.weak[negatedPrefix+word]
	if strings.IndexByte(word, '-') > 0 {
		v.parts(word, e)
	}
	if other := fold(lemma); lemma != "" {
		e.elements = append(e.elements, v.m.exact[lemmaMark+other]...)
		for _, part := range t.Parts {
			e.elements = append(e.elements, v.m.exact[lemmaMark+fold(part)]...)
		}
		if n := len(t.Parts); n == 2 && t.UPOS == nlp.ADJ && v.strengthens(t.Parts[0]) { // "superlief"
			e.elements = append(e.elements, v.m.exact[fold(t.Parts[1])]...)
			if e.polarity == 0 {
				e.polarity = v.lexicon[fold(t.Parts[1])]
			}
		}
		if other != word && t.UPOS == nlp.VERB { // base forms of other words mislead: "stukje", "lekker"
			e.elements = append(e.elements, v.m.exact[other]...)
			if e.polarity == 0 {
				e.polarity = v.lexicon[other]
			}
		}
	}
	slices.Sort(e.elements)
	e.elements = slices.Compact(e.elements)
	e.mark = v.marks.of(e.elements)
	return *e
}

// parts adds what is known of the words that hyphens join ("Tof-Gezellig-Lekker"), if
// nothing is known of the whole.
func (v *view) parts(word string, e *entry) {
	if len(v.m.exact[word]) > 0 || e.polarity != 0 || len(word) > longestJoined {
		return
	}
	for part := range strings.SplitSeq(word, "-") {
		if len(part) < 3 {
			return
		}
	}
	for part := range strings.SplitSeq(word, "-") {
		e.elements = append(e.elements, v.m.exact[part]...)
		if p := v.lexicon[part]; math.Abs(p) > math.Abs(e.polarity) {
			e.polarity = p
		}
	}
}

func (v *view) has(i, element int32) bool {
	return slices.Contains(v.words[i].elements, element)
}

// enter notes the elements of the sentence that starts at word i.
func (v *view) enter(i int32) {
	clear(v.here)
	for k := i; int(k) < len(v.words) && v.words[k].sentence == v.words[i].sentence; k++ {
		for _, e := range v.words[k].elements {
			v.here.add(e)
		}
	}
}

func (v *view) first(i int32) bool {
	return i == 0 || v.words[i-1].sentence != v.words[i].sentence
}

func (v *view) last(i int32) bool {
	return int(i) == len(v.words)-1 || v.words[i+1].sentence != v.words[i].sentence
}

// span gives the bytes from word a up to word b.
func (v *view) span(a, b int32) nlp.Span {
	return nlp.Span{Start: v.words[a].span.Start, End: v.words[b-1].span.End}
}

// fold gives a word in lower case without diacritics and with plain
// apostrophes, the form in which patterns and lexicon are compared.
func fold(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || (c >= 'A' && c <= 'Z') {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(foldRune(unicode.ToLower(r)))
	}
	return b.String()
}

func foldRune(r rune) rune {
	switch r {
	case 'à', 'á', 'â', 'ä', 'ã', 'å':
		return 'a'
	case 'è', 'é', 'ê', 'ë':
		return 'e'
	case 'ì', 'í', 'î', 'ï':
		return 'i'
	case 'ò', 'ó', 'ô', 'ö', 'õ':
		return 'o'
	case 'ù', 'ú', 'û', 'ü':
		return 'u'
	case 'ç':
		return 'c'
	case 'ñ':
		return 'n'
	case '’', '‘', '´', '`':
		return '\''
	}
	return r
}

// smile gives the feeling of an emoticon or emoji, 0 if it has none.
func smile(s string) float64 {
	switch s {
	case ":)", ":-)", ";)", ";-)", ":D", ":-D", "=)", "xD", "XD", "<3", ":p", ":P", "(:":
		return 1
	case ":(", ":-(", ":'(", ":/", ":-/", ":S", ":s", ">:(", ":|", "=(", "):":
		return -1
	}
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case strings.ContainsRune("👍😀😁😃😄😊🙂😍🥰❤♥😘🎉👏🙏💪😉⭐🌟💯👌😎🤩☺💕🌞", r):
		return 1
	case strings.ContainsRune("👎😠😡🤬😤😞😢😭😒🙄😩😫😔☹🙁💩🤮😖😣😕🤦😱💔😪", r):
		return -1
	}
	return 0
}
