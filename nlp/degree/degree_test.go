package degree

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/treebank"
)

// TestDegree draws the degree behind each word that has one.
func TestDegree(t *testing.T) {
	for _, want := range []string{
		"de/DET bediening/NOUN is/AUX heel/ADV erg/ADJ slecht/ADJ+2",
		"een/DET beetje/NOUN traag/ADJ-1 maar/CCONJ goed/ADJ",
		"ik/PRON heb/AUX veel/ADV te/ADV lang/ADJ+1 gewacht/VERB",
		"dat/PRON is/AUX een/DET erg/ADJ goede/ADJ+1 winkel/NOUN",
		"veel/DET mensen/NOUN wachten/VERB te/ADP lang/ADJ+1",
		"veel/ADV beter/ADJ+1 dan/SCONJ vorig/ADJ jaar/NOUN",
	} {
		var doc nlp.Document
		for w := range strings.FieldsSeq(want) {
			form, tag, _ := strings.Cut(w, "/")
			tag, _, _ = strings.Cut(tag, "+")
			tag, _, _ = strings.Cut(tag, "-")
			doc.Tokens = append(doc.Tokens, nlp.Token{Norm: form, UPOS: nlp.ParseUPOS(tag)})
		}
		New().Annotate(&doc)
		var b strings.Builder
		for i, tok := range doc.Tokens {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(tok.Norm + "/" + tok.UPOS.String())
			if tok.Degree != 0 {
				fmt.Fprintf(&b, "%+d", tok.Degree)
			}
		}
		if b.String() != want {
			t.Errorf("got  %s\nwant %s", b.String(), want)
		}
	}
}

func TestInside(t *testing.T) {
	doc := nlp.Document{Tokens: []nlp.Token{{Norm: "superblij", UPOS: nlp.ADJ, Parts: []string{"super", "blij"}}}}
	if New().Annotate(&doc); doc.Tokens[0].Degree != 1 {
		t.Error("superblij has no degree")
	}
}

// TestEvalDegree measures which word a word of degree acts on, against the
// adverbial relations of the treebanks, with gold parts of speech.
func TestEvalDegree(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
	dir, ok := treebank.Shared(".")
	if !ok {
		t.Skip("the data sets are not here")
	}
	for name, floor := range map[string]float64{"ud-alpino/nl_alpino-ud-dev.conllu": 0.85, "ud-lassysmall/nl_lassysmall-ud-dev.conllu": 0.85} {
		gold, err := treebank.ReadFile(filepath.Join(dir, "data", name))
		if err != nil {
			t.Fatal(err)
		}
		var score treebank.Score
		for _, s := range gold {
			score.Add(scoreSentence(s))
		}
		fmt.Printf("EVAL degree/%s F1 %.4f n=%d\n", filepath.Dir(name), score.F1(), score.Gold)
		if score.F1() < floor {
			t.Errorf("%s: %.4f, below %.2f", name, score.F1(), floor)
		}
	}
}

func scoreSentence(s treebank.Sentence) (score treebank.Score) {
	f := New()
	var tokens []nlp.Token
	for _, w := range s.Words {
		tokens = append(tokens, nlp.Token{Norm: strings.ToLower(w.Form), UPOS: w.UPOS})
	}
	for i, w := range s.Words {
		if f.words[tokens[i].Norm] == 0 {
			continue
		}
		gold, got := -1, f.Target(tokens, i)
		if h := w.Head - 1; h > i && h-i <= most && modifies[w.Relation] && f.gradable(&tokens[h]) {
			gold = h
		}
		if gold >= 0 {
			score.Gold++
		}
		if got >= 0 {
			score.Found++
		}
		switch {
		case got >= 0 && got == gold:
			score.Right++
		case got != gold && os.Getenv("LUISTER_ERRORS") != "":
			fmt.Println("ERR", w.Form, word(s, gold), word(s, got))
		}
	}
	return score
}

// modifies are the relations of a word of degree to what it acts on.
var modifies = map[string]bool{"advmod": true, "obl": true, "amod": true, "nmod": true, "nummod": true, "obl:arg": true}

func word(s treebank.Sentence, i int) string {
	if i < 0 {
		return "-"
	}
	return s.Words[i].Form
}
