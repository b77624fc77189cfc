package mail

import (
	"strings"
	"testing"
)

// Every message here is invented.
func TestPassedOn(t *testing.T) {
	const (
		staff    = "From: Petra Smit <petra@organisatie.example>\nTo: Klachten <klachten@organisatie.example>\n"
		date     = "Date: Tue, 6 Jan 2026 09:00:00 +0100\n"
		words    = "De ketel is al drie dagen stuk en niemand komt."
		attached = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nTer info.\n--b\nContent-Type: message/rfc822\n\n" +
			"From: Klaas Bakker <klaas@voorbeeld.nl>\nTo: petra@organisatie.example\nSubject: Ketel stuk\nDate: Mon, 5 Jan 2026 10:12:00 +0100\n\n" + words + "\n\n> eerder\n--b--\n"
		gmail = "Kun jij dit oppakken?\n\n---------- Doorgestuurd bericht ----------\nVan: Klaas Bakker <klaas@voorbeeld.nl>\nDatum: ma 5 jan. 2026 om 10:12\nOnderwerp: Ketel stuk\nAan: <petra@organisatie.example>\n\n" + words + "\n"
		apple = "Begin doorgestuurd bericht:\n\nVan: Klaas Bakker <klaas@voorbeeld.nl>\n\nOnderwerp: Ketel stuk\n\nDatum: 5 januari 2026 om 10:12:00 CET\n\nAan: petra@organisatie.example\n\n" + words + "\n"
		block = "Graag afhandelen.\n\n________________________________\nVan: Klaas Bakker [mailto:klaas@voorbeeld.nl]\nVerzonden: maandag 5 januari 2026 10:12\nAan: Petra Smit\nOnderwerp: Ketel stuk\n\n" + words + "\n"
	)
	own := Options{OwnDomains: []string{"organisatie.example"}}
	tests := []struct {
		name, in string
		opts     Options
		text     string // "" if the row is set apart or empty
		customer string
	}{
		{"attached", staff + date + "Subject: FW: Ketel stuk\n" + attached, own, words, "klaas@voorbeeld.nl"},
		{"attached, domain shared", staff + date + "Subject: FW: Ketel stuk\n" + attached, Options{}, words, "klaas@voorbeeld.nl"},
		{"Gmail", staff + date + "Subject: Fwd: Ketel stuk\n\n" + gmail, own, words, "klaas@voorbeeld.nl"},
		{"Apple", staff + date + "Subject: Fwd: Ketel stuk\n\n" + apple, own, words, "klaas@voorbeeld.nl"},
		{"Outlook", staff + date + "Subject: FW: Ketel stuk\n\n" + block, own, words, "klaas@voorbeeld.nl"},
		{"an answer of staff is no forward", staff + date + "Subject: RE: Ketel stuk\n\n" + block, own, "", ""},
		{"staff forwards staff", strings.ReplaceAll(staff+date+"Subject: FW: x\n\n"+gmail, "klaas@voorbeeld.nl", "jan@organisatie.example"), own, "", ""},
		{"a customer forwards his own", "From: Klaas <klaas@voorbeeld.nl>\nTo: klachten@organisatie.example\n" + date + "Subject: Fwd: Ketel stuk\n\n" + apple, own, words, "klaas@voorbeeld.nl"},
		{"a customer forwards another's, with words", "From: Jan <jan@elders.example>\nTo: klachten@organisatie.example\n" + date + "Subject: Fwd: Ketel\n\n" + gmail, own, "Kun jij dit oppakken?", "jan@elders.example"},
		{"two people at one provider", "From: Jan <jan@gmail.com>\nTo: vereniging@gmail.com\n" + date + "Subject: Fwd: Ketel\n\n" + gmail, Options{}, "Kun jij dit oppakken?", "jan@gmail.com"},
		{"no headers to go by", staff + date + "Subject: Fwd: Ketel\n\nTer info.\n\n---------- Doorgestuurd bericht ----------\n" + words + "\n", own, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			row := toRow(parse([]byte(tt.in), nil), tt.opts)
			if tt.text == "" {
				if len(row.Answers) > 0 {
					t.Errorf("answers %+v", row.Answers)
				}
				return
			}
			if len(row.Answers) != 1 {
				t.Fatalf("row %+v", row)
			}
			f := row.Answers[0]
			if f.Text != tt.text || f.Customer != tt.customer || f.Contact != tt.customer {
				t.Errorf("text %q of %q", f.Text, f.Customer)
			}
			if forwarded := tt.text == words; forwarded && (f.Subject != "Ketel stuk" || f.Received.Format("2006-01-02 15:04") != "2026-01-05 10:12" || !strings.Contains(row.Note, noteForwarded)) {
				t.Errorf("subject %q, %v, note %q", f.Subject, f.Received, row.Note)
			}
		})
	}
}
