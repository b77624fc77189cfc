package sample

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// write puts every message in the layout of its source: two overlapping
// deliveries of the ticket system, a mailbox with two loose mails, and one survey.
func (g *generator) write() Set {
	set := Set{Files: map[string][]byte{}}
	var tickets, mails, answers []message
	for _, m := range g.messages {
		set.Truth = append(set.Truth, m.Truth)
		switch m.Source {
		case "mail":
			mails = append(mails, m)
		case "enquete":
			answers = append(answers, m)
		default:
			tickets = append(tickets, m)
		}
	}
	if g.opts.CSVOnly {
		set.Files["klachten.csv"] = g.ticketCSV(tickets, 0)
		return set
	}
	cut := len(tickets) * 3 / 5
	overlap := min(cut, 25)
	set.Files["klachten_2026-05.csv"] = g.ticketCSV(tickets[:cut], 0)
	set.Files["klachten_2026-10.csv"] = g.ticketCSV(tickets[cut-overlap:], overlap/2)
	loose := min(2, len(mails))
	set.Files["klantenservice.mbox"] = g.mbox(mails[:len(mails)-loose])
	for i, m := range mails[len(mails)-loose:] {
		set.Files[fmt.Sprintf("mail/bericht-%d.eml", i+1)] = g.mail(m)
	}
	set.Files["enquete-klanttevredenheid.csv"] = g.survey(answers)
	return set
}

var ticketHeader = []string{"Zaaknummer", "Datum ontvangst", "Datum afgehandeld", "Klantnummer", "Naam", "E-mailadres", "Telefoon", "Kanaal",
	"Product", "Afdeling", "Regio", "Onderwerp", "Omschrijving", "Antwoord medewerker", "Status", "Rapportcijfer afhandeling"}

// ticketCSV writes tickets as Excel does in the Netherlands. The first updated
// rows are a later state of a case that was delivered before.
func (g *generator) ticketCSV(tickets []message, updated int) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	w.Write(ticketHeader)
	for i, m := range tickets {
		status, closed := "Afgehandeld", m.at.AddDate(0, 0, 2+len(m.Text)%23)
		if len(m.Text)%4 == 0 {
			status, closed = "In behandeling", time.Time{}
		}
		if i < updated {
			status, closed = "Heropend", time.Time{}
		}
		department := []string{"Facturatie", "Klantenservice", "Techniek", "Verkoop"}[len(m.Key+m.product)%4]
		channel := []string{"telefoon", "webformulier", "chat", "brief"}[len(m.Text)%4]
		w.Write([]string{m.Key, m.at.Format("2-1-2006 15:04"), dutchDate(closed), m.from.number, m.from.first + " " + m.from.last, m.from.email,
			m.from.phone, channel, m.product, department, m.from.region, m.subject, m.Text, g.fragments.StaffReplies[len(m.Text)%2], status, dutchScore(m)})
	}
	w.Flush()
	encoded, err := charmap.Windows1252.NewEncoder().Bytes(out.Bytes())
	if err != nil {
		panic(fmt.Sprintf("sample: a text has a character that Windows-1252 lacks: %v", err))
	}
	return encoded
}

func dutchDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2-1-2006")
}

func dutchScore(m message) string {
	if len(m.Text)%3 != 0 {
		return ""
	}
	return fmt.Sprintf("%d,%d", min(9, max(1, m.score)), len(m.Text)%10)
}

// mbox writes mails one after the other, with one automatic reply among them.
func (g *generator) mbox(mails []message) []byte {
	var out bytes.Buffer
	for i, m := range mails {
		if i == len(mails)/2 {
			g.autoreply(&out, m)
		}
		fmt.Fprintf(&out, "From %s %s\n", m.from.email, m.at.UTC().Format(time.ANSIC))
		body := strings.ReplaceAll(string(g.mail(m)), "\r\n", "\n")
		out.WriteString(strings.ReplaceAll(body, "\nFrom ", "\n>From "))
		out.WriteString("\n")
	}
	return out.Bytes()
}

func (g *generator) autoreply(out *bytes.Buffer, m message) {
	fmt.Fprintf(out, "From %s %s\n", m.from.email, m.at.UTC().Format(time.ANSIC))
	text := strings.ReplaceAll(g.fragments.Autoreplies[0], "{datum}", "14 juli")
	fmt.Fprintf(out, "Message-ID: <afwezig.%s@post.voorbeeld.nl>\nDate: %s\nFrom: %s <%s>\nTo: service@laagland-energie.example\n"+
		"Subject: Afwezig: %s\nAuto-Submitted: auto-replied\nContent-Type: text/plain; charset=utf-8\n\n%s\n\n",
		m.at.Format("20060102"), m.at.Format(time.RFC1123Z), m.from.first, m.from.email, "Uw bericht", text)
}

