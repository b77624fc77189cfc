package decision

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// on makes an event of noon by a test person.
func on(e Event) Event {
	e.At, e.Who = noon, "ana"
	return e
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		e    Event
		want string // of the error; "" if it can be right
	}{
		{Event{Kind: Merge, Driver: "D0003", Others: []string{"D0007"}, Why: "zelfde oorzaak"}, ""},
		{Event{Kind: Merge, Driver: "D0003"}, "needs others"},
		{Event{Kind: Merge, Driver: "D0003", Others: []string{"D0003"}}, "both sides"},
		{Event{Kind: Merge, Driver: "D0003", Others: []string{"monteur"}}, "not the id of a driver"},
		{Event{Kind: Merge, Driver: "3", Others: []string{"D0007"}}, "not the id of a driver"},
		{Event{Kind: Rename, Driver: "D0003", To: "Monteur komt niet"}, ""},
		{Event{Kind: Rename, Driver: "D0003", To: "  "}, "needs to"},
		{Event{Kind: Rename, Driver: "D0003", To: "a\x00b"}, "control character"},
		{Event{Kind: Rename, Driver: "D0003", To: strings.Repeat("é", maxText+1)}, "longer than"},
		{Event{Kind: Rename, Driver: "D0003", To: "x", Feedback: []string{"f1"}}, "has no feedback"},
		{Event{Kind: Describe, Driver: "D0003"}, ""},
		{Event{Kind: Status, Driver: "D0003", To: "maatregel"}, ""},
		{Event{Kind: Status, Driver: "D0003", To: "klaar"}, "none of nieuw"},
		{Event{Kind: Move, Feedback: []string{"f1"}, From: "D0001", To: "D0002"}, ""},
		{Event{Kind: Move, Feedback: []string{"f1"}, To: None}, ""},
		{Event{Kind: Move, Feedback: []string{"f1"}, From: "D0001", To: "D0001"}, "comes from"},
		{Event{Kind: Move, Feedback: []string{""}, To: None}, "is empty"},
		{Event{Kind: Pin, Driver: "D0003", Feedback: []string{"f1"}}, ""},
		{Event{Kind: Forbid, Driver: "D0003", Feedback: []string{"f1"}}, ""},
		{Event{Kind: Forbid, Driver: "D0003", Others: []string{"D0004"}}, ""},
		{Event{Kind: Forbid, Driver: "D0003"}, "needs either"},
		{Event{Kind: Forbid, Driver: "D0003", Others: []string{"D0004"}, Feedback: []string{"f1"}}, "needs either"},
		{Event{Kind: Promote, Feedback: []string{"f1", "f2"}, To: "Nieuwe app"}, ""},
		{Event{Kind: Retire, Driver: "D0003"}, ""},
		{Event{Kind: Retire, Driver: "D0003", To: "D0003"}, "own place"},
		{Event{Kind: Code, Feedback: []string{"f1"}, Field: "topic", From: "facturen"}, ""},
		{Event{Kind: Code, Feedback: []string{"f1"}, Field: "form", From: "vraag"}, "without a value"},
		{Event{Kind: Code, Feedback: []string{"f1"}, Field: "kleur", To: "rood"}, "none of form"},
		{Event{Kind: Measure, Driver: "D0003", Field: "M1", Values: map[string]string{"what": "bellen vooraf", "start": "2026-04-01"}}, ""},
		{Event{Kind: Session, Others: []string{"D0003"}, Field: "S1", Values: map[string]string{"date": "2026-04-01"}}, ""},
		{Event{Kind: Suggestion, Field: "V1", To: "afgewezen", Why: "te duur"}, ""},
		{Event{Kind: Suggestion, Field: "V1", To: "misschien"}, "none of nieuw"},
		{Event{Kind: Undo, From: "0123456789abcdef"}, ""},
		{Event{Kind: Undo}, "needs from"},
		{Event{Kind: "verf"}, "not a kind"},
	} {
		e := on(tt.e)
		err := e.Check()
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v, want %q", tt.e, err, tt.want)
		}
	}
	for _, e := range []Event{{Kind: Undo, From: "x", Who: "ana"}, {Kind: Undo, From: "x", At: noon, Who: " "}} {
		if e.Check() == nil {
			t.Errorf("%+v is accepted", e)
		}
	}
}

