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
	w.add("F2", []string{"de", "factuur", "", "klopt"})
	w.add("F1", nil)
	w.add("F3", []string{"klopt"})
	must(t, w.write(first, "", nil))
	var night orderWriter
	night.add("F3", []string{"nieuw"})
	must(t, night.write(second, first, func(id string) bool { return id == "F3" }))

	o, err := openOrder(filepath.Join(second, orderName))
	must(t, err)
	defer o.close()
	for id, want := range map[string][]string{"F1": {}, "F2": {"de", "factuur", "", "klopt"}, "F3": {"nieuw"}, "F0": nil, "F4": nil} {
		if got := o.words(id); !slices.Equal(got, appendHashes(nil, want)) || (got == nil) != (want == nil) {
			t.Errorf("words of %s: %v", id, got)
		}
	}
	words := o.words("F2")
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
	for i := range 5 {
		w.add(fmt.Sprintf("F%d", i), []string{"de", "factuur"})
	}
	dir := f.TempDir()
	must(f, w.write(dir, "", nil))
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
		for _, id := range []string{"", "F0", "F3", "zzz"} {
			o.words(id)
		}
	})
}
