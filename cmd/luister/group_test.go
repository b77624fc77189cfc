package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"luister/testdata/sample"
)

// TestGroupInAnyOrder holds that the lines that go into 'luister group' get the
// same answers, to the byte, in another order and on one processor.
func TestGroupInAnyOrder(t *testing.T) {
	var lines []string
	for _, truth := range sample.Generate(sample.Options{Feedback: 780, Seed: 8}).Truth {
		line, err := json.Marshal(map[string]string{"id": truth.Key, "text": truth.Text})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	answers := func(lines []string, env ...string) []string {
		cmd := luister("group")
		cmd.Stdin = strings.NewReader(strings.Join(lines, "\n"))
		cmd.Env = append(cmd.Env, env...)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Split(string(bytes.TrimSpace(out)), "\n")
		slices.Sort(all)
		return all
	}
	want := answers(lines)
	slices.Reverse(lines)
	if got := answers(lines, "GOMAXPROCS=1"); !slices.Equal(got, want) {
		t.Error("another order of the lines gives other answers")
	}
	if len(want) != len(lines) || !strings.Contains(want[0], `"driver":"D0`) {
		t.Errorf("%d answers on %d lines, the first %s", len(want), len(lines), want[0])
	}
}
