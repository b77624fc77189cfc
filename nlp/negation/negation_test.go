package negation

import (
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/token"
)

func TestScope(t *testing.T) {
	for _, want := range []string{
		"ze belden niet [op] [tijd] [terug]",
		"geen [reactie] [gekregen] , wel een brief",
		"niet alleen duur maar ook traag",
		"dat is niet [onvriendelijk] maar traag",
		"nooit [meer] . prima zaak",
		"de factuur klopt",
	} {
		doc := nlp.Document{Text: strings.NewReplacer("[", "", "]", "").Replace(want)}
		token.Split(&doc)
		for i := range doc.Tokens {
			doc.Tokens[i].Norm = doc.Tokens[i].Of(doc.Text)
		}
		New().Annotate(&doc)
		var got []string
		for _, tok := range doc.Tokens {
			w := tok.Of(doc.Text)
			if tok.Negated {
				w = "[" + w + "]"
			}
			got = append(got, w)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("got %s, want %s", strings.Join(got, " "), want)
		}
	}
	doc := nlp.Document{Text: "hij werkt niet", Tokens: []nlp.Token{{Norm: "hij", UPOS: nlp.PRON}, {Norm: "werkt", UPOS: nlp.VERB}, {Norm: "niet", UPOS: nlp.ADV}}}
	New().Annotate(&doc)
	if !doc.Tokens[1].Negated {
		t.Error("the verb before niet is not negated")
	}
}
