package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// knows says whether any segment below dir has a word in its dictionary, also of
// deleted entries. Dictionaries are automata: the word cannot be found as text.
func knows(t *testing.T, dir, word string) bool {
	t.Helper()
	l, err := readList(dir)
	must(t, err)
	for month := range l.Months {
		s, err := openShard(filepath.Join(dir, month))
		must(t, err)
		defer s.close()
		for _, part := range s.segments {
			for _, field := range []string{fieldWords, fieldTerms, fieldRepeated} {
				words, err := part.data.Dictionary(field)
				must(t, err)
				if yes, err := words.Contains([]byte(word)); err != nil || yes {
					return true
				}
			}
		}
	}
	return false
}

// TestErase holds that nothing of an erased entry stays in any file, that the
// others stay, and that the old directory is as it was.
func TestErase(t *testing.T) {
	const rare = "zonderlingwoord"
	first := build(t, "", func(w *Writer) {
		addAll(w)
		for i := range 40 {
			w.Add("2026-01", entry(small{fmt.Sprintf("G%02d", i), "2026-01", fmt.Sprintf("De monteur kwam %d keer niet", i), "klacht"}))
		}
		w.Add("2026-01", entry(small{"WEG1", "2026-01", "Een " + rare + " over de factuur", "klacht"}))
		w.Add("2026-04", entry(small{"WEG2", "2026-04", "Alleen in deze maand: " + rare, "klacht"}))
	})
	// A night later WEG1 is dropped, and so only marked as deleted.
	second := build(t, first, func(w *Writer) { w.Drop("2026-01", "WEG1") })
	if yes, err := Holds(second, "WEG1"); err != nil || !yes {
		t.Fatalf("a dropped entry is still in a segment; held %v, %v", yes, err)
	}
	third := build(t, second, func(w *Writer) { must(t, w.Erase("WEG1", "WEG2", "NOOIT")) })
	for _, id := range []string{"WEG1", "WEG2"} {
		if yes, err := Holds(third, id); err != nil || yes {
			t.Errorf("%s: held %v, %v", id, yes, err)
		}
	}
	if !knows(t, first, rare) || knows(t, third, rare) {
		t.Errorf("the word is known before: %v, after: %v", knows(t, first, rare), knows(t, third, rare))
	}
	if files, _ := filepath.Glob(filepath.Join(third, "*", "*.zap")); len(files) != 3 {
		t.Errorf("segments that are not used stayed: %v", files)
	}
	x := open(t, third, Options{})
	if x.Documents() != len(letters)+40 || len(x.Months()) != 3 {
		t.Errorf("%d documents in %v", x.Documents(), x.Months())
	}
	for id, want := range map[string]string{"F2": "2026-01", "F6": "2026-03", "WEG1": "", companion: ""} {
		got := ""
		if s, _ := find(x.segments, id); s != nil {
			got = s.month
		}
		if got != want {
			t.Errorf("%s is in %q, want %q", id, got, want)
		}
	}
	// The next night goes on from there.
	fourth := build(t, third, func(w *Writer) {
		w.Add("2026-01", entry(small{"LATER", "2026-01", "De factuur klopt weer niet", "klacht"}))
	})
	y := open(t, fourth, Options{})
	if y.Documents() != len(letters)+41 {
		t.Errorf("after one more night %d documents", y.Documents())
	}
}

// TestEraseBracket erases in a workspace whose path reads as a pattern.
func TestEraseBracket(t *testing.T) {
	const rare = "zonderlingwoord"
	first := build(t, "", func(w *Writer) {
		addAll(w)
		w.Add("2026-01", entry(small{"WEG1", "2026-01", "Een " + rare + " over de factuur", "klacht"}))
	})
	second := build(t, first, func(w *Writer) {
		w.Drop("2026-01", "WEG1")
		for i := range 40 {
			w.Add("2026-01", entry(small{fmt.Sprintf("G%02d", i), "2026-01", fmt.Sprintf("De monteur kwam %d keer niet", i), "klacht"}))
		}
	})
	dir := filepath.Join(t.TempDir(), "klanten[1]")
	w, err := NewWriter(dir, second)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Erase("WEG1"), w.Close()); err != nil {
		t.Fatal(err)
	}
	left, err := unused(filepath.Join(dir, "2026-01"))
	if knows(t, dir, rare) || err != nil || len(left) > 0 {
		t.Errorf("a segment with what was erased is still there: %v, %v", left, err)
	}
}

// TestEraseUnused erases where a night before left a segment behind that it no
// longer used: nothing tells what is in it, so it may not stay.
func TestEraseUnused(t *testing.T) {
	first := build(t, "", addAll)
	left := filepath.Join(first, "2026-01", "0000000000ff.zap")
	must(t, os.WriteFile(left, []byte("who knows"), 0o644))
	if held, err := Holds(first, "WEG1"); err != nil || !held {
		t.Errorf("what a segment holds that is not used is not known; held %v, %v", held, err)
	}
	second := build(t, first, func(w *Writer) { must(t, w.Erase("WEG1")) })
	if held, err := Holds(second, "WEG1"); err != nil || held {
		t.Errorf("after erasing held %v, %v", held, err)
	}
}
