package mask_test

import (
	"testing"

	"luister/ingest"
	"luister/nlp/mask"
)

// TestBareNames: a value that is nothing but a name, as cells of a table are,
// beside values that are nothing but something else.
func TestBareNames(t *testing.T) {
	check(t, normal(), []string{
		"<naam:Jan de Vriesgeheim>",
		"<naam:Kees Visser>",
		"<naam:A. de Boer>",
		"<naam:J.P. Wolkenkrabber>",
		"<naam:Mieke van Dijk>",
		"<naam:Tjeerdina Wolkenkrabber>",
		"<naam:Fatima El Amrani>",
		"<naam:Jansen, Piet>",
		"<naam:Dijk, Mieke van>",
		"<naam:de Boer, A>.",
		"familie <naam:Van Damme - De Clercq>",
		"Familie <naam:Van Damme - De Clercq> uit de straat",
		"<naam:JAN DE VRIES>",
		"<naam:Peter Langendijk>.",
		"Max Compleet",
		"Bo Concept",
		"Ben Tevreden",
		"Stroom en gas",
		"Noord",
		"In behandeling",
		"Den Haag",
		"Albert Heijn",
		"Klantenservice Noord",
		"Noord-Holland",
		"Zuid Holland",
		"Eneco Zakelijk",
		"Gas Water Licht",
		"Zeer Tevreden",
		"New York",
		"Team Utrecht",
		"Vattenfall Nederland",
		"Microsoft Teams",
		"Afdeling Facturatie",
		"Van de Bron",
		"Essent, Enexis",
		"A. Ja",
		"B. Weet niet",
		"Januari 2024",
		"Storing, Den Haag",
		"Philips Hue",
		"Mercedes Benz",
	})
}

// TestWordSurnames: a surname that is a word as well goes with its first name.
func TestWordSurnames(t *testing.T) {
	check(t, normal(), []string{
		"Vraag van <naam:Piet Regenjas>",
		"<naam:Piet Timmerman> belde mij.",
		"Ik woon in <plaats:Amsterdam> en <naam:Piet Timmerman> belde.",
		"Max Compleet werkt niet meer.",
		"Gisteren kwam <naam:Piet Timmerman> langs.",
		"Ik sprak <naam:Piet> Maandag en <naam:Sanne>, Klantenservice",
		"gebeld met <naam:Sanne> van Ziggo. Daarna niets meer",
		"Ik sprak <naam:Piet> KLANTENSERVICE",
	})
}

func TestNameContexts(t *testing.T) {
	check(t, normal(), []string{
		"gebeld met <naam:Tjeerdina Wolkenkrabber> op <telefoon:06-12345678>",
		"<naam:Tjeerdina Wolkenkrabber> <telefoon:06-12345678>",
		"<naam:Piet Bakker>, <adres:Dorpsstraat 12>",
		"<naam:Piet Bakker>, <adres:Dorpsstraat 12>, <postcode:1234 AB> <plaats:Utrecht>",
		"Hallo,\n<naam:Geesje Wolkenkrabber>, <adres:Dorpsstraat 12>\nDank",
		"mevrouw <naam:de vries>",
		"mevrouw <naam:de vries> was vriendelijk",
		"mvg <naam:piet bakker>",
		"bedankt alvast\nmvg <naam:piet bakker>",
		"mvg,\n<naam:kees visser>",
		"groetjes <naam:jan de boer>",
		"mvg <naam:jan>",
		"mvg <naam:p bakker>",
		"mvg <naam:a. de vries>",
		"getekend 3 jan",
		"groeten uit rotterdam",
		"<naam:Tjeerdina Wolkenkrabber> (<email:tw@voorbeeld.nl>)",
		"Klantenservice op <telefoon:0800-1234567> was druk",
		"gebeld met Vattenfall op <telefoon:06-12345678>",
		"Bel de Klantenservice Energie op <telefoon:020-1234567>",
		"Winkel Centrum, <adres:Dorpsstraat 12>",
		"Albert Heijn, <adres:Dorpsstraat 12>",
		"mevrouw de directeur zweeg",
		"mvg een boze klant",
		"mvg tevreden klant",
		"groetjes en bedankt",
		"mvg uw klant",
		"de bakker en de visser waren dicht",
	})
}

