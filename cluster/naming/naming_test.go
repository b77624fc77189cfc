package naming

import (
	"testing"

	"luister/cluster"
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
