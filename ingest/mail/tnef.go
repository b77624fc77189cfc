package mail

import (
	"bytes"
	"encoding/binary"
	"strings"

	"luister/ingest/mail/html"
	"luister/ingest/mail/outlook"
)

// Identifiers of MS-OXTNEF.
const (
	tnefSignature  = 0x223E9F78
	tnefBodyAttr   = 0x0002800C
	tnefProps      = 0x00069003
	tnefAttachment = 0x00069002 // starts an attachment
	tnefTitle      = 0x00018010
	tnefData       = 0x0006800F
	tnefAttProps   = 0x00069005
	propBody       = 0x1000
	propRTF        = 0x1009
	propHTML       = 0x1013
	propLongName   = 0x3707
)

// readTNEF reads a winmail.dat: the text of the message in it, if any, and its
// attachments.
func readTNEF(b []byte) (body string, attached []file) {
	if len(b) < 6 || binary.LittleEndian.Uint32(b) != tnefSignature {
		return "", nil
	}
	plain, rich := "", ""
	var file []byte // of the last attachment
	for b = b[6:]; len(b) >= 9; {
		id, size := binary.LittleEndian.Uint32(b[1:]), int(binary.LittleEndian.Uint32(b[5:]))
		if size < 0 || size > len(b)-9 {
			break
		}
		data := b[9 : 9+size]
		b = b[min(len(b), 9+size+2):] // two bytes of checksum
		last := len(attached) - 1
		switch {
		case id == tnefBodyAttr:
			plain = toText(bytes.TrimRight(data, "\x00"), "")
		case id == tnefProps:
			rich = tnefText(data)
		case id == tnefAttachment:
			attached, file = append(attached, newFile("", octets, nil)), nil
		case last < 0:
		case id == tnefTitle && attached[last].Name == "":
			attached[last].Name = toText(bytes.TrimRight(data, "\x00"), "")
		case id == tnefData:
			attached[last], file = newFile(attached[last].Name, octets, data), data
		case id == tnefAttProps:
			if name := tnefName(data); name != "" {
				attached[last] = newFile(name, octets, file)
			}
		}
	}
	if strings.TrimSpace(plain) != "" {
		return plain, attached
	}
	return rich, attached
}

// tnefText finds the body among the MAPI properties of a message.
func tnefText(b []byte) string {
	text := ""
	tnefProperties(b, func(kind, id uint16, value []byte) {
		s := ""
		switch id {
		case propBody:
			s = toText(value, stringCharset(kind))
		case propHTML:
			s = html.Text(toText(value, htmlCharset(value, "")))
		case propRTF:
			var isHTML bool
			if s, isHTML = outlook.RTF(value, toText); isHTML {
				s = html.Text(s)
			}
		}
		if s = clean(s); text == "" && strings.TrimSpace(s) != "" {
			text = s
		}
	})
	return text
}

// tnefName finds the long file name among the properties of an attachment.
func tnefName(b []byte) string {
	name := ""
	tnefProperties(b, func(kind, id uint16, value []byte) {
		if id == propLongName {
			name = strings.TrimRight(toText(value, stringCharset(kind)), "\x00")
		}
	})
	return name
}

func stringCharset(kind uint16) string {
	if kind == 0x1F {
		return "utf-16le"
	}
	return ""
}

// tnefProperties hands the string and binary properties of a list to found.
func tnefProperties(b []byte, found func(kind, id uint16, value []byte)) {
	if len(b) < 4 {
		return
	}
	count := binary.LittleEndian.Uint32(b)
	b = b[4:]
	for range min(count, 1000) {
		kind, id, value, rest, ok := tnefProperty(b)
		if !ok {
			return
		}
		if value != nil {
			found(kind, id, value)
		}
		b = rest
	}
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
