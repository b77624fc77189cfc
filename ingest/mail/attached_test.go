package mail

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
)

// docx makes a Word document of paragraphs.
func docx(t testing.TB, paragraphs ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	w, err := archive.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	for _, p := range paragraphs {
		body += "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>" + strings.ReplaceAll(p, "\t", "</w:t><w:tab/><w:t>") + "</w:t></w:r></w:p>"
	}
	if _, err := w.Write([]byte(body + "</w:body></w:document>")); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// attachedMail is a mail with a body and one attachment.
func attachedMail(body, kind, name string, raw []byte) string {
	return mailOf("--b\nContent-Type: text/plain\n\n"+body+"\n--b\nContent-Type: "+kind+"\nContent-Disposition: attachment; filename=\""+name+
		"\"\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString(raw)+"\n--b--\n", "Content-Type: multipart/mixed; boundary=b")
}

// TestReadAttached holds when the text of an attachment is read, and that it is
// never lost without a word.
func TestReadAttached(t *testing.T) {
	letter := docx(t, "Geachte heer,", "De monteur kwam\tniet.")
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	const read, lost = "tekst gelezen uit een bijlage: ", "geen eigen tekst, en een bijlage met tekst is niet gelezen: "
	for _, tt := range []struct {
		name, in, text, note string
		unread               bool
	}{
		{"text, no body", attachedMail("", "text/plain", "klacht.txt", []byte("De rekening klopt niet.\n")), "De rekening klopt niet.", read + "text/plain", false},
		{"windows text of no type", attachedMail("", octets, "KLACHT.TXT", []byte("Caf\xe9 dicht.")), "Café dicht.", read + octets, false},
		{"html", attachedMail("", "text/html", "klacht.html", []byte("<p>Niet <b>goed</b></p>")), "Niet goed", read + "text/html", false},
		{"word", attachedMail("", word, "klacht.docx", letter), "Geachte heer,\nDe monteur kwam\tniet.", read + word, false},
		{"a body that refers to it", attachedMail("Zie bijlage.", word, "klacht.docx", letter), "Zie bijlage.\n\nGeachte heer,\nDe monteur kwam\tniet.", read + word, false},
		{"a body that says something", attachedMail("De monteur kwam niet, zie ook het verslag.", word, "klacht.docx", letter), "De monteur kwam niet, zie ook het verslag.", "", true},
		{"damaged word", attachedMail("", word, "klacht.docx", letter[:60]), "", lost + word, true},
		{"pdf", attachedMail("", "application/pdf", "klacht.pdf", []byte("%PDF")), "", lost + "application/pdf", true},
		{"picture", attachedMail("", "image/png", "foto.png", []byte("\x89PNG")), "", "geen eigen tekst, wel een bijlage: image/png", false},
		{"no text at all", attachedMail("", "text/plain", "klacht.txt", []byte("\x00\x01\x02")), "", lost + "text/plain", true},
	} {
		row := readAll(t, tt.in, EML, Options{})[0]
		text, unread := "", strings.HasPrefix(row.Note, lost)
		for _, f := range row.Answers {
			text, unread = f.Text, f.Attached[0].Unread
		}
		if text != tt.text || row.Note != tt.note || unread != tt.unread || row.Empty != 1-len(row.Answers) {
			t.Errorf("%s: %q, note %q, unread %v", tt.name, text, row.Note, unread)
		}
	}
}

// TestFormOfRole holds that a form that names no address is not taken for words
// of the mailbox that sent it.
func TestFormOfRole(t *testing.T) {
	const body = "\n\nNaam: Kim de Boer\nTelefoon: 06-12345678\nBericht: De monteur kwam niet.\n"
	for from, want := range map[string]string{"Website <noreply@organisatie.example>": "", "Kim de Boer <kim@voorbeeld.nl>": "kim@voorbeeld.nl"} {
		f := readText(t, "From: "+from+"\nSubject: formulier"+body)
		if f.Customer != want || f.Contact != want || f.Text != "De monteur kwam niet." {
			t.Errorf("%s: customer %q, contact %q, text %q", from, f.Customer, f.Contact, f.Text)
		}
	}
}

func FuzzDocx(f *testing.F) {
	f.Add(docx(f, "een", "twee"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if s := fileText("", raw); strings.ContainsAny(s, "\r\x00") {
			t.Error("control characters")
		}
	})
}
