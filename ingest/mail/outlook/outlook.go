// Package outlook reads Outlook messages (.msg, MS-OXMSG).
//
// It owns the layout of the compound file: which property is the subject, the
// sender, the body. It reads one message from memory and gives a Message with
// plain strings; letters in old code pages are decoded by the caller's function.
// It never follows links and never opens attachments. A damaged file is an
// error; what can still be read of a file with damaged parts is given.
package outlook

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"
)

// A Message is what an Outlook message holds.
type Message struct {
	Class     string // "IPM.Note" is a mail; others are contacts, tasks, reports
	Transport string // internet headers, if the message came by internet
	Subject   string
	Body      string // plain text
	HTML      string // only if Body is empty
	ID        string
	InReplyTo string
	From      Person
	To        []Person
	Sent      time.Time
	Attached  []Attached
	Inside    []Message // messages attached to this one
}

// A Person is a sender or recipient.
type Person struct{ Name, Address string }

// Attached is an attachment.
type Attached struct {
	Name, Type string
	Data       []byte
}

// Decode turns bytes in the named charset into text.
type Decode func(b []byte, charset string) string

// ErrDamaged says that a file is no readable Outlook message.
var ErrDamaged = errors.New("damaged Outlook message")

const (
	maxNested  = 5
	maxStreams = 20000
)

// Read reads one message.
func Read(raw []byte, decode Decode) (m Message, err error) {
	defer func() { // the container library may panic on damaged input
		if recover() != nil {
			err = ErrDamaged
		}
	}()
	root, err := open(raw)
	if err != nil {
		return Message{}, err
	}
	if len(root.streams) == 0 {
		return Message{}, ErrDamaged
	}
	return root.message(32, 0, decode), nil
}

// A node is a storage of the compound file.
type node struct {
	streams map[string][]byte // by name
	storage map[string]*node
	order   []string // of storages
}

func newNode() *node { return &node{streams: map[string][]byte{}, storage: map[string]*node{}} }

// child gives a storage, making it if need be.
func (n *node) child(name string) *node {
	c := n.storage[name]
	if c == nil {
		c = newNode()
		n.storage[name] = c
		n.order = append(n.order, name)
	}
	return c
}

// open reads all streams of the compound file.
func open(raw []byte) (*node, error) {
	r, err := mscfb.New(bytes.NewReader(raw))
	if err != nil {
		return nil, ErrDamaged
	}
	root, left := newNode(), 2*int64(len(raw))
	for range maxStreams {
		f, err := r.Next()
		if err != nil {
			break
		}
		at := root
		for _, p := range f.Path {
			at = at.child(p)
		}
		if f.FileInfo().IsDir() {
			at.child(f.Name)
			continue
		}
		size := min(f.Size, int64(len(raw)), left)
		b, _ := io.ReadAll(io.LimitReader(f, size))
		left -= int64(len(b))
		at.streams[f.Name] = b
	}
	return root, nil
}

// Property tags of MS-OXPROPS.
const (
	propClass      = 0x001A
	propSubject    = 0x0037
	propSubmit     = 0x0039
	propTransport  = 0x007D
	propSenderName = 0x0C1A
	propSenderMail = 0x0C1F
	propDelivery   = 0x0E06
	propBody       = 0x1000
	propRTF        = 0x1009
	propHTML       = 0x1013
	propID         = 0x1035
	propReply      = 0x1042
	propName       = 0x3001
	propMail       = 0x3003
	propSMTP       = 0x39FE
	propSenderSMTP = 0x5D01
	propData       = 0x3701
	propExtension  = 0x3703
	propShortName  = 0x3704
	propLongName   = 0x3707
	propMIME       = 0x370E
	propInternetCP = 0x3FDE
	propMessageCP  = 0x3FFD
)

// message reads a message storage; head is the length of the head of its
// property stream.
func (n *node) message(head, depth int, decode Decode) Message {
	fixed := n.fixed(head)
	cp := codePage(fixed)
	str := func(id uint16) string { return n.text(id, cp, decode) }
	m := Message{
		Class:     str(propClass),
		Transport: str(propTransport),
		Subject:   str(propSubject),
		Body:      str(propBody),
		ID:        strings.Trim(str(propID), "<> "),
		InReplyTo: strings.Trim(str(propReply), "<> "),
		From:      Person{str(propSenderName), first(str(propSenderSMTP), str(propSenderMail))},
		Sent:      fileTime(fixed[propSubmit], fixed[propDelivery]),
	}
	if strings.TrimSpace(m.Body) == "" {
		n.richBody(&m, fixed, decode)
	}
	for _, name := range n.order {
		at := n.storage[name]
		switch {
		case strings.HasPrefix(name, "__recip"):
			m.To = append(m.To, Person{at.text(propName, cp, decode), first(at.text(propSMTP, cp, decode), at.text(propMail, cp, decode))})
		case strings.HasPrefix(name, "__attach"):
			at.attachment(&m, cp, depth, decode)
		}
	}
	return m
}

