package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRankLeavesOutBadLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "corpus.jsonl")
	lines := "{\"id\":1,\"text\":\"de bus was te laat\"}\n{\"id\":2,\"text\":geheim}\n{\"id\":3,\"text\":\"de rekening klopt niet\"}\n"
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	annotator, err := languageLayers()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	corpus, err := readCorpus(path, annotator, &log)
	if err != nil || len(corpus.ids) != 2 || string(corpus.ids[1]) != "3" {
		t.Fatalf("%v, %v", corpus, err)
	}
	if !strings.Contains(log.String(), ":2: left out") || strings.Contains(log.String(), "geheim") {
		t.Errorf("said %q", log.String())
	}
}
