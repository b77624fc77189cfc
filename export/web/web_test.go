package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"luister/export/index"
	"luister/export/pack"
	"luister/export/report"
	"luister/export/snapshot"
	"luister/export/table"
	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/code"
	"luister/nlp/names"
	"luister/nlp/vector"
)

// hostile is text that must stay text wherever it is shown.
const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&{{.}}=cmd|' /C calc'!A0`

var analyse = sync.OnceValue(func() func(string) *nlp.Document {
	coder, err := code.New(code.Options{})
	if err != nil {
		panic(err)
	}
	a, err := annotate.New(annotate.Options{Names: names.NewRules(), Code: coder})
	if err != nil {
		panic(err)
	}
	return func(text string) *nlp.Document {
		doc := &nlp.Document{Text: text}
		a.Annotate(doc)
		return doc
	}
})

// publish makes a snapshot of some feedback, as a run would.
func publish(t testing.TB, ws, run string, feedback []table.Feedback) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	draft, err := snapshot.Begin(ws, run)
	must(err)
	w, err := table.NewWriter(filepath.Join(draft.Dir(), "tables"), run, nil)
	must(err)
	x, err := index.NewWriter(filepath.Join(draft.Dir(), "index"), "")
	must(err)
	d := table.Driver{ID: "D0001", Name: "Terugbellen " + hostile, Theme: "T01", Severity: 2, Feedback: int64(len(feedback)), Phrases: []string{hostile}, RunID: run}
	for i, f := range feedback {
		month := f.Received.Format("2006-01")
		f.ReceivedMonth, f.RunID = month, run
		doc := analyse()(f.Text)
		must(table.Put(w, month, f))
		must(table.Put(w, month, table.Document{FeedbackID: f.ID, Vector: table.EncodeVector(vector.Load().Document(doc))}))
		must(table.Put(w, month, table.FeedbackExperience{FeedbackID: f.ID, Experience: "herhaling", Rank: 1, Score: .6, Sentiment: "negatief", Evidence: []table.Span{{Start: 2, End: 9}, {Start: -1, End: 99999}}}))
		if i%4 > 0 {
			must(table.Put(w, month, table.FeedbackTopic{FeedbackID: f.ID, Topic: "contact.terugkoppeling", Rank: 1, Score: .8, Sentiment: "negatief", Evidence: []table.Span{{Start: 0, End: 4}}}))
			must(table.Put(w, month, table.FeedbackDriver{FeedbackID: f.ID, DriverID: d.ID, Rank: 1, Score: .9, Terms: []string{"bellen", hostile}, Start: 2, End: 9, Topic: "contact.terugkoppeling", TopicShare: .34}))
			d.Quotes = append(d.Quotes, table.Quote{FeedbackID: f.ID, Start: 0, End: 10})
		}
		x.Add(month, index.Entry{ID: f.ID, Day: f.Received.Format("2006-01-02"), Terms: index.TermsOf(doc), Values: map[index.Facet][]string{
			index.Form: {f.Form}, index.Sentiment: {f.Sentiment}, index.Source: {f.Source}, index.Topic: {"contact.terugkoppeling"}}})
	}
	d.Unusual = d.Quotes[:1]
	must(table.Put(w, "", d, table.Driver{ID: "D0002", Name: "Opgegaan", MergedInto: "D0001", Status: table.StatusMerged}))
	must(table.Put(w, "", table.DriverEvent{At: feedback[0].Received, DriverID: "D0001", Kind: "samengevoegd", OtherID: "D0002", RunID: run},
		table.DriverEvent{At: feedback[0].Received, DriverID: "D0001", Kind: "gesplitst", OtherID: "D0003", Who: hostile, RunID: run}))
	must(table.Put(w, "", table.Candidate{ID: "Kabcdef", Name: hostile, Customers: 2, Days: 9, Feedback: []string{feedback[0].ID, feedback[4].ID}}))
	must(table.Put(w, "", table.Source{Source: hostile, Kind: "delimited", Every: "month", RowsLeast: 10, RowsMost: 90, LastFeedback: feedback[0].Received, LastDelivery: feedback[0].Received, NextBy: feedback[0].Received, Consumers: []string{hostile}, LegalBasis: hostile}))
	must(table.Put(w, "", table.RunQuality{RunID: run, Source: hostile, Files: 1, RowsRead: 42, RowsUsed: 40, RowsRejected: 2, Rejected: []table.ReasonCount{{Reason: "te veel kolommen", Rows: 2}}, Apart: []table.ReasonCount{{Reason: hostile, Rows: 1}},
		Feedback: 40, MaskedFeedback: 3, Languages: []table.ReasonCount{{Reason: "de", Rows: 1}}, Masked: []table.ReasonCount{{Reason: "naam", Rows: 3}}, Delivery: "te laat", Volume: "weinig", Layout: []table.LayoutChange{{Change: "weg", Column: hostile, Done: "wat erin stond, ontbreekt nu"}}}))
	must(table.Put(w, "", table.File{FileID: "1", RunID: run, Source: hostile, Name: hostile, RowsRead: 42, Assumed: hostile, Problem: hostile}))
	must(table.Put(w, "", table.Run{RunID: run, Started: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), New: int64(len(feedback)), Feedback: int64(len(feedback)), Drivers: 1, WithoutDriver: int64(len(feedback)) / 4}))
	putLearned(t, w, run, feedback)
	must(w.Close())
	must(x.Close())
	tables, err := table.Open(filepath.Join(draft.Dir(), "tables"))
	must(err)
	must(pack.Write(filepath.Join(draft.Dir(), "packs"), tables, pack.About{Organisation: hostile}))
	must(tables.Close())
	must(draft.Publish(time.Now()))
	leaveRun(t, ws, report.Run{ID: run, State: "published", Started: time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC), Alarms: []string{hostile, "bron " + hostile + ": de levering is uitgebleven"},
		Files: []report.File{{Name: hostile, Source: hostile, Problem: hostile, Assumed: []string{hostile}, Rejects: []report.Reject{{Line: 3, Reason: hostile}}}}})
}

// putLearned makes figures and what was learned of the driver.
func putLearned(t testing.TB, w *table.Writer, run string, feedback []table.Feedback) {
	t.Helper()
	n := func(f float64) *float64 { return &f }
	at := feedback[0].Received.Truncate(24 * time.Hour)
	for _, err := range []error{
		table.Put(w, "", table.DriverRank{DriverID: "D0001", Place: 1, Score: 2, Complaints: 9, Own: new(9. / 19), Due: true, Reasons: []string{"nieuw"}, Why: []string{"Nieuw gevonden. " + hostile}}),
		table.Put(w, "", table.DriverTrend{DriverID: "D0001", Feedback: 30, First: at, Last: at.AddDate(0, 1, 20), PerDay: .6, Trend: n(1.2), TrendLow: n(1.1), TrendHigh: n(1.3), State: "opkomend",
			Changes: []table.LevelChange{{Day: at.AddDate(0, 0, 20), Ratio: 2.5}}, Alarm: "stijging", AlarmSince: at.AddDate(0, 1, 0), AlarmFound: at.AddDate(0, 1, 1), AlarmCount: 12, AlarmExpected: n(3.4)}),
		table.Put(w, "", table.DriverDay{DriverID: "D0001", Day: at, Count: 3, Expected: n(1), Low: n(0), High: n(3)}, table.DriverDay{DriverID: "D0001", Day: at.AddDate(0, 0, 20), Count: 9, Alarm: true}),
		table.Put(w, "", table.DriverSegment{DriverID: "D0001", Dimension: "region", Value: hostile, Feedback: 20, Share: .5, Ratio: 2.3, RatioLow: 1.4, RatioHigh: 3.9}),
		table.Put(w, "", table.DriverImpact{DriverID: "D0001", Score: "nps", Feedback: 20, Mean: -40, MeanAll: 3, Impact: 4.2, ImpactLow: 1.1, ImpactHigh: 7}),
		table.Put(w, "", table.DriverFigure{DriverID: "D0001", Figure: "churn", N: 30, Value: n(.2), Low: n(.1), High: n(.3)}),
		table.Put(w, "", table.DriverRepeat{DriverID: "D0001", Within90: n(.24), Within90Low: n(.2), Within90High: n(.3), Baseline: n(.3), Unsettled: n(.4)}),
		table.Put(w, "", table.MeasureEffect{MeasureID: "M01", DriverID: "D0001", What: hostile, Owner: hostile, Customers: hostile, Status: "ingevoerd", Verdict: "minder", Weeks: 9, Difference: n(.7), DifferenceLow: n(.5), DifferenceHigh: n(.9), Avoided: n(12)},
			table.MeasureEffect{MeasureID: "M02", DriverID: "D0001", What: "Later", Overdue: true, Verdict: "nog niet begonnen"}),
		table.Put(w, "", table.Target{TargetID: "T01", RunID: run, Indicator: "herhaling_90", Owner: hostile, Baseline: .24, Target: .12, Date: at, Now: n(.2), NowLow: n(.15), NowHigh: n(.25), Standing: "op koers"},
			table.Target{TargetID: "T02", RunID: run, Indicator: "klachten", Baseline: 40, Target: 5, Date: at, N: 4, Standing: "te weinig gegevens"}),
		table.Put(w, "", table.Indicator{Indicator: "herhaling_90", N: 40, Figure: n(.2), Low: n(.15), High: n(.25)}, table.Indicator{Indicator: "herhaling_90", Month: "2026-01", Figure: n(.3)}, table.Indicator{Indicator: "herhaling_90", Month: "2026-02", Figure: n(.2)},
			table.Indicator{Indicator: "csat", Dimension: "source", Value: hostile, N: 60, Figure: n(6.2), Low: n(6), High: n(6.4)}, table.Indicator{Indicator: "csat", Dimension: "source", Value: "leeg"},
			table.Indicator{Indicator: "ces", Dimension: "source", Value: "web", N: 4}, table.Indicator{Indicator: "feedback", Dimension: "channel", Value: "e-mail", Figure: n(40)}, table.Indicator{Indicator: "aandeel_complimenten", Dimension: "channel", Value: "e-mail", Figure: n(.1)}),
		table.Put(w, "", table.Reach{Dimension: "region", Value: hostile, ExposurePart: .4, Voiced: n(.1), Ratio: n(.25), RatioLow: n(.2), RatioHigh: n(.3), Verdict: "ondervertegenwoordigd",
			Voices: 10, VoicesAll: 100, Expected: 40, Missing: n(30), MissingLow: n(22.6), MissingHigh: n(34.5)},
			table.Reach{Dimension: "region", Value: "Eiland", Voices: 2, VoicesAll: 100, Expected: 17, Missing: n(15), MissingLow: n(9), MissingHigh: n(16), Ratio: n(.12), RatioLow: n(.1), RatioHigh: n(.4), Verdict: "ondervertegenwoordigd"},
			table.Reach{Dimension: "region", Value: "Kaap", Voices: 2, VoicesAll: 100, Expected: 4, Verdict: "te weinig om te zeggen"},
			table.Reach{Dimension: "region", Value: "West", Voices: 86, VoicesAll: 100, Expected: 39, Voiced: n(.86), Verdict: "oververtegenwoordigd"},
			table.Reach{Dimension: "product", Value: "Gas", Voices: 87, VoicesAll: 100, Expected: 50, Voiced: n(.8711), Verdict: "oververtegenwoordigd"},
			table.Reach{Dimension: "product", Value: "Zon", Voices: 4, VoicesAll: 100, Expected: 50, Verdict: "ondervertegenwoordigd"},
			table.Reach{Dimension: "product", Value: "Water", Voices: 9, VoicesAll: 100, Expected: 50, Missing: n(41), MissingLow: n(33), MissingHigh: n(45), Verdict: "ondervertegenwoordigd"}),
		table.Put(w, "", table.Suggestion{FeedbackID: feedback[0].ID, GroupID: "S-1", DriverID: "D0001", Topic: "contact.terugkoppeling", Status: "nieuw", Received: at, Why: hostile, Who: hostile}),
		table.Put(w, "", table.NewWord{Term: hostile, Recent: 9, Expected: .4, First: at}),
		table.Put(w, "", table.DriverUnit{DriverID: "D0001", Dimension: "department", Value: hostile, Share: .8, Others: .1}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func leaveRun(t testing.TB, ws string, r report.Run) {
	t.Helper()
	dir := snapshot.RunDir(ws, r.ID)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(r)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "manifest.json"), b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.Create(filepath.Join(dir, "report.html"))
	if err == nil {
		err = r.HTML(page, hostile)
	}
	if err != nil || page.Close() != nil {
		t.Fatal(err)
	}
}

// letters makes feedback of which everything that can be text is hostile.
func letters(n int) []table.Feedback {
	var all []table.Feedback
	for i := range n {
		f := table.Feedback{ID: fmt.Sprintf("F%07d", i), Source: hostile, Channel: "e-mail", Received: time.Date(2026, 1+time.Month(i%2), 1+i%27, 9, 0, 0, 0, time.UTC),
			Text: fmt.Sprintf("Ik word nooit teruggebeld, al %d keer. %s Groet, [NAAM-K7QX2M4NPR]", i, hostile), Language: "nl", Form: "klacht", Sentiment: "negatief", Severity: 2,
			Subject: hostile, Product: hostile, Department: hostile, Region: "Oost", Outcome: hostile, Context: hostile,
			Attributes: []table.Attribute{{Name: hostile, Type: "text", Value: hostile}}, Causes: []table.Span{{Start: 8, End: 40}}, Expected: []table.Span{{Start: 0, End: 30}}}
		if i%3 == 0 {
			f.Form, f.Sentiment = "compliment", "positief"
		}
		if i%5 == 1 {
			f.CustomerID, f.Consent = fmt.Sprintf("KLANT-%d", i), true
		}
		all = append(all, f)
	}
	return all
}

const testRun = "20260301T020000000Z"

func newTestServer(t testing.TB, ws string) http.Handler {
	t.Helper()
	s, err := New(Options{Workspace: ws, Organisation: hostile, Analyse: analyse()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s.Handler()
}

func get(h http.Handler, method, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, "http://localhost:8080"+path, nil))
	return w
}

var live = regexp.MustCompile(`(?i)<script|<img|<[a-z]+[^>]*\sonerror=|<[a-z]+[^>]*\sstyle=|ZgotmplZ`)

// quotedValue is the value of an attribute: what stands in it is not markup.
var quotedValue = regexp.MustCompile(`="[^"]*"`)