func TestAppendRead(t *testing.T) {
	ws := t.TempDir()
	if log, err := Read(ws, noon); err != nil || len(log.Events)+len(log.Warnings) > 0 {
		t.Fatalf("an empty workspace gives %+v, %v", log, err)
	}
	first, err := Append(ws, on(Event{Kind: Rename, Driver: "D0001", To: "Één naam", Why: "<b>"}))
	if err != nil {
		t.Fatal(err)
	}
	later := on(Event{Kind: Owner, Driver: "D0001", To: "Techniek"})
	later.At = noon.Add(time.Hour)
	if _, err := Append(ws, later, on(Event{Kind: Undo, From: first[0].ID})); err != nil {
		t.Fatal(err)
	}
	if _, err := Append(ws, on(Event{Kind: Pin, Driver: "D0001", Feedback: []string{"f"}}), on(Event{Kind: Pin})); err == nil {
		t.Error("an event that cannot be right was added")
	}
	log, err := Read(ws, noon)
	if err != nil || len(log.Events) != 2 || len(log.Warnings) > 0 {
		t.Fatalf("until noon: %+v, %v", log, err)
	}
	if !reflect.DeepEqual(log.Events[0], first[0]) || len(first[0].ID) != 16 {
		t.Errorf("added %+v, read %+v", first[0], log.Events[0])
	}
	if info, _ := os.Stat(filepath.Join(ws, LogFile)); info.Mode().Perm() != 0o600 {
		t.Errorf("the log can be read by others: %v", info.Mode())
	}
}

// TestBadLines holds that a bad line costs itself.
func TestBadLines(t *testing.T) {
	good := `{"at":"2026-03-01T11:00:00Z","who":"ana","kind":"pin","driver":"D0001","feedback":["f1"]}`
	lines := []struct{ line, want string }{
		{good, ""},
		{"", ""},
		{good, "there twice"},
		{`{"at":"2026-03-01`, "cut off"},
		{`geheim`, "not JSON"},
		{`{"at":"gisteren","who":"ana","kind":"undo","from":"x"}`, "not a time"},
		{`{"at":"2026-03-01T11:00:00Z","who":"ana","kind":"undo","from":7}`, "field from"},
		{`{"at":"2026-03-01T11:00:00Z","who":"ana","kind":"undo","from":"x","verder":1}`, "unknown field"},
		{`{"at":"2026-03-01T11:00:00Z","who":"ana","kind":"undo","from":"x"} {}`, "more than one"},
		{`{"at":"2026-03-01T11:00:00Z","kind":"undo","from":"x"}`, "who decided"},
		{`{"at":"2026-03-01T11:00:00Z","who":"ana","kind":"undo","from":"y"}`, ""},
	}
	var file strings.Builder
	var want []string
	for i, l := range lines {
		file.WriteString(l.line + "\n")
		if l.want != "" {
			want = append(want, l.want)
			_ = i
		}
	}
	log, err := Parse(strings.NewReader(file.String()), noon)
	if err != nil || len(log.Events) != 2 || len(log.Warnings) != len(want) {
		t.Fatalf("%d events, %v, %v", len(log.Events), log.Warnings, err)
	}
	at := 0
	for _, w := range log.Warnings {
		for lines[at].want == "" {
			at++
		}
		if w.Line != at+1 || !strings.Contains(w.Text, lines[at].want) || strings.Contains(w.String(), "geheim") {
			t.Errorf("%v, want %q on line %d", w, lines[at].want, at+1)
		}
		at++
	}
}

