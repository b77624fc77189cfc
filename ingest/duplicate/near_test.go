package duplicate

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

const letter = "Geachte heer, op 3 maart kwam de monteur niet op de afgesproken tijd, terwijl ik de hele dag thuis ben gebleven. Ik heb drie keer gebeld en kreeg niemand te spreken. Graag een nieuwe afspraak."

func TestNear(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	var spaces Spaces
	spaces.Know("mail", "k9", "")
	spaces.Know("web", "k9", "") // these two name customers in the same way
	f := NearFinder{Spaces: &spaces, Texts: func(ids ...string) (map[string]string, error) { return map[string]string{"p": letter}, nil }}
	f.Publish(Message{ID: "p", Source: "mail", Customer: "k1", Received: day(0)}, NewPrint(letter).Signature())
	for _, step := range []struct {
		what string
		m    Message
		text string
		want string
	}{
		{"published, a few words other", Message{ID: "a", Source: "mail", Customer: "k1", Received: day(2)}, strings.Replace(letter, "drie keer", "vier maal", 1), "p"},
		{"another customer of that source", Message{ID: "b", Source: "mail", Customer: "k2", Received: day(2)}, letter + " Dank!", ""},
		{"another customer of a source with the same keys", Message{ID: "c", Source: "web", Customer: "k3", Received: day(2)}, letter + " Met groet", ""},
		{"a source with keys of its own", Message{ID: "d", Source: "telefoon", Customer: "0612", Received: day(2)}, letter + " Met groet.", ""},
		{"too long ago", Message{ID: "e", Source: "mail", Customer: "k1", Received: day(90)}, letter, ""},
		{"half of it is other", Message{ID: "g", Source: "mail", Customer: "k1", Received: day(3)}, letter[:90] + " Nu gaat het over iets heel anders, namelijk de rekening die alweer veel te hoog is voor een klein huis zonder zonnepanelen.", ""},
		{"short texts are alike by chance", Message{ID: "h", Source: "mail", Customer: "k1", Received: day(3)}, "De monteur kwam niet.", ""},
		{"and so is the next", Message{ID: "i", Source: "mail", Customer: "k1", Received: day(3)}, "De monteur kwam niet!", ""},
	} {
		p := NewPrint(step.text)
		got, err := f.Find(step.m, p, p.Signature())
		if err != nil || got.ID != step.want {
			t.Errorf("%s: linked to %q (%.2f, %v), want %q", step.what, got.ID, got.Near, err, step.want)
		}
	}
}

// TestNearOfContact holds that an e-mail address tells who spoke in two channels,
// if it is one customer's.
func TestNearOfContact(t *testing.T) {
	const said = "Mijn laadpaal is nu voor de vierde keer uitgesteld en niemand zegt waarom."
	again := strings.NewReplacer("nu ", "", "vierde", "4e").Replace(said)
	for _, tt := range []struct {
		what, contact, sharedBy, want string
	}{
		{"the same address", "m1", "", "a"},
		{"another address", "m2", "", ""},
		{"no address", "", "", ""},
		{"an address that another customer has too", "m1", "8", ""},
	} {
		var spaces Spaces
		spaces.Know("tickets", "7", "m1")
		spaces.Know("tickets", tt.sharedBy, "m1")
		f := NearFinder{Spaces: &spaces}
		p, q := NewPrint(said), NewPrint(again)
		first, err := f.Find(Message{ID: "a", Source: "tickets", Customer: "7", Contact: "m1"}, p, p.Signature())
		second, err2 := f.Find(Message{ID: "b", Source: "mail", Customer: tt.contact, Contact: tt.contact}, q, q.Signature())
		if err != nil || err2 != nil || first.ID != "" || second.ID != tt.want {
			t.Errorf("%s: linked to %q (%.2f, %v, %v), want %q", tt.what, second.ID, p.Jaccard(q), err, err2, tt.want)
		}
	}
}

// TestOthersNamed holds that a form letter sent by two people is not one letter.
func TestOthersNamed(t *testing.T) {
	var f NearFinder
	find := func(id, name, customer string) string {
		p := NewPrint(letter + " Hoogachtend, [NAAM-" + name + "]")
		got, err := f.Find(Message{ID: id, Source: "mail", Customer: customer}, p, p.Signature())
		if err != nil {
			t.Fatal(err)
		}
		return got.ID
	}
	for _, step := range []struct{ id, name, customer, want string }{
		{"a", "ABC", "", ""}, {"b", "DEF", "", ""}, {"c", "ABC", "", "a"}, {"d", "GHI", "k1", ""}, {"e", "JKL", "k1", "d"}, {"f", "ABC", "k1", "e"},
	} {
		if got := find(step.id, step.name, step.customer); got != step.want {
			t.Errorf("%s: linked to %q, want %q", step.id, got, step.want)
		}
	}
}

