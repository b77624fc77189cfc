package index

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestWordOrder(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	var w orderWriter
	w.add("F2", Terms{[]string{"factuur", "kloppen"}, []string{"de", "factuur", "", "klopt"}})
	w.add("F1", Terms{})
	w.add("F3", Terms{nil, []string{"klopt"}})
	must(t, w.write(first, "", []string{"F2", "F1", "F3"}))
	var night orderWriter
	night.add("F3", Terms{[]string{"nieuw"}, []string{"nieuw"}})
	must(t, night.write(second, first, []string{"F2", "", "F3", "F1"}))

	o, err := openOrder(filepath.Join(second, orderName))
	must(t, err)
	defer o.close()
	for i, want := range []struct {
		id    string
		place uint32
		terms uint16
		words []string
	}{{"F2", 2, 2, []string{"de", "factuur", "", "klopt"}}, {"", 0, 0, nil}, {"F3", 3, 1, []string{"nieuw"}}, {"F1", 1, 0, nil}} {
		if o.id(i) != want.id || o.place(i) != want.place || o.length(i) != want.terms || !slices.Equal(o.words(i), appendHashes(nil, want.words)) {
			t.Errorf("document %d: %q %d %d %v", i, o.id(i), o.place(i), o.length(i), o.words(i))
		}
	}
	words := o.words(0)
	for _, tc := range []struct {
		phrase []string
		want   bool
	}{
		{[]string{"de", "factuur"}, true},
		{[]string{"factuur", "klopt"}, false},
		{[]string{"factuur", "", "klopt"}, true},
		{[]string{"klopt"}, true},
		{[]string{"klopt", "de"}, false},
	} {
		if got := holdsPhrase(words, appendHashes(nil, tc.phrase)); got != tc.want {
			t.Errorf("%q: %v", tc.phrase, got)
		}
	}
}

// FuzzWordOrder holds that no damage to the file makes reading it fail hard.
func FuzzWordOrder(f *testing.F) {
	var w orderWriter
	var ids []string
	for i := range 5 {
		ids = append(ids, fmt.Sprintf("F%d", i))
		w.add(ids[i], Terms{Words: []string{"de", "factuur"}})
	}
	dir := f.TempDir()
	must(f, w.write(dir, "", ids))
	good, err := os.ReadFile(filepath.Join(dir, orderName))
	must(f, err)
	f.Add(good)
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), orderName)
		must(t, os.WriteFile(path, append(b, 0), 0o644)) // an empty file cannot be mapped
		o, err := openOrder(path)
		if err != nil {
			return
		}
		defer o.close()
		for i := range o.n {
			o.id(i)
			o.words(i)
			o.place(i)
			o.length(i)
		}
	})
}
