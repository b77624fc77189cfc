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

// text gives the gold text; html tells that it was made from HTML.
func (g goldMessage) text() (s string, rich bool) {
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
			out, rich = append(out, html.Text(*body.Html)), true
		}
	}
	return strings.Join(out, "\n"), rich
}

// Floors: shares that came out exactly when measured.
const (
	floorMIME       = 0.84
	floorAttachment = 0.85
	floorOutlook    = 0.94
)

// TestEvalMIME compares the text and attachments of parsed messages with the
// gold of a MIME parser. Text is compared word by word: the gold leaves
// format=flowed folded.
func TestEvalMIME(t *testing.T) {
	evaluating(t)
	files, _ := filepath.Glob(filepath.Join(shared(t, "formats", "mail-mime-stalwart"), "resources", "eml", "*", "*.eml"))
	exact, n, plainExact, plainN, agree, attached, sound, soundExact := 0, 0, 0, 0, 0, 0, 0, 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		goldRaw, err2 := os.ReadFile(strings.TrimSuffix(f, ".eml") + ".json")
		var gold goldMessage
		if err != nil || err2 != nil || json.Unmarshal(goldRaw, &gold) != nil {
			continue
		}
		want, rich := gold.text()
		m := parse(raw, nil)
		n++
		if !strings.Contains(f, "malformed") {
			sound++
			if equalBut(words(m.body()), words(want)) {
				soundExact++
			}
		}
		same := words(m.body()) == words(want)
		if same || equalBut(words(m.body()), words(want)) {
			agree++
		}
		if same {
			exact++
		}
		if !rich && words(want) != "" {
			plainN++
			if same {
				plainExact++
			}
		}
		if !same {
			t.Logf("%s differs\n--- got  %.300q\n--- want %.300q", f[len(f)-20:], m.body(), want)
		}
		if got := len(m.attached) + len(m.forwarded); got == gold.attachments() {
			attached++
		} else {
			t.Logf("%s: %d attachments, gold %d: %v", f[len(f)-20:], got, gold.attachments(), m.attached)
		}
	}
	fmt.Printf("EVAL ingest/mail/mime text-exact %.4f n=%d\n", float64(exact)/float64(n), n)
	fmt.Printf("EVAL ingest/mail/mime plain-text-exact %.4f n=%d\n", float64(plainExact)/float64(plainN), plainN)
	fmt.Printf("EVAL ingest/mail/mime text-exact-but-for-unknown-characters %.4f n=%d\n", float64(agree)/float64(n), n)
	fmt.Printf("EVAL ingest/mail/mime text-exact-of-well-formed %.4f n=%d\n", float64(soundExact)/float64(sound), sound)
	fmt.Printf("EVAL ingest/mail/mime attachments %.4f n=%d\n", float64(attached)/float64(n), n)
	if float64(plainExact) < floorMIME*float64(plainN) || float64(attached) < floorAttachment*float64(n) {
		t.Error("below the floor")
	}
}

// equalBut tells whether got is want where want has no U+FFFD: the gold gives
// up on bytes that are not in the charset that was named.
func equalBut(got, want string) bool {
	g, w := []rune(got), []rune(want)
	if len(g) != len(w) {
		return false
	}
	for i := range g {
		if g[i] != w[i] && w[i] != '\uFFFD' {
			return false
		}
	}
	return true
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