// TestPages holds what every page shows, and that no text in it is markup.
func TestPages(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, testRun, letters(40))
	h := newTestServer(t, ws)
	for _, tt := range []struct {
		path   string
		status int
		want   []string
	}{
		{"/", 200, []string{"Wat klanten zeggen", "Vorm en sentiment", ">40<", "nog geen driver", "25 %", "Naar het verslag"}},
		{"/zoeken", 200, []string{"40 feedback gevonden", "/uitleg#zoekvolgorde", "Verfijn", "februari 2026"}},
		{"/zoeken?q=teruggebeld", 200, []string{"<mark>teruggebeld</mark>", "naam K7QX", "Volgende"}},
		{"/zoeken?q=teruggebeld&pagina=2", 200, []string{"16 tot en met 30", "Vorige"}},
		{"/zoeken?q=teruggebeld&pagina=99999", 200, []string{"Zo ver gaat deze lijst niet"}},
		{"/zoeken?vorm=compliment&driver=D0001&volgorde=nieuwste", 200, []string{"Vorm: Compliment", "Driver: Terugbellen", "beste eerst"}},
		{"/zoeken?q=xyzzyxyzzy", 200, []string{"Niets gevonden", "Gebruik minder woorden"}},
		{"/zoeken?van=2026-02-01&tot=geen", 200, []string{"20 feedback gevonden"}},
		{"/zoeken?q=%22%3Cscript%3E&pagina=-4&van=%00", 200, []string{"gevonden"}},
		{"/drivers", 200, []string{"1 driver<", "Terugbellen", "Contact · Terugkoppeling", "verloop over 2 maanden"}},
		{"/drivers?naam=zoiets", 200, []string{"Geen driver voldoet hieraan"}},
		{"/drivers?thema=T01&volgorde=groei&onderwerp=contact.terugkoppeling", 200, []string{"Terugbellen"}},
		{"/drivers/D0001", 200, []string{"Wat klanten zelf als oorzaak noemen", "Wat zij verwachtten", "Complimenten", "Feedback per maand", "Waar het speelt", "Oost"}},
		{"/drivers/D0002", 200, []string{"niet meer in gebruik", "D0001"}},
		{"/drivers/D9999", 404, []string{"Niet gevonden"}},
		{"/feedback/F0000001", 200, []string{"Klacht van 2 februari 2026", "Codes en waarom", "Contact · Terugkoppeling", "80 %", "Feedback die hierop lijkt", "Gedeelde woorden", "<sup"}},
		{"/feedback/nietdaar", 404, []string{"Niet gevonden"}},
		{"/runs", 200, []string{"1 maart 2026, 03:00", "gepubliceerd", "let op"}},
		{"/runs/" + testRun, 200, []string{"niets raakt kwijt", "Let op", ">al bekend</th>", ">apart</th>"}},
		{"/runs/" + testRun + "/verslag.html", 200, []string{"Verslag van de run"}},
		{"/runs/20200101T000000000Z", 404, []string{"Niet gevonden"}},
		{"/runs/..%2f..%2fsecret.key", 404, []string{"Niet gevonden"}},
		{"/bronnen", 200, []string{"nog niemand", "/uitleg#ritme", "elke maand", "te laat weinig rijen", "1 januari 2026"}},
		{"/bronnen?bron=" + url.QueryEscape(hostile), 200, []string{"Afspraken", "elke maand", "te veel kolommen", "Duits", "Wat er opviel", "is uitgebleven", "Veranderde kolommen", "10 tot 90", ">weinig rijen<"}},
		{"/bronnen?bron=iets", 404, []string{"Niet gevonden"}},
		{"/benchmark", 200, []string{"Ons bestand", "Benchmark"}},
		{"/", 200, []string{"Plotseling meer", "Aan de beurt", `<h2 id="h-groot">Drivers</h2>`, "Naar de drivers", "Nieuw gevonden.", "1 maatregel had"}},
		{"/drivers/D0001", 200, []string{"Staat op de agenda", "Te weinig gegevens", "voor 53 % als een doorsnee driver", "Plotselinge stijging", "verwacht 3,4", "per maand &#43;20 %", "2,5 × zoveel", "&#43;4,2", "dreigt te vertrekken", "24 %", "in de periode ervoor 30 %", "−30 %", "2,3 ×", "Hetzelfde, elders geprezen", "Waar het goed gaat", "Klanten die mee willen denken", "KLANT-1<"}},
		{"/kwartaal", 200, []string{"Kwartaaloverzicht: oktober tot en met december 2025", "Maatregelen die te laat zijn", "Later", "Drivers zonder eigenaar", "Vragen voor dit overleg"}},
		{"/sessie/kwartaal.html", 200, []string{"Besluiten van dit overleg", "Kwartaaloverzicht"}},
		{"/coderen", 200, []string{"Feedback 1 van"}},
		{"/coderen?id=F0000002", 200, []string{"F0000002"}},
		{"/coderen?na=iets&id=%00", 200, []string{"Feedback 1 van"}},
		{"/maatregelen", 200, []string{"M01", "−30 %", "ongeveer 12,0 klachten minder", "te laat", "Komt terug binnen 90 dagen", "op koers", "20 %", "te weinig gegevens", "minder dan 10"}},
		{"/suggesties", 200, []string{"1 suggestie", "Terugbellen"}},
		{"/uitleg", 200, []string{"Formule", "ontbreekt = verwacht − gevonden", "Wilson 1927", "10 feedback", "Dreigt op te zeggen"}},
		{"/bereik", 200, []string{"ondervertegenwoordigd", "0,3", "van 100", ">30<", "(23 tot 35)", "minder dan 5", "niet getoond", ">87<", "e-mail", "Nieuwe woorden"}},
		{"/resultaat", 200, []string{"Vertrouwen en reputatie", "Komt terug binnen 90 dagen", "doel 12 %", "Sturing", "2 maatregelen", "Nog niet te meten", "op de schaal daarvan", "6,2", "Moeite: er zijn 4 antwoorden; vanaf 10", "Sterren: daarvoor is nodig een kolom met die score"}},
		{"/sessie", 200, []string{"Nieuw gevonden.", "Leg een sessie vast"}},
		{"/vergelijk", 200, []string{"Vergelijken", "verschil"}},
		{"/vergelijk?van-a=2026-02-01&tot-a=2026-02-28&van-b=2026-01-01&tot-b=2026-01-31&deel-a=regio%3DOost", 200, []string{"van 1 februari 2026", "20 feedback", "minder dan 30 feedback"}},
		{"/vergelijk?van-a=x&deel-a=%3Cscript%3E", 200, []string{"Vergelijken"}},
		{"/brieven", 200, []string{"Brieven van de week", "23 februari 2026"}},
		{"/brieven?week=2026-01-07", 200, []string{"5 januari 2026", "Week erna"}},
		{"/brieven?week=zomaar", 200, []string{"23 februari 2026"}},
		{"/indeling", 200, []string{"Contact · Terugkoppeling", "contact.terugkoppeling", ">30<"}},
		{"/besluiten", 200, []string{"nog niets besloten"}},
		{"/sessie", 200, []string{"Terugbellen", "/sessie/D0001.html"}},
		{"/sessie/index.html", 200, []string{"Agenda van de leersessie"}},
		{"/sessie/D0001.html", 200, []string{"Vragen aan elkaar", "Wie is er aan zet", "30 van 30 feedback", "/uitleg;"}},
		{"/sessie/..%2ftables%2fchecksums.json", 404, []string{"Niet gevonden"}},
		{"/zomaar", 404, []string{"Niet gevonden"}},
	} {
		w := get(h, "GET", tt.path)
		page := w.Body.String()
		if w.Code != tt.status {
			t.Errorf("%s: status %d, want %d", tt.path, w.Code, tt.status)
		}
		for _, want := range tt.want {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q", tt.path, want)
			}
		}
		if found := live.FindString(quotedValue.ReplaceAllString(strings.ReplaceAll(page, "{{.}}", ""), "=")); found != "" {
			t.Errorf("%s holds live markup: %s", tt.path, found)
		}
		for _, want := range []string{`<html lang="nl">`, "<h1", "<title>", `name="viewport"`, "</html>"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %s", tt.path, want)
			}
		}
	}
}

