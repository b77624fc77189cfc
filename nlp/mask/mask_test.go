package mask_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/ingest"
	"luister/nlp/mask"
)

// drawn writes every span as <type:text>: the tables below draw what they
// expect on the text.
func drawn(text string, spans []mask.Span) string {
	var out strings.Builder
	last := 0
	for _, s := range spans {
		out.WriteString(text[last:s.Start])
		out.WriteString("<" + string(s.Type) + ":" + s.Of(text) + ">")
		last = s.End
	}
	return out.String() + text[last:]
}

// undrawn gives the text that a drawing is drawn on.
func undrawn(drawing string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(drawing, "<")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		inner, after, _ := strings.Cut(rest, ">")
		_, value, _ := strings.Cut(inner, ":")
		out.WriteString(value)
		drawing = after
	}
}

func check(t *testing.T, m *mask.Masker, drawings []string) {
	t.Helper()
	for _, want := range drawings {
		text := undrawn(want)
		if got := drawn(text, m.Mask(text, nil).Spans); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func normal() *mask.Masker { return mask.New(make([]byte, 32), mask.Options{}) }
func strict() *mask.Masker { return mask.New(make([]byte, 32), mask.Options{Policy: mask.Strict}) }

func TestMail(t *testing.T) {
	check(t, normal(), []string{
		"Mail mij op <email:j.jansen+test@voorbeeld.nl>.",
		"<email:info@sub.voorbeeld.co.uk>, graag",
		"of <email:jan.jansen at gmail punt com> dus",
		"mijn adres is <email:piet apenstaartje hotmail.com>",
		"Kijk at home is leuk",
		"10 @ 5 euro",
		"volg <gebruikersnaam:@jansmit84> maar",
	})
}

func TestPhone(t *testing.T) {
	check(t, normal(), []string{
		"Bel <telefoon:06-12345678> na vijven",
		"Bel <telefoon:06 12 34 56 78> of <telefoon:(030) 555 5555>",
		"<telefoon:+31 6 12345678> en <telefoon:0031612345678>",
		"<telefoon:+32 474 55 55 55>, <telefoon:0474/55.55.55>, <telefoon:02 123 45 67>",
		"<telefoon:0800-1234>567"[:0] + "tel. <telefoon:5551234> 's avonds",
		"op <telefoon:088 - 7555555> bereikbaar",
		"het kost 0,50 euro en duurt 10 dagen",
		"van 08.00 tot 17.30 uur",
		"in 2019 en 2020",
		"1.000.000 euro",
	})
}

func TestNumbers(t *testing.T) {
	check(t, normal(), []string{
		"rekening <iban:NL20INGB0001234567> van mij",
		"op <iban:NL20 INGB 0001 2345 67> gestort",
		"IBAN: <iban:BE68 5390 0754 7034>",
		"bsn <bsn:111222333>",
		"mijn burgerservicenummer is <bsn:123456789>",
		"rijksregisternummer <bsn:85.07.30-033.28>",
		"kaart <kaart:4111 1111 1111 1111> geweigerd",
		"auto met kenteken <kenteken:12-ABC-3> staat er",
		"de <kenteken:AB-12-CD> van de buren",
		"kenteken <kenteken:1-ABC-123>",
		"klantnummer <nummer:123456> en polisnr. <nummer:AB-998877>",
		"mijn ordernummer is <nummer:2024001234>",
		"dossier <nummer:2023/0456> is kwijt",
		"factuurnummer: <nummer:F20231234>",
		"mijn factuur van 2023 klopt niet",
		"bestelling van 1250 euro",
		"vanaf <ip:192.168.10.12> ingelogd",
		"versie 10.2.3.4 van de app",
		"kvk <nummer:12345678>, btw <nummer:NL123456789B01>",
		"BSN <bsn:123456782>, KvK <nummer:12345678>",
		"BIC <nummer:ABNANL2A>, bic-code: <nummer:GEBABEBB>, BIC/SWIFT is <nummer:INGBNL2AXXX>",
		"swift antwoord, BIC BANKREKENING, de bic is een balpen, code RABONL1X",
		"<iban:NL91 ABNA 0417 1643 00> (<nummer:ABNANL2A>)",
		"gebruikersnaam: <gebruikersnaam:janneke_84> werkt niet",
		"paspoortnummer <nummer:NPK3R5C41>",
		"maar liefst 12345 stappen",
	})
}

func TestDates(t *testing.T) {
	check(t, normal(), []string{
		"geboren op <geboortedatum:12-03-1980> te Delft",
		"Geboortedatum: <geboortedatum:1 mei 1975>",
		"geb. <geboortedatum:3/4/65>",
		"op 12 maart 2024 gebeld",
		"de nota van 01-02-2024 klopt niet",
	})
	check(t, strict(), []string{
		"op <datum:12 maart 2024> gebeld",
		"vrouw, <leeftijd:34> jaar oud",
		"een <leeftijd:75>-jarige buurman",
		"al 10 jaar klant",
		"kijk op <url:www.voorbeeld.nl>",
		"ik lag in het <instelling:Sint Antoniusziekenhuis>",
		"wij gingen naar <plaats:Utrecht>",
	})
}

func TestAddresses(t *testing.T) {
	check(t, normal(), []string{
		"Ik woon op <adres:Kerkstraat 12> in het dorp",
		"Mijn huis, <adres:Kerkstraat 12>, <plaats:Amsterdam>. Daarna naar Utrecht",
		"<adres:Kerkstraat 12> te <plaats:Zwolle>, <adres:Kerkstraat 3> in <plaats:Den Haag>, <adres:Kerkstraat 9> <plaats:Breda>",
		"Adres: <adres:Jan van Galenstraat 323-2> hoog, <plaats:Amsterdam>",
		"<adres:Kerkstraat 12>-III, <plaats:Utrecht>, <adres:Kerkstraat 1>, Eneco belde, <adres:Kerkstraat 2> in het dorp",
		"<adres:Kerkstraat 12a>, <postcode:1234 AB> <plaats:Utrecht>",
		"<adres:Prof. Dr. Jansenlaan 8>",
		"<adres:Jan van Galenstraat 101> hs",
		"<adres:Rue de la Loi 16> te <plaats:Brussel>",
		"postcode <postcode:1234AB 56>",
		"<adres:Stationsstraat 5>, <postcode:9000> <plaats:Gent>",
		"<adres:Postbus 1234>",
		"ik woon in <plaats:Zwolle>",
		"In de Kerkstraat is het druk",
		"1250 mg per dag",
		"in 2016 EN 2017",
		"ik heb er 1200 op staan",
	})
}

func TestWeb(t *testing.T) {
	check(t, normal(), []string{
		"zie <url:https://voorbeeld.nl/klant?id=8>",
		"zie <url:www.voorbeeld.nl/zaak/20231234/brief>.",
		"zie www.voorbeeld.nl/contact.",
		"bij bol.com besteld",
	})
}

func TestNames(t *testing.T) {
	check(t, normal(), []string{
		"met mevrouw <naam:De Vries> van de klantenservice",
		"met dhr. <naam:J. van der Berg> gesproken",
		"Beste <naam:Pieter>,",
		"Geachte heer <naam:Bakker>,",
		"Geachte heer, mevrouw,",
		"<naam:Aline> beloofde er naar te kijken.",
		"Met vriendelijke groet,\n<naam:Jan Jansen>",
		"Mvg <naam:Fatima>",
		"groetjes <naam:Els> en <naam:Kees>",
		"Mijn naam is <naam:Mehmet Yılmaz> en ik ben klant.",
		"Bedankt <naam:Sanne>!",
		"de hulp van <naam:Joke> was top",
		"mevrouw <naam:jansen> belde terug",
		"<naam:A.B. Visser> heeft niets gedaan",
		"Gisteren belde <naam:Marieke Smit> mij.",
		"dokter <naam:El Amrani> was vriendelijk",
		"mevrouw <naam:de vries> belde, meneer <naam:van der berg> niet",
		"gesproken met <naam:marieke> van de balie",
		"mevr <naam:verschuuren> wist het niet",
		"<naam:Robert Hoekstra>",
		"zei <naam:Barrichello> gisteren",
	})
}

func TestNoNames(t *testing.T) {
	check(t, normal(), []string{
		"In Mei en Juni was het Huis klaar. Monteur kwam niet.",
		"Ziggo heeft mij niet geholpen. KPN wel.",
		"Ik wacht op PostNL en op de NS.",
		"De Consumentenbond zegt dat het mag.",
		"Elke dag hetzelfde liedje. Per post graag.",
		"Klantenservice was vriendelijk. Website werkt niet.",
		"Maandag bel ik de Belastingdienst in Amsterdam.",
		"Nederlandse Spoorwegen en Engelse les",
		"De dame was boos. Alleen maar lof.",
		"de bank Morgan Stanley Bank en Fortis Verzekeringen",
		"mevrouw snauwde mij af, de heer zweeg",
		"12 maal gebeld, 3 keer gemaild",
		"IK BEN HEEL BOOS OP JULLIE",
	})
}

func TestKnown(t *testing.T) {
	known := []ingest.Known{
		{Type: ingest.KnownName, Value: "Jan de Bakker"},
		{Type: ingest.KnownEmail, Value: "jan@voorbeeld.nl"},
		{Type: ingest.KnownOther, Value: "K-4471"},
	}
	text := "jans fiets van de bakker; Bakker is mijn naam, klant k-4471. Jan's kast, JAN."
	want := "<naam:jans> fiets van de bakker; <naam:Bakker> is mijn naam, klant <nummer:k-4471>. <naam:Jan>'s kast, <naam:JAN>."
	r := normal().Mask(text, known)
	if got := drawn(text, r.Spans); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if a, b := r.Spans[0].Replacement, r.Spans[3].Replacement; a != b {
		t.Errorf("jans is %s and Jan is %s, want one pseudonym", a, b)
	}
}

func TestPseudonyms(t *testing.T) {
	m := normal()
	same := [][2]string{
		{"bel 06-12345678", "bel +31 6 12345678"},
		{"iban NL20INGB0001234567", "iban nl20 ingb 0001 2345 67"},
		{"mail jan@x.nl", "mail JAN@X.NL"},
	}
	for _, pair := range same {
		a, b := m.Mask(pair[0], nil), m.Mask(pair[1], nil)
		if len(a.Spans) != 1 || len(b.Spans) != 1 || a.Spans[0].Replacement != b.Spans[0].Replacement {
			t.Errorf("%q and %q: %v and %v", pair[0], pair[1], a.Spans, b.Spans)
		}
	}
	other := mask.New([]byte("another key of thirty-two bytes!"), mask.Options{})
	if m.Mask("mail jan@x.nl", nil).Text == other.Mask("mail jan@x.nl", nil).Text {
		t.Error("two keys give one pseudonym")
	}
}

func TestShorten(t *testing.T) {
	got := mask.Shorten("met [NAAM-K7QX2M4NPR] en [EMAIL-ABCDEFGH23] [geen]")
	if want := "met [naam K7QX] en [email ABCD] [geen]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLists(t *testing.T) {
	m := mask.New(make([]byte, 32), mask.Options{Allow: []string{"Aline"}, Block: []string{"project zon"}})
	check(t, m, []string{
		"Aline beloofde er naar te kijken.",
		"over <naam:Project Zon> mag niets naar buiten",
	})
}

func TestHash(t *testing.T) {
	m := normal()
	if m.Hash("klant", " K-12 ") != m.Hash("klant", "k-12") || m.Hash("klant", "k-12") == m.Hash("zaak", "k-12") {
		t.Error("hashes fold case and blanks, and differ by kind")
	}
	if m.Hash("klant", " ") != "" || len(m.Hash("klant", "x")) != 26 {
		t.Error("hash of nothing is nothing; any other has 26 characters")
	}
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret.key")
	key := mask.NewKey()
	if err := mask.WriteKey(path, key); err != nil {
		t.Fatal(err)
	}
	got, err := mask.ReadKey(path)
	if err != nil || string(got) != string(key) {
		t.Fatalf("read %x, %v; want %x", got, err, key)
	}
	if mask.WriteKey(path, key) == nil {
		t.Error("a key file was overwritten")
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := mask.ReadKey(path); err == nil {
		t.Error("a key that others may read was accepted")
	}
}

// TestHostile holds that time stays linear: these took minutes if it did not.
func TestHostile(t *testing.T) {
	m := strict()
	for _, unit := range []string{"1", "A", "Aa ", "a.", "1 ", "@", "[", "Jan ", "Jan en ", "van der ", "A.", "0-", "nl.", "1.1", "::", "www.", "\"'", "Straat 1 ", "nul ", "adres De ", " punt a at ", "AA 11 ", "Jan van Bakker, 06-12345678 "} {
		m.Mask(strings.Repeat(unit, 200_000/len(unit)), nil)
	}
}

func TestReport(t *testing.T) {
	m, r := normal(), mask.NewReport()
	for _, text := range []string{"Bel 06-12345678", "Beste Pieter, mail naar jan@x.nl", "niets"} {
		r.Add("mail", m.Mask(text, nil))
	}
	var out strings.Builder
	if err := r.Write(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Teksten\t3\n", "persoonsgegevens\t2\n", "naam\tmail\t1\n", "telefoon\tmail\t1\n", "email\tmail\t1\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("report lacks %q:\n%s", want, out.String())
		}
	}
	if err := r.HTML(&out); err != nil || !strings.Contains(out.String(), "<td>telefoon</td><td>mail</td>") {
		t.Errorf("%v: the page lacks the counts:\n%s", err, out.String())
	}
	if left := leaks(out.String(), []string{"06-12345678", "Pieter", "jan@x.nl"}); len(left) > 0 {
		t.Errorf("report holds %q", left)
	}
}
