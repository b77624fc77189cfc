package mail

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"luister/ingest"
	"luister/ingest/mail/html"
	"luister/ingest/mail/reply"
)

// attached.txt holds types of attachments, and words that refer to one.
//
//go:embed attached.txt
var attachedFile string

var attachedWords = sync.OnceValue(func() map[string][]string {
	lists := map[string][]string{}
	for line := range strings.Lines(attachedFile) {
		if kind, words, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(line, "#") {
			lists[kind] = append(lists[kind], strings.Fields(words)...)
		}
	}
	return lists
})

// A file is an attachment; text is what it says, if that can be read.
type file struct {
	ingest.Attached
	text string
}

// withoutText makes the files of a message inside another: they do not speak for
// its writer.
func withoutText(files []file) []file {
	out := slices.Clone(files)
	for i := range out {
		out[i].text = ""
	}
	return out
}

// attachment reads a part that is no body: a file, or a winmail.dat with files in it.
func attachment(name, kind string, raw []byte) content {
	if kind == "application/ms-tnef" && name == "" {
		name = "winmail.dat"
	}
	c := content{attached: []file{newFile(name, kind, raw)}}
	if kind == "application/ms-tnef" || strings.EqualFold(name, "winmail.dat") {
		spare, inside := readTNEF(raw)
		c.spare, c.attached = spare, append(c.attached, inside...)
	}
	return c
}

// octets is the type of a file of which no type is known.
const octets = "application/octet-stream"

// mediaType is a type of contents as IANA registers them (RFC 6838): whatever else
// a sender or a mail program wrote there is kept nowhere.
var mediaType = regexp.MustCompile(`^[a-z]+/[a-z0-9.+-]{1,80}$`)

// newFile makes an attachment of its bytes.
func newFile(name, kind string, raw []byte) file {
	if kind = strings.ToLower(kind); !mediaType.MatchString(kind) {
		kind = octets
	}
	f := file{Attached: ingest.Attached{Name: name, Type: kind, Size: int64(len(raw))}}
	f.Unread = f.is("leesbaar") || f.is("tekst")
	if f.is("leesbaar") {
		f.text = fileText(kind, raw)
	}
	return f
}

// is tells whether a file is of a list of attached.txt, by its type or its ending.
func (f file) is(list string) bool {
	words := attachedWords()[list]
	ending := strings.ToLower(filepath.Ext(f.Name))
	return slices.Contains(words, f.Type) || ending != "" && slices.Contains(words, ending)
}

// fileText gives the text of a file, "" if it is not what its type says.
func fileText(kind string, raw []byte) string {
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		text, err := docxText(raw)
		if err != nil {
			return ""
		}
		return clean(text)
	}
	if _, marked := byMark(raw); !marked && bytes.IndexByte(raw[:min(len(raw), 1000)], 0) >= 0 {
		return ""
	}
	text := toText(raw, "")
	if strings.Contains(kind, "html") || looksHTML(text) {
		return html.Text(text)
	}
	return text
}

// maxDocument is how much of a Word document is read; no letter reaches it.
const maxDocument = 8 << 20

// docxText gives the paragraphs of a Word document (ECMA-376 part 1, 17.3).
func docxText(raw []byte) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return "", err
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		return "", err
	}
	defer part.Close()
	var out strings.Builder
	in := xml.NewDecoder(io.LimitReader(part, maxDocument))
	within := false
	for {
		token, err := in.Token()
		switch t := token.(type) {
		case nil:
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return strings.TrimSpace(out.String()), err
		case xml.StartElement:
			within = t.Name.Local == "t"
			out.WriteString(wordSign(t.Name.Local))
		case xml.EndElement:
			within = false
			if t.Name.Local == "p" {
				out.WriteByte('\n')
			}
		case xml.CharData:
			if within {
				out.Write(t)
			}
		}
	}
}

// wordSign gives what an empty element of a Word document stands for.
func wordSign(element string) string {
	switch element {
	case "tab":
		return "\t"
	case "br", "cr":
		return "\n"
	}
	return ""
}

// maxReference is the most words of a mail that only points at an attachment.
const maxReference = 15

// refers tells whether a text says no more than that the text is attached.
func refers(text string) bool {
	words := strings.Fields(strings.ToLower(text))
	return len(words) <= maxReference && slices.ContainsFunc(words, func(w string) bool {
		return slices.ContainsFunc(attachedWords()["verwijst"], func(stem string) bool { return strings.HasPrefix(strings.TrimLeft(w, `"'(*`), stem) })
	})
}

// readAttached adds the text of an attachment to a message that says nothing
// itself, or only refers to it, and gives the note about it.
func readAttached(f *ingest.Feedback, attached []file) string {
	if f.Text != "" && !refers(f.Text) {
		return ""
	}
	i := slices.IndexFunc(attached, func(a file) bool { return strings.TrimSpace(a.text) != "" })
	if i < 0 {
		return ""
	}
	own, cut := reply.Split(attached[i].text)
	f.Text = strings.TrimSpace(f.Text + "\n\n" + own)
	f.Cut = append(f.Cut, cut...)
	f.Attached[i].Unread = false
	return "tekst gelezen uit een bijlage: " + attached[i].Type
}
