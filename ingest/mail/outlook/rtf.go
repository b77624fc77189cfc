package outlook

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
)

// lzDictionary is what the dictionary of compressed RTF starts with (MS-OXRTFCP 2.1.2.1).
const lzDictionary = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` +
	"\r\n" + `\par \pard\plain\f0\fs20\b\i\u\tab\tx`

const maxRTF = 64 << 20

// decompress undoes RTF compression; damaged input gives what came before.
func decompress(b []byte) []byte {
	if len(b) < 16 {
		return nil
	}
	magic, data := binary.LittleEndian.Uint32(b[8:]), b[16:]
	switch magic {
	case 0x414C454D: // "MELA": stored
		return data
	case 0x75465A4C: // "LZFu"
	default:
		return nil
	}
	var window [4096]byte
	at := copy(window[:], lzDictionary)
	var out []byte
	put := func(c byte) {
		out = append(out, c)
		window[at] = c
		at = (at + 1) % len(window)
	}
	for len(data) > 0 && len(out) < maxRTF {
		control := data[0]
		data = data[1:]
		for bit := range 8 {
			if control>>bit&1 == 0 {
				if len(data) < 1 {
					return out
				}
				put(data[0])
				data = data[1:]
				continue
			}
			if len(data) < 2 {
				return out
			}
			ref := int(binary.BigEndian.Uint16(data))
			data = data[2:]
			offset, length := ref>>4, ref&15+2
			if offset == at {
				return out
			}
			for i := range length {
				put(window[(offset+i)%len(window)])
			}
		}
	}
	return out
}

// RTF gives the text of a compressed RTF body, as text or HTML.
func RTF(compressed []byte, decode Decode) (text string, isHTML bool) {
	return fromRTF(decompress(compressed), decode)
}

// A reader walks RTF. Its state is saved at "{" and restored at "}".
type reader struct {
	out     strings.Builder
	pending []byte // 8-bit text waiting to be decoded together
	decode  Decode
	charset string
	html    bool // the RTF encapsulates HTML (MS-OXRTFEX)
	state
	stack []state
}

type state struct {
	skip    bool // a destination without text
	htmlrtf bool // RTF that HTML has no need of
	tag     bool // inside {\*\htmltag
	star    bool // \* seen: the next word is a destination
	uc      int  // characters that stand in for a \u
}

// skipped are the destinations that hold no text of the message.
const skipped = " fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr fldinst themedata datastore listtable listoverridetable rsidtbl generator xmlnstbl latentstyles mmathpr "

// fromRTF gives the text of RTF; HTML if that is what it encapsulates.
func fromRTF(b []byte, decode Decode) (text string, isHTML bool) {
	if !bytes.HasPrefix(b, []byte(`{\rtf`)) {
		return "", false
	}
	r := reader{decode: decode, charset: "windows-1252"}
	r.uc = 1
	for pos := 0; pos < len(b); {
		switch c := b[pos]; c {
		case '{':
			r.flush()
			if len(r.stack) < 1000 {
				r.stack = append(r.stack, r.state)
			}
			pos++
		case '}':
			r.flush()
			if n := len(r.stack); n > 0 {
				r.state, r.stack = r.stack[n-1], r.stack[:n-1]
			}
			pos++
		case '\\':
			pos = r.control(b, pos+1)
		case '\r', '\n':
			pos++
		default:
			r.put(c)
			pos++
		}
	}
	r.flush()
	return r.out.String(), r.html
}

// visible tells whether text here is text of the message.
func (r *reader) visible() bool {
	if r.html {
		return r.tag || !r.skip && !r.htmlrtf
	}
	return !r.skip
}

func (r *reader) put(c byte) {
	if r.visible() {
		r.pending = append(r.pending, c)
	}
}

func (r *reader) write(s string) {
	if r.visible() {
		r.flush()
		r.out.WriteString(s)
	}
}

func (r *reader) flush() {
	if len(r.pending) > 0 {
		r.out.WriteString(r.decode(r.pending, r.charset))
		r.pending = r.pending[:0]
	}
}

// control reads what stands behind a backslash and gives where it ends.
func (r *reader) control(b []byte, pos int) int {
	if pos >= len(b) {
		return pos
	}
	switch c := b[pos]; {
	case c == '\'':
		if pos+2 < len(b) {
			if v, err := strconv.ParseUint(string(b[pos+1:pos+3]), 16, 8); err == nil {
				r.put(byte(v))
			}
		}
		return min(pos+3, len(b))
	case c == '*':
		r.star = true
		return pos + 1
	case c == '~':
		r.write(" ")
		return pos + 1
	case c == '_':
		r.write("-")
		return pos + 1
	case c == '\r' || c == '\n':
		r.write("\n")
		return pos + 1
	case c < 'a' || c > 'z':
		if c == '{' || c == '}' || c == '\\' {
			r.put(c)
		}
		return pos + 1
	}
	end := pos
	for end < len(b) && b[end] >= 'a' && b[end] <= 'z' || end < len(b) && b[end] >= 'A' && b[end] <= 'Z' {
		end++
	}
	word := string(b[pos:min(end, pos+32)])
	start := end
	for end < len(b) && (b[end] >= '0' && b[end] <= '9' || b[end] == '-' && end == start) {
		end++
	}
	number, err := strconv.Atoi(string(b[start:min(end, start+12)]))
	if end < len(b) && b[end] == ' ' {
		end++
	}
	r.word(word, number, err == nil)
	if word == "u" {
		return r.standIn(b, end)
	}
	return end
}

// standIn passes over the characters that stand in for a \u.
func (r *reader) standIn(b []byte, pos int) int {
	for range min(r.uc, 4) {
		switch {
		case pos+3 < len(b) && b[pos] == '\\' && b[pos+1] == '\'':
			pos += 4
		case pos < len(b) && b[pos] != '\\' && b[pos] != '{' && b[pos] != '}':
			pos++
		}
	}
	return pos
}

// word obeys a control word.
func (r *reader) word(word string, number int, has bool) {
	star := r.star
	r.star = false
	switch word {
	case "fromhtml":
		r.html = true
	case "htmlrtf":
		r.flush()
		r.htmlrtf = !has || number != 0
	case "htmltag":
		r.flush()
		r.tag, r.skip = true, false
	case "mhtmltag":
		r.skip, r.tag = true, false
	case "par", "line":
		r.write("\n")
	case "tab", "cell":
		r.write("\t")
	case "row":
		r.write("\n")
	case "ansicpg":
		if number > 0 {
			r.charset = charsetOf(uint64(number))
		}
	case "uc":
		r.uc = max(0, number)
	case "u":
		if number < 0 {
			number += 65536
		}
		r.write(string(rune(number)))
	case "lquote", "rquote":
		r.write("'")
	case "ldblquote", "rdblquote":
		r.write(`"`)
	case "bullet":
		r.write("•")
	case "endash", "emdash":
		r.write("–")
	default:
		if star || strings.Contains(skipped, " "+word+" ") {
			r.flush()
			r.skip, r.tag = true, false
		}
	}
}
