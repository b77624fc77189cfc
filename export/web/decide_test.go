package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"luister/cluster/decision"
)

// A visitor is somebody who fills in forms.
type visitor struct {
	t      *testing.T
	h      http.Handler
	cookie *http.Cookie
	token  string
	header http.Header // sent along
}

var tokenOf = regexp.MustCompile(`name="bewijs" value="([^"]+)"`)

// look shows a page to a visitor, who then has its token.
func (v *visitor) look(path string) *httptest.ResponseRecorder {
	v.t.Helper()
	r := httptest.NewRequest("GET", "http://localhost:8080"+path, nil)
	w := v.send(r)
	for _, c := range w.Result().Cookies() {
		v.cookie = c
	}
	if found := tokenOf.FindStringSubmatch(w.Body.String()); found != nil {
		v.token = found[1]
	}
	return w
}

func (v *visitor) send(r *http.Request) *httptest.ResponseRecorder {
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	for name, values := range v.header {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	v.h.ServeHTTP(w, r)
	return w
}

// post sends a form, with the token the visitor has.
func (v *visitor) post(fields ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.postTo("/besluiten", fields...)
}

func (v *visitor) postTo(path string, fields ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	form := url.Values{"bewijs": {v.token}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r := httptest.NewRequest("POST", "http://localhost:8080"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(r)
}

func deciding(t *testing.T, o Options) (*visitor, string) {
	t.Helper()
	ws := t.TempDir()
	publish(t, ws, testRun, letters(12))
	o.Workspace, o.Analyse = ws, analyse()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &visitor{t: t, h: s.Handler()}, ws
}

func eventsOf(t *testing.T, ws string) []decision.Event {
	t.Helper()
	log, err := decision.Read(ws, time.Now())
	if err != nil || len(log.Warnings) > 0 {
		t.Fatal(err, log.Warnings)
	}
	return log.Events
}

// TestDecide goes from a form to the log and back to the page.
func TestDecide(t *testing.T) {
	v, ws := deciding(t, Options{User: "ana"})
	v.look("/drivers/D0001")
	w := v.post("soort", "owner", "driver", "D0001", "naar", "Team Planning", "waarom", hostile, "terug", "/drivers/D0001")
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/drivers/D0001?besluit=") {
		t.Fatalf("%d to %q: %s", w.Code, to, w.Body)
	}
	page := v.look(to).Body.String()
	for _, want := range []string{"Vastgelegd: Eigenaar van", "Eigenaar: Team Planning", "geldt vanaf de volgende run", "ana"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if found := live.FindString(quotedValue.ReplaceAllString(page, "=")); found != "" {
		t.Errorf("live markup: %s", found)
	}
	events := eventsOf(t, ws)
	if len(events) != 1 || events[0].Who != "ana" || events[0].Kind != decision.Owner || events[0].To != "Team Planning" || events[0].Why != hostile {
		t.Fatalf("events %+v", events)
	}
	if w := v.post("soort", "undo", "van", events[0].ID); w.Code != http.StatusSeeOther {
		t.Fatalf("undo: %d", w.Code)
	}
	if page := v.look("/drivers/D0001").Body.String(); !strings.Contains(page, "Nog geen eigenaar") || !strings.Contains(page, "teruggenomen") {
		t.Error("an undone decision still holds")
	}
	if page := v.look("/besluiten").Body.String(); !strings.Contains(page, "2 besluiten") {
		t.Error("the log does not show both")
	}
}

// TestUndoUndone holds that what was undone counts again if that is undone.
func TestUndoUndone(t *testing.T) {
	v, ws := deciding(t, Options{User: "ana"})
	v.look("/drivers/D0001")
	v.post("soort", "owner", "driver", "D0001", "naar", "Team Planning")
	v.post("soort", "undo", "van", eventsOf(t, ws)[0].ID)
	v.post("soort", "undo", "van", eventsOf(t, ws)[1].ID)
	if page := v.look("/besluiten").Body.String(); strings.Count(page, "teruggenomen</span>") != 1 {
		t.Error("of three decisions only the second does not count")
	}
}

// TestCorrect corrects a code and moves a feedback.
func TestCorrect(t *testing.T) {
	v, ws := deciding(t, Options{User: "ana"})
	v.look("/feedback/F0000001")
	for _, fields := range [][]string{
		{"soort", "code", "feedback", "F0000001", "van", "topic:contact.terugkoppeling", "naar", "topic:contact.bereikbaarheid"},
		{"soort", "code", "feedback", "F0000001", "van", "form:klacht", "naar", "form:vraag"},
		{"soort", "code", "feedback", "F0000001", "van", "", "naar", "flag:veiligheid"},
		{"soort", "move", "feedback", "F0000001", "van", "D0001", "naar", "-"},
		{"soort", "pin", "feedback", "F0000002", "driver", "D0001"},
	} {
		if w := v.post(fields...); w.Code != http.StatusSeeOther {
			t.Errorf("%v: %d %s", fields, w.Code, w.Body)
		}
	}
	for _, fields := range [][]string{
		{"soort", "measure", "driver", "D0001", "veld", "nieuw", "v.what", "Sms vooraf", "v.start", "2026-03-01"},
		{"soort", "measure", "veld", "M01", "v.status", "gestopt"},
		{"soort", "target", "veld", "nieuw", "v.indicator", "herhaling_90", "v.baseline", "0,24", "v.target", "0.12", "v.date", "2026-12-31"},
		{"soort", "session", "veld", "nieuw", "anderen", "D0001", "v.date", "2026-03-02", "v.conclusion", "planning weet van niets"},
		{"soort", "suggestion", "veld", "S-1", "naar", "in onderzoek", "waarom", "goed idee"},
	} {
		if w := v.post(fields...); w.Code != http.StatusSeeOther {
			t.Errorf("%v: %d %s", fields, w.Code, w.Body)
		}
	}
	events := eventsOf(t, ws)
	if len(events) == 10 && (!strings.HasPrefix(events[5].Field, "M2") || !strings.HasPrefix(events[7].Field, "T2") || events[8].Values["conclusion"] == "") {
		t.Errorf("registers %+v", events[5:])
	}
	if page := v.look("/sessie").Body.String(); !strings.Contains(page, "Sessie S2") {
		t.Error("the session that was noted does not show")
	}
	if len(events) != 10 || events[0].Field != "topic" || events[0].From != "contact.terugkoppeling" || events[0].To != "contact.bereikbaarheid" || events[2].Field != "flag" {
		t.Errorf("events %+v", events)
	}
	if page := v.look("/feedback/F0000001").Body.String(); !strings.Contains(page, "moet zijn: Vraag") {
		t.Error("the page of the feedback does not tell of its correction")
	}
}

// TestCandidate makes a driver of a candidate on the page.
func TestCandidate(t *testing.T) {
	v, ws := deciding(t, Options{User: "ana"})
	page := v.look("/drivers").Body.String()
	for _, want := range []string{"Kandidaten", "2 klanten", "Kabcdef", "/feedback/F0000000"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	if w := v.post("soort", "promote", "feedback", "Kabcdef", "naar", "Nieuwe app", "waarom", "komt vaak voor"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if events := eventsOf(t, ws); len(events) != 1 || !slices.Equal(events[0].Feedback, []string{"F0000000", "F0000004"}) || events[0].To != "Nieuwe app" {
		t.Errorf("events %+v", events)
	}
	if w := v.post("soort", "promote", "feedback", "K000000"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a candidate that is not there: %d", w.Code)
	}
}

// TestWhyInDriver holds that a feedback says why it is in its driver, and takes
// what people decide about that.
func TestWhyInDriver(t *testing.T) {
	v, ws := deciding(t, Options{User: "ana"})
	page := v.look("/feedback/F0000002").Body.String()
	for _, want := range []string{"Door: bellen", "34 % van wat ervoor spreekt", "Vooral in de zin", `value="pin"`, `value="forbid"`, `value="split"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, fields := range [][]string{
		{"soort", "pin", "driver", "D0001", "feedback", "F0000002"},
		{"soort", "forbid", "driver", "D0001", "feedback", "F0000002"},
		{"soort", "split", "driver", "D0001", "feedback", "F0000002", "naar", "Een nieuwe", "waarom", "iets anders"},
	} {
		if w := v.post(fields...); w.Code != http.StatusSeeOther {
			t.Errorf("%v: %d %s", fields, w.Code, w.Body)
		}
	}
	if events := eventsOf(t, ws); len(events) != 3 {
		t.Errorf("events %+v", events)
	}
}

// TestHappened holds that a driver, also one that is gone, tells what became of it.
func TestHappened(t *testing.T) {
	v, _ := deciding(t, Options{User: "ana"})
	for path, wants := range map[string][]string{
		"/drivers/D0001": {"samengevoegd met", "gesplitst, ook in", "D0003"},
		"/drivers/D0002": {"opgegaan in", "/drivers/D0001"},
	} {
		page := v.look(path).Body.String()
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
	}
}

// TestRefusedForms holds which forms are not taken, and that none of them
// leaves anything behind.
func TestRefusedForms(t *testing.T) {
	v, ws := deciding(t, Options{User: "ana"})
	good := []string{"soort", "owner", "driver", "D0001", "naar", "Team"}
	if w := v.post(good...); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "verlopen") {
		t.Errorf("without a cookie: %d", w.Code)
	}
	v.look("/drivers/D0001")
	token := v.token
	v.token = strings.Repeat("a", len(token))
	if w := v.post(good...); w.Code != http.StatusForbidden {
		t.Errorf("with a made-up token: %d", w.Code)
	}
	v.token = token
	other := *v.cookie
	other.Value = "ANOTHER"
	v.cookie = &other
	if w := v.post(good...); w.Code != http.StatusForbidden {
		t.Errorf("with another's token: %d", w.Code)
	}
	v.cookie = nil
	v.look("/drivers/D0001")
	for name, fields := range map[string][]string{
		"a driver that is not there":   {"soort", "owner", "driver", "D0009", "naar", "Team"},
		"feedback that is not there":   {"soort", "pin", "driver", "D0001", "feedback", "F999"},
		"an unknown kind":              {"soort", "wis", "driver", "D0001"},
		"no kind":                      {"soort", "", "driver", "D0001", "veld", "nieuw"},
		"a move to what is not there":  {"soort", "move", "feedback", "F0000001", "naar", "D0009"},
		"codes of two kinds":           {"soort", "code", "feedback", "F0000001", "van", "form:klacht", "naar", "topic:contact.overig"},
		"a code that stays":            {"soort", "code", "feedback", "F0000001", "van", "form:klacht", "naar", "form:klacht"},
		"a stage that does not exist":  {"soort", "status", "driver", "D0001", "naar", "klaar"},
		"a text that is far too long":  {"soort", "owner", "driver", "D0001", "naar", strings.Repeat("x", 5000)},
		"a form that is far too large": {"soort", "owner", "driver", "D0001", "naar", strings.Repeat("x", longestForm)},
	} {
		if w := v.post(fields...); w.Code/100 != 4 || !strings.Contains(w.Body.String(), "Niet vastgelegd") || strings.Contains(w.Body.String(), "owner") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if _, err := os.Stat(filepath.Join(ws, decision.LogFile)); err == nil {
		t.Error("a refused form was written down")
	}
	for _, foreign := range []string{"https://kwaad.example/", "//kwaad.example", `/\kwaad.example`, "javascript:alert(1)"} {
		if to := v.post(append(good, "terug", foreign)...).Header().Get("Location"); !strings.HasPrefix(to, "/besluiten?") {
			t.Errorf("%q leads to %q", foreign, to)
		}
	}
}

// TestBehindProxy holds that a proxy's user is who decides, and that nobody else
// sees anything.
func TestBehindProxy(t *testing.T) {
	v, ws := deciding(t, Options{UserHeader: "X-Remote-User"})
	for _, names := range [][]string{nil, {""}, {"a", "b"}, {"a\nb"}} {
		v.header = http.Header{"X-Remote-User": names}
		if w := v.look("/"); w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "feedback in totaal") {
			t.Errorf("signed in as %q: %d", names, w.Code)
		}
	}
	v.header = http.Header{"X-Remote-User": {"bram"}}
	if w := v.look("/drivers/D0001"); w.Code != 200 || !strings.Contains(w.Body.String(), "bram") {
		t.Fatalf("signed in: %d", w.Code)
	}
	if w := v.post("soort", "status", "driver", "D0001", "naar", "verklaard"); w.Code != http.StatusSeeOther {
		t.Fatalf("signed in: %d %s", w.Code, w.Body)
	}
	if e := eventsOf(t, ws); len(e) != 1 || e[0].Who != "bram" {
		t.Errorf("events %+v", e)
	}
}

// TestManyDecisions holds that the log is shown in pages.
func TestManyDecisions(t *testing.T) {
	v, ws := deciding(t, Options{})
	var events []decision.Event
	for i := range decisionsPerPage + 5 {
		events = append(events, decision.Event{At: time.Now().Add(time.Duration(i)*time.Second - time.Hour), Who: "ana", Kind: decision.Owner, Driver: "D0001", To: fmt.Sprint("Team ", i)})
	}
	if _, err := decision.Append(ws, events...); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]string{"": {"105 besluiten", "Team 104", "Oudere"}, "?pagina=2": {"Team 4", "Nieuwere"}, "?pagina=99": {"Team 4"}, "?pagina=-1": {"Team 104"}, "?pagina=x": {"Team 104"}} {
		page := v.look("/besluiten" + path).Body.String()
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s lacks %q", path, w)
			}
		}
	}
}

// TestMasked holds that nothing unmasked is written down, and that what was
// written down by hand is shown masked.
func TestMasked(t *testing.T) {
	v, ws := deciding(t, Options{User: "ana", Mask: func(s string) string { return strings.ReplaceAll(s, "Jansen", "[NAAM-K7QX2M4NPR]") }})
	if _, err := decision.Append(ws, decision.Event{At: time.Now(), Who: "met de hand", Kind: decision.Status, Driver: "D0001", To: "verklaard", Why: "Jansen zei het"}); err != nil {
		t.Fatal(err)
	}
	v.look("/drivers/D0001")
	for _, form := range [][]string{
		{"soort", "describe", "driver", "D0001", "naar", "Over mevrouw Jansen"},
		{"soort", "rename", "driver", "D0001", "naar", "Klacht Jansen", "waarom", "Jansen belde"},
		{"soort", "measure", "driver", "D0001", "veld", "nieuw", "v.what", "Jansen terugbellen", "v.customers", "Jansen", "v.owner", "Team Jansen"},
		{"soort", "session", "veld", "nieuw", "anderen", "D0001", "v.date", "2026-03-01", "v.conclusion", "Jansen had gelijk", "v.agreed", "Jansen krijgt antwoord"},
		{"soort", "suggestion", "veld", "S-1", "naar", "ingevoerd", "waarom", "idee van Jansen"},
		{"soort", "code", "feedback", "F0000001", "van", "topic:contact.terugkoppeling", "waarom", "Jansen bedoelt iets anders"},
	} {
		if w := v.post(form...); w.Code != http.StatusSeeOther {
			t.Errorf("%v: %d", form, w.Code)
		}
	}
	b, err := os.ReadFile(filepath.Join(ws, decision.LogFile))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(b), "Jansen"); n != 2 { // the line by hand, and the team that is responsible
		t.Errorf("the log holds the name %d times:\n%s", n, b)
	}
	for _, path := range []string{"/besluiten", "/drivers/D0001", "/sessie", "/suggesties", "/feedback/F0000001", "/maatregelen"} {
		if page := v.look(path).Body.String(); strings.Contains(page, "Jansen") {
			t.Errorf("%s shows the name", path)
		}
	}
}