func TestPrint(t *testing.T) {
	a, b := NewPrint("De MONTEUR kwam 3 keer niet, mevrouw [NAAM-A1]!"), NewPrint("de monteur kwam 14 keer niet mevrouw [NAAM-B2]")
	if a.Jaccard(b) != 1 || len(a.Named) != 1 || shared(a.Named, b.Named) != 0 {
		t.Errorf("%v and %v: %.2f", a, b, a.Jaccard(b))
	}
	if x, y := NewPrint("Beste klantenservice,\n\nDe monteur kwam niet.\n\nMet vriendelijke groet,\n[NAAM-A1]\n"), NewPrint("De monteur kwam niet."); x.Jaccard(y) != 1 || len(x.Named) != 1 {
		t.Errorf("salutation and closing count: %.2f", x.Jaccard(y))
	}
	if x := NewPrint("Groet hem maar, zei zij. En dat was het dan weer voor vandaag."); len(x.Pairs) < 12 {
		t.Errorf("a sentence is taken for a closing: %d pairs", len(x.Pairs))
	}
	if (Print{}).Jaccard(Print{}) != 0 || (Print{}).Signature() != nil {
		t.Error("an empty text is like another")
	}
}

// TestSignature holds the probability with which pairs become candidates.
func TestSignature(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, tt := range []struct {
		common, own int
		from, to    float64
	}{{30, 10, .88, 1}, {40, 5, .98, 1}, {10, 20, .05, .25}} {
		met := 0
		const n = 1000
		for range n {
			var a, b Print
			for range tt.common {
				x := r.Uint32()
				a.Pairs, b.Pairs = append(a.Pairs, x), append(b.Pairs, x)
			}
			for range tt.own {
				a.Pairs, b.Pairs = append(a.Pairs, r.Uint32()), append(b.Pairs, r.Uint32())
			}
			x, y := a.Signature(), b.Signature()
			for i := 0; i < len(x); i += 4 {
				if string(x[i:i+4]) == string(y[i:i+4]) {
					met++
					break
				}
			}
		}
		if share := float64(met) / n; share < tt.from || share > tt.to {
			t.Errorf("%d of %d in common: candidates in %.3f of the cases", tt.common, tt.common+2*tt.own, share)
		}
	}
}

func FuzzPrint(f *testing.F) {
	f.Add("een tekst", "een [NAAM-X] tekst")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := NewPrint(a), NewPrint(b)
		if j := x.Jaccard(y); j != y.Jaccard(x) || j < 0 || j > 1 {
			t.Errorf("%q and %q: %v", a, b, j)
		}
		if len(x.Pairs) > 0 && x.Jaccard(x) != 1 {
			t.Errorf("%q is not like itself", a)
		}
	})
}

func BenchmarkNear(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	words := make([]string, 5000)
	for i := range words {
		words[i] = fmt.Sprintf("woord%c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676)
	}
	texts := make([]string, 20000)
	for i := range texts {
		var t strings.Builder
		for range 41 {
			t.WriteString(words[int(5000*r.Float64()*r.Float64())] + " ")
		}
		texts[i] = t.String()
	}
	for b.Loop() {
		f := NearFinder{Spaces: &Spaces{}}
		for i, text := range texts {
			p := NewPrint(text)
			if _, err := f.Find(Message{ID: fmt.Sprint(i)}, p, p.Signature()); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(texts))*float64(b.N)/b.Elapsed().Seconds(), "texts/s")
}

// TestChains holds that what shares a band is found however many others there
// are: the newest of each band.
func TestChains(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	f := NearFinder{Spaces: &Spaces{}}
	var keys [][bands]uint32
	for i := range 9000 {
		var signature []byte
		for range bands {
			signature = binary.LittleEndian.AppendUint32(signature, mix(rng.Uint32N(3000)))
		}
		if i%500 == 0 {
			want := map[int32]bool{}
			for band, key := range keysOf(signature) {
				for j, n := len(keys)-1, 0; j >= 0 && n < mostChecked; j-- {
					if keys[j][band] == key {
						want[int32(j)] = true
						n++
					}
				}
			}
			newest := slices.Sorted(maps.Keys(want))
			slices.Reverse(newest)
			if got := f.candidates(Message{ID: "new"}, signature); !slices.Equal(got, newest[:min(len(newest), mostChecked)]) {
				t.Fatalf("after %d: candidates %v, want %v", i, got, newest)
			}
		}
		f.Publish(Message{ID: fmt.Sprint(i)}, signature)
		keys = append(keys, keysOf(signature))
	}
}
