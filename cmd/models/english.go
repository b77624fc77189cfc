package main

import (
	"bytes"
	"encoding/gob"
	"os"
	"path/filepath"

	"github.com/jdkato/prose/v2"

	"luister/nlp/english"
)

// trainEnglish writes nlp/english/english.bin: the tagger that prose v2 brings
// along, in an eighth of its size. Nothing is trained.
func trainEnglish(string) error {
	var w english.Weights
	for name, into := range map[string]any{"weights": &w.Rows, "tags": &w.Words, "classes": &w.Tags} {
		data, err := prose.Asset("model/AveragedPerceptron/" + name + ".gob")
		if err != nil {
			return err
		}
		if err := gob.NewDecoder(bytes.NewReader(data)).Decode(into); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join("nlp", "english", "english.bin"), w.Encode(), 0o644)
}
