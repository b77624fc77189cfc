package code

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestEvalForms measures the rarer forms on the texts of the sample, whose
// truth is known because they are made up.
func TestEvalForms(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("quality is measured with LUISTER_EVAL=1")
	}
	f, err := os.Open("../../testdata/sample/truth.jsonl")
	if err != nil {
		t.Skip("the sample is not here")
	}
	defer f.Close()
	read := whole(t)
	forms := perLabel{}
	var n, right float64
	confusion := map[[2]string]int{}
	eachLine(t, f, func(line []byte) {
		var r struct{ Text, Form, Lang string }
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		if r.Lang != "nl" {
			return
		}
		got := read(r.Text).Coding
		n++
		right += same(got.Form, r.Form)
		forms.add([]string{got.Form}, []string{r.Form})
		confusion[[2]string{r.Form, got.Form}]++
		if got.Form != r.Form && strings.Contains(os.Getenv("LUISTER_VERBOSE"), "forms") {
			fmt.Printf("want %s got %s %.2f: %.300q\n", r.Form, got.Form, got.SentimentScore, r.Text)
		}
	})
	printConfusion(confusion)
	report(t, "sample-form", "accuracy", right/n, 0.87, int(n))
	for _, form := range []string{"vraag", "suggestie", "bezwaar", "melding", "leeg"} {
		if forms[form] != nil {
			report(t, "sample-form-"+form, "f1", forms[form].f1(), 0.85, int(forms[form].gold))
		}
	}
}
