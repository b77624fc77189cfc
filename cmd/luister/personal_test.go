package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/export/table"
	"luister/ingest/sheet"
)

// A planted person stands wherever a delivery can name him: cells, headers, sheets,
// file names, headers and signatures of mail, quotes, attachments, variables.
type planted struct{ name, last, mail, phone, number, address, iban string }

func person(i int) planted {
	first := []string{"Tjeerdina", "Gijsbertha", "Wubbo", "Fedde", "Ytsje", "Jorrit", "Aafke", "Sietske"}[i]
	last := []string{"Wolkenkrabber", "Vlinderslag", "Dakpanstra", "Kettingbrug", "Theelepelsma", "Regenjas", "Spoorboekje", "Zonnescherm"}[i]
	iban := []string{"NL91ABNA0417164300", "NL20INGB0001234567", "NL39RABO0300065264", "NL18RABO0123459876", "NL69INGB0123456789", "NL44RABO0123456789", "NL02ABNA0123456789", "NL86INGB0002445588"}[i]
	return planted{first + " " + last, last, fmt.Sprintf("%s.%s@voorbeeld%d.nl", strings.ToLower(first), strings.ToLower(last), i),
		fmt.Sprintf("06-4321876%d", i), fmt.Sprintf("KL77443%03d", i), fmt.Sprintf("%sstraat 1%d", last, i), iban}
}

// items are what may be nowhere.
func (p planted) items() []string {
	return []string{p.name, p.last, strings.ToLower(p.last), p.mail, p.phone, p.number, p.iban}
}

// says is what a person of his own writes.
func (p planted) says(about string) string {
	return fmt.Sprintf("%s Mijn naam is %s, ik woon op de %s. Bel mij op %s of mail %s, mijn klantnummer is %s en mijn rekening %s.",
		about, p.name, p.address, p.phone, p.mail, p.number, p.iban)
}

