package english

import (
	"strings"
	"testing"

	"luister/nlp"
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
