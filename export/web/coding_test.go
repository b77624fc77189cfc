package web

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"luister/cluster/decision"
	"luister/export/label"
	"luister/export/snapshot"
	"luister/export/table"
	"luister/nlp/code"
)

var asked = regexp.MustCompile(`name="feedback" value="([^"]+)"`)

// TestCoding codes the whole batch on the page: first what is uncertain, then
// blind, and every answer is written down as a filled-in file would have been.
func TestCoding(t *testing.T) {
	v, ws := deciding(t, Options{User: "ana", Mask: func(s string) string { return strings.ReplaceAll(s, "Jansen", "[NAAM-K7QX2M4NPR]") }})
	page := v.look("/coderen").Body.String()
	for _, want := range []string{"Willekeurig getrokken", "Feedback 1 van 12; 0 door u gecodeerd", "Contact", "naam K7QX"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "voorstel klopt") || strings.Contains(page, "De rest klopt") || strings.Contains(page, "voorstel: ") {
		t.Error("the random part shows a proposal")
	}
	if found := live.FindString(quotedValue.ReplaceAllString(page, "=")); found != "" {
		t.Errorf("live markup: %s", found)
	}
	id := asked.FindStringSubmatch(page)[1]
	for name, form := range map[string][]string{
		"nothing":                      {"feedback", id},
		"a proposal that is not shown": {"feedback", id, "f.form", "="},
		"everything, blind":            {"feedback", id, "alles", "1"},
		"no code of the scheme":        {"feedback", id, "f.topic", "zwembad"},
		"two forms":                    {"feedback", id, "f.form", "klacht", "f.form", "vraag"},
		"not in the batch":             {"feedback", "F9999999", "f.form", "klacht"},
	} {
		if w := v.postTo("/coderen", form...); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	w := v.postTo("/coderen", "feedback", id, "f.form", "vraag", "f.topic", "prijs.hoogte", "f.topic", "contact.terugkoppeling", "f.topic", "", "f.flag", "-", "waarom", "Jansen vraagt iets")
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/coderen?na="+id) {
		t.Fatalf("%d to %q: %s", w.Code, to, w.Body)
	}
	if page := v.look(to).Body.String(); !strings.Contains(page, "Vastgelegd: Gecodeerd: vorm, onderwerp, signaal") || !strings.Contains(page, "1 door u gecodeerd") || !strings.Contains(page, " autofocus") {
		t.Error("the page does not go on")
	}
	same(t, ws, eventsOf(t, ws), []string{id, "toets", "vraag", "prijs.hoogte; contact.terugkoppeling", "-", "[NAAM-K7QX2M4NPR] vraagt iets", "ana"})
	if n := len(eventsOf(t, ws)); v.postTo("/coderen", "feedback", id, "f.form", "vraag").Code != http.StatusSeeOther || len(eventsOf(t, ws)) != n {
		t.Error("saying it again is written down again")
	}
	for range 11 {
		page := v.look("/coderen").Body.String()
		v.postTo("/coderen", "feedback", asked.FindStringSubmatch(page)[1], "f.form", "klacht")
	}
	if page := v.look("/coderen").Body.String(); !strings.Contains(page, "U hebt alle 12 feedback") {
		t.Error("the batch does not end")
	}
}

// same holds that events are those that a filled-in file with one row gives.
func same(t *testing.T, ws string, got []decision.Event, row []string) {
	t.Helper()
	filled, problems, err := label.Read([]string{"feedback_id", "deel", "vorm", "onderwerp", "signaal", "toelichting", "codeur"}, [][]string{row}, code.DefaultScheme())
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	dir, err := snapshot.Current(ws)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := table.Open(filepath.Join(dir, "tables"))
	if err != nil {
		t.Fatal(err)
	}
	defer tables.Close()
	rows, err := label.Rows(tables, row[0])
	if err != nil {
		t.Fatal(err)
	}
	want := filled[0].Decide(&rows[0], nil, time.Now())
	if len(got) != len(want) {
		t.Fatalf("%d events, want %d", len(got), len(want))
	}
	for i := range want {
		got[i].ID, got[i].At, want[i].At = "", time.Time{}, time.Time{}
		a, _ := json.Marshal(got[i])
		if b, _ := json.Marshal(want[i]); string(a) != string(b) {
			t.Errorf("event %d is\n%s, of a file\n%s", i, a, b)
		}
	}
}

// TestCodingProposal holds that what is uncertain comes first with a proposal
// that can be agreed with, field by field or as a whole.
func TestCodingProposal(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, testRun, letters(60))
	s, err := New(Options{Workspace: ws, Analyse: analyse(), User: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	v := &visitor{t: t, h: s.Handler()}
	page := v.look("/coderen").Body.String()
	for _, want := range []string{"De codering twijfelt hierover", "voorstel klopt: ", "De rest klopt zoals voorgesteld"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	id := asked.FindStringSubmatch(page)[1]
	if w := v.postTo("/coderen", "feedback", id, "f.topic", "=", "f.topic", "prijs.hoogte"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the proposal and a code: %d", w.Code)
	}
	if w := v.postTo("/coderen", "feedback", id, "f.form", "suggestie", "f.topic", "=", "alles", "1"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	events := eventsOf(t, ws)
	if len(events) != 2 || events[0].To != label.Unsure || len(events[0].Values) < 5 || !strings.HasPrefix(events[0].Values["form"], "suggestie") || events[1].Kind != decision.Code || events[1].To != "suggestie" {
		t.Errorf("events %+v", events)
	}
}

// TestDoubt holds that a topic that was too unsure to give is named where codes are
// seen, and not in the part that is coded blind.
func TestDoubt(t *testing.T) {
	ws := t.TempDir()
	all := letters(60)
	for i := range all {
		all[i].Unsure, all[i].UnsureScore = "product.kwaliteit", 0.31
	}
	publish(t, ws, testRun, all)
	s, err := New(Options{Workspace: ws, Analyse: analyse(), User: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	v := &visitor{t: t, h: s.Handler()}
	for path, want := range map[string]string{
		"/coderen":           "; overwogen: Product · Kwaliteit</span>",
		"/feedback/F0000003": "Overwogen, maar te onzeker om te geven: Product · Kwaliteit (31",
	} {
		if page := v.look(path).Body.String(); !strings.Contains(page, want) {
			t.Errorf("%s lacks %q", path, want)
		}
	}
}