func TestSpokenForms(t *testing.T) {
	both := []string{
		"ip-adres <ip:10.0.0.1>",
		"vanaf <ip:10.1.2.3> ingelogd",
		"router op <ip:192.168.1.1>",
		"het <ip:172.16.0.9> adres",
		"IP: <ip:8.8.8.8>",
		"versie 10.0.0.1 van de app",
		"artikel 9.2.2.1 van het reglement",
		"firmware v1.2.3.4 draait",
		"<geboortedatum:13-4-1961> geboren",
		"ben <geboortedatum:13-4-1961> geboren in het noorden",
		"<geboortedatum:3 mei 1980> geb.",
		"mail <email:j.jansen @ gmail.com> graag",
		"<email:jan punt jansen at gmail punt com>",
		"mijn mail: <email:jan.jansen apenstaartje ziggo punt nl>",
		"10 @ 5.00 euro",
		"kijk at punt nl",
		"kenteken <kenteken:XX 99 99>",
		"mijn auto <kenteken:12 AB 34> staat er",
		"de bus <kenteken:AB 123 C> reed weg",
		"bus 12 om 13 uur",
		"auto 10 EU 12",
		"lijn 12 AB 34 keer",
		"bel <telefoon:nul zes 12345678>",
		"<telefoon:nul zes 12 34 56 78>",
		"<telefoon:nul zes twaalf vierendertig 5678>"[:0] + "nul zes keer gewonnen",
		"het werd nul zes",
		"wonende <adres:Veldzicht 10>",
		"Ik woon op <adres:Zonnehoek 3a>",
		"wonend te <adres:De Bult 14>, boven",
		"mijn adres is <adres:Veldzicht 10>",
		"adres: <adres:Het Oude Erf 7b>",
		"ik woon 10 minuten verderop",
		"wonende boven Action 10 jaar lang",
		"ik woon in blok 12",
		"adreswijziging 2 keer doorgegeven",
		"ik woon naast Jumbo 3 jaar",
	}
	check(t, normal(), both)
	check(t, strict(), []string{"ip-adres <ip:10.0.0.1>", "<geboortedatum:13-4-1961> geboren", "bus 12 om 13 uur"})
	check(t, normal(), []string{"13-4-2023 geleverd", "13-4-2023 gebeld", "op 13-4-2023 werd de storing geboren"})
}

// TestKnownForms: a name that the record's own fields hold, however the text has it.
func TestKnownForms(t *testing.T) {
	for _, row := range []struct{ known, want string }{
		{"Mieke", "<naam:Mieke van Dijk> belde"},
		{"Mieke", "mijn <naam:mieke van dijk> belde"},
		{"Mieke", "<naam:Mieke> van de buren belde"},
		{"Mieke", "<naam:Mieke> van Ziggo belde"},
		{"Mieke", "<naam:Mieke> Klantenservice"},
		{"Mieke", "<naam:Mieke> was er niet"},
		{"Mieke", "<naam:Mieke> van der Wolkenkrabber belde"[:0] + "<naam:Mieke van der Wolkenkrabber> belde"},
		{"Mieke van Dijk", "<naam:Mieke van Dijk> belde"},
		{"Mieke van Dijk", "<naam:Dijk, Mieke van> belde"},
		{"Mieke van Dijk", "<naam:van Dijk, Mieke> belde"},
		{"Mieke van Dijk", "<naam:M. van Dijk> belde"},
		{"Mieke van Dijk", "door <naam:m. van dijk> gemeld"},
		{"Mieke van Dijk", "hier <naam:mieke van dijk> weer"},
		{"Mieke van Dijk", "<naam:Mevrouw van Dijk>"[:0] + "Mevrouw <naam:van Dijk>"},
		{"Dijk, Mieke van", "<naam:Mieke van Dijk> belde"},
		{"M. van Dijk", "<naam:M. van Dijk> belde"},
		{"Mieke van Dijk", "het dorp achter de dijk"},
		{"Jan de Bakker", "naar de bakker"},
		{"A. de Boer", "de boer op"},
	} {
		text := undrawn(row.want)
		known := []ingest.Known{{Type: ingest.KnownName, Value: row.known}}
		r := normal().Mask(text, known)
		if got := drawn(text, r.Spans); got != row.want {
			t.Errorf("%s: got  %s\nwant %s", row.known, got, row.want)
		}
		if again := normal().Mask(r.Text, known); again.Text != r.Text {
			t.Errorf("%s: masked again %s", r.Text, again.Text)
		}
	}
}

func TestKnownAddress(t *testing.T) {
	m := mask.New(make([]byte, 32), mask.Options{})
	r := m.Mask("Piet Bakker, Dorpsstraat 12", nil)
	if again := m.Mask(r.Text, nil); again.Text != r.Text {
		t.Errorf("masked again: %s became %s", r.Text, again.Text)
	}
}
