package tag

import (
	"slices"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/table"
)

// TestSettled counts words in text where "de" is an article but within names, "was"
// a verb or a noun, and "ook" one thing only.
func TestSettled(t *testing.T) {
	read := func(words string) (s []Example) {
		for w := range strings.FieldsSeq(words) {
			form, tag, _ := strings.Cut(w, "/")
			s = append(s, Example{Text: form, Norm: strings.ToLower(form), Allowed: 1 << nlp.ParseUPOS(tag)})
		}
		return s
	}
	var source Source
	for words, times := range map[string]int{
		"De/DET kat/NOUN slaapt/VERB ook/ADV":                          12,
		"Nu/ADV slaapt/VERB de/DET hond/NOUN":                          12,
		"Zo/ADV heet/VERB de/PROPN Vries/PROPN ook/ADV":                12,
		"Jan/PROPN was/AUX hier/ADV":                                   12,
		"De/DET was/NOUN is/AUX schoon/ADJ en/CCONJ ook/ADV droog/ADJ": 12,
		"Zelden/ADV kat/NOUN":                                          1,
	} {
		source.Sentences = append(source.Sentences, slices.Repeat([][]Example{read(words)}, times)...)
	}
	p := newLearner(Training{MinCount: 1, Sources: []Source{source}}, false)
	for sentence, want := range map[string]string{
		"De kat was ook schoon":   "DET NOUN X ADV X",    // "was" and "schoon" never stood behind those tags
		"Nu slaapt de Vries":      "ADV VERB PROPN X",    // near a name
		"Jan was hier":            "PROPN AUX ADV",       // behind a name
		"Zelden heet de hond ook": "X VERB DET NOUN ADV", // once is not enough
	} {
		var words []Example
		for w := range strings.FieldsSeq(sentence) {
			words = append(words, Example{Text: w, Norm: strings.ToLower(w)})
		}
		r, h := p.around(words), start
		known := map[string]nlp.UPOS{"was": nlp.AUX, "Zelden": nlp.ADV, "de": nlp.DET, "Vries": nlp.PROPN}
		var got []string
		for i, e := range words {
			tag := p.model.settled(r.place(i, h))
			got = append(got, tag.String())
			if tag == nlp.X {
				tag = known[e.Text]
			}
			h = h.next(tag)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", sentence, strings.Join(got, " "), want)
		}
	}
}

// TestNoTag has a word settled on a tag that there is not.
func TestNoTag(t *testing.T) {
	l := lexeme{word: hashOf("ook")}
	m := tables(nil, nil, map[table.Hash]uint16{l.anywhereKey(): uint16(Tags)})
	if got := m.only(l.anywhereKey()); got != nlp.X {
		t.Errorf("tag %d", got)
	}
}
