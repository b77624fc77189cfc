package reply

import (
	"os"
	"strings"
	"testing"
	"time"
)

// Every quoted text here is invented.
func TestForms(t *testing.T) {
	tests := []struct{ rule, in string }{
		{"op-schreef", "Op 2 feb. 2026 om 05:28 heeft Jan <jan@voorbeeld.nl> het volgende geschreven:\n\nUw vraag"},
		{"op-schreef", "Op 8 okt. 2026, om 03:02 heeft Jan <jan@voorbeeld.nl> het volgende geschreven:\n> Uw vraag"},
		{"op-schreef", "Op 17-feb.-2026, om 13:18 heeft Jan het volgende geschreven:\n> Uw vraag"},
		{"op-schreef", "Op 16 aug. 2026 05:13 schreef \"jan\" <jan@voorbeeld.nl> het\nvolgende geschreven:\n> Uw vraag"},
		{"op-schreef", "Op 12 december 2026 19:05 schreef Jan de Boer <\njan@voorbeeld.nl>:\n\n> Uw vraag"},
		{"op-schreef", "Op 13-02-2026 3:18 schreef Jan <jan@voorbeeld.nl>:\n> Uw vraag"},
		{"op-schreef", "Op 18 juli 2026 10:23 schreef Jan het volgende:\n> Uw vraag"},
		{"op-schreef", "Op ma 12 jan. 2026 om 17:05 schreef Jan <jan@voorbeeld.nl>:\n> Uw vraag"},
		{"op-schreef", "> Op 10 apr. 2026 om 14:00 heeft Jan <jan@voorbeeld.nl> het volgende geschreven:\n> Uw vraag"},
		{"op-schreef", "Op 3-1-2026 om 10:00 schreef Jan:\nUw vraag"},
		{"op-schreef", "Jan <jan@voorbeeld.nl> schreef op 3 januari 2026 om 10:00:\n> Uw vraag"},
		{"op-schreef", "Klantenservice schreef:\n> Uw vraag"},
		{"op-schreef", "On Mon, Jan 5, 2026 at 10:12 AM Jan <jan@voorbeeld.nl> wrote:\n> Uw vraag"},
		{"op-schreef", "Am Mo., 5. Jan. 2026 um 10:12 Uhr schrieb Jan <jan@voorbeeld.nl>:\n> Uw vraag"},
		{"op-schreef", "Le lun. 5 janv. 2026 à 10:12, Jan <jan@voorbeeld.nl> a écrit\u00a0:\n> Uw vraag"},
		{"op-schreef", "Verstuurd vanaf mijn iPhoneOp 04.08.2026 om 09:03 heeft Jan <jan@voorbeeld.nl> het volgende geschreven:\n> Uw vraag"},
		{"op-schreef", ">>> Jan <jan@voorbeeld.nl> 5-1-2026 10:12 >>>\nUw vraag\n\nJan"},
		{"op-schreef", ">>> Op 5-1-2026 om 10:12 is door Jan <jan@voorbeeld.nl> geschreven:\nUw vraag"},
		{"op-schreef", "Jan de Boer schreef op 05-01-2026 10:12:\n> Uw vraag"},
		{"op-schreef", "Op maandag 5 januari 2026 10:12:00 CET schreef Jan <jan@voorbeeld.nl>:\n\nUw vraag"},
		{"op-schreef", "Op 5 jan 2026, om 10:12, Jan <jan@voorbeeld.nl> schreef:\n> Uw vraag"},
		{"citaat", "&gt; Uw vraag\n&gt; en meer"},
		{"berichtkop", "De : Jan\nEnvoyé\u00a0: lundi 5 janvier 2026 10:12\nÀ : Piet\nObjet : vraag\n\nUw vraag"},
		{"reageer-boven-deze-lijn", "##- Typ uw antwoord boven deze lijn -##\n\nUw vraag"},
		{"scheidingslijn", "________________________________\nVan: Jan\nVerzonden: maandag 5 januari 2026\nAan: Piet\nOnderwerp: vraag\n\nUw vraag"},
		{"oorspronkelijk-bericht", "-----Oorspronkelijk bericht-----\nVan: Jan\nVerzonden: woensdag 26 maart 2026 17:32\nAan: Piet\nOnderwerp: vraag\n\nUw vraag"},
		{"berichtkop", "Van: Jan [mailto:jan@voorbeeld.nl] Namens Voorbeeld\nVerzonden: woensdag 26 maart 2026 17:32\nAan: Piet\nCC: Kees\nOnderwerp: vraag\n\nUw vraag"},
		{"berichtkop", "*Van:* Jan <jan@voorbeeld.nl>\n*Datum:* 26 maart 2026 om 17:32\n*Aan:* Piet\n*Onderwerp:* vraag\n\nUw vraag"},
		{"doorgestuurd", "---------- Doorgestuurd bericht ----------\nVan: Jan\nDatum: ma 5 jan 2026\nOnderwerp: vraag\n\nUw vraag"},
		{"doorgestuurd", "Begin doorgestuurd bericht:\n\nVan: Jan\nOnderwerp: vraag\nDatum: 5 januari 2026\n\nUw vraag"},
		{"verstuurd-vanaf", "Verstuurd vanaf mijn iPhone"},
		{"verstuurd-vanaf", "Verzonden vanuit Outlook voor Android"},
		{"verstuurd-vanaf", "Outlook voor Android<https://aka.ms/x> downloaden"},
		{"verstuurd-vanaf", "Verzonden met BlackBerry Work\n(www.voorbeeld.nl)"},
		{"handtekening", "-- \nJan de Boer\nVoorbeeld BV"},
		{"disclaimer", "Dit bericht en de bijlagen kunnen informatie bevatten die\nvertrouwelijk is. Als u dit bericht ten onrechte ontvangt,\nverwijder het dan."},
		{"disclaimer", "Diese E-Mail enthält vertrauliche Informationen und ist vertraulich."},
		{"afmelden", "U ontvangt deze e-mail omdat u klant bent."},
	}
	const words = "Mijn antwoord is nee.\n\nIk wil mijn geld terug."
	for _, tt := range tests {
		t.Run(head(tt.in), func(t *testing.T) {
			own, cut := Split(words + "\n\n" + tt.in + "\n")
			if own != words {
				t.Errorf("own %q", own)
			}
			if len(cut) == 0 || cut[0].Rule != tt.rule {
				t.Errorf("cut %+v, want %s", cut, tt.rule)
			}
		})
	}
}

