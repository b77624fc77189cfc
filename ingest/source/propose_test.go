package source

import (
	"bytes"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestProposal pastes the proposed entry into a configuration and reads the same
// delivery with it: the same columns must come out.
func TestProposal(t *testing.T) {
	paths := append(fixtures(t), write(t, "raar 2026-01.csv", "# nr;: datum;\"- 'tekst'\";datum: x;;\nA1;2-1-2026;Ik wacht al weken op een antwoord van jullie;1;x;a@voorbeeld.example\n"+
		"B2;3-1-2026;Niemand belt mij ooit eens terug, heel vervelend;2;y;b@voorbeeld.example\n"))
	for _, path := range paths {
		first, err := Open(path, Source{})
		if err != nil {
			t.Fatal(err)
		}
		text, err := first.Proposal()
		if err != nil {
			t.Fatal(err)
		}
		var config struct {
			Sources []Source `yaml:"sources"`
		}
		if err := yaml.NewDecoder(bytes.NewReader([]byte(text)), yaml.Strict()).Decode(&config); err != nil || len(config.Sources) != 1 {
			t.Fatalf("%s: the proposal is no configuration: %v\n%s", path, err, text)
		}
		src := config.Sources[0]
		if !src.Matches(filepath.Join("/data/inbox", filepath.Base(path))) {
			t.Errorf("%s: the proposal does not claim the file\n%s", path, text)
		}
		second, err := Open(path, src)
		if err != nil {
			t.Fatalf("%s: %v\n%s", path, err, text)
		}
		if got, want := tell(t, second), tell(t, first); got != want {
			t.Errorf("%s: stated %s, found out %s", path, got, want)
		}
		for i, c := range first.Mapping.Columns {
			if s := second.Mapping.Columns[i]; s.Meaning != c.Meaning || !reflect.DeepEqual(s.Scale, c.Scale) && len(c.Scale.Words) > 0 {
				t.Errorf("%s: column %q is %s when stated, %s when found out", path, c.Header, s.Meaning, c.Meaning)
			}
		}
	}
}

// BenchmarkRows reads a table of complaints from disk to Rows.
func BenchmarkRows(b *testing.B) {
	var text bytes.Buffer
	lines := bytes.SplitAfter([]byte(complaints), []byte("\n"))
	text.Write(lines[0])
	for i := range 20000 {
		text.Write(bytes.Replace(lines[1+i%2], []byte("K-10"), []byte("K-"+string(rune('1'+i%9))), 1))
	}
	path := write(b, "klachten.csv", text.String())
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		d, err := Open(path, Source{})
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range d.Rows() {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestProposalOfMail proposes one source for all mail: the name of a message is
// mostly that of a customer.
func TestProposalOfMail(t *testing.T) {
	for name, path := range map[string]string{"klacht Bakker.eml": "inbox/*.eml", "Bakker 12.MBOX": "inbox/*.MBOX"} {
		d, err := Look(write(t, name, message), Source{})
		if err != nil {
			t.Fatal(err)
		}
		text, err := d.Proposal()
		if err != nil || strings.Contains(text, "akker") || !strings.Contains(text, path) || !strings.Contains(text, "name: e-mail") {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}