// TestHalfLine holds that what a killed process left does not spoil what comes after.
func TestHalfLine(t *testing.T) {
	ws := t.TempDir()
	if err := os.WriteFile(filepath.Join(ws, LogFile), []byte(`{"at":"2026-0`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Append(ws, on(Event{Kind: Undo, From: "x"})); err != nil {
		t.Fatal(err)
	}
	log, err := Read(ws, noon)
	if err != nil || len(log.Events) != 1 || len(log.Warnings) != 1 || log.Warnings[0].Line != 1 {
		t.Errorf("%+v, %v", log, err)
	}
}

// TestRewrite holds that erasure and people who decide do not lose each other's work.
func TestRewrite(t *testing.T) {
	ws := t.TempDir()
	if changed, err := Rewrite(ws, nil); changed != 0 || err != nil {
		t.Fatal(changed, err)
	}
	if _, err := Append(ws, on(pin("D0001", "weg")), on(pin("D0001", "blijft"))); err != nil {
		t.Fatal(err)
	}
	without := func(line []byte) []byte {
		if bytes.Contains(line, []byte("weg")) {
			return nil
		}
		return line
	}
	var group sync.WaitGroup
	for i := range 10 {
		group.Go(func() {
			e := on(pin("D0001", "nieuw"))
			e.At = e.At.Add(-time.Duration(i) * time.Minute)
			if _, err := Append(ws, e); err != nil {
				t.Error(err)
			}
			if _, err := Rewrite(ws, without); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if log, err := Read(ws, noon); err != nil || len(log.Events) != 11 || len(log.Warnings) > 0 {
		t.Errorf("%d events, %v, %v", len(log.Events), log.Warnings, err)
	}
}

// TestTooLong holds that nothing is added that would make the log unreadable.
func TestTooLong(t *testing.T) {
	ws := t.TempDir()
	long := on(Event{Kind: Measure, Field: "M1", Values: map[string]string{}})
	for i := range maxLine / maxText {
		long.Values[strconv.Itoa(i)] = strings.Repeat("x", maxText)
	}
	if _, err := Append(ws, long); err == nil {
		t.Error("a decision that cannot be read back was added")
	}
	if _, err := Read(ws, noon); err != nil {
		t.Error(err)
	}
}

func TestManyAppend(t *testing.T) {
	ws := t.TempDir()
	var group sync.WaitGroup
	for who := range 8 {
		group.Go(func() {
			for i := range 10 {
				e := Event{At: noon.Add(time.Duration(-i) * time.Second), Who: string(rune('a' + who)), Kind: Undo, From: strings.Repeat("x", 3000)}
				if _, err := Append(ws, e); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if log, err := Read(ws, noon); err != nil || len(log.Events) != 80 || len(log.Warnings) > 0 {
		t.Errorf("%d events, %v, %v", len(log.Events), log.Warnings, err)
	}
}

// fold gives the state of events, each with an id after its place: e0, e1, ...
func fold(t *testing.T, declared string, events ...Event) *State {
	t.Helper()
	for i := range events {
		events[i] = on(events[i])
		events[i].ID = "e" + string(rune('0'+i))
		if err := events[i].Check(); err != nil {
			t.Fatal(err)
		}
	}
	d, err := ParseDeclared([]byte(declared))
	if err != nil {
		t.Fatal(err)
	}
	return Fold(events, d)
}

func merge(into string, from ...string) Event { return Event{Kind: Merge, Driver: into, Others: from} }
func apart(a, b string) Event                 { return Event{Kind: Forbid, Driver: a, Others: []string{b}} }
func pin(driver string, f ...string) Event    { return Event{Kind: Pin, Driver: driver, Feedback: f} }
func ban(driver string, f ...string) Event    { return Event{Kind: Forbid, Driver: driver, Feedback: f} }
func move(from, to string, f ...string) Event {
	return Event{Kind: Move, From: from, To: to, Feedback: f}
}
func rename(driver, to string) Event  { return Event{Kind: Rename, Driver: driver, To: to} }
func undo(id string) Event            { return Event{Kind: Undo, From: id} }
func retire(driver, to string) Event  { return Event{Kind: Retire, Driver: driver, To: to} }
func into(s *State) map[string]string { return s.Into }
func pairs(s *State) [][2]string      { return s.Apart }
func table(pairs ...string) map[string]string {
	out := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// TestFoldInto holds which driver takes the place of which, also where decisions conflict.
func TestFoldInto(t *testing.T) {
	for _, tt := range []struct {
		name   string
		yaml   string
		events []Event
		into   map[string]string
		apart  [][2]string
		notes  int
	}{
		{"merge", "", []Event{merge("D0003", "D0007", "D0008")}, table("D0007", "D0003", "D0008", "D0003"), nil, 0},
		{"chain leads to its end", "", []Event{merge("D0003", "D0007"), merge("D0001", "D0003")}, table("D0007", "D0001", "D0003", "D0001"), nil, 0},
		{"into a merged one goes to its place", "", []Event{merge("D0003", "D0007"), merge("D0007", "D0009")}, table("D0007", "D0003", "D0009", "D0003"), nil, 0},
		{"and back again has no effect", "", []Event{merge("D0003", "D0007"), merge("D0007", "D0003")}, table("D0007", "D0003"), nil, 1},
		{"undo", "", []Event{merge("D0003", "D0007"), undo("e0")}, table(), nil, 0},
		{"undo of undo", "", []Event{merge("D0003", "D0007"), undo("e0"), undo("e1")}, table("D0007", "D0003"), nil, 0},
		{"apart after merge", "", []Event{merge("D0003", "D0007"), apart("D0003", "D0007")}, table(), [][2]string{{"D0003", "D0007"}}, 0},
		{"merge after apart", "", []Event{apart("D0007", "D0003"), merge("D0003", "D0007")}, table("D0007", "D0003"), nil, 0},
		{"apart holds for what takes its place", "", []Event{apart("D0001", "D0007"), merge("D0003", "D0007")}, table("D0007", "D0003"), [][2]string{{"D0001", "D0003"}}, 0},
		{"retire", "", []Event{retire("D0003", "")}, table("D0003", None), nil, 0},
		{"retire in favour of", "", []Event{retire("D0003", "D0004")}, table("D0003", "D0004"), nil, 0},
		{"into a retired one", "", []Event{retire("D0003", ""), merge("D0003", "D0004")}, table("D0003", None), nil, 1},
		{"the file holds over the log", "drivers: [{id: D0003, merge: [D0007]}]", []Event{merge("D0009", "D0007")}, table("D0007", "D0003"), nil, 1},
		{"also the other way round", "drivers: [{id: D0003, merge: [D0007]}]", []Event{merge("D0007", "D0003")}, table("D0007", "D0003"), nil, 1},
		{"a chain in the file", "drivers: [{id: D0003, merge: [D0007]}, {id: D0007, merge: [D0009]}]", nil, table("D0007", "D0003", "D0009", "D0003"), nil, 0},
		{"apart in the file", "drivers: [{id: D0003, apart: [D0007]}]", []Event{merge("D0003", "D0007")}, table(), [][2]string{{"D0003", "D0007"}}, 0},
	} {
		s := fold(t, tt.yaml, tt.events...)
		if !reflect.DeepEqual(into(s), tt.into) || !slices.Equal(pairs(s), tt.apart) || len(s.Notes) != tt.notes {
			t.Errorf("%s: into %v, want %v; apart %v, want %v; notes %v", tt.name, s.Into, tt.into, s.Apart, tt.apart, s.Notes)
		}
	}
}

func TestFoldFeedback(t *testing.T) {
	for _, tt := range []struct {
		name   string
		yaml   string
		events []Event
		pins   map[string]string
		forbid map[string][]string
	}{
		{"pin", "", []Event{pin("D0001", "f")}, table("f", "D0001"), nil},
		{"the later pin counts", "", []Event{pin("D0001", "f"), pin("D0002", "f")}, table("f", "D0002"), nil},
		{"pin after forbid", "", []Event{ban("D0001", "f"), pin("D0001", "f")}, table("f", "D0001"), nil},
		{"forbid after pin", "", []Event{pin("D0001", "f"), ban("D0001", "f")}, table(), map[string][]string{"f": {"D0001"}}},
		{"move", "", []Event{move("D0001", "D0002", "f")}, table("f", "D0002"), map[string][]string{"f": {"D0001"}}},
		{"move to none", "", []Event{move("", None, "f")}, table("f", None), nil},
		{"move and back", "", []Event{move("D0001", "D0002", "f"), move("D0002", "D0001", "f")}, table("f", "D0001"), map[string][]string{"f": {"D0002"}}},
		{"a pin follows a merge", "", []Event{pin("D0007", "f"), merge("D0003", "D0007")}, table("f", "D0003"), nil},
		{"forbid follows a merge", "", []Event{ban("D0007", "f"), merge("D0003", "D0007")}, table(), map[string][]string{"f": {"D0003"}}},
		{"moved out of a driver that then takes in its new one", "", []Event{move("D0001", "D0002", "f"), merge("D0001", "D0002")}, table("f", "D0001"), nil},
		{"the file holds over the log", "drivers: [{id: D0003, pin: [f]}]", []Event{ban("D0003", "f")}, table("f", "D0003"), nil},
	} {
		s := fold(t, tt.yaml, tt.events...)
		if tt.forbid == nil {
			tt.forbid = map[string][]string{}
		}
		if !reflect.DeepEqual(s.Pins, tt.pins) || !reflect.DeepEqual(s.Forbid, tt.forbid) {
			t.Errorf("%s: pins %v, want %v; forbid %v, want %v", tt.name, s.Pins, tt.pins, s.Forbid, tt.forbid)
		}
	}
}

func TestFoldAbout(t *testing.T) {
	s := fold(t, "drivers: [{id: D0001, owner: Planning}]",
		rename("D0007", "was anders"), merge("D0003", "D0007"), rename("D0007", "Nieuwe naam"), rename("D0001", "a"), rename("D0001", "b"),
		Event{Kind: Owner, Driver: "D0001", To: "Techniek"}, Event{Kind: Status, Driver: "D0001", To: "verklaard"}, Event{Kind: Describe, Driver: "D0001", To: "uitleg"})
	want := map[string]About{"D0001": {"b", "uitleg", "Planning", "verklaard"}, "D0003": {Name: "Nieuwe naam"}, "D0007": {Name: "was anders"}}
	if !reflect.DeepEqual(s.Drivers, want) || len(s.Notes) != 1 {
		t.Errorf("%+v, notes %v", s.Drivers, s.Notes)
	}
	if a, b := s.Fingerprint(), fold(t, "").Fingerprint(); a == "" || b != "" {
		t.Errorf("fingerprints %q, of nothing %q", a, b)
	}
	if a, b := fold(t, "", rename("D0001", "a")).Fingerprint(), fold(t, "", rename("D0001", "b")).Fingerprint(); a == b {
		t.Error("another name has the same fingerprint")
	}
}

func TestParseDeclared(t *testing.T) {
	for yaml, want := range map[string]string{
		"":                                       "",
		"drivers: []":                            "",
		"# alleen uitleg\n":                      "",
		"drivers: [{id: D0001}]":                 "",
		"drivers: [{id: x}]":                     "not the id",
		"drivers: [{naam: x}]":                   "[1:12]",
		"drivers: {":                             "[1:",
		"drivers:\n !0000000 ":                   "can be read",
		"drivers: [{id: D0001}, {id: D0001}]":    "twice",
		"drivers: [{id: D0001, merge: [D0001]}]": "itself",
		"drivers: [{id: D0001, status: klaar}]":  "none of",
		"drivers: [{id: D0001, status: effect bekend}]": "",
	} {
		_, err := ParseDeclared([]byte(yaml))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", yaml, err, want)
		}
	}
}

// FuzzParse holds that no line stops a log, that every line counts, is a
// warning, or is later, and that what was read can be added and read again.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"at":"2026-03-01T11:00:00Z","who":"ana","kind":"merge","driver":"D0003","others":["D0007"]}` + "\n{}\n\n"))
	f.Add([]byte(`{"at":"2026-03-01T11:00:00.5+01:00","who":"ana","kind":"code","feedback":["f"],"field":"topic","to":"x"}` + "\r\n"))
	f.Add([]byte(`{"at":"2026-03-01T11:00:00Z","who":"ana","kind":"measure","field":"M1","values":{"what":"x"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		log, err := Parse(bytes.NewReader(data), noon)
		if err != nil {
			return
		}
		Fold(log.Events, Declared{}).Fingerprint()
		for _, e := range log.Events {
			b, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			again, err := parseEvent(b)
			if err != nil || !again.At.Equal(e.At) || again.ID != e.ID {
				t.Fatalf("%s: %v", b, err)
			}
		}
	})
}