// richBody takes the body from HTML or RTF.
func (n *node) richBody(m *Message, fixed map[uint16]uint64, decode Decode) {
	b := n.streams["__substg1.0_10130102"]
	if len(b) == 0 {
		m.HTML = n.text(propHTML, codePage(fixed), decode)
	} else {
		m.HTML = decode(b, charsetOf(fixed[propInternetCP]))
	}
	if strings.TrimSpace(m.HTML) != "" {
		return
	}
	rtf := decompress(n.streams["__substg1.0_10090102"])
	text, isHTML := fromRTF(rtf, decode)
	if isHTML {
		m.HTML = text
	} else {
		m.Body = text
	}
}

// attachment lists one attachment; a message inside is read.
func (n *node) attachment(m *Message, cp string, depth int, decode Decode) {
	str := func(id uint16) string { return n.text(id, cp, decode) }
	if inside := n.storage["__substg1.0_3701000D"]; inside != nil && depth < maxNested {
		m.Inside = append(m.Inside, inside.message(24, depth+1, decode))
		return
	}
	name := first(str(propLongName), str(propShortName), str(propName))
	m.Attached = append(m.Attached, Attached{name, str(propMIME), n.streams["__substg1.0_37010102"]})
}

func first(s ...string) string {
	for _, v := range s {
		if strings.TrimSpace(v) != "" {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// text reads a string property, in either of its two types.
func (n *node) text(id uint16, charset string, decode Decode) string {
	name := "__substg1.0_" + strings.ToUpper(hex4(id))
	if b, ok := n.streams[name+"001F"]; ok {
		return strings.TrimRight(utf16le(b), "\x00")
	}
	if b, ok := n.streams[name+"001E"]; ok {
		return strings.TrimRight(decode(bytes.TrimRight(b, "\x00"), charset), "\x00")
	}
	return ""
}

func hex4(id uint16) string {
	s := strconv.FormatUint(uint64(id), 16)
	return strings.Repeat("0", 4-len(s)) + s
}

func utf16le(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return strings.ReplaceAll(string(utf16.Decode(units)), "\r\n", "\n")
}

// fixed reads the properties of fixed size.
func (n *node) fixed(head int) map[uint16]uint64 {
	props := map[uint16]uint64{}
	b := n.streams["__properties_version1.0"]
	for pos := head; pos+16 <= len(b); pos += 16 {
		props[binary.LittleEndian.Uint16(b[pos+2:])] = binary.LittleEndian.Uint64(b[pos+8:])
	}
	return props
}

// codePage gives the charset of 8-bit strings.
func codePage(fixed map[uint16]uint64) string {
	if cp, ok := fixed[propMessageCP]; ok {
		return charsetOf(cp)
	}
	return charsetOf(fixed[propInternetCP])
}

// charsetOf names a Windows code page as mail does.
func charsetOf(cp uint64) string {
	switch cp := uint32(cp); {
	case cp == 65001:
		return "utf-8"
	case cp == 20127 || cp == 0:
		return ""
	case cp >= 28591 && cp <= 28605:
		return "iso-8859-" + strconv.Itoa(int(cp-28590))
	case cp == 932:
		return "shift_jis"
	case cp == 936:
		return "gbk"
	case cp == 949:
		return "euc-kr"
	case cp == 950:
		return "big5"
	case cp == 20866:
		return "koi8-r"
	case cp == 50220 || cp == 50221 || cp == 50222:
		return "iso-2022-jp"
	default:
		return "windows-" + strconv.Itoa(int(cp))
	}
}

// fileTime reads the first of the given times (100 ns since 1601).
func fileTime(values ...uint64) time.Time {
	const to1970 = 116444736000000000
	for _, v := range values {
		if v > to1970 && v < to1970*3 {
			return time.UnixMicro(int64(v-to1970) / 10).UTC()
		}
	}
	return time.Time{}
}
