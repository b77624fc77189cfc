package mail

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/ingest/mail/html"
)

// shared gives a folder of the shared sets, or skips.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	root := os.Getenv("LUISTER_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	dir := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the shared sets are absent; set LUISTER_SHARED")
	}
	return dir
}

func evaluating(t *testing.T) {
	t.Helper()
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
}

// goldMessage is the part of the gold that says what people read.
type goldMessage struct {
	TextBody    []int `json:"text_body"`
	Attachments []int `json:"attachments"`
	Parts       []struct {
		Body json.RawMessage `json:"body"`
	} `json:"parts"`
}

// attachments counts the attachments, those of messages inside too.
func (g goldMessage) attachments() int {
	n := len(g.Attachments)
	for _, i := range g.Attachments {
		var body struct{ Message *goldMessage }
		if json.Unmarshal(g.Parts[i].Body, &body) == nil && body.Message != nil {
			n += body.Message.attachments()
		}
	}
	return n
}

// text gives the gold text; HTML becomes text as ours does.
func (g goldMessage) text() string {
	var out []string
	for _, i := range g.TextBody {
		var body struct{ Text, Html *string }
		if json.Unmarshal(g.Parts[i].Body, &body) != nil {
			continue
		}
		if body.Text != nil {
			out = append(out, *body.Text)
		}
		if body.Html != nil {
			out = append(out, html.Text(*body.Html))
		}
	}
	return strings.Join(out, "\n")
}

// Floors: shares that came out exactly when measured.
const (
	floorText       = 0.90
	floorReadable   = 0.95
	floorAttachment = 0.85
	floorOutlook    = 0.94
)

// A share counts what of n came out exactly.
type share struct{ exact, n int }

func (s *share) add(exact bool) {
	s.n++
	if exact {
		s.exact++
	}
}

func (s share) value() float64 { return float64(s.exact) / float64(max(1, s.n)) }

func (s share) print(metric string) {
	fmt.Printf("EVAL ingest/mail/mime %s %.4f n=%d\n", metric, s.value(), s.n)
}

// TestEvalMIME compares the text and attachments of parsed messages with the
// gold of a MIME parser, where it gives a text. Text is compared word by word:
// the gold leaves format=flowed folded.
func TestEvalMIME(t *testing.T) {
	evaluating(t)
	files, _ := filepath.Glob(filepath.Join(shared(t, "formats", "mail-mime-stalwart"), "resources", "eml", "*", "*.eml"))
	var text, readable, attached share
	for _, f := range files {
		raw, err := os.ReadFile(f)
		goldRaw, err2 := os.ReadFile(strings.TrimSuffix(f, ".eml") + ".json")
		var gold goldMessage
		if err != nil || err2 != nil || json.Unmarshal(goldRaw, &gold) != nil {
			continue
		}
		m := parse(raw, nil)
		got, want := words(m.body()), words(gold.text())
		if want != "" {
			text.add(got == want)
			if !unreadable(want) {
				readable.add(got == want)
			}
			if got != want {
				t.Logf("%s differs\n--- got  %.300q\n--- want %.300q", f[len(f)-20:], got, want)
			}
		}
		n := len(m.attached) + len(m.apart)
		attached.add(n == gold.attachments())
		if n != gold.attachments() {
			t.Logf("%s: %d attachments, gold %d: %v", f[len(f)-20:], n, gold.attachments(), m.attached)
		}
	}
	text.print("text-exact")
	readable.print("text-exact-where-the-gold-is-text")
	attached.print("attachments")
	if text.value() < floorText || readable.value() < floorReadable || attached.value() < floorAttachment {
		t.Error("below the floor")
	}
}

// unreadable tells that a gold text is not what people read: letters are lost
// (the parser believes a charset that is not that of the bytes), or it holds the
// source of the next part (a header block with two types, of which the last
// counts).
func unreadable(gold string) bool {
	return strings.ContainsRune(gold, '\uFFFD') || strings.Contains(gold, "Content-Transfer-Encoding:")
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestEvalOutlook reads real .msg files, some made to crash readers, and counts
// those that are not rejected.
func TestEvalOutlook(t *testing.T) {
	evaluating(t)
	files, _ := filepath.Glob(filepath.Join(shared(t, "formats", "mail-outlook-poi"), "test-data", "hsmf", "*.msg"))
	read := 0
	for _, f := range files {
		in, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		for row, err := range Read(in, MSG, Options{}) {
			if err != nil {
				t.Error(err)
			}
			if row.Reject == "" {
				read++
			}
			line := ""
			for _, a := range row.Answers {
				line = fmt.Sprintf("%q %q %v att=%d cut=%d from=%q", a.Subject, head(a.Text, 80), a.Received, len(a.Attached), len(a.Cut), a.Customer)
			}
			t.Logf("%s: reject=%q apart=%q empty=%d %s", filepath.Base(f), row.Reject, row.Apart, row.Empty, line)
		}
		in.Close()
	}
	fmt.Printf("EVAL ingest/mail/outlook read %.4f n=%d\n", float64(read)/float64(len(files)), len(files))
	if float64(read) < floorOutlook*float64(len(files)) {
		t.Error("below the floor")
	}
}

func head(s string, n int) string { return s[:min(len(s), n)] }
