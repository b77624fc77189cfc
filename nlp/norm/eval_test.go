package norm

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/treebank"
)

// TestEvalNorm measures how many edited news and encyclopedia words the speller
// changes (all wrongly), and how many known misspellings it mends without the
// list of them.
func TestEvalNorm(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
	dir, ok := treebank.Shared(".")
	if !ok {
		t.Skip("the data sets are not here")
	}
	n, err := New()
	if err != nil {
		t.Fatal(err)
	}
	changed, words := edited(t, n, filepath.Join(dir, "data"))
	share := float64(changed) / float64(words)
	fmt.Printf("EVAL norm/edited-text changed %.5f n=%d\n", share, words)
	if share > 0.002 {
		t.Errorf("%.5f of edited words are changed", share)
	}
	corrections := n.typos
	n.typos = map[string]string{}
	defer func() { n.typos = corrections }()
	right, wrong, all := 0, 0, 0
	for form, want := range corrections {
		if len(form) < minMend || strings.ContainsAny(form+want, " -'") {
			continue
		}
		all++
		switch got := n.Norm(form, true); got {
		case want:
			right++
		case form:
		default:
			wrong++
		}
	}
	if right < 4*wrong {
		t.Errorf("%d right, %d wrong corrections", right, wrong)
	}
	fmt.Printf("EVAL norm/misspellings recall %.4f n=%d\n", float64(right)/float64(all), all)
	fmt.Printf("EVAL norm/misspellings precision %.4f n=%d\n", float64(right)/float64(right+wrong), right+wrong)
}

func edited(t *testing.T, n *Normaliser, data string) (changed, words int) {
	for _, name := range []string{"ud-alpino/nl_alpino-ud-dev.conllu", "ud-lassysmall/nl_lassysmall-ud-dev.conllu"} {
		gold, err := treebank.ReadFile(filepath.Join(data, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range gold {
			for i, w := range s.Words {
				if w.UPOS == nlp.PUNCT {
					continue
				}
				words++
				if got := n.Norm(w.Form, i > 0); got != strings.ToLower(w.Form) {
					changed++
					if os.Getenv("LUISTER_ERRORS") != "" {
						fmt.Printf("ERR %s %s\n", w.Form, got)
					}
				}
			}
		}
	}
	return changed, words
}