// mail writes one message; every third is a reply with the organisation's words
// below, some have a signature of a telephone or a disclaimer.
func (g *generator) mail(m message) []byte {
	text, reply := m.Text, len(m.Text)%3 == 0
	if len(m.Text)%5 == 0 {
		text += "\n\n" + g.fragments.MobileSignatures[len(m.Text)%2]
	}
	if reply {
		text += fmt.Sprintf("\n\nOp %d %s %d om 09:12 schreef Laagland Energie <service@laagland-energie.example>:\n> %s\n> Met vriendelijke groet,\n> Klantenservice Laagland Energie",
			m.at.Day(), months[m.at.Month()-1][:3], m.at.Year(), g.fragments.StaffReplies[len(m.Text)%2])
	}
	if len(m.Text)%7 == 0 && !reply {
		text += "\n\n-- \n" + g.fragments.Disclaimer
	}
	subject := m.subject
	if reply {
		subject = "Re: " + subject
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "Message-ID: %s\r\nDate: %s\r\nFrom: %s <%s>\r\nTo: service@laagland-energie.example\r\nSubject: %s\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
		m.Key, m.at.Format(time.RFC1123Z), mime.QEncoding.Encode("utf-8", m.from.first+" "+m.from.last), m.from.email, mime.QEncoding.Encode("utf-8", subject))
	w := quotedprintable.NewWriter(&out)
	w.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n")))
	w.Close()
	out.WriteString("\r\n")
	return out.Bytes()
}

var surveyRows = [][]string{
	{"StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference", "DistributionChannel", "UserLanguage", "Q1", "Q1_NPS_GROUP", "Q2", "Q3", "Q4"},
	{"Begindatum", "Einddatum", "Antwoordtype", "IP-adres", "Voortgang", "Duur (in seconden)", "Voltooid", "Datum vastgelegd", "Antwoord-ID", "Achternaam ontvanger", "Voornaam ontvanger", "E-mail ontvanger", "Externe gegevensreferentie", "Distributiekanaal", "Taal gebruiker",
		"Hoe waarschijnlijk is het dat u Laagland Energie aanbeveelt aan familie of vrienden?", "Hoe waarschijnlijk is het dat u Laagland Energie aanbeveelt aan familie of vrienden? - Groep", "Wat is de belangrijkste reden voor uw cijfer?", "Hoe tevreden bent u over Laagland Energie (1 = zeer ontevreden, 5 = zeer tevreden)?", "Wat kunnen wij verbeteren?"},
	{`{"ImportId":"startDate","timeZone":"Europe/Amsterdam"}`, `{"ImportId":"endDate","timeZone":"Europe/Amsterdam"}`, `{"ImportId":"status"}`, `{"ImportId":"ipAddress"}`, `{"ImportId":"progress"}`, `{"ImportId":"duration"}`, `{"ImportId":"finished"}`, `{"ImportId":"recordedDate","timeZone":"Europe/Amsterdam"}`, `{"ImportId":"_recordId"}`, `{"ImportId":"recipientLastName"}`, `{"ImportId":"recipientFirstName"}`, `{"ImportId":"recipientEmail"}`, `{"ImportId":"externalDataReference"}`, `{"ImportId":"distributionChannel"}`, `{"ImportId":"userLanguage"}`,
		`{"ImportId":"QID1"}`, `{"ImportId":"QID1_NPS_GROUP"}`, `{"ImportId":"QID2_TEXT"}`, `{"ImportId":"QID3"}`, `{"ImportId":"QID4_TEXT"}`},
}

// survey writes the answers as a Qualtrics export with its three header rows;
// two responses in it are tests of the organisation's own.
func (g *generator) survey(answers []message) []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.WriteAll(surveyRows)
	for i, m := range answers {
		status := "IP Address"
		w.Write(surveyRow(m, status))
		if i == 3 || i == len(answers)/2 {
			test := m
			test.Key, test.Text = fmt.Sprintf("R_test%03d", i), "test test"
			w.Write(surveyRow(test, "Survey Preview"))
		}
	}
	w.Flush()
	return out.Bytes()
}

func surveyRow(m message, status string) []string {
	at, group := m.at.Format("2006-01-02 15:04:05"), "Passive"
	if m.score >= 9 {
		group = "Promoter"
	} else if m.score <= 6 {
		group = "Detractor"
	}
	reason, improve := m.Text, ""
	if m.question == "verbeteren" {
		reason, improve = "", m.Text
	}
	finished, progress := "True", "100"
	if len(m.Text)%19 == 0 {
		finished, progress = "False", "60"
	}
	csat := fmt.Sprint(1 + m.score*4/10)
	return slices.Concat([]string{at, at, status, "192.0.2." + fmt.Sprint(len(m.Text)%250), progress, fmt.Sprint(40 + len(m.Text)), finished, at, m.Key,
		m.from.last, m.from.first, m.from.email, m.from.number, "email", "NL"}, []string{fmt.Sprint(m.score), group, reason, csat, improve})
}
