package mail

import (
	"encoding/binary"
	"strings"

	"luister/ingest/mail/html"
	"luister/ingest/mail/outlook"
)

// Identifiers of MS-OXTNEF.
const (
	tnefSignature = 0x223E9F78
	tnefBodyAttr  = 0x0002800C
	tnefProps     = 0x00069003
	propBody      = 0x1000
	propRTF       = 0x1009
	propHTML      = 0x1013
)

// tnefBody gives the text of a winmail.dat, where one is easily found: the
// plain body attribute, or the body properties; "" if there is none.
func tnefBody(b []byte) string {
	if len(b) < 6 || binary.LittleEndian.Uint32(b) != tnefSignature {
		return ""
	}
	best := ""
	for b = b[6:]; len(b) >= 9; {
		id, size := binary.LittleEndian.Uint32(b[1:]), int(binary.LittleEndian.Uint32(b[5:]))
		if size < 0 || size > len(b)-9 {
			break
		}
		data := b[9 : 9+size]
		switch id {
		case tnefBodyAttr:
			if s := strings.Trim(toText(data, ""), "\x00"); strings.TrimSpace(s) != "" {
				return s
			}
		case tnefProps:
			if s := tnefProperties(data); s != "" {
				best = s
			}
		}
		b = b[min(len(b), 9+size+2):] // two bytes of checksum
	}
	return best
}

// tnefProperties walks the MAPI properties of a message for its body.
func tnefProperties(b []byte) string {
	if len(b) < 4 {
		return ""
	}
	count := binary.LittleEndian.Uint32(b)
	b = b[4:]
	for range min(count, 1000) {
		kind, id, value, rest, ok := tnefProperty(b)
		if !ok {
			return ""
		}
		b = rest
		switch {
		case id == propBody && kind == 0x1F:
			return toText(value, "utf-16le")
		case id == propBody && kind == 0x1E:
			return toText(value, "")
		case id == propHTML:
			return html.Text(toText(value, htmlCharset(value, "")))
		case id == propRTF:
			s, isHTML := outlook.RTF(value, toText)
			if isHTML {
				s = html.Text(s)
			}
			if s = clean(s); strings.TrimSpace(s) != "" {
				return s
			}
		}
	}
	return ""
}

// tnefProperty reads one property and gives its value, if it is a string or
// binary one.
func tnefProperty(b []byte) (kind, id uint16, value, rest []byte, ok bool) {
	if len(b) < 4 {
		return
	}
	kind, id = binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])
	b = b[4:]
	if id >= 0x8000 { // a named property: its GUID and name come first
		if b, ok = skipName(b); !ok {
			return
		}
	}
	fixed := map[uint16]int{0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
	if n, is := fixed[kind]; is {
		if len(b) < n {
			return kind, id, nil, nil, false
		}
		return kind, id, nil, b[n:], true
	}
	if kind != 0x1E && kind != 0x1F && kind != 0x102 && kind != 0x0D || len(b) < 8 {
		return kind, id, nil, nil, false
	}
	size := int(binary.LittleEndian.Uint32(b[4:]))
	padded := (size + 3) &^ 3
	if size < 0 || padded > len(b)-8 {
		return kind, id, nil, nil, false
	}
	return kind, id, b[8 : 8+size], b[8+padded:], true
}

func skipName(b []byte) ([]byte, bool) {
	if len(b) < 24 {
		return nil, false
	}
	if binary.LittleEndian.Uint32(b[16:]) == 0 {
		return b[24:], true
	}
	size := int(binary.LittleEndian.Uint32(b[20:]))
	padded := (size + 3) &^ 3
	if size < 0 || padded > len(b)-24 {
		return nil, false
	}
	return b[24+padded:], true
}