// TestNothingPersonalAnywhere plants people in deliveries of every form and looks for
// them in everything that a run writes or shows.
func TestNothingPersonalAnywhere(t *testing.T) {
	ws, temp := filepath.Join(t.TempDir(), "ws"), t.TempDir()
	mustRun(t, "init", ws)
	for name, content := range personalFiles(t) {
		if err := os.WriteFile(filepath.Join(ws, "inbox", name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := luister("run", "-w", ws)
	cmd.Env = append(cmd.Env, "TMPDIR="+temp)
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("the damaged file gave no alarm\n%s", out)
	}
	r := manifestOf(t, ws)
	if r.Feedback < 12 {
		t.Fatalf("only %d feedback\n%s", r.Feedback, out)
	}
	out = append(out, mustRun(t, "rejects", "-w", ws)...)
	for _, name := range table.Names() {
		out = append(out, mustRun(t, "cat", name, "-w", ws, "--format", "json")...)
	}
	out = append(out, written(t, ws)...)
	out = append(out, written(t, temp)...)
	address, _ := startServe(t, ws)
	out = append(out, pages(t, address)...)
	plain := bytes.ToLower(out)
	for i := range 8 {
		for _, item := range person(i).items() {
			if at := bytes.Index(plain, []byte(strings.ToLower(item))); at >= 0 {
				t.Errorf("%q leaked: …%s…", item, out[max(0, at-120):min(len(out), at+80)])
			}
		}
		if said := mustRun(t, "search", "-w", ws, person(i).last); strings.Contains(said, "[1]") || strings.Contains(said, "1 feedback") {
			t.Errorf("the index finds %q: %s", person(i).last, said)
		}
	}
}

// written gives all files below a folder but what was delivered, and their names.
func written(t *testing.T, dir string) (out []byte) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() && e.Name() == "inbox" {
			return fs.SkipDir
		}
		out = append(out, e.Name()+"\n"...)
		if !e.IsDir() {
			b, err := os.ReadFile(path)
			out = append(out, b...)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// pages gives every page that the start page leads to.
func pages(t *testing.T, address string) (out []byte) {
	t.Helper()
	seen, todo := map[string]bool{"/": true}, []string{"/"}
	for len(todo) > 0 && len(seen) < 2000 {
		path := todo[0]
		todo = todo[1:]
		_, page := fetch(t, address+path)
		out = append(out, page...)
		for _, to := range linksOf(t, path, page) {
			if !seen[to] && !strings.HasPrefix(to, "/zoeken?") {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return out
}

// personalFiles makes one delivery of each form, each with a person of its own.
func personalFiles(t *testing.T) map[string][]byte {
	t.Helper()
	about := []string{"De factuur van maart klopt niet.", "De monteur kwam weer niet opdagen.", "Niemand belt mij terug over de schade."}
	rows := func(p planted) (rows [][]string) {
		for i, a := range about {
			rows = append(rows, []string{fmt.Sprint("Z", 100+i), fmt.Sprintf("%d-3-2026", i+1), p.name, p.mail, p.number, p.says(a), "Beste " + p.name + ", het spijt ons."})
		}
		return rows
	}
	header := []string{"Zaaknummer", "Datum", "Naam", "E-mailadres", "Klantnummer", "Klacht", "Antwoord"}
	files := map[string][]byte{}

	p := person(0)
	var book bytes.Buffer
	if err := sheet.Write(&book, sheet.Sheet{Name: "Van " + p.name, Header: append(header, "Oordeel over mevrouw "+p.last), Rows: rows(p)},
		sheet.Sheet{Name: "Over " + p.name, Header: header, Rows: rows(p)[:2]}); err != nil {
		t.Fatal(err)
	}
	files["klachten "+p.name+".xlsx"] = book.Bytes()

	p = person(1)
	files["bericht van "+p.name+".eml"] = []byte(fmt.Sprintf("From: %s <%s>\r\nTo: klant@organisatie.example\r\nSubject: klacht van %s\r\nDate: Mon, 2 Mar 2026 10:12:00 +0100\r\n"+
		"Message-ID: <%s>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n\r\nMet vriendelijke groet,\r\n%s\r\n%s\r\n\r\n"+
		"Op 1 mrt. 2026 om 09:00 heeft Klantenservice <klant@organisatie.example> het volgende geschreven:\r\n\r\n> Beste %s, wij kijken ernaar\r\n--b\r\n"+
		"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"brief %s.txt\"\r\n\r\n%s\r\n--b--\r\n", p.name, p.mail, p.name, p.mail, p.says(about[0]), p.name, p.phone, p.name, p.name, p.name))

	p = person(2)
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for i, a := range about {
		w, err := archive.Create(fmt.Sprintf("%s-%d.eml", p.name, i))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "From: %s <%s>\nTo: klant@organisatie.example\nSubject: vraag %d\nDate: Mon, %d Mar 2026 10:12:00 +0100\n\n%s\n-- \n%s\n", p.name, p.mail, i, i+2, p.says(a), p.name)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	files["postvak.zip"] = packed.Bytes()

	p = person(3)
	files["onderzoek.sav"] = savFile(header[:6], rows(p))

	p = person(4)
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	io.WriteString(w, strings.Join(header, ";")+"\r\n")
	for _, row := range rows(p) {
		io.WriteString(w, strings.Join(row, ";")+"\r\n")
	}
	io.WriteString(w, "Z200;onbekend;"+p.name+";x;y\r\n") // too short
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files["zaken.csv.gz"] = gz.Bytes()

	p = person(5)
	files["zendesk.json"] = []byte(fmt.Sprintf(`{"tickets":[{"id":9001,"subject":"Vraag van %s","description":%q,"created_at":"2026-03-02T10:00:00Z","requester":{"name":%q,"email":%q},"requester_id":%q,"tags":[%q]}]}`,
		p.name, p.says(about[1]), p.name, p.mail, p.number, p.name))

	p = person(6)
	files["kapot "+person(0).name+".xlsx"] = []byte("PK\x03\x04[Content_Types].xml " + p.says(about[2]))

	p = person(7)
	files["forward.eml"] = []byte(fmt.Sprintf("From: Medewerker <m@organisatie.example>\nTo: klachten@organisatie.example\nSubject: FW: klacht van %s\nDate: Mon, 2 Mar 2026 10:12:00 +0100\n\nTer info.\n\n"+
		"---------- Doorgestuurd bericht ----------\nVan: %s <%s>\nDatum: ma 1 mrt. 2026 om 08:00\nOnderwerp: klacht\nAan: <m@organisatie.example>\n\n%s\n", p.name, p.name, p.mail, p.says(about[0])))
	return files
}

// savFile is an SPSS file, not compressed, with texts of at most 248 bytes.
func savFile(header []string, rows [][]string) []byte {
	const width = 248
	var b bytes.Buffer
	ints := func(all ...int32) { binary.Write(&b, binary.LittleEndian, all) }
	b.WriteString("$FL2" + fmt.Sprintf("%-60s", "@(#) test"))
	ints(2, int32(len(header)*width/8), 0, 0, int32(len(rows)))
	binary.Write(&b, binary.LittleEndian, math.Float64bits(100))
	b.WriteString(fmt.Sprintf("%-9s%-8s%-64s\x00\x00\x00", "01 jan 26", "10:00:00", ""))
	format := int32(1<<16 | width<<8)
	for i, label := range header {
		ints(2, width, 1, 0, format, format)
		b.WriteString(fmt.Sprintf("V%-7d", i))
		ints(int32(len(label)))
		b.WriteString(label + strings.Repeat(" ", -len(label)&3))
		for range width/8 - 1 {
			ints(2, -1, 0, 0, 0, 0)
			b.WriteString("        ")
		}
	}
	ints(999, 0)
	for _, row := range rows {
		for i := range header {
			b.WriteString(fmt.Sprintf("%-*s", width, row[i][:min(len(row[i]), width)]))
		}
	}
	return b.Bytes()
}
