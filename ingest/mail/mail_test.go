package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"luister/ingest"
)

// All messages here are invented.

func readAll(t *testing.T, in string, kind Kind, opts Options) []ingest.Row {
	t.Helper()
	var rows []ingest.Row
	for row, err := range Read(strings.NewReader(in), kind, opts) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func readText(t *testing.T, in string) ingest.Feedback {
	t.Helper()
	rows := readAll(t, in, EML, Options{})
	if len(rows) != 1 || len(rows[0].Answers) != 1 {
		t.Fatalf("no answer: %+v", rows)
	}
	return rows[0].Answers[0]
}

const letter = `Return-Path: <p.jansen@voorbeeld.nl>
Received: from mx.voorbeeld.nl by in.organisatie.example; Mon, 5 Jan 2026 10:12:10 +0100
From: "Jansen, Piet de" <P.Jansen@voorbeeld.nl>
To: Klantenservice <klant@organisatie.example>
Subject: =?UTF-8?Q?Klacht_over_mijn_factuur_=E2=82=AC?=
Date: Mon, 5 Jan 2026 10:12:00 +0100
Message-ID: <a1@voorbeeld.nl>
In-Reply-To: <z9@organisatie.example>
References: <y8@organisatie.example> <z9@organisatie.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Goedemorgen,

Mijn factuur klopt niet, er is =80 20 te veel gerekend voor caf=E9.

Groet,
Piet

Op 4 jan. 2026 om 09:00 heeft Klantenservice <klant@organisatie.example> het=
 volgende geschreven:

> Geachte heer Jansen,
> Uw factuur staat klaar.
`

func TestLetter(t *testing.T) {
	f := readText(t, letter)
	if want := "Goedemorgen,\n\nMijn factuur klopt niet, er is € 20 te veel gerekend voor café.\n\nGroet,\nPiet"; f.Text != want {
		t.Errorf("text %q", f.Text)
	}
	if f.Subject != "Klacht over mijn factuur €" {
		t.Errorf("subject %q", f.Subject)
	}
	if f.Key != "a1@voorbeeld.nl" || f.Thread != "z9@organisatie.example" || f.Customer != "p.jansen@voorbeeld.nl" || f.Channel != "e-mail" {
		t.Errorf("key %q thread %q customer %q", f.Key, f.Thread, f.Customer)
	}
	if _, offset := f.Received.Zone(); !f.Received.Equal(time.Date(2026, 1, 5, 9, 12, 0, 0, time.UTC)) || offset != 3600 {
		t.Errorf("received %v", f.Received)
	}
	for _, want := range []ingest.Known{{Type: ingest.KnownName, Value: "Jansen"}, {Type: ingest.KnownName, Value: "Piet"}, {Type: ingest.KnownEmail, Value: "P.Jansen@voorbeeld.nl"}} {
		if !slices.Contains(f.Known, want) {
			t.Errorf("%v is not known: %v", want, f.Known)
		}
	}
	if len(f.Cut) != 1 || f.Cut[0].Rule != "op-schreef" || !strings.Contains(f.Cut[0].Text, "Uw factuur staat klaar") {
		t.Errorf("cut %+v", f.Cut)
	}
}

// mailOf builds a mail of header lines and a body.
func mailOf(body string, header ...string) string {
	return "From: A <a@voorbeeld.nl>\nSubject: x\n" + strings.Join(header, "\n") + "\n\n" + body
}

func TestText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"no content type", mailOf("Hallo"), "Hallo"},
		{"unknown charset", mailOf("Caf\xe9", "Content-Type: text/plain; charset=x-bestaat-niet"), "Café"},
		{"named utf-8, is 1252", mailOf("Caf\xe9", "Content-Type: text/plain; charset=utf-8"), "Café"},
		{"named latin1, is utf-8", mailOf("Café €", "Content-Type: text/plain; charset=iso-8859-1"), "Café €"},
		{"base64", mailOf("SGFsbG8gYWxsZW1hYWw=", "Content-Transfer-Encoding: base64"), "Hallo allemaal"},
		{"damaged base64", mailOf("SGFs\nbG8*gYWxs!!ZW1hYW", "Content-Transfer-Encoding: base64"), "Hallo allemaa"},
		{"bad quoted-printable", mailOf("100=% klopt =E2=82=AC =", "Content-Transfer-Encoding: quoted-printable"), "100=% klopt €"},
		{"flowed", mailOf("Dit is een \nlange regel.\nNieuw.", "Content-Type: text/plain; format=flowed"), "Dit is een lange regel.\nNieuw."},
		{"delsp", mailOf("Dit is een lan \nge regel.", "Content-Type: text/plain; format=flowed; delsp=yes"), "Dit is een lange regel."},
		{"html only", mailOf("<style>p{}</style><p>Hallo <b>daar</b></p><p>Dag", "Content-Type: text/html"), "Hallo daar\n\nDag"},
		{"utf-7", mailOf("Caf+AOk-", "Content-Type: text/plain; charset=utf-7"), "Café"},
		{"iso-2022-jp", mailOf("\x1b$B$3$s\x1b(B", "Content-Type: text/plain; charset=iso-2022-jp"), "こん"},
		{"bare CR and NUL", mailOf("een\rtwee\x00"), "een\ntwee"},
		{"broken header line", mailOf("Hallo", "dit is geen kopregel", "X-Y: z"), "Hallo"},
		{"alternative", mailOf("--b\nContent-Type: text/plain\n\nPlat\n--b\nContent-Type: text/html\n\n<p>Rijk\n--b--\n", "Content-Type: multipart/alternative; boundary=b"), "Plat"},
		{"alternative, empty plain", mailOf("--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>Rijk\n--b--\n", "Content-Type: multipart/alternative; boundary=b"), "Rijk"},
		{"no last boundary", mailOf("--b\n\nTekst\n", "Content-Type: multipart/mixed; boundary=b"), "Tekst"},
		{"no boundary named", mailOf("--b\nContent-Type: text/plain\n\nTekst\n--b--\n", "Content-Type: multipart/mixed"), "Tekst"},
		{"boundary that never comes", mailOf("Gewoon tekst", "Content-Type: multipart/mixed; boundary=weg"), "Gewoon tekst"},
		{"picture", mailOf("Zie [cid:image001.png@01DC.1B] en [cid: weg"), "Zie  en [cid: weg"},
		{"signed", mailOf("--b\nContent-Type: text/plain\n\nTekst\n--b\nContent-Type: application/pgp-signature\n\nxx\n--b--", "Content-Type: multipart/signed; boundary=b"), "Tekst"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, in := range []string{tt.in, strings.ReplaceAll(tt.in, "\n", "\r\n")} {
				if got := readText(t, in).Text; got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
}

// TestUnended holds that a part without its end is the text if there is no
// other, and else stands apart.
func TestUnended(t *testing.T) {
	const outer = "Content-Type: multipart/mixed; boundary=b"
	part := func(boundary, text string) string {
		return "--" + boundary + "\nContent-Type: text/plain\n\n" + text + "\n"
	}
	inner := "--b\nContent-Type: multipart/mixed; boundary=c\n\n"
	for _, tt := range []struct {
		name, in, want string
		apart          []string
	}{
		{"ended", part("b", "Een") + part("b", "Twee") + "--b--\n", "Een\nTwee", nil},
		{"alone", part("b", "Een"), "Een", nil},
		{"behind a body", part("b", "Een") + part("b", "Twee"), "Een", []string{"Twee"}},
		{"ended only by the boundary around them", inner + part("c", "Een") + part("c", "Twee") + part("b", "Drie"), "Een", []string{"Twee", "Drie"}},
		{"an inner one that is ended", inner + part("c", "Een") + "--c--\n" + part("b", "Drie") + "--b--\n", "Een\nDrie", nil},
	} {
		f := readText(t, mailOf(tt.in, outer))
		var apart []string
		for _, c := range f.Cut {
			if c.Rule != ruleUnended {
				t.Errorf("%s: cut by %s", tt.name, c.Rule)
			}
			apart = append(apart, strings.TrimSpace(c.Text))
		}
		if f.Text != tt.want || !slices.Equal(apart, tt.apart) {
			t.Errorf("%s: %q, apart %q", tt.name, f.Text, apart)
		}
	}
}

func TestForwardedAndAttached(t *testing.T) {
	in := mailOf(`--b
Content-Type: text/plain

Zie hieronder.
--b
Content-Type: message/rfc822

From: Buur <buur@voorbeeld.nl>
Subject: lekkage

Het lekt al weken.
--b
Content-Type: application/pdf; name="brief.pdf"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

SGFsbG8=
--b
Content-Type: text/plain; name=notitie.txt
Content-Disposition: attachment; filename*=utf-8''notitie%20%E2%82%AC.txt

abc
--b--
`, "Content-Type: multipart/mixed; boundary=b")
	f := readText(t, in)
	if f.Text != "Zie hieronder." {
		t.Errorf("text %q", f.Text)
	}
	if len(f.Cut) != 1 || f.Cut[0].Rule != ruleForwarded || !strings.Contains(f.Cut[0].Text, "Het lekt al weken.") {
		t.Errorf("cut %+v", f.Cut)
	}
	want := []ingest.Attached{{Name: "brief.pdf", Type: "application/pdf", Size: 5, Unread: true}, {Name: "notitie €.txt", Type: "text/plain", Size: 3, Unread: true}}
	if !slices.Equal(f.Attached, want) {
		t.Errorf("attached %+v", f.Attached)
	}
	if !slices.Contains(f.Known, ingest.Known{Type: ingest.KnownEmail, Value: "buur@voorbeeld.nl"}) {
		t.Errorf("known %v", f.Known)
	}
}

func TestApart(t *testing.T) {
	own := Options{OwnDomains: []string{"organisatie.example"}}
	tests := []struct{ name, in, want string }{
		{"auto-replied", mailOf("Ik ben er niet", "Auto-Submitted: auto-replied"), "automatisch antwoord (afwezig)"},
		{"by subject", "From: a@voorbeeld.nl\nSubject: Automatisch antwoord: uw bericht\n\nIk ben afwezig.", "automatisch antwoord (afwezig)"},
		{"by text", mailOf("Beste afzender,\n\nIk ben afwezig tot maandag.", "In-Reply-To: <a@b>"), "automatisch antwoord (afwezig)"},
		{"a customer on holiday", mailOf("Ik ben met vakantie tot 3 mei en wil nu al een klacht melden."), ""},
		{"by way of a group address", mailOf("Mijn klacht", "X-Google-Group-Id: 1", "List-Unsubscribe: <mailto:x@voorbeeld.nl>", "Precedence: list"), ""},
		{"auto-submitted no", mailOf("Gewoon", "Auto-Submitted: no"), ""},
		{"bounce", "From: Mail Delivery System <MAILER-DAEMON@mx.example>\nSubject: Undelivered Mail\n\nx", "onbestelbaar (bounce)"},
		{"report", mailOf("--b\n\nx\n--b\nContent-Type: message/delivery-status\n\ny\n--b--", "Content-Type: multipart/report; report-type=delivery-status; boundary=b"), "onbestelbaar (bounce)"},
		{"newsletter", mailOf("Aanbiedingen", "List-Unsubscribe: <mailto:x@voorbeeld.nl>"), "nieuwsbrief of massamail"},
		{"own", "From: Medewerker <m@zorg.Organisatie.example>\nSubject: re\n\nx", apartOwn},
		{"a customer who mentions absence", mailOf("Uw monteur meldde zich afwezig en niemand belde terug."), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			row := readAll(t, tt.in, EML, own)[0]
			if row.Apart != tt.want {
				t.Errorf("apart %q, want %q", row.Apart, tt.want)
			}
			if (row.Apart != "") == (len(row.Answers) > 0) {
				t.Error("neither used nor apart, or both")
			}
		})
	}
}

