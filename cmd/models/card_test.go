package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var cardHash = regexp.MustCompile(`sha256 of ([^:]+): ` + "`([0-9a-f]{64})`")

// TestCards holds that every model has a card, and that the hashes on the cards are
// those of the files.
func TestCards(t *testing.T) {
	models, err := filepath.Glob("../../nlp/*/*.bin")
	if err != nil {
		t.Fatal(err)
	}
	vectors, _ := filepath.Glob("../../nlp/*/*.vec")
	for _, model := range append(models, vectors...) {
		card, err := os.ReadFile(filepath.Join(filepath.Dir(model), "MODEL.md"))
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(string(card), hashOf(t, model)) {
			t.Errorf("the card of %s has not its hash", model)
		}
	}
	cards, _ := filepath.Glob("../../nlp/*/MODEL.md")
	for _, path := range cards {
		card, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range cardHash.FindAllStringSubmatch(string(card), -1) {
			if got := hashOf(t, filepath.Join(filepath.Dir(path), m[1])); got != m[2] {
				t.Errorf("%s: the hash of %s is %s", path, m[1], got)
			}
		}
	}
}

func hashOf(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
