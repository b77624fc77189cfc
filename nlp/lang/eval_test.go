package lang

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/nlp/treebank"
)

// TestEvalLanguages measures on commands to a voice assistant in Dutch and
// English (8 words on average), subtitle lines and reviews.
func TestEvalLanguages(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
	dir, ok := treebank.Shared(".")
	if !ok {
		t.Skip("the data sets are not here")
	}
	data := filepath.Join(dir, "data")
	for _, set := range []struct {
		name, lang string
		floor      float64
		texts      []string
	}{
		{"commands-nl", "nl", 0.95, xsid(t, data, "# text: ")},
		{"commands-en", "en", 0.95, xsid(t, data, "# text-en: ")},
		{"subtitles-nl", "nl", 0.95, column(t, filepath.Join(data, "xed-nl/nl-projections.tsv"))},
		{"reviews-nl", "nl", 0.97, reviews(t, filepath.Join(data, "keytrade-nl/keytrade_trustpilot_nl.jsonl"))},
	} {
		right := 0
		for _, text := range set.texts {
			if got, _ := identify(t, text); got == set.lang {
				right++
			} else if os.Getenv("LUISTER_ERRORS") != "" {
				fmt.Printf("ERR %s %q\n", got, text)
			}
		}
		accuracy := float64(right) / float64(len(set.texts))
		fmt.Printf("EVAL lang/%s accuracy %.4f n=%d\n", set.name, accuracy, len(set.texts))
		if accuracy < set.floor {
			t.Errorf("%s is %.4f, below %.4f", set.name, accuracy, set.floor)
		}
	}
}

func lines(t *testing.T, name string) (all []string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<22)
	for in.Scan() {
		all = append(all, in.Text())
	}
	return all
}

func xsid(t *testing.T, data, prefix string) (all []string) {
	for _, l := range lines(t, filepath.Join(data, "xsid-nl/nl.valid.conll")) {
		if text, ok := strings.CutPrefix(l, prefix); ok {
			all = append(all, text)
		}
	}
	return all
}

func column(t *testing.T, name string) (all []string) {
	for _, l := range lines(t, name) {
		text, _, _ := strings.Cut(l, "\t")
		if len(strings.Fields(text)) >= 4 {
			all = append(all, text)
		}
	}
	return all
}

func reviews(t *testing.T, name string) (all []string) {
	for _, l := range lines(t, name) {
		var row map[string]any
		if json.Unmarshal([]byte(l), &row) != nil {
			continue
		}
		for _, key := range []string{"text", "review", "body"} {
			if text, _ := row[key].(string); text != "" {
				all = append(all, text)
				break
			}
		}
	}
	return all
}
