package mapping

import (
	"fmt"
	"strings"
	"testing"

	"luister/ingest"
)

// table splits lines of cells; the first line is the header.
func table(text string) ([]string, [][]string) {
	var rows [][]string
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\n"); strings.TrimSpace(line) != "" {
			cells := strings.Split(line, "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			rows = append(rows, cells)
		}
	}
	return rows[0], rows[1:]
}

func meanings(m Mapping) string {
	var said []string
	for _, c := range m.Columns {
		word := string(c.Meaning)
		if c.Meaning == Score {
			word = fmt.Sprintf("%s(%g-%g)", c.Scale.Kind, c.Scale.Min, c.Scale.Max)
		}
		said = append(said, word)
	}
	return strings.Join(said, " ")
}

func TestPropose(t *testing.T) {
	for _, tt := range []struct{ name, table, want string }{
		{"Dutch complaints", `
Klachtnummer|Datum ontvangst|Naam klant|E-mailadres|Onderwerp|Omschrijving klacht|NPS|Afdeling
K-100|2-1-2026|Jan de Vries|jan@voorbeeld.nl|Factuur|De factuur klopt niet met wat er is afgesproken|3|Facturatie
K-101|3-1-2026|Els Bakker|els@voorbeeld.nl|Monteur|De monteur kwam niet opdagen en niemand belde mij|1|Techniek`,
			"key date names emails subject text nps(0-10) department"},
		{"English reviews", `
Review Id|Review Created (UTC)|Review Username|Review Title|Review Content|Review Stars|Location Name
a1f|2026-01-02 10:00:00|Piet|Goed|Snel geholpen door een vriendelijke medewerker|5|Utrecht
a2f|2026-01-03 11:00:00|Klaas|Slecht|Drie weken wachten op een antwoord is te lang|1|Zwolle`,
			"key date names subject text sterren(1-5) location"},
		{"the employee's answer is not the customer's", `
Ticketnummer|Aangemaakt|Melding|Antwoord medewerker|Afgehandeld op
1201|2-1-2026|Mijn meter is kapot en niemand komt|Wij sturen morgen een monteur naar u toe|5-1-2026
1303|3-1-2026|De website doet het al dagen niet meer|Dit is inmiddels door ons opgelost hoor|6-1-2026`,
			"case date text reply closed"},
		{"several open answers", `
Respondent ID|Hoe waarschijnlijk is het dat u ons aanbeveelt?|Waarom geeft u dit cijfer?|Wat kunnen wij verbeteren?
r9|9|Omdat de medewerkers altijd heel vriendelijk zijn|Sneller reageren op de mails die ik stuur
r12|2|Ik moet altijd veel te lang wachten op antwoord|De telefoon eens gewoon opnemen binnen vijf minuten`,
			"key nps(0-10) text text"},
		{"a person by his number", `
Meldnummer|Datum|Klant|Melding
M-1|2-1-2026|KL100017|Mijn meter is kapot en niemand komt
M-2|3-1-2026|KL100024|De website doet het al dagen niet meer
M-3|3-1-2026|KL100017|De website doet het nog steeds niet`,
			"key date customer text"},
		{"variables with their labels", `
V1 Datum|naam Naam|V3 Klant|V4 Melding
2-1-2026|Tjeerd Dakpan|KL100017|Mijn meter is kapot en niemand komt
3-1-2026|Fedde Kettingbrug|KL100024|De website doet het al dagen niet meer`,
			"date names customer text"},
		{"a person by his name", `
Meldnummer|Datum|Klant|Melding
M-1|2-1-2026|Jan de Vries|Mijn meter is kapot en niemand komt
M-2|3-1-2026|Els Bakker|De website doet het al dagen niet meer`,
			"key date names text"},
		{"customers who come back", `
Klachtnummer|Klantnummer|Omschrijving klacht
K-100|R7|De factuur klopt niet met wat er is afgesproken
K-101|R7|De monteur kwam niet opdagen en niemand belde mij
K-102|R7|Ik wacht nu al drie weken op een antwoord van u
K-103|R7|De website doet het al dagen helemaal niet meer
K-104|R9|De medewerker was heel vriendelijk en behulpzaam`,
			"key customer text"},
		{"numbers of customers who come back", `
Klachtnummer|Klantcode|Polisnummer|Dossiernummer|Relatiecode|Verzekerdenummer|Weeknummer|Omschrijving klacht
K-100|R7|P1|D1|A3|V5|12|De factuur klopt niet met wat er is afgesproken
K-101|R7|P1|D1|A3|V5|12|De monteur kwam niet opdagen en niemand belde mij
K-102|R7|P1|D1|A3|V5|12|Ik wacht nu al drie weken op een antwoord van u
K-103|R7|P1|D1|A3|V5|13|De website doet het al dagen helemaal niet meer
K-104|R9|P2|D1|A4|V6|13|De medewerker was heel vriendelijk en behulpzaam`,
			"key customer personal personal personal personal attribute text"},
		{"one customer", `
Klachtnummer|Klantkenmerk|Omschrijving klacht
K-100|R7|De factuur klopt niet met wat er is afgesproken
K-101|R7|De monteur kwam niet opdagen en niemand belde mij
K-102|R7|Ik wacht nu al drie weken op een antwoord van u`,
			"key customer text"},
		{"a header that tells nothing", `
a|b|c
2026-01-02|De trein had weer eens twintig minuten vertraging|x
2026-01-03|Er waren geen zitplaatsen meer in de spits vandaag|y`,
			"date text attribute"},
		{"satisfaction in words and about the handling", `
Reactie|Hoe tevreden bent u?|Tevredenheid over de afhandeling
Het ging allemaal heel erg goed vandaag|Zeer tevreden|4
Het duurde mij echt veel te lang hoor|Ontevreden|2`,
			"text csat(1-5) afhandeling(1-5)"},
		{"Behandelaar is a prefix of Behandelaarsgroep", `
Meldingnummer|Korte omschrijving (Details)|Verzoek (I)|Naam aanmelder|Behandelaar|Behandelaarsgroep
M 2601 001|Printer|De printer op de gang drukt niets meer af|Anna Smit|Bob Kok|ICT
M 2601 002|Laptop|Mijn laptop start niet meer op sinds gisteren|Rik Visser|Bob Kok|ICT`,
			"key subject text names staff department"},
		{"a mark is out of ten, whatever a small sample or a typing error says", `
Klacht|Rapportcijfer|Cijfer
Het ging allemaal heel erg goed vandaag|3|7,5
Het duurde mij echt veel te lang hoor|4|8
Niemand die mij vertelde wat er gebeurde|2|9
Ik werd steeds weer naar een ander gestuurd|2|9
De factuur was weer eens te hoog deze maand|2|9
Helemaal niets gehoord na mijn eerste mail|2|9
De monteur was vriendelijk en snel klaar|2|9
Ik kreeg keurig op tijd een brief erover|2|9
Er werd geluisterd en alles is nu opgelost|2|9
Prima geholpen door de mevrouw aan de lijn|2|109`,
			"text csat(1-10) csat(1-10)"},
		{"what is written to the customer is not his", `
Klacht|Reactie
De monteur kwam niet opdagen, voor de tweede keer|Bedankt voor uw bericht, wij nemen contact met u op
Al weken geen antwoord op mijn mail over de rekening|Onze excuses, uw klacht is doorgestuurd
De container is nog steeds niet geleegd in onze straat|De container is vandaag alsnog geleegd door ons`,
			"text reply"},
		{"a counter is no key", `
Nr|Opmerking
1|Goed geholpen aan de balie
2|Lang gewacht bij de telefoon`, "attribute text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			header, rows := table(tt.table)
			m := Propose(header, rows)
			if got := meanings(m); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			for _, c := range m.Columns {
				if c.Reason == "" {
					t.Errorf("column %q has no reason", c.Header)
				}
			}
		})
	}
}