// TestKept holds what looks like a form and is the writer's own.
func TestKept(t *testing.T) {
	for _, in := range []string{
		"Op 3 januari heb ik u gebeld. Niemand nam op.",
		"Op 3 januari schreef ik u een brief en die is nooit beantwoord.",
		"Verzonden met PostNL op maandag.\nHet pakket is nooit aangekomen.",
		"Van: mijn kant geen bezwaar.\nWel graag antwoord.",
		"Op 3 januari heb ik gebeld.\n\nDe monteur schreef:\nik kom morgen.",
		"De monteur schreef:\n\"wij komen morgen\" en kwam niet.",
		"Uw medewerker zei:\ndat kan niet.",
		"Het originele bericht heb ik nooit gehad.",
		"Datum: 3 januari\nIk wacht nog steeds.",
		"- punt een\n- punt twee\n* punt drie",
	} {
		if own, cut := Split(in); own != in || len(cut) > 0 {
			t.Errorf("%q became %q and %+v", in, own, cut)
		}
	}
}

// TestLastLine holds that a marker takes no line of the writer with it, however he
// ends: without a full stop, with a short word, with words that stand in markers.
func TestLastLine(t *testing.T) {
	markers := []string{
		"Op 2 feb. 2026 om 05:28 heeft Jan <jan@voorbeeld.nl> het volgende geschreven:",
		"Op 12 december 2026 19:05 schreef Jan de Boer <\njan@voorbeeld.nl>:",
		"Jan <jan@voorbeeld.nl> schreef op 3 januari 2026 om 10:00:",
		"On Mon, Jan 5, 2026 at 10:12 AM Jan <jan@voorbeeld.nl> wrote:",
		"Am 02.03.2026 um 09:00 schrieb Jan <jan@voorbeeld.nl>:",
		"Le lun. 5 janv. 2026 à 10:12, Jan <jan@voorbeeld.nl> a écrit\u00a0:",
	}
	endings := []string{
		"My own words here are these ones.", "Op maandag was er niemand", "U schreef dat het klaar was op 3 maart", "You wrote that it was fixed",
		"Le monteur a annulé deux fois", "On Monday nobody came", "Am Montag kam niemand", "Mvg\nAnna", "Bel 06 12345678 of anna@voorbeeld.nl", "Dank u",
	}
	for _, marker := range markers {
		for _, ending := range endings {
			for _, gap := range []string{"\n", "\n\n"} {
				if gap == "\n" && strings.HasPrefix(marker, "Jan") {
					continue // it may be the end of a marker that is wrapped
				}
				if own, _ := Split(ending + gap + marker + "\n\n> Beste klant\n> wij kijken ernaar\n"); own != ending {
					t.Errorf("%q before %q: own %q", ending, marker, own)
				}
			}
		}
	}
}

