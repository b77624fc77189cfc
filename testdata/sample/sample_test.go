package sample

import (
	"bytes"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestShipped holds that the files in inbox/ are what the generator makes.
func TestShipped(t *testing.T) {
	set := Generate(Shipped)
	for name, want := range set.Files {
		got, err := fs.ReadFile(Inbox(), name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("inbox/%s is not what the generator makes (%v); run: go run ./testdata/sample/generate", name, err)
		}
	}
	fs.WalkDir(Inbox(), ".", func(path string, e fs.DirEntry, err error) error {
		if _, made := set.Files[path]; !e.IsDir() && !made {
			t.Errorf("inbox/%s is made by nothing", path)
		}
		return err
	})
	truth, err := os.ReadFile("truth.jsonl")
	if err != nil || !bytes.Equal(truth, set.TruthLines()) {
		t.Errorf("truth.jsonl is not what the generator makes (%v)", err)
	}
}

// TestPlanted holds that the shipped sample has everything that it promises.
func TestPlanted(t *testing.T) {
	forms, langs, drivers, sources := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	texts := map[string]bool{}
	var several, repeats, duplicates, ironies, personal int
	for _, tr := range Generate(Shipped).Truth {
		forms[tr.Form]++
		langs[tr.Lang]++
		sources[tr.Source]++
		texts[tr.Text] = true
		for _, d := range tr.Drivers {
			drivers[d]++
		}
		several += count(len(tr.Drivers) > 1)
		repeats += count(tr.RepeatOf != "")
		duplicates += count(tr.Duplicate != "")
		ironies += count(tr.Irony)
		personal += len(tr.Personal)
	}
	for _, form := range []string{"klacht", "compliment", "vraag", "suggestie", "bezwaar", "melding", "opmerking", "leeg"} {
		if forms[form] < 8 {
			t.Errorf("form %s: %d feedback", form, forms[form])
		}
	}
	for _, d := range Drivers() {
		if drivers[d.ID] < 8 {
			t.Errorf("driver %s: %d feedback", d.ID, drivers[d.ID])
		}
	}
	for what, n := range map[string]int{"mail": sources["mail"], "enquete": sources["enquete"], "klachten": sources["klachten"], "English": langs["en"],
		"several causes": several, "repeats": repeats, "duplicates": duplicates, "irony": ironies, "personal data": personal / 10} {
		if n < 8 {
			t.Errorf("%s: only %d", what, n)
		}
	}
	if len(texts) < 600 {
		t.Errorf("only %d different texts", len(texts))
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// TestTrends holds that the planted trends show in a large set.
func TestTrends(t *testing.T) {
	early, late := map[string]int{}, map[string]int{}
	set := Generate(Options{Feedback: 20000, Seed: 7, CSVOnly: true})
	for i, tr := range set.Truth {
		for _, d := range tr.Drivers {
			if i < len(set.Truth)/2 {
				early[d]++
			} else if i > len(set.Truth)*8/10 {
				late[d]++
			}
		}
	}
	rate := func(d string) float64 { return (float64(late[d]) / 2) / (float64(early[d]+1) / 5) }
	for _, tt := range []struct {
		driver   string
		min, max float64
	}{{"app-storing", 2, 4}, {"terugleverkosten", 50, 1e9}, {"deurverkoop", 0, 0.3}, {"wachtrij-telefoon", 1.2, 3}, {"dubbele-incasso", 0.6, 1.5}} {
		if r := rate(tt.driver); r < tt.min || r > tt.max {
			t.Errorf("%s: late against early %.2f, want %.1f to %.1f", tt.driver, r, tt.min, tt.max)
		}
	}
}

func TestNumbersPassTheirChecks(t *testing.T) {
	for n := range 50 {
		digits := bsn(n)
		sum := 0
		for i, c := range digits[:8] {
			sum += (9 - i) * int(c-'0')
		}
		if sum -= int(digits[8] - '0'); len(digits) != 9 || sum%11 != 0 {
			t.Errorf("bsn %s fails the eleven-test", digits)
		}
	}
	if got := strings.ReplaceAll(iban(123456), " ", ""); len(got) != 18 || mod97(got[4:]+got[:4]) != 1 {
		t.Errorf("iban %s fails mod 97", got)
	}
}

func mod97(s string) int {
	rest := 0
	for _, c := range s {
		n := int(c - '0')
		if c >= 'A' {
			n = int(c-'A') + 10
			rest = rest * 10
		}
		rest = (rest*10 + n) % 97
	}
	return rest
}

func TestSameSeedSameBytes(t *testing.T) {
	a, b := Generate(Options{Feedback: 300, Seed: 3}), Generate(Options{Feedback: 300, Seed: 3})
	if !bytes.Equal(a.TruthLines(), b.TruthLines()) {
		t.Error("the same seed gave another truth")
	}
	if slices.Equal(Generate(Options{Feedback: 300, Seed: 4}).TruthLines(), a.TruthLines()) {
		t.Error("another seed gave the same truth")
	}
}
