package report

import (
	"strings"
	"testing"

	"luister/ingest"
)

func goodRun() Run {
	r := Run{ID: "r1", Feedback: 1203, FeedbackWas: 1200, WithDriver: 1100, WithoutDriver: 103, Drivers: 20}
	r.Tally = ingest.Tally{Rows: 6, Used: 4, Answers: 4, New: 3, Changed: 1, Empty: 1}
	r.Tally.Rejected = map[string]int64{"geen datum": 1}
	r.Tally.Apart = map[string]int64{"testrespons": 1}
	r.Files = []File{{Name: "inbox/a.csv"}, {Name: "inbox/b.csv", Known: true}, {Name: "inbox/c.csv", Problem: "leeg bestand"}}
	return r
}

func TestSummary(t *testing.T) {
	r := goodRun()
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := r.Summary(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"bestanden   1 nieuw, 1 al bekend, 1 niet te lezen",
		"rijen       6 gelezen = 4 gebruikt + 0 al bekend + 1 afgekeurd + 1 apart gezet",
		"antwoorden  4 = 3 nieuw + 1 gewijzigd + 0 ongewijzigd + 0 ouder; daarnaast 1 zonder tekst",
		"feedback    1.203 = 1.200 + 3 nieuw",
		"feedback met driver 1.100 + nog geen driver 103 = 1.203",
		"apart       1: testrespons", "afgekeurd   1: geen datum", "LET OP      inbox/c.csv: leeg bestand",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("summary lacks %q:\n%s", want, b.String())
		}
	}
}

func TestCheck(t *testing.T) {
	for what, spoil := range map[string]func(*Run){
		"a row lost":                func(r *Run) { r.Tally.Rows++ },
		"a feedback lost":           func(r *Run) { r.Feedback-- },
		"a feedback twice":          func(r *Run) { r.FeedbackWas++ },
		"a feedback of no category": func(r *Run) { r.WithDriver-- },
	} {
		r := goodRun()
		if spoil(&r); r.Check() == nil {
			t.Errorf("%s: not noticed", what)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1.000", 1234567: "1.234.567", -4500: "-4.500"} {
		if got := Number(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestHTML(t *testing.T) {
	r := goodRun()
	r.State = "published"
	r.Files[0].Source = `<script>alert("x")</script>`
	r.Files[0].Assumed = []string{"Column “Tekst” is read as text."}
	r.Languages = map[string]int64{"nl": 3}
	const short = "3 cells where the table has 4 columns; which is missing is not certain"
	r.Files[0].Rejects = []Reject{{Line: 17, Reason: short}}
	r.Files[0].Note("the last cells are left out", 12)
	r.Files[0].Note("the last cells are left out", 19)
	r.Files[2].Problem = "the file is a PDF: ask for the export as CSV or Excel"
	r.Tally.Rejected = map[string]int64{short: 1}
	var b strings.Builder
	if err := r.HTML(&b, "Gemeente Voorbeeld"); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{"Gemeente Voorbeeld", "gepubliceerd", "6 gelezen = 4 gebruikt", "Nederlands", "&lt;script&gt;", "8,6 %",
		`<td class="n">17</td><td>3 cellen waar de tabel 4 kolommen heeft; welke ontbreekt is niet zeker</td>`, "het bestand is een PDF",
		`<td>de laatste cellen ontbreken; ze zijn leeg</td><td class="n">2</td><td class="n">12</td>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if strings.Contains(page, "<script>") {
		t.Error("a source name became markup")
	}
}
