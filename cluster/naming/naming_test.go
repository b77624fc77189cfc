package naming

import (
	"testing"

	"luister/cluster"
	"luister/nlp"
)

func items(terms []string, phrases ...string) []*cluster.Item {
	it := &cluster.Item{Terms: terms, Breaks: []int32{0}}
	for i := 0; i+1 < len(phrases); i += 2 {
		it.Phrases = append(it.Phrases, cluster.Phrase{Text: phrases[i], Key: phrases[i+1]})
	}
	return []*cluster.Item{it}
}

func join(lists ...[]*cluster.Item) (all []*cluster.Item) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

func TestName(t *testing.T) {
	monteur := join(
		items([]string{"monteur", "opdagen", "bellen"}, "monteur kwam niet opdagen", "monteur niet opdagen", "belde mij", "bellen"),
		items([]string{"monteur", "opdagen", "wachten"}, "Monteur kwam niet\nopdagen", "monteur niet opdagen"),
		items([]string{"monteur", "bellen"}, "niet gebeld", "bellen niet"),
	)
	other := join(
		items([]string{"factuur", "bellen"}, "factuur te hoog", "factuur hoog"),
		items([]string{"factuur", "hoog", "bellen"}, "factuur te hoog", "factuur hoog"),
	)
	n := New(join(monteur, other))
	taken := map[string]bool{}
	if got := n.Name(monteur, taken); got != "Monteur kwam niet opdagen" {
		t.Errorf("the name is %q", got)
	}
	taken["Monteur kwam niet opdagen"] = true
	if got := n.Name(monteur, taken); got == "" || taken[got] {
		t.Errorf("a name is given twice: %q", got)
	}
	if got := n.Phrases(monteur, 1); len(got) != 1 || got[0].Count != 2 {
		t.Errorf("key phrases %+v", got)
	}
	if got := n.Name(nil, nil); got == "" {
		t.Error("no members, no name")
	}
}

func TestTypical(t *testing.T) {
	members := join(items([]string{"monteur", "bellen"}), items([]string{"monteur", "bellen"}))
	all := join(members, items([]string{"factuur", "bellen"}), items([]string{"factuur", "bellen"}))
	got := New(all).Typical(members)
	if got["monteur"] <= got["bellen"] || got["factuur"] != 0 {
		t.Errorf("typical are %v", got)
	}
}

// letter says one thing in each segment, which shows a topic if one is given.
func letter(says ...[2]string) *cluster.Item {
	it := &cluster.Item{}
	for i, s := range says {
		it.Breaks, it.Terms = append(it.Breaks, int32(len(it.Terms))), append(it.Terms, s[0])
		at := nlp.Span{Start: i * 10, End: i*10 + 9}
		it.Segments = append(it.Segments, at)
		it.Phrases = append(it.Phrases, cluster.Phrase{Span: at, Text: s[0], Key: s[0]})
		if s[1] != "" {
			it.Shown = append(it.Shown, cluster.Shown{Topic: s[1], Segment: int32(i)})
		}
	}
	return it
}

func TestPlace(t *testing.T) {
	for _, tt := range []struct {
		name string
		says [][2]string
		want string
	}{
		{"what comes first", [][2]string{{"wachttijd", ""}, {"bandje", ""}}, "Wachttijd"},
		{"what shows the subject", [][2]string{{"bandje", ""}, {"wachttijd", "contact.bereikbaarheid"}}, "Wachttijd"},
	} {
		members := []*cluster.Item{letter(tt.says...), letter(tt.says...)}
		other := []*cluster.Item{letter([2]string{"factuur"}), letter([2]string{"rekening"})}
		if got := New(join(members, other)).Name(members, nil); got != tt.want {
			t.Errorf("%s: the name is %q", tt.name, got)
		}
	}
}

func TestOwn(t *testing.T) {
	got := own(join(
		items([]string{"jaarafrekening", "jaar", "afrekening", "laat"}),
		items([]string{"jaarafrekening", "jaar", "afrekening"}),
		items([]string{"afrekening", "fout"}),
	))
	if got["jaarafrekening"] != 1 || got["afrekening"] != 1.0/3 || got["laat"] != 1 {
		t.Errorf("words of their own are %v", got)
	}
}

// TestFuller draws when a name of one word gives way to one that says more.
func TestFuller(t *testing.T) {
	gegevens := &candidate{key: "gegeven", score: 1, docs: 9}
	for _, tt := range []struct {
		name  string
		other candidate
		want  string
	}{
		{"says more", candidate{key: "buur gegeven", score: .4, docs: 2}, "buur gegeven"},
		{"much worse", candidate{key: "buur gegeven", score: .2, docs: 2}, "gegeven"},
		{"of one only", candidate{key: "buur gegeven", score: .4, docs: 1}, "gegeven"},
		{"something else", candidate{key: "factuur hoog", score: .9, docs: 5}, "gegeven"},
	} {
		found := []*candidate{gegevens, {key: "inzage", score: .5, docs: 3}, &tt.other}
		if fuller(found); found[0].key != tt.want || len(found) != 3 {
			t.Errorf("%s: first is %q, want %q", tt.name, found[0].key, tt.want)
		}
		if tt.want != "gegeven" && (found[1] != gegevens || found[2].key != "inzage") {
			t.Errorf("%s: the others lost their order", tt.name)
		}
	}
	fuller(nil)
}
