package source

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// numberedCases writes n complaints, the last again of which come once more with
// another text.
func numberedCases(n, again int) string {
	var b strings.Builder
	b.WriteString("Zaaknummer;Datum;Klacht\n")
	for i := range n {
		fmt.Fprintf(&b, "%d;%d-1-2026;De bus van rit %d was weer eens veel te laat\n", i+1, i%28+1, i)
	}
	for i := range again {
		fmt.Fprintf(&b, "%d;%d-2-2026;De bus van rit %d komt nu helemaal niet meer\n", n-i, i%28+1, i)
	}
	return b.String()
}

func keys(t *testing.T, d *Delivery) map[string]int {
	t.Helper()
	seen := map[string]int{}
	for row, err := range d.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range row.Answers {
			seen[f.Key]++
		}
	}
	return seen
}

func TestOverlappingDelivery(t *testing.T) {
	first, err := Open(write(t, "jan.csv", numberedCases(50, 0)), Source{})
	if err != nil {
		t.Fatal(err)
	}
	if len(keys(t, first)) != 50 || first.Key != "kolom Zaaknummer" {
		t.Errorf("the first is known by %s", first.Key)
	}
	second, err := Open(write(t, "feb.csv", numberedCases(50, 25)), Source{KnownKey: first.Key})
	if err != nil {
		t.Fatal(err)
	}
	if seen := keys(t, second); second.Key != first.Key || len(seen) != 50 || seen["50"] != 2 {
		t.Errorf("%s, %d keys", second.Key, len(seen))
	}
	if !strings.Contains(strings.Join(second.Assumed, " "), "as in earlier deliveries") {
		t.Errorf("nothing of that is noted: %q", second.Assumed)
	}
}

func TestCutArchive(t *testing.T) {
	var text, packed bytes.Buffer
	text.WriteString("Zaaknummer;Klacht\n")
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 3000 {
		fmt.Fprintf(&text, "Z%d;De bus van rit %d kwam %d minuten te laat aan\n", i, random.Int(), random.Int())
	}
	z := gzip.NewWriter(&packed)
	z.Write(text.Bytes())
	z.Close()
	for _, size := range []int{5, 2000, packed.Len() - 20, packed.Len() - 4} {
		d, err := Open(write(t, "x.csv.gz", packed.String()[:size]), Source{})
		if err == nil {
			for _, e := range d.Rows() {
				err = e
			}
		}
		if err == nil || !strings.Contains(err.Error(), "cut off") || !strings.Contains(err.Error(), "ask for the delivery again") {
			t.Errorf("cut at %d of %d: %v", size, packed.Len(), err)
		}
	}
}