func TestApply(t *testing.T) {
	header, rows := table(`
Klachtnummer|Datum|Klantnaam|Klacht|Suggestie|Cijfer|Product
K-1|2-1-2026|Jan de Vries|De factuur klopt niet|Stuur eerder bericht|7,5|Gas
K-2|3-1-2026|Els Bakker|De monteur kwam niet||3|Stroom
K-3|kapot|Wim Smit|||8|Stroom`)
	m := Propose(header, rows)
	if got, want := meanings(m), "key date names text text csat(1-10) product"; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	both := m.Apply(2, rows[0])
	if len(both.Answers) != 2 || both.Empty != 0 || both.Line != 2 {
		t.Fatalf("two answers expected: %+v", both)
	}
	first := both.Answers[0]
	if first.Key != "K-1/Klacht" || first.Respondent != "K-1" || first.Context != "Klacht" || first.Product != "Gas" {
		t.Errorf("key %q, respondent %q, context %q, product %q", first.Key, first.Respondent, first.Context, first.Product)
	}
	if got := first.Received.Format("2006-01-02"); got != "2026-01-02" {
		t.Errorf("received %s", got)
	}
	if len(first.Scores) != 1 || first.Scores[0] != (ingest.Score{Kind: ingest.CSAT, Value: 7.5, Min: 1, Max: 10}) {
		t.Errorf("scores %v", first.Scores)
	}
	if len(first.Known) == 0 || !containsKnown(first.Known, ingest.Known{Type: ingest.KnownName, Value: "Jan de Vries"}) {
		t.Errorf("known %v", first.Known)
	}
	if one := m.Apply(3, rows[1]); len(one.Answers) != 1 || one.Empty != 1 {
		t.Errorf("one answer and one empty expected: %+v", one)
	}
	none := m.Apply(4, rows[2])
	if len(none.Answers) != 0 || none.Empty != 2 || !strings.Contains(none.Note, "geen leesbare datum") || strings.Contains(none.Note, "kapot") {
		t.Errorf("two empty and a note without the cell expected: %+v", none)
	}
}