// TestHeaders holds the headers that keep a page to itself, and what is refused.
func TestHeaders(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, testRun, letters(8))
	h := newTestServer(t, ws)
	for _, path := range []string{"/", "/zoeken?q=x", "/style.css", "/nergens", "/feedback/F0000001"} {
		w := get(h, "GET", path)
		if csp := w.Header().Get("Content-Security-Policy"); csp != policy || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Referrer-Policy") != "no-referrer" || w.Header().Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s: headers %v", path, w.Header())
		}
	}
	if csp := get(h, "GET", "/sessie/D0001.html").Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, policy+"; style-src-elem 'sha256-") {
		t.Errorf("a pack: policy %q", csp)
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
		if w := get(h, method, "/drivers/D0001"); w.Code != http.StatusMethodNotAllowed || !strings.Contains(w.Body.String(), "alleen te lezen") {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
	if w := get(h, "HEAD", "/"); w.Code != 200 || w.Body.Len() > 0 {
		t.Errorf("HEAD: %d with %d bytes", w.Code, w.Body.Len())
	}
	foreign := httptest.NewRequest("GET", "http://kwaad.example:8080/", nil)
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, foreign); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("a request by another name: %d", w.Code)
	}
}

// TestEmpty holds what is shown before the first run, and that the first
// snapshot appears by itself.
func TestEmpty(t *testing.T) {
	ws := t.TempDir()
	h := newTestServer(t, ws)
	for _, path := range []string{"/", "/zoeken", "/drivers", "/sessie"} {
		if w := get(h, "GET", path); w.Code != 200 || !strings.Contains(w.Body.String(), "luister run -w") {
			t.Errorf("%s before the first run: %d", path, w.Code)
		}
	}
	if w := get(h, "GET", "/runs"); w.Code != 200 || !strings.Contains(w.Body.String(), "nog geen run") {
		t.Errorf("runs before the first: %d", w.Code)
	}
	publish(t, ws, testRun, letters(8))
	if w := get(h, "GET", "/zoeken"); !strings.Contains(w.Body.String(), "8 feedback gevonden") {
		t.Error("the first snapshot does not appear")
	}
}

