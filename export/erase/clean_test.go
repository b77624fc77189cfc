package erase

import (
	"testing"

	"luister/cluster"
)

// TestRename: what only erased texts say goes; what others say too, and what
// says nothing, stays.
func TestRename(t *testing.T) {
	d := cluster.Driver{ID: "D0001", Own: "monteur komt niet", Key: []cluster.Phrased{{Text: "kwikzilverfluit"}, {Text: "monteur komt niet"}}}
	c := cleaning{texts: []string{"de kwikzilverfluit is stuk"}, instead: map[string]string{}}
	c.rename(&d, []string{"de monteur komt niet"}, true)
	if len(d.Key) != 1 || d.Own != "monteur komt niet" || d.Name != "" {
		t.Errorf("left: %+v", d)
	}
	if _, gone := c.instead["kwikzilverfluit"]; !gone || len(c.instead) != 1 {
		t.Errorf("in the tables goes %q: an empty text would take every empty column with it", c.instead)
	}
}

func TestWithoutIDs(t *testing.T) {
	for line, want := range map[string]string{
		`{"feedback":["A","B"],"kind":"pin"}`:   `{"feedback":["B"],"kind":"pin"}` + "\n",
		`{"feedback":["A"],"kind":"pin"}`:       "",
		`{"feedback":["B"],"kind":"pin"}`:       `{"feedback":["B"],"kind":"pin"}`,
		`{"feedback":["A","B"],"why":"zie A"}`:  "",
		`{"kind":"measure","values":{"f":"A"}}`: "",
		`{"feedback":["A`:                       "",
	} {
		if got := string(withoutIDs([]byte(line), []string{"A"})); got != want {
			t.Errorf("%s became %q, want %q", line, got, want)
		}
	}
}
