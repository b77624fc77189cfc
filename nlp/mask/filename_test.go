package mask

import (
	"strings"
	"testing"
)

func TestFileName(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"Klacht_Jansen_P.pdf", "Klacht_….pdf"},
		{"factuur-willem-bakker.pdf", "factuur-….pdf"},
		{"KlachtFatimaElAmrani.docx", "Klacht….docx"},
		{"Brief aan mevrouw de Vries 12-03-2026.docx", "Brief aan … de ….docx"},
		{"image001.png", "image001.png"},
		{"IMG_20260312_123456.jpg", "IMG_….jpg"},
		{"scan 0612345678.pdf", "scan ….pdf"},
		{"Factuur 12345.PDF", "Factuur ….PDF"},
		{"Factuur 1234.PDF", "Factuur 1234.PDF"},
		{"klacht 1985-03-12.pdf", "klacht ….pdf"},
		{"klacht_12_3_85.pdf", "klacht_….pdf"},
		{"scan 06 12 34 56 78.pdf", "scan ….pdf"},
		{"brief 12 maart 1985.pdf", "brief ….pdf"},
		{"klachten-2026-03.csv", "klachten-2026-03.csv"},
		{"Bakker.pdf", "….pdf"},
		{"jan@voorbeeld.nl.eml", "….eml"},
		{"winmail.dat", "winmail.dat"},
		{"brief.van.deVries", "brief.van.de…"},
		{"brief J.Smit", "brief …"},
		{"", ""},
	} {
		if got := FileName(tt.name); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("Klacht_Jansen_P.pdf")
	f.Fuzz(func(t *testing.T, name string) {
		once := FileName(name)
		if strings.ToValidUTF8(name, "") == name && FileName(once) != once {
			t.Errorf("%q: %q, then %q", name, once, FileName(once))
		}
	})
}