// TestNewSnapshot holds that a request stays on its snapshot, and that the next
// one is on the new one, while many read.
func TestNewSnapshot(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, testRun, letters(8))
	s, err := New(Options{Workspace: ws, Analyse: analyse()})
	if err != nil {
		t.Fatal(err)
	}
	h := s.Handler()
	old, err := s.snapshots.acquire()
	if err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if w := get(h, "GET", "/zoeken?q=teruggebeld"); w.Code != 200 {
					t.Errorf("while publishing: %d", w.Code)
					return
				}
			}
		})
	}
	publish(t, ws, "20260302T020000000Z", letters(12))
	if w := get(h, "GET", "/zoeken"); !strings.Contains(w.Body.String(), "12 feedback gevonden") {
		t.Error("the new snapshot does not appear")
	}
	close(stop)
	readers.Wait()
	if rows, err := old.rows([]string{"F0000001"}); err != nil || len(rows) != 1 {
		t.Errorf("the old snapshot while it is read: %d rows, %v", len(rows), err)
	}
	s.snapshots.release(old)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestDamaged holds that a snapshot that cannot be read is an error page, and
// that nothing of the files is told.
func TestDamaged(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, testRun, letters(8))
	if err := os.Remove(filepath.Join(ws, "snapshots", testRun, "tables", "checksums.json")); err != nil {
		t.Fatal(err)
	}
	w := get(newTestServer(t, ws), "GET", "/")
	if w.Code != 500 || !strings.Contains(w.Body.String(), "Er ging iets mis") || strings.Contains(w.Body.String(), ws) {
		t.Errorf("%d: %s", w.Code, w.Body.String())
	}
}

