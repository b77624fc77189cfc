package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"luister/nlp/mask"
)

func TestMaskLine(t *testing.T) {
	m := mask.New(make([]byte, 32), mask.Options{})
	answer, err := maskLine(m, mask.NewReport(), []byte(`{"id":7,"text":"Één café: bel mevrouw De Vries op 06-12345678 🙂 of jan@voorbeeld.nl"}`))
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		ID    int
		Text  string
		Spans []struct {
			Start, End        int
			Type, Replacement string
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	runes := []rune("Één café: bel mevrouw De Vries op 06-12345678 🙂 of jan@voorbeeld.nl")
	want := []string{"naam De Vries", "telefoon 06-12345678", "email jan@voorbeeld.nl"}
	if got.ID != 7 || len(got.Spans) != len(want) {
		t.Fatalf("got %s", b)
	}
	for i, s := range got.Spans {
		if have := s.Type + " " + string(runes[s.Start:s.End]); have != want[i] {
			t.Errorf("span %d is %q, want %q", i, have, want[i])
		}
		if !strings.Contains(got.Text, s.Replacement) {
			t.Errorf("masked text lacks %s", s.Replacement)
		}
	}
}

func TestMaskNothing(t *testing.T) {
	answer, err := maskLine(mask.New(make([]byte, 32), mask.Options{}), mask.NewReport(), []byte(`{"id":"a","text":"niets"}`))
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := json.Marshal(answer); string(b) != `{"id":"a","text":"niets","spans":[]}` {
		t.Errorf("got %s", b)
	}
}

func TestMaskKeyOfWorkspace(t *testing.T) {
	dir := t.TempDir()
	key := mask.NewKey()
	if err := mask.WriteKey(filepath.Join(dir, keyFile), key); err != nil {
		t.Fatal(err)
	}
	if got, err := maskKey(dir, ""); err != nil || string(got) != string(key) {
		t.Errorf("got %x, %v", got, err)
	}
	if _, err := maskKey(filepath.Join(dir, "none"), ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a workspace without key gives %v", err)
	}
}