func TestForm(t *testing.T) {
	in := mailOf("Er is een formulier ingevuld.\n\nNaam: Jan de Boer\nE-mail: Jan@voorbeeld.nl\nTelefoon: 0612345678\nKlantnummer: 88123\nSoort gas: groen\nBericht: De meter is stuk.\n\nGraag snel hulp.\nKleur lamp: rood\n")
	rows := readAll(t, in, EML, Options{Form: map[string]string{"Kleur lamp": "product"}})
	f := rows[0].Answers[0]
	if f.Text != "De meter is stuk.\n\nGraag snel hulp." {
		t.Errorf("text %q", f.Text)
	}
	if f.Customer != "jan@voorbeeld.nl" || f.Product != "rood" {
		t.Errorf("customer %q product %q", f.Customer, f.Product)
	}
	for _, want := range []ingest.Known{{Type: ingest.KnownName, Value: "Jan de Boer"}, {Type: ingest.KnownPhone, Value: "0612345678"}, {Type: ingest.KnownOther, Value: "88123"}} {
		if !slices.Contains(f.Known, want) {
			t.Errorf("%v is not known: %v", want, f.Known)
		}
	}
	if len(f.Attributes) != 1 || f.Attributes[0].Name != "Soort gas" {
		t.Errorf("attributes %+v", f.Attributes)
	}
	if f := readText(t, mailOf("Bericht: hoi\nMijn vraag: waarom?")); f.Text != "Bericht: hoi\nMijn vraag: waarom?" {
		t.Errorf("a letter was read as a form: %q", f.Text)
	}
}