func containsKnown(all []ingest.Known, want ingest.Known) bool {
	for _, k := range all {
		if k == want {
			return true
		}
	}
	return false
}

func TestState(t *testing.T) {
	header, rows := table(`
id|wanneer|verhaal|oordeel
a1|2-1-2026|De bus kwam gewoon helemaal niet opdagen|2
b2|3-1-2026|De chauffeur was heel erg vriendelijk vandaag|5`)
	m, err := Propose(header, rows).State(Stated{Text: Names{"Verhaal"}, Date: Names{"#2"}},
		[]StatedScore{{Column: "oordeel", Kind: ingest.Stars, Min: 1, Max: 5}}, Kept{Drop: []string{"id"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := meanings(m), "ignore date text sterren(1-5)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	_, err = Propose(header, rows).State(Stated{Text: Names{"klacht"}}, nil, Kept{})
	if err == nil || !strings.Contains(err.Error(), `"klacht"`) || !strings.Contains(err.Error(), `"verhaal"`) {
		t.Errorf("the error should name the column and those there are: %v", err)
	}
}

func TestCheck(t *testing.T) {
	err := Propose([]string{"id", "aantal"}, [][]string{{"a1", "3"}, {"b2", "4"}}).Check()
	if err == nil || !strings.Contains(err.Error(), "luister.yaml") || !strings.Contains(err.Error(), `"aantal"`) {
		t.Errorf("the error should list the columns and say what to write: %v", err)
	}
}

func FuzzApply(f *testing.F) {
	f.Add("Klacht|Datum|Cijfer", "De factuur|2-1-2026|8", "Niets||x")
	f.Add("", "|", "a|b|c|d")
	f.Fuzz(func(t *testing.T, header, first, second string) {
		rows := [][]string{strings.Split(first, "|"), strings.Split(second, "|")}
		m := Propose(strings.Split(header, "|"), rows)
		texts := len(m.With(Text))
		for _, row := range rows {
			if got := m.Apply(1, row); len(got.Answers)+got.Empty != max(texts, 1) {
				t.Fatalf("%d answers and %d empty of %d text columns", len(got.Answers), got.Empty, texts)
			}
		}
	})
}

func TestAttributesHoldNoAddresses(t *testing.T) {
	m := Mapping{Columns: []Column{{Header: "Klacht", Meaning: Text}, {Header: "Extra", Meaning: Attribute, Type: ingest.AttrText}}}
	for cell, kept := range map[string]bool{
		"spoed": true, "3 dagen": true, "anna@voorbeeld.example": false, "1234 AB": false, "NL91 ABNA 0417 1643 00": false,
	} {
		f := m.Apply(1, []string{"De factuur klopt niet", cell}).Answers[0]
		if (len(f.Attributes) == 1) != kept || (len(f.Known) == 1) == kept {
			t.Errorf("%q: %d attributes, %d known", cell, len(f.Attributes), len(f.Known))
		}
	}
}

// TestDecimalMark reads a number with three digits behind its mark as the other
// cells of its column say.
func TestDecimalMark(t *testing.T) {
	for _, tt := range []struct {
		sample [3]string
		cell   string
		want   string
	}{
		{[3]string{"7,5", "8,2", "6,5"}, "1.234", "[]"}, // over a thousand: not on the scale
		{[3]string{"7,5", "8,2", "6,5"}, "8,125", "[8.125]"},
		{[3]string{"7.5", "8.2", "6.5"}, "8.125", "[8.125]"},
		{[3]string{"7.5", "8.2", "6.5"}, "1,234", "[]"},
		{[3]string{"7", "8", "6"}, "8.125", "[8.125]"}, // nothing decides it
	} {
		header, sample := table("Rapportcijfer|Toelichting\n" + tt.sample[0] + "|De monteur kwam te laat\n" + tt.sample[1] + "|Alles ging goed dit keer\n" + tt.sample[2] + "|Het kan veel sneller dan nu\n")
		var got []float64
		for _, f := range Propose(header, sample).Apply(2, []string{tt.cell, "Niemand belde terug"}).Answers {
			for _, s := range f.Scores {
				got = append(got, s.Value)
			}
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("%s after %v: scores %v, want %s", tt.cell, tt.sample, got, tt.want)
		}
	}
}
