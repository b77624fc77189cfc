package mail

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"
)

// tnef builds a winmail.dat of attributes.
func tnef(attributes ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, tnefSignature)
	b = append(b, 1, 0)
	for _, a := range attributes {
		b = append(b, a...)
	}
	return b
}

func tnefAttr(level byte, id uint32, data []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{level}, id)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = append(b, data...)
	return append(b, 0, 0)
}

// tnefString is a list of one string property in UTF-16.
func tnefString(id uint16, s string) []byte {
	data := utf16(s)
	b := binary.LittleEndian.AppendUint32(nil, 1)
	b = binary.LittleEndian.AppendUint16(b, 0x1F)
	b = binary.LittleEndian.AppendUint16(b, id)
	b = binary.LittleEndian.AppendUint32(b, 1)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = append(b, data...)
	return append(b, make([]byte, (4-len(data)%4)%4)...)
}

func TestTNEF(t *testing.T) {
	dat := tnef(
		tnefAttr(1, tnefProps, tnefString(propBody, "Tekst uit winmail.")),
		tnefAttr(2, tnefAttachment, nil), tnefAttr(2, tnefTitle, []byte("BRIEF~1.PDF\x00")), tnefAttr(2, tnefData, []byte("%PDF")),
		tnefAttr(2, tnefAttProps, tnefString(propLongName, "brief van mij.pdf")),
	)
	in := mailOf(base64.StdEncoding.EncodeToString(dat), "Content-Type: application/ms-tnef", "Content-Transfer-Encoding: base64")
	f := readText(t, in)
	if f.Text != "Tekst uit winmail." {
		t.Errorf("text %q", f.Text)
	}
	if len(f.Attached) != 2 || f.Attached[0].Name != "winmail.dat" || f.Attached[1].Name != "brief van mij.pdf" || f.Attached[1].Size != 4 {
		t.Errorf("attached %+v", f.Attached)
	}
	for n := range dat {
		readTNEF(dat[:n]) // must not panic
	}
}

func FuzzTNEF(f *testing.F) {
	f.Add(tnef(tnefAttr(1, tnefProps, tnefString(propBody, "x")), tnefAttr(2, tnefAttachment, nil)))
	f.Fuzz(func(t *testing.T, in []byte) {
		if body, _ := readTNEF(in); strings.Contains(body, "\r") {
			t.Error("line ends")
		}
	})
}
