package cluster

import (
	"slices"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/annotate"
)

func item(t testing.TB, text string) Item {
	t.Helper()
	a, err := annotate.New(annotate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	doc := &nlp.Document{ID: "x", Text: text}
	a.Annotate(doc)
	return NewItem(doc)
}

func TestTerms(t *testing.T) {
	it := item(t, "De monteur van [NAAM-K7QX2M4NPR] kwam niet op 12 mei. Mijn factuurcorrectie is nog steeds niet verwerkt door de administratie.")
	for _, want := range []string{"monteur", "verwerken", "administratie"} {
		if !slices.Contains(it.Terms, want) {
			t.Errorf("%q is missing in %q", want, it.Terms)
		}
	}
	for _, term := range it.Terms {
		if strings.Contains(strings.ToUpper(term), "NAAM") || slices.Contains([]string{"de", "niet", "12", "mei", "mijn"}, term) {
			t.Errorf("%q is a term", term)
		}
	}
	if len(it.Vector) == 0 {
		t.Error("no vector")
	}
}

// TestLabels holds that what says how to reach somebody is no term, unless
// nothing else is said.
func TestLabels(t *testing.T) {
	it := item(t, "De monteur kwam niet. Bel mijn dochter op [TELEFOON-K7QX2M4NPR]. Mijn klantnummer is [NUMMER-K7QX2M4NPR].")
	for _, term := range []string{"bellen", "dochter", "klantnummer"} {
		if slices.Contains(it.Terms, term) {
			t.Errorf("%q is a term", term)
		}
	}
	if !slices.Contains(it.Terms, "monteur") {
		t.Errorf("monteur is missing in %q", it.Terms)
	}
	if it = item(t, "klantnummer [NUMMER-K7QX2M4NPR]"); len(it.Terms) == 0 {
		t.Error("a text of labels has no terms")
	}
}

// TestSaysNothing holds that a text which says nothing has nothing to group by.
func TestSaysNothing(t *testing.T) {
	doc := &nlp.Document{ID: "x", Text: "Niks te melden"}
	a, err := annotate.New(annotate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a.Annotate(doc)
	doc.Coding.Form = "leeg"
	if it := NewItem(doc); len(it.Terms)+len(it.Phrases)+len(it.Segments) > 0 {
		t.Errorf("terms %q, phrases %v", it.Terms, it.Phrases)
	}
}

// TestOtherLanguage holds that only Dutch has something to group by; a vector to
// find what is alike it has all the same.
func TestOtherLanguage(t *testing.T) {
	for _, text := range []string{
		"Thank you, the lady on the phone was very friendly and solved my problem.",
		"Guten Tag, ich habe meine Rechnung zweimal bezahlt und bekomme trotzdem eine Mahnung.",
	} {
		if it := item(t, text); len(it.Terms)+len(it.Phrases)+len(it.Segments) > 0 || len(it.Vector) == 0 {
			t.Errorf("%q: terms %q, phrases %v, vector of %d", text, it.Terms, it.Phrases, len(it.Vector))
		}
	}
	if it := item(t, "Mijn app crasht steeds, customer service belt niet terug."); len(it.Terms) == 0 {
		t.Error("Dutch with a few English words has no terms")
	}
}

func TestSegments(t *testing.T) {
	text := "De monteur kwam twee keer niet op de afgesproken ochtend langs. Daarnaast klopt het termijnbedrag op de factuur van oktober helemaal niet. Jammer."
	it := item(t, text)
	if len(it.Segments) != 3 || len(it.Breaks) != 3 || it.Breaks[0] != 0 {
		t.Fatalf("segments %v, breaks %v of terms %q", it.Segments, it.Breaks, it.Terms)
	}
	if got := it.Segments[1].Of(text); !strings.HasPrefix(got, "Daarnaast") || !strings.HasSuffix(got, "niet.") {
		t.Errorf("the second segment is %q", got)
	}
	if n := len(it.SegmentTerms(0)) + len(it.SegmentTerms(1)) + len(it.SegmentTerms(2)); n != len(it.Terms) {
		t.Errorf("the segments hold %d of %d terms", n, len(it.Terms))
	}
}

func TestPhrases(t *testing.T) {
	text := "De monteur kwam niet opdagen. Geen reactie op mijn brief. Een veel te hoge rekening! Bij tarieven een foutmelding, elke dag."
	var got []string
	for _, p := range item(t, text).Phrases {
		if p.Of(text) != p.Text {
			t.Errorf("%q stands where %q is", p.Text, p.Of(text))
		}
		got = append(got, p.Text)
	}
	for _, want := range []string{"monteur kwam niet opdagen", "Geen reactie", "hoge rekening"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
	for _, p := range got {
		if strings.HasSuffix(p, " de") || strings.HasPrefix(p, "op ") || strings.HasSuffix(p, "kwam niet") || strings.HasPrefix(p, "tarieven een") {
			t.Errorf("%q breaks off", p)
		}
	}
}

func TestHash(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Beste [NAAM-AAAAAAAAAA], uw klacht 12 is ontvangen", "beste [NAAM-BBBBBBBBBB],  uw klacht 345 is ontvangen!", true},
		{"De factuur klopt", "de Factuur klopt.", true},
		{"De factuur klopt", "De factuur klopt niet", false},
	} {
		if got := textHash(strings.TrimRight(c.a, ".!")) == textHash(strings.TrimRight(c.b, ".!")); got != c.same {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

func FuzzNewItem(f *testing.F) {
	a, err := annotate.New(annotate.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("De monteur kwam niet. Geen reactie!")
	f.Add("[NAAM-")
	f.Fuzz(func(t *testing.T, text string) {
		doc := &nlp.Document{ID: "x", Text: strings.ToValidUTF8(text, "")}
		a.Annotate(doc)
		it := NewItem(doc)
		if len(it.Breaks) != len(it.Segments) || (len(it.Terms) == 0) != (len(it.Breaks) == 0) {
			t.Errorf("%d terms, breaks %v, segments %v", len(it.Terms), it.Breaks, it.Segments)
		}
		for i := range it.Breaks {
			if s := it.Segments[i]; s.Start < 0 || s.End > len(doc.Text) || s.Start > s.End {
				t.Errorf("segment %v of %d bytes", s, len(doc.Text))
			}
			it.SegmentTerms(i)
		}
	})
}

// TestShown holds that a topic is known by the segments that show it.
func TestShown(t *testing.T) {
	text := "De monteur kwam niet. De factuur is te hoog."
	it := item(t, text)
	it.addShown([]nlp.Code{{ID: "factuur.onjuist", Evidence: []nlp.Span{{Start: 25, End: 32}, {Start: 36, End: 43}}}, {ID: "afhandeling.afspraak", Evidence: []nlp.Span{{Start: 3, End: 10}}}}, nil)
	if got := it.TopicsOf(0); !slices.Equal(got, []string{"afhandeling.afspraak"}) {
		t.Errorf("the first segment shows %q", got)
	}
	if got := it.TopicsOf(1); !slices.Equal(got, []string{"factuur.onjuist"}) {
		t.Errorf("the second segment shows %q", got)
	}
	if got := it.TopicsOf(-1); len(it.Shown) != 2 || len(got) != 2 {
		t.Errorf("the text shows %q, %v", got, it.Shown)
	}
}

func TestPairs(t *testing.T) {
	got := Pairs([]string{"slim", "meterstand", "meter", "stand", "doorgeven"})
	want := []string{"slim\tmeterstand", "meter\tstand", "stand\tdoorgeven"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Pairs(nil); got != nil {
		t.Errorf("nothing gives %q", got)
	}
}
