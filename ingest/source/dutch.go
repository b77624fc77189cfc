package source

import (
	"fmt"
	"strings"

	"luister/ingest"
	"luister/ingest/mapping"
)

// meanings are the Dutch names of what a column can mean.
var meanings = map[mapping.Meaning]string{
	mapping.Text: "tekst van de klant", mapping.Subject: "onderwerpregel", mapping.Context: "vraag waarop de tekst antwoordt",
	mapping.Date: "datum van ontvangst", mapping.Answered: "datum van beantwoorden", mapping.Closed: "datum van afhandelen", mapping.Updated: "datum van wijzigen",
	mapping.Key: "sleutel", mapping.Customer: "klantnummer", mapping.Case: "zaaknummer", mapping.Respondent: "respondent",
	mapping.Name: "naam van een klant", mapping.Email: "e-mailadres", mapping.Phone: "telefoonnummer", mapping.Personal: "ander persoonsgegeven",
	mapping.Product: "product", mapping.Department: "afdeling", mapping.Region: "regio", mapping.Location: "locatie", mapping.Channel: "kanaal",
	mapping.Outcome: "uitkomst", mapping.Reopened: "heropend", mapping.Consent: "toestemming om te benaderen",
	"month": "maand", "count": "aantal", "segment": "segment", // of a table of customers or contacts
	mapping.Reply: "antwoord van de organisatie (geen tekst van de klant)", mapping.Staff: "naam van een medewerker",
}

// Dutch names the meaning of a column in Dutch.
func Dutch(m mapping.Meaning) string {
	if m == mapping.Score {
		return "cijfer"
	}
	return meanings[m]
}

// Account says in Dutch how the delivery is read, for the run report: what
// Assumed says in English with reasons. Like Assumed it holds no text of a cell.
func (d *Delivery) Account() []string {
	if d.Kind == Mail {
		return []string{"Het bestand bevat e-mail; een bericht is bekend aan zijn Message-ID."}
	}
	if d.Kind == Exposure {
		return []string{"Het bestand telt klanten of contacten per maand; het geeft geen feedback, maar aantallen om op te delen."}
	}
	if d.empty {
		return []string{fmt.Sprintf("Het bestand heeft een kopregel van %d kolommen en geen rijen: een levering van 0 rijen.", len(d.Mapping.Columns))}
	}
	said := []string{d.written()}
	if len(d.Mapping.With(mapping.Text)) == 0 {
		said = append(said, "Geen kolom bevat tekst van de klant: alleen de cijfers zijn geteld.")
	}
	for _, c := range d.Mapping.Columns {
		if s := columnAccount(c); s != "" {
			said = append(said, s)
		}
	}
	return append(said, fmt.Sprintf("Een rij is bekend aan: %s.", d.Key))
}

// written says how the file is written.
func (d *Delivery) written() string {
	kind := "Het bestand is een tabel"
	if d.Kind == Survey {
		kind = "Het bestand is een enquête-export"
	}
	switch {
	case d.Kind == JSON:
		return fmt.Sprintf("Het bestand bevat JSON, met %d namen van velden.", len(d.Mapping.Columns))
	case d.form.Name != "":
		return fmt.Sprintf("%s, %d kolommen. %s", kind, len(d.Mapping.Columns), ingest.Dutch(d.form.Said))
	}
	delimiter := map[string]string{",": "komma", ";": "puntkomma", "\t": "tab", "|": "verticale streep"}[d.Dialect.Delimiter]
	if delimiter == "" {
		delimiter = "“" + d.Dialect.Delimiter + "”"
	}
	return fmt.Sprintf("%s: codering %s, scheidingsteken %s, %d kolommen.", kind, strings.ToLower(d.Dialect.Encoding), delimiter, len(d.Mapping.Columns))
}

// direction says what a high score of a CES means.
func direction(s mapping.Scale) string {
	switch {
	case s.Kind != ingest.CES:
		return ""
	case s.Easy:
		return "; hoog is gemakkelijk, en omgekeerd bewaard: hoog is veel moeite"
	}
	return "; hoog is veel moeite"
}

// columnAccount says what a column that nobody stated is taken for; "" for one
// that is kept as it is, or not read.
func columnAccount(c mapping.Column) string {
	switch {
	case c.Stated || c.Meaning == mapping.Attribute || c.Meaning == mapping.Ignore:
		return ""
	case c.Meaning == mapping.Score:
		return fmt.Sprintf("Kolom “%s” is gelezen als cijfer (%s, %g tot %g%s).", c.Header, c.Scale.Kind, c.Scale.Min, c.Scale.Max, direction(c.Scale))
	}
	return fmt.Sprintf("Kolom “%s” is gelezen als %s.", c.Header, meanings[c.Meaning])
}
