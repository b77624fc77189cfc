package source

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"luister/ingest"
	"luister/ingest/mapping"
)

// write makes a delivery in a folder of its own.
func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const complaints = `Klachtnummer;Datum ontvangst;Klantnaam;Omschrijving klacht;Rapportcijfer;Afdeling
K-101;2-1-2026;Anna Voorbeeld;"De factuur klopt niet; ik heb al drie keer gebeld";3,5;Facturatie
K-102;13-1-2026;Bram Voorbeeld;De monteur kwam weer niet opdagen;2;Techniek
K-103;14-1-2026;Cor Voorbeeld;;8;Techniek
`

const message = "From: Anna Voorbeeld <anna@voorbeeld.example>\nTo: klacht@organisatie.example\nSubject: Factuur\n" +
	"Date: Fri, 02 Jan 2026 10:00:00 +0100\nMessage-ID: <1@voorbeeld.example>\n\nDe factuur klopt niet.\n"

const qualtrics = `StartDate,Status,Finished,RecordedDate,ResponseId,Q1,Q2
Begin,Status,Klaar,Vastgelegd,Respons,Hoe waarschijnlijk is het dat u ons aanbeveelt?,Waarom?
"{""ImportId"":""startDate""}","{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""recordedDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}"
2026-01-02 10:00:00,0,1,2026-01-02 10:01:00,R_1,9,Snel geholpen
2026-01-02 10:00:00,2,1,2026-01-02 10:01:00,R_2,9,test
`

// tell writes how many rows of each sort a delivery has.
func tell(t testing.TB, d *Delivery) string {
	t.Helper()
	answers, empty, apart, rejected := 0, 0, 0, 0
	for row, err := range d.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		answers, empty = answers+len(row.Answers), empty+row.Empty
		if row.Apart != "" {
			apart++
		}
		if row.Reject != "" {
			rejected++
		}
	}
	return fmt.Sprintf("%s answers=%d empty=%d apart=%d rejected=%d", d.Kind, answers, empty, apart, rejected)
}

func TestOpen(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"klachten.csv", complaints, "delimited answers=2 empty=1 apart=0 rejected=0"},
		{"named-wrongly.eml", complaints, "delimited answers=2 empty=1 apart=0 rejected=0"},
		{"ansi.csv", strings.ReplaceAll(complaints, "klopt niet", "klopt \xe9cht niet"), "delimited answers=2 empty=1 apart=0 rejected=0"},
		{"bericht.csv", message, "mail answers=1 empty=0 apart=0 rejected=0"},
		{"post.txt", "From anna@voorbeeld.example Fri Jan  2 10:00:00 2026\n" + message + "\nFrom bram@voorbeeld.example Fri Jan  2 11:00:00 2026\n" + message, "mail answers=2 empty=0 apart=0 rejected=0"},
		{"enquete.txt", qualtrics, "survey answers=1 empty=0 apart=1 rejected=0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Open(write(t, tt.name, tt.content), Source{})
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // every call reads anew
				if got := tell(t, d); got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			}
			if len(d.Hash) != 64 || d.Size != int64(len(tt.content)) || len(d.Assumed) == 0 {
				t.Errorf("hash %q, size %d, assumed %q", d.Hash, d.Size, d.Assumed)
			}
			for _, said := range d.Assumed {
				if strings.Contains(said, "Voorbeeld") || strings.Contains(said, "factuur") {
					t.Errorf("an assumption holds text of a cell: %s", said)
				}
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"leeg.csv", "", "empty"},
		{"kop.csv", "Onzin;Raar\n", "no rows"},
		{"zin.csv", "De factuur klopt niet\n", "no rows"},
		{"cijfers.csv", "aantal;bedrag\n1;2\n3;4\n", "columns: {text: NAME}"},
		{"brief.txt", "Geachte mevrouw,\n\nIk wacht nog steeds op een antwoord.\nHoe lang duurt dat nog?\n\nGroeten\n", "running text"},
		{"fout.json", `{"error": "you may not read these tickets at all"}`, "no list of objects"},
		{"plaatje.csv", "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01\x02", 100), "picture"},
		{"onzin.csv", strings.Repeat("\x00\x01\x02\x03\xfe\x07", 500), "binary"},
		{"oud.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), "xlsx"},
		{"post.pst", "!BDN" + strings.Repeat("\x00", 600), "readpst"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, tt.name, tt.content)
			_, err := Open(path, Source{})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v; want it to name the file and %q", err, tt.want)
			}
		})
	}
	if _, err := Open(filepath.Join(t.TempDir(), "weg.csv"), Source{}); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("missing file: %v", err)
	}
}

