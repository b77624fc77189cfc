package decision

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestJudgements(t *testing.T) {
	say := func(id, who, feedback, part string, codes map[string][]string) Event {
		e := Judgement{Feedback: feedback, Who: who, Part: part, Codes: codes, Whole: map[string]bool{"topic": who == "Bob" || id == "3"}}.Event()
		e.ID, e.At = id, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		if err := e.Check(); err != nil {
			t.Fatal(err)
		}
		return e
	}
	events := []Event{
		say("1", "Ann", "F1", Measured, map[string][]string{"form": {"klacht"}, "topic": {"a", "b"}}),
		say("2", "Bob", "F1", Measured, map[string][]string{"topic": nil}),
		say("3", "Ann", "F1", Measured, map[string][]string{"topic": {"c"}}),
		say("4", "Ann", "F2", "onzeker", map[string][]string{"form": {"vraag"}}),
		{ID: "5", Kind: Undo, From: "4"},
	}
	got := Judgements(events)
	if len(got) != 2 {
		t.Fatalf("%d judgements: %+v", len(got), got)
	}
	ann, bob := got[0], got[1]
	if !slices.Equal(ann.Codes["topic"], []string{"c"}) || !slices.Equal(ann.Codes["form"], []string{"klacht"}) || ann.Part != Measured || !ann.Whole["topic"] || ann.Whole["form"] {
		t.Errorf("Ann says %+v", ann)
	}
	if codes, said := bob.Codes["topic"]; !said || len(codes) != 0 || !bob.Whole["topic"] {
		t.Errorf("Bob says that there is no topic: %+v", bob)
	}
	if s := Fold(events, Declared{}); len(s.Codes["F1"]) != 3 || len(s.Codes["F2"]) != 0 {
		t.Errorf("judgements hold, those that were undone do not: %v", s.Codes)
	}
}

func TestJudgementsThatCannotBe(t *testing.T) {
	for why, e := range map[string]Event{
		"is none of":    {Values: map[string]string{"kleur": "rood"}},
		"is empty":      {Values: map[string]string{"topic": "a;;b"}},
		"twice":         {Values: map[string]string{"topic": "a;a"}},
		"needs values":  {},
		"has no driver": {Driver: "D0001", Values: map[string]string{"topic": "a"}},
	} {
		e.Kind, e.Who, e.At, e.Feedback = Coded, "Ann", time.Now(), []string{"F1"}
		if err := e.Check(); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%v, want %q", err, why)
		}
	}
}