func TestHeaderWords(t *testing.T) {
	tests := []struct{ in, want string }{
		{"gewoon", "gewoon"},
		{"=?utf-8?Q?caf=C3=A9?=", "café"},
		{"=?UTF-8?B?Y2Fmw6k=?= =?UTF-8?B?IG9wZW4=?=", "café open"},
		{"=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"},
		{"=?iso-8859-15?Q?=A4_20?= euro", "€ 20 euro"},
		{"=?windows-1252?Q?=80_20?=", "€ 20"},
		{"a =?utf-8?Q?b?= c", "a b c"},
		{"caf\xe9", "café"},
		{"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
		{"=?utf-8?B?Y2Fmw6k", "=?utf-8?B?Y2Fmw6k"},
		{"=?x-weg?Q?caf=E9?=", "café"},
		{"=?", "=?"},
	}
	for _, tt := range tests {
		if got := decodeWords(tt.in); got != tt.want {
			t.Errorf("decodeWords(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSignedEnvelope(t *testing.T) {
	inner := "Content-Type: text/plain\r\n\r\nGetekend bericht."
	der := append([]byte{0x30, 0x80, 0x06, 0x01, 0x2a, 0xa0, 0x80, 0x24, 0x80, 0x04, byte(len(inner) - 10)}, inner[:len(inner)-10]...)
	der = append(append(der, 0x04, 10), inner[len(inner)-10:]...)
	der = append(der, make([]byte, 6)...)
	in := mailOf(base64.StdEncoding.EncodeToString(der), "Content-Type: application/pkcs7-mime; name=smime.p7m", "Content-Transfer-Encoding: base64")
	if got := readText(t, in).Text; got != "Getekend bericht." {
		t.Errorf("text %q", got)
	}
	sealed := mailOf("MIAGCSqGSIb3DQEHA6CAMIAC", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data", "Content-Transfer-Encoding: base64")
	if row := readAll(t, sealed, EML, Options{})[0]; row.Reject != rejectSealed {
		t.Errorf("%+v", row)
	}
}

func TestFormKinds(t *testing.T) {
	const want = "De meter is stuk."
	for name, body := range map[string]string{
		"wordpress":        "Van: Jan de Boer <jan@voorbeeld.nl>\nOnderwerp: meter\n\nBerichtinhoud:\nDe meter is stuk.\n\n-- \nDeze e-mail is verzonden vanuit een contactformulier.",
		"bold":             "*Naam:* Jan\n*Datum:* 3-1-2026\n*E-mail:* jan@voorbeeld.nl\n*Bericht:*\nDe meter is stuk.",
		"value below":      "Naam:\nJan\n\nE-mailadres:\njan@voorbeeld.nl\n\nUw vraag:\nDe meter is stuk.\n\nPostcode:\n1234 AB\n",
		"between lines":    "Nieuw formulier\n----------\nNaam: Jan\nTelefoon: 06\nBericht: De meter is stuk.\n----------\n",
		"header-like":      "Van: Jan\nDatum: 3 januari\nOnderwerp: meter\nBericht: De meter is stuk.",
		"reply over quote": "De meter is stuk.\n\nOp 3 jan. 2026 schreef Voorbeeld <x@voorbeeld.nl>:\n> Naam: Jan\n> E-mail: a@b\n> Bericht: oud",
		"reply over block": "De meter is stuk.\n\nVan: Voorbeeld\nVerzonden: 3 januari\nAan: Jan\nOnderwerp: bevestiging\n\nNaam: Jan\nE-mail: a@b\nBericht: oud",
	} {
		if got := readText(t, mailOf(body)).Text; got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestSniff(t *testing.T) {
	tests := []struct {
		in, name string
		want     Kind
	}{
		{letter, "x", EML}, {box3, "x.txt", Mbox}, {"\n" + box3, "x", Mbox}, {"naam;datum\na;b\n", "x.csv", None}, {"!BDN....", "x", PST},
		{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", "bericht.msg", MSG}, {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", "blad.xls", None},
		{"From: 1-1-2026\nTo: 31-1-2026\n\nnaam;score\n", "rapport.csv", None},
		{"Datum: vandaag\nTekst: hoi\n", "notitie.txt", None}, {"", "leeg.eml", None}, {"Subject: x\n\nhoi", "x.eml", EML}, {"{\"from\": 1}", "x.json", None},
	}
	for _, tt := range tests {
		if got := Sniff([]byte(tt.in), tt.name); got != tt.want {
			t.Errorf("Sniff(%.20q, %s) = %q, want %q", tt.in, tt.name, got, tt.want)
		}
	}
}

func TestPST(t *testing.T) {
	for _, err := range Read(strings.NewReader("!BDN"), PST, Options{}) {
		if err == nil || !strings.Contains(err.Error(), "readpst") {
			t.Errorf("error %v", err)
		}
	}
}

func TestMaildir(t *testing.T) {
	dir := t.TempDir()
	if IsMaildir(dir) {
		t.Error("an empty directory is no maildir")
	}
	for _, sub := range []string{"cur", "new", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if !IsMaildir(dir) || IsMaildir(filepath.Join(dir, "cur")) {
		t.Error("a maildir is not told from another folder")
	}
}

// TestHostile reads messages made to be slow: so much more mail, so much more time.
func TestHostile(t *testing.T) {
	inputs := map[string]func(n int) string{
		"messages": func(n int) string { return strings.Repeat("Content-Type: message/rfc822\n\n", n) + "x" },
		"parts": func(n int) string {
			return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", n)
		},
		"headers":       func(n int) string { return strings.Repeat("X-Y: z\n", n) + "\nx" },
		"bad headers":   func(n int) string { return "A: b\n" + strings.Repeat("geen kop\n", n) + "\nx" },
		"long header":   func(n int) string { return "From: " + strings.Repeat("a@b.nl, ", n) + "\n\nx" },
		"bad addresses": func(n int) string { return "To: " + strings.Repeat("<a@, \"(", n) + "\n\nx" },
		"words":         func(n int) string { return "Subject: " + strings.Repeat("=?a?b? ", n) + "\n\nx" },
		"parameters":    func(n int) string { return "Content-Type: text/plain" + strings.Repeat("; a*0=b", n) + "\n\nx" },
		"quoted": func(n int) string {
			return mailOf(strings.Repeat("=E2=82=AC=\n", n), "Content-Transfer-Encoding: quoted-printable")
		},
		"form":     func(n int) string { return mailOf("Naam: x\nE-mail: y\n" + strings.Repeat("Bericht: z\n", n)) },
		"uuencode": func(n int) string { return mailOf(strings.Repeat("begin 644 a\nend\n", n)) },
		"one line": func(n int) string { return mailOf(strings.Repeat("woord ", n)) },
		"boundary": func(n int) string { return "Content-Type: multipart/mixed\n\n" + strings.Repeat("--x\n", n) },
		"flowed": func(n int) string {
			return mailOf(strings.Repeat("a \n", n), "Content-Type: text/plain; format=flowed")
		},
		"nested": func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
			}
			return b.String() + "\ntekst\n"
		},
	}
	for name, in := range inputs {
		ratio := slower(func(n int) {
			for range Read(strings.NewReader(in(n)), EML, Options{}) {
			}
		})
		if ratio > slowLimit {
			t.Errorf("%s: 32 times the mail took %.0f times as long", name, ratio)
		}
	}
}

// slower tells how many times longer f takes for 32 times the input: the best of
// three runs each and nothing under two milliseconds, so that a busy machine does
// not decide. 32 is linear, 1024 quadratic. It measures only when LUISTER_EVAL is
// set; otherwise f runs once, which shows that it ends.
func slower(f func(n int)) float64 {
	if os.Getenv("LUISTER_EVAL") == "" {
		f(slowUnit)
		return 0
	}
	best := func(n int) time.Duration {
		least := time.Hour
		for range 3 {
			start := time.Now()
			f(n)
			least = min(least, time.Since(start))
		}
		return least
	}
	return float64(best(32*slowUnit)) / float64(max(best(slowUnit), 2*time.Millisecond))
}

const (
	slowUnit  = 300 // repetitions
	slowLimit = 250
)

func FuzzRead(f *testing.F) {
	f.Add([]byte(letter), true)
	f.Add([]byte(box3), false)
	f.Add([]byte("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\n----\n"), true)
	f.Fuzz(func(t *testing.T, in []byte, eml bool) {
		kind := Mbox
		if eml {
			kind = EML
		}
		last := 0
		for row, err := range Read(bytes.NewReader(in), kind, Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			if row.Line <= last {
				t.Fatalf("line %d after %d", row.Line, last)
			}
			last = row.Line
			states := 0
			for _, on := range []bool{len(row.Answers)+row.Empty > 0, row.Reject != "", row.Apart != ""} {
				if on {
					states++
				}
			}
			if states != 1 {
				t.Fatalf("%d states: %+v", states, row)
			}
			for _, a := range row.Answers {
				if !utf8.ValidString(a.Text) || !utf8.ValidString(a.Subject) {
					t.Fatal("invalid text")
				}
			}
		}
	})
}

func TestPeople(t *testing.T) {
	tests := []struct{ name, address, want string }{
		{"Jan Post", "j.post@voorbeeld.nl", "Jan Post|Jan|Post"},
		{"Klantenservice Voorbeeld", "klant@voorbeeld.nl", ""},
		{"Voorbeeld Stroom", "post@voorbeeldstroom.example", ""},
		{"Kim", "kim@voorbeeld.nl", "Kim"},
		{"Voorbeeld", "info@elders.example", ""},
		{"Anna van der Berg", "a@voorbeeld.nl", "Anna van der Berg|Anna|van der Berg|der Berg|Berg"},
		{"Berg, Anna van der", "a@voorbeeld.nl", "Berg, Anna van der|Anna van der Berg|Berg|Anna"},
		{"a@voorbeeld.nl", "a@voorbeeld.nl", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, k := range people(tt.name, tt.address) {
			if k.Type == ingest.KnownName {
				got = append(got, k.Value)
			}
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, strings.Join(got, "|"), tt.want)
		}
	}
}

// TestShared tells mailboxes that people share from those of one person: the
// words that are surnames too count only as the whole mailbox.
func TestShared(t *testing.T) {
	for address, want := range map[string]bool{
		"info@voorbeeld.nl":                 true,
		"<NoReply@voorbeeld.nl>":            true,
		"no-reply@voorbeeld.nl":             true,
		"klantenservice.noord@voorbeeld.nl": true,
		"post@voorbeeld.nl":                 true,
		"jan.post@voorbeeld.nl":             false,
		"an.visser@voorbeeld.nl":            false,
		"infobright@voorbeeld.nl":           false,
		"":                                  false,
	} {
		if got := Shared(address); got != want {
			t.Errorf("%q: %v, want %v", address, got, want)
		}
	}
	if known := people("Jan", "jan.post@voorbeeld.nl"); len(known) < 2 {
		t.Errorf("the name of %q is not known", "jan.post@voorbeeld.nl")
	}
}

// TestMediaType keeps what is no type out of what is stored and reported of an
// attachment.
func TestMediaType(t *testing.T) {
	for kind, want := range map[string]string{
		"application/pdf": "application/pdf",
		"Image/JPEG":      "image/jpeg",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"":                           octets,
		"brief van an@voorbeeld.nl":  octets,
		"text/an@voorbeeld.nl":       octets,
		"text/plain; name=An Visser": octets,
	} {
		if got := newFile("bijlage", kind, nil).Type; got != want {
			t.Errorf("%q: %q, want %q", kind, got, want)
		}
	}
}