func TestPacked(t *testing.T) {
	var packed bytes.Buffer
	gz := gzip.NewWriter(&packed)
	io.WriteString(gz, complaints)
	gz.Close()
	var archive bytes.Buffer
	zw := zip.NewWriter(&archive)
	for _, content := range []string{complaints, qualtrics, ""} {
		w, _ := zw.Create(fmt.Sprintf("deel%d.csv", len(content)))
		io.WriteString(w, content)
	}
	zw.Close()
	for _, tt := range []struct{ name, content, want string }{
		{"klachten.csv.gz", packed.String(), "delimited answers=2 empty=1 apart=0 rejected=0"},
		{"alles.zip", archive.String(), "delimited answers=3 empty=1 apart=1 rejected=1"},
	} {
		d, err := Open(write(t, tt.name, tt.content), Source{})
		if err != nil {
			t.Fatal(err)
		}
		if got := tell(t, d); got != tt.want {
			t.Errorf("%s: got  %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestStatedWins(t *testing.T) {
	path := write(t, "x.csv", "a;b;c;d\n1;03-04-2026;Ik wacht al weken op een antwoord;x\n2;04-05-2026;Niemand belt mij ooit eens terug;y\n")
	no := false
	src := Source{Name: "x", Channel: "balie", Zone: "UTC", DateOrder: "m-d-y", Employee: true, Proactive: &no,
		Columns: mapping.Stated{Text: mapping.Names{"c"}, Date: mapping.Names{"b"}, Key: mapping.Names{"a"}},
		Scores:  []mapping.StatedScore{{Column: "d", Kind: ingest.CSAT, Min: 1, Max: 2, Words: map[string]float64{"x": 1, "y": 2}}}}
	d, err := Open(path, src)
	if err != nil {
		t.Fatal(err)
	}
	for row := range d.Rows() {
		f := row.Answers[0]
		if f.Key != "1" || f.Channel != "balie" || !f.Employee || f.Received.Format("2006-01-02 MST") != "2026-03-04 UTC" || len(f.Scores) != 1 || f.Scores[0].Value != 1 {
			t.Errorf("got %+v", f)
		}
		break
	}
	src.Columns.Text = mapping.Names{"klacht"}
	if _, err := Open(path, src); err == nil || !strings.Contains(err.Error(), `"klacht"`) {
		t.Errorf("a column that is not there: %v", err)
	}
}

func TestMaildir(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"cur/1.eml:2,S": message, "new/2.eml": strings.ReplaceAll(message, "<1@", "<2@"), "tmp/3.eml": message, "dovecot-uidlist": "x",
	} {
		path := filepath.Join(dir, "inbox", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d, err := Open(filepath.Join(dir, "inbox"), Source{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tell(t, d), "mail answers=2 empty=0 apart=0 rejected=0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	files, err := Files(dir)
	if err != nil || len(files) != 2 {
		t.Errorf("%d files (%v), want the two messages: %q", len(files), err, files)
	}
}

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		pattern, path string
		want          bool
	}{
		{"inbox/klachten*.csv", "inbox/klachten-2026.csv", true},
		{"inbox/klachten*.csv", "inbox/oud/klachten-2026.csv", false},
		{"inbox/**/klachten*.csv", "inbox/oud/nog/klachten-2026.csv", true},
		{"inbox/**/klachten*.csv", "inbox/klachten.csv", true},
		{"inbox/mail/**", "inbox/mail/cur/1", true},
		{"*.csv", "inbox/oud/x.csv", true},
		{"*.csv", "inbox/oud/x.eml", false},
		{"inbox/klachten*.csv", "/data/klantenstem/inbox/klachten.csv", true},
		{"/data/*.csv", "/data/x.csv", true},
		{"/data/*.csv", "/oud/data/x.csv", false},
	} {
		if got := (Source{Paths: mapping.Names{tt.pattern}}).Matches(tt.path); got != tt.want {
			t.Errorf("%s matches %s: %v", tt.pattern, tt.path, got)
		}
	}
}

func TestSimilarity(t *testing.T) {
	a := Layout{Kind: Delimited, Columns: []string{"Datum", "Klacht", "Naam", "Cijfer", "Product"}}
	for _, tt := range []struct {
		b    Layout
		same bool
	}{
		{Layout{Kind: Delimited, Columns: []string{"klacht", "datum", "naam", "cijfer", "product"}}, true},
		{Layout{Kind: Delimited, Columns: []string{"Datum", "Klacht", "Naam", "Cijfer", "Product", "Regio"}}, true},
		{Layout{Kind: Delimited, Columns: []string{"Datum", "Review", "Sterren"}}, false},
		{Layout{Kind: Survey, Columns: a.Columns}, false},
	} {
		if got := Similarity(a, tt.b) >= Same; got != tt.same {
			t.Errorf("%v: %v", tt.b, got)
		}
	}
	if Similarity(Layout{Kind: Mail}, Layout{Kind: Mail}) != 1 {
		t.Error("mail is like mail")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(complaints))
	f.Add([]byte(message))
	f.Add([]byte(qualtrics))
	f.Add(bytes.Repeat([]byte{0, 'a'}, 50))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		d, err := Open(path, Source{})
		if err != nil {
			return
		}
		for row, err := range d.Rows() {
			if err != nil {
				return
			}
			if sorts := row.Reject != ""; sorts && len(row.Answers) > 0 {
				t.Fatal("a rejected row with answers")
			}
			if row.Reject == "" && row.Apart == "" && len(row.Answers)+row.Empty == 0 {
				t.Fatal("a row that is neither used, rejected nor set apart")
			}
		}
	})
}

func TestOwnSurvey(t *testing.T) {
	path := write(t, "x.csv", "Inzending,Moment,Wat vond u ervan,Test?\n77,2026-01-02 10:00,prima,nee\n78,2026-01-03 10:00,zo,ja\n")
	var src Source
	err := yaml.UnmarshalWithOptions([]byte(`
name: eigen
surveys:
  - name: balie
    title: de balie-enquête
    when: [{row: 1, match: Inzending, first: true}]
    header_rows: 1
    columns: [{id: Inzending, as: key}, {id: Moment, as: date}, {id: Wat .*, as: open}]
    apart: [{id: Test.*, values: [ja], reason: testantwoord}]
`), &src, yaml.Strict())
	if err != nil {
		t.Fatal(err)
	}
	d, err := Open(path, src)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tell(t, d), "survey answers=1 empty=0 apart=1 rejected=0"; got != want || d.Layout.Tool != "balie" {
		t.Errorf("%s by %q, want %s", got, d.Layout.Tool, want)
	}
	src.Surveys[0]["header_rows"] = 0
	if err := src.Check(); err == nil || !strings.Contains(err.Error(), "header_rows") {
		t.Errorf("a wrong layout: %v", err)
	}
}

func TestWorkbook(t *testing.T) {
	for name, want := range map[string]string{
		"klachten.xlsx": "delimited answers=3 empty=0 apart=0 rejected=0", "microsoft-forms.xlsx": "survey answers=2 empty=0 apart=0 rejected=0",
	} {
		d, err := Open(filepath.Join("testdata", name), Source{})
		if err != nil {
			t.Fatal(err)
		}
		if got := tell(t, d); got != want || !strings.Contains(d.Assumed[0]+d.Assumed[1], "data sheet") {
			t.Errorf("%s: got %s, want %s; assumed %q", name, got, want, d.Assumed)
		}
		for row := range d.Rows() {
			if got := row.Answers[0].Received.Format("2006-01-02 15:04:05"); got != "2026-04-05 10:04:31" {
				t.Errorf("%s: received %s", name, got)
			}
			break
		}
	}
}

// TestNoHeaderIsNotShown has a first row of data where a header is expected: it
// must not come back as names of columns.
func TestNoHeaderIsNotShown(t *testing.T) {
	path := write(t, "x.csv", "Anna;anna@voorbeeld.example;Geen antwoord op mijn vraag\nBram;bram@voorbeeld.example;De factuur is te hoog dit jaar\nCor;cor@voorbeeld.example;Ik wacht al drie weken op iemand\n")
	d, err := Look(path, Source{})
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range append(d.Assumed, d.Layout.Columns...) {
		if strings.Contains(said, "@") || strings.Contains(said, "Anna") {
			t.Errorf("a cell is shown: %s", said)
		}
	}
	if got, want := tell(t, d), "delimited answers=3 empty=0 apart=0 rejected=0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestOnlyHeader reads a table without rows as a delivery of 0 rows.
func TestOnlyHeader(t *testing.T) {
	for name, content := range map[string]string{
		"kop.csv":     "Klacht;Datum\n",
		"k.csv":       complaints[:strings.Index(complaints, "K-101")],
		"enquete.csv": qualtrics[:strings.Index(qualtrics, "2026-01-02")],
	} {
		d, err := Open(write(t, name, content), Source{})
		if err != nil {
			t.Error(err)
			continue
		}
		for range d.Rows() {
			t.Errorf("%s gives a row", name)
		}
		if said := strings.Join(d.Account(), " "); !d.Empty() || !strings.Contains(said, "een levering van 0 rijen") {
			t.Errorf("%s: %s", name, said)
		}
	}
}
