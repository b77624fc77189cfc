package english

import (
	"strings"
	"testing"

	"github.com/jdkato/prose/v2"

	"luister/nlp"
	"luister/nlp/table"
	"luister/nlp/token"
)

func read1(t testing.TB, text string) *nlp.Document {
	t.Helper()
	doc := &nlp.Document{Text: text}
	token.Split(doc)
	tagger := New()
	var out []nlp.Token
	for i, from := 0, 0; from < len(doc.Tokens); i++ {
		to := from
		for to < len(doc.Tokens) && int(doc.Tokens[to].Sentence) == i {
			to++
		}
		out = tagger.Sentence(out, doc.Text, doc.Tokens[from:to])
		from = to
	}
	doc.Tokens = out
	return doc
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"I don't like it.":                    "I/PRON do/VERB n't/ADV like/VERB it/PRON ./PUNCT",
		"[NAAM-K7QX2M4NPR] didn’t call back.": "[NAAM-K7QX2M4NPR]/PROPN did/VERB n’t/ADV call/VERB back/ADV ./PUNCT",
		"“Great” service :-)":                 "“/PUNCT Great/PROPN ”/PUNCT service/NOUN :-)/SYM",
	} {
		doc := read1(t, text)
		var got []string
		for _, tok := range doc.Tokens {
			got = append(got, tok.Of(text)+"/"+tok.UPOS.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
		}
	}
}

// TestAsProse holds our reading of the weights to that of prose, word by word
// where both cut the same words.
func TestAsProse(t *testing.T) {
	same, all := 0, 0
	for line := range strings.Lines(letter) {
		doc := read1(t, line)
		theirs, err := prose.NewDocument(strings.TrimSpace(line), prose.WithExtraction(false), prose.WithSegmentation(false))
		if err != nil {
			t.Fatal(err)
		}
		words := theirs.Tokens()
		if len(words) != len(doc.Tokens) {
			continue
		}
		for i := range doc.Tokens {
			if plain(doc.Tokens[i].Of(line)) == words[i].Text {
				all++
				if doc.Tokens[i].UPOS == universal(doc.Tokens[i].Kind, words[i].Tag) {
					same++
				}
			}
		}
	}
	if all < 100 || same*100 < all*98 {
		t.Errorf("%d of %d as prose", same, all)
	}
}

const letter = `I have been waiting for three weeks and nobody answered my e-mail about the broken washing machine.
The driver didn't show up, so I called your office twice.
My invoice of March is wrong: you charged me for a subscription that I cancelled in 2025.
Your staff were friendly, but they couldn't explain why the amount is higher than last year.
Please send me a corrected invoice before the end of the month.
The app crashes when I try to log in with my new phone.
It's a shame that the train was late again and that there were no seats left.
We'll never order from this company again!
Could you tell me how long the repair will take?
I was told that somebody would call me back within two days, which never happened.
Great service, thank you very much.
The doctor listened carefully and took the time to answer all our questions.
`

func FuzzSentence(f *testing.F) {
	for _, text := range []string{"I can't.", "“a” b's 'tis", "\xff\x00", "... !!! (x)", "U.S. don't&rsquo;t"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		before := nlp.Document{Text: text}
		token.Split(&before)
		covered := 0
		for _, tok := range before.Tokens {
			covered += tok.End - tok.Start
		}
		at, still := 0, 0
		for _, tok := range read1(t, text).Tokens {
			if tok.Start < at {
				t.Fatal("tokens out of order")
			}
			at = tok.End
			still += tok.End - tok.Start
		}
		if still != covered {
			t.Fatalf("%d bytes in tokens, were %d", still, covered)
		}
	})
}

func FuzzParse(f *testing.F) {
	w := Weights{Rows: map[string]map[string]float64{"bias": {"NN": 1.5, "VB": -0.2}}, Words: map[string]string{"the": "DT"}, Tags: []string{"NN", "VB", "DT"}}
	whole := string(w.Encode())
	f.Add(whole)
	f.Add(whole[:len(whole)-1])
	f.Add(string(table.Pack([]byte(magic + "NN\n\n\x01\x00\x00\x00\x00\x00\x00"))))
	f.Fuzz(func(t *testing.T, data string) {
		m, err := parse(data)
		if err != nil {
			return
		}
		doc := nlp.Document{Text: "The bill isn't right."}
		token.Split(&doc)
		m.tag(doc.Text, doc.Tokens)
	})
}

func BenchmarkSentence(b *testing.B) {
	doc := nlp.Document{Text: "I have been waiting for three weeks and nobody answered my e-mail about the broken washing machine."}
	token.Split(&doc)
	tagger := New()
	var out []nlp.Token
	for b.Loop() {
		out = tagger.Sentence(out[:0], doc.Text, doc.Tokens)
	}
	b.ReportMetric(float64(len(doc.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