func TestDashes(t *testing.T) {
	long := strings.Repeat("Dit is een hele zin over de rekening. ", 10)
	tests := []struct{ name, in, own string }{
		{"within a letter", "Mijn eerste punt.\n\n-----\n\n" + long, "Mijn eerste punt.\n\n\n" + strings.TrimSpace(long)},
		{"signature", "Mijn punt.\n\n-----\nJan de Boer\nVoorbeeld BV\nDorpsstraat 1", "Mijn punt."},
		{"behind a greeting", "Mijn punt.\n\nMet vriendelijke groet,\nJan\n\n-----\n" + long, "Mijn punt.\n\nMet vriendelijke groet,\nJan"},
		{"at the top", "=====\nKlacht\n", "Klacht"},
	}
	for _, tt := range tests {
		if own, _ := Split(tt.in); own != tt.own {
			t.Errorf("%s: %q", tt.name, own)
		}
	}
}

func TestInterleaved(t *testing.T) {
	own, cut := Split("Op 5 jan. 2026 schreef Jan <jan@voorbeeld.nl>:\n> Heeft u gebeld?\n\nJa, drie keer.\n\n> En gemaild?\n\nOok.\n")
	if strings.Join(strings.Fields(own), " ") != "Ja, drie keer. Ook." || len(cut) != 3 {
		t.Errorf("own %q cut %+v", own, cut)
	}
}

func TestSplitIsLinear(t *testing.T) {
	pieces := map[string]string{
		"quotes": "> ja\n", "marks": ">", "long line": "Op 3 jan schreef ", "markers": "Op 3 jan schreef Jan\n", "headers": "Van: Jan\n",
		"legal": "Dit bericht is\n", "addresses": "Jan <jan@voorbeeld.nl>\n", "fences": ">>>>\n<<<<\n>>>>\n", "blank": "\n",
		"devices": "Verzonden met x\n", "pgp": "-----BEGIN PGP SIGNATURE-----\n", "wide": "на 在 写道 ", "dashes": "x\n-----\n", "bare dashes": "-----\n",
	}
	for name, piece := range pieces {
		ratio := slower(func(n int) { Split("tekst\n" + strings.Repeat(piece, n) + strings.Repeat("Een zin. ", 100)) })
		if ratio > slowLimit {
			t.Errorf("%s: 32 times the text took %.0f times as long", name, ratio)
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
	slowUnit  = 200 // repetitions
	slowLimit = 250
)

// FuzzHeaders checks that no text is a trap, and that the body is the end of it.
func FuzzHeaders(f *testing.F) {
	f.Add("---- Doorgestuurd bericht ----\nVan: Jan <jan@voorbeeld.nl>\nDatum: 3 jan. 2026\n\nOnderwerp: x\n wel\n\nTekst\n")
	f.Fuzz(func(t *testing.T, in string) {
		if q, ok := Headers(in); ok && !strings.HasSuffix(in, q.Body) {
			t.Errorf("%q is not the end of %q", q.Body, in)
		}
	})
}

// FuzzParts checks that what is kept and what is cut are together the text.
func FuzzParts(f *testing.F) {
	f.Add("Hallo\n\nOp 3 jan. 2026 om 10:00 schreef Jan <jan@voorbeeld.nl>:\n> ja\n-- \nJan\n")
	f.Add("-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n\n>>>>\na\n<<<<\n| x\nVan: a\nAan: b\nDatum: 1\n")
	f.Fuzz(func(t *testing.T, in string) {
		var all strings.Builder
		last := "\x00"
		for _, p := range Parts(in) {
			if p.Text == "" || p.Rule == last {
				t.Fatalf("empty or split part %+v", p)
			}
			last = p.Rule
			all.WriteString(p.Text)
		}
		if all.String() != in {
			t.Fatal("text changed")
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	in := strings.Repeat("Ik wacht al drie weken op antwoord van uw afdeling en niemand belt mij terug.\n", 12) +
		"\nOp 3 jan. 2026 om 10:00 schreef Jan <jan@voorbeeld.nl>:\n" + strings.Repeat("> Uw vraag is ontvangen.\n", 10)
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		Split(in)
	}
}
