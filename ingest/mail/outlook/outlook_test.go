package outlook

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// A file is one stream or storage of a compound file under construction.
type file struct {
	name     string
	data     []byte
	children []file // of a storage
}

// compound writes a compound file (MS-CFB version 3) with all streams in the
// mini stream, which is enough for small messages.
func compound(root []file) []byte {
	const sector, mini, end = 512, 64, 0xFFFFFFFE
	var dir [][]byte
	var miniData []byte
	var miniFAT []uint32
	entry := func(name string, kind byte) []byte {
		b := make([]byte, 128)
		units := utf16.Encode([]rune(name))
		for i, u := range units {
			binary.LittleEndian.PutUint16(b[2*i:], u)
		}
		binary.LittleEndian.PutUint16(b[64:], uint16(2*len(units)+2))
		b[66], b[67] = kind, 1
		for _, at := range []int{68, 72, 76} {
			binary.LittleEndian.PutUint32(b[at:], 0xFFFFFFFF)
		}
		dir = append(dir, b)
		return b
	}
	var add func(parent []byte, files []file)
	add = func(parent []byte, files []file) {
		var previous []byte
		for _, f := range files {
			id := uint32(len(dir))
			kind := byte(2)
			if f.children != nil {
				kind = 1
			}
			b := entry(f.name, kind)
			if previous == nil {
				binary.LittleEndian.PutUint32(parent[76:], id)
			} else {
				binary.LittleEndian.PutUint32(previous[72:], id) // right sibling
			}
			previous = b
			if kind == 1 {
				add(b, f.children)
				continue
			}
			binary.LittleEndian.PutUint32(b[116:], uint32(len(miniData)/mini))
			binary.LittleEndian.PutUint32(b[120:], uint32(len(f.data)))
			n := (len(f.data) + mini - 1) / mini
			for i := range n {
				next := uint32(len(miniFAT) + 1)
				if i == n-1 {
					next = end
				}
				miniFAT = append(miniFAT, next)
			}
			miniData = append(miniData, f.data...)
			miniData = append(miniData, make([]byte, n*mini-len(f.data))...)
		}
	}
	rootEntry := entry("Root Entry", 5)
	add(rootEntry, root)

	pad := func(b []byte) []byte { return append(b, make([]byte, (sector-len(b)%sector)%sector)...) }
	var dirData, miniFATData []byte
	for _, d := range dir {
		dirData = append(dirData, d...)
	}
	for _, n := range miniFAT {
		miniFATData = binary.LittleEndian.AppendUint32(miniFATData, n)
	}
	for len(miniFATData)%sector != 0 {
		miniFATData = binary.LittleEndian.AppendUint32(miniFATData, 0xFFFFFFFF)
	}
	chains := [][]byte{pad(dirData), miniFATData, pad(miniData)}
	fat := []uint32{0xFFFFFFFD} // sector 0 holds the FAT itself
	var starts []uint32
	var body []byte
	for _, c := range chains {
		starts = append(starts, uint32(len(fat)))
		for i := range len(c) / sector {
			next := uint32(len(fat) + 1)
			if i == len(c)/sector-1 {
				next = end
			}
			fat = append(fat, next)
		}
		body = append(body, c...)
	}
	copy(body, chains[0])
	binary.LittleEndian.PutUint32(body[116:], starts[2]) // of the root entry
	binary.LittleEndian.PutUint32(body[120:], uint32(len(miniData)))

	head := make([]byte, sector)
	copy(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	for at, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{44: 1, 48: starts[0], 56: 4096, 60: starts[1], 64: uint32(len(miniFATData) / sector), 68: end, 76: 0} {
		binary.LittleEndian.PutUint32(head[at:], v)
	}
	for at := 80; at < sector; at += 4 {
		binary.LittleEndian.PutUint32(head[at:], 0xFFFFFFFF)
	}
	var fatData []byte
	for _, n := range fat {
		fatData = binary.LittleEndian.AppendUint32(fatData, n)
	}
	for len(fatData) < sector {
		fatData = binary.LittleEndian.AppendUint32(fatData, 0xFFFFFFFF)
	}
	return slices.Concat(head, fatData, body)
}

// str is a string property.
func str(id, s string) file {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return file{name: "__substg1.0_" + id + "001F", data: b}
}

// properties is the stream of fixed properties, with one time in it.
func properties(head int, id uint16, at time.Time) file {
	b := make([]byte, head+16)
	binary.LittleEndian.PutUint16(b[head:], 0x40)
	binary.LittleEndian.PutUint16(b[head+2:], id)
	binary.LittleEndian.PutUint64(b[head+8:], uint64(at.UnixMicro()*10+116444736000000000))
	return file{name: "__properties_version1.0", data: b}
}

func TestRead(t *testing.T) {
	sent := time.Date(2026, 1, 5, 9, 12, 0, 0, time.UTC)
	raw := compound([]file{
		properties(32, propSubmit, sent),
		str("001A", "IPM.Note"), str("0037", "Klacht over café"), str("1000", "De rekening klopt niet.\r\nGroet"),
		str("0C1A", "Jan de Boer"), str("5D01", "jan@voorbeeld.nl"), str("1035", "<x1@voorbeeld.nl>"),
		{name: "__recip_version1.0_#00000000", children: []file{str("3001", "Klantenservice"), str("39FE", "klant@voorbeeld.example")}},
		{name: "__attach_version1.0_#00000000", children: []file{str("3707", "brief.pdf"), str("370E", "application/pdf"), {name: "__substg1.0_37010102", data: []byte("%PDF-")}}},
		{name: "__attach_version1.0_#00000001", children: []file{{name: "__substg1.0_3701000D", children: []file{str("0037", "Binnenin"), str("1000", "Doorgestuurde tekst")}}}},
	})
	m, err := Read(raw, plain)
	if err != nil {
		t.Fatal(err)
	}
	if m.Subject != "Klacht over café" || m.Body != "De rekening klopt niet.\nGroet" || m.Class != "IPM.Note" || m.ID != "x1@voorbeeld.nl" {
		t.Errorf("%+v", m)
	}
	if m.From != (Person{"Jan de Boer", "jan@voorbeeld.nl"}) || !m.Sent.Equal(sent) {
		t.Errorf("from %+v sent %v", m.From, m.Sent)
	}
	if len(m.To) != 1 || m.To[0].Address != "klant@voorbeeld.example" {
		t.Errorf("to %+v", m.To)
	}
	if len(m.Attached) != 1 || m.Attached[0].Name != "brief.pdf" || m.Attached[0].Type != "application/pdf" || len(m.Attached[0].Data) != 5 {
		t.Errorf("attached %+v", m.Attached)
	}
	if len(m.Inside) != 1 || m.Inside[0].Body != "Doorgestuurde tekst" {
		t.Errorf("inside %+v", m.Inside)
	}
}

func TestReadRTF(t *testing.T) {
	raw := compound([]file{str("0037", "x"), {name: "__substg1.0_10090102", data: compress(`{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}Hallo}`)}})
	m, err := Read(raw, plain)
	if err != nil || m.HTML != "<p>Hallo" {
		t.Errorf("%v %+v", err, m)
	}
}

func TestDamaged(t *testing.T) {
	raw := compound([]file{str("0037", "x"), str("1000", strings.Repeat("y", 300))})
	for n := 0; n < len(raw); n += 37 {
		_, _ = Read(raw[:n], plain) // must not panic
		broken := slices.Clone(raw)
		broken[n] ^= 0xFF
		_, _ = Read(broken, plain)
	}
	if _, err := Read([]byte("geen Outlook"), plain); err == nil {
		t.Error("no error")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(compound([]file{str("0037", "x"), str("1000", "tekst"), {name: "__attach_version1.0_#00000000", children: []file{str("3707", "a")}}}))
	f.Fuzz(func(t *testing.T, in []byte) {
		m, err := Read(in, plain)
		if err != nil && (m.Subject != "" || m.Body != "") {
			t.Error("an error and a message")
		}
	})
}