func TestIsLocal(t *testing.T) {
	for host, want := range map[string]bool{"localhost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true, "[::1]": true,
		"": false, "0.0.0.0": false, "::": false, "192.168.1.4": false, "localhost.kwaad.example": false, "example.org": false} {
		if got := IsLocal(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}

func BenchmarkPages(b *testing.B) {
	ws := b.TempDir()
	publish(b, ws, testRun, letters(800))
	h := newTestServer(b, ws)
	for _, path := range []string{"/", "/zoeken?q=teruggebeld", "/drivers", "/drivers/D0001", "/feedback/F0000001"} {
		b.Run(strings.ReplaceAll(path, "/", "_"), func(b *testing.B) {
			for b.Loop() {
				if w := get(h, "GET", path); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

// TestBenchmarkPage holds that files of others are compared, and that a file
// that cannot be is said to be so and nothing more.
func TestBenchmarkPage(t *testing.T) {
	ws := filepath.Join(t.TempDir(), "klanten[1]") // which reads as a pattern
	publish(t, ws, testRun, letters(80))
	h := newTestServer(t, ws)
	if page := get(h, "GET", "/benchmark").Body.String(); !strings.Contains(page, "Nog geen bestand van een ander") {
		t.Error("the page does not say where the files of others go")
	}
	ours := get(h, "GET", "/benchmark/wij.json")
	if ours.Code != 200 || !strings.Contains(ours.Header().Get("Content-Disposition"), "attachment") || strings.Contains(ours.Body.String(), "teruggebeld") {
		t.Fatalf("our file: %d %s", ours.Code, ours.Body)
	}
	for name, content := range map[string]string{"ander.json": ours.Body.String(), "veranderd.json": strings.Replace(ours.Body.String(), `"minimum": 10`, `"minimum": 9`, 1), "kapot.json": hostile} {
		if err := os.MkdirAll(filepath.Join(ws, benchmarkDir), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(ws, benchmarkDir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	large := filepath.Join(ws, benchmarkDir, "groot.json")
	if err := errors.Join(os.WriteFile(large, nil, 0o644), os.Truncate(large, maxBenchmark+1)); err != nil {
		t.Fatal(err)
	}
	page := get(h, "GET", "/benchmark").Body.String()
	for _, want := range []string{"Geen enkel verschil is groter", "groter dan 10 MB", "veranderd of beschadigd", "geen benchmarkbestand", "januari 2026", "Compliment"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if found := live.FindString(quotedValue.ReplaceAllString(page, "=")); found != "" {
		t.Errorf("live markup: %s", found)
	}
}

// TestOpening holds that who asks while the first snapshot is being opened is told
// so, and that the page comes by itself.
func TestOpening(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, testRun, letters(40))
	s, err := New(Options{Workspace: ws, Analyse: analyse()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	name, err := s.snapshots.name()
	if err != nil {
		t.Fatal(err)
	}
	s.snapshots.patience = time.Millisecond
	slow := &attempt{done: make(chan struct{})}
	s.snapshots.opening = map[string]*attempt{name: slow}
	h := s.Handler()
	for _, path := range []string{"/", "/zoeken?q=x", "/drivers/D0001"} {
		if w := get(h, "GET", path); w.Code != 503 || w.Header().Get("Refresh") != "2" || !strings.Contains(w.Body.String(), "verschijnt de pagina vanzelf") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/uitleg", "/runs"} {
		if w := get(h, "GET", path); w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	delete(s.snapshots.opening, name)
	s.snapshots.patience = patience
	s.Prepare()
	var o *opened
	for range 500 {
		if o = s.snapshots.take(""); o != nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if o == nil {
		t.Fatal("nothing was opened before somebody asked")
	}
	s.snapshots.release(o)
	if w := get(h, "GET", "/"); w.Code != 200 || w.Header().Get("Refresh") != "" {
		t.Errorf("opened: %d", w.Code)
	}
}
