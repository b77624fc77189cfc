package reply

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared gives a folder of the shared sets, or skips.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	root := os.Getenv("LUISTER_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared")
	}
	dir := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the shared sets are absent; set LUISTER_SHARED")
	}
	return dir
}

// normal is the text without white space at line ends and around it.
func normal(s string) string {
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		out = append(out, strings.TrimRight(line, " \t"))
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// floor is the share of mails with gold that came out exactly when measured.
const floor = 0.97

func TestEvalReply(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") == "" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
	dir := shared(t, "formats", "mail-reply-trimmer", "test")
	files, _ := filepath.Glob(filepath.Join(dir, "emails", "*"))
	exact, n, cutExact := 0, 0, 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		want, err2 := os.ReadFile(filepath.Join(dir, "trimmed", filepath.Base(f)))
		if err != nil || err2 != nil {
			continue
		}
		n++
		own, cut := Split(string(raw))
		if normal(own) == normal(string(want)) {
			exact++
		} else {
			t.Logf("%s differs\n--- got\n%s\n--- want\n%s", filepath.Base(f), head(own), head(string(want)))
		}
		gone, _ := os.ReadFile(filepath.Join(dir, "elided", filepath.Base(f)))
		var all strings.Builder
		for _, c := range cut {
			all.WriteString(c.Text)
		}
		if strings.Join(strings.Fields(all.String()), " ") == strings.Join(strings.Fields(string(gone)), " ") {
			cutExact++
		} else {
			t.Logf("%s: other cut", filepath.Base(f))
		}
	}
	fmt.Printf("EVAL ingest/mail/reply exact %.4f n=%d\n", float64(exact)/float64(n), n)
	fmt.Printf("EVAL ingest/mail/reply cut-exact %.4f n=%d\n", float64(cutExact)/float64(n), n)
	if float64(exact) < floor*float64(n) {
		t.Errorf("%d of %d exact, below the floor", exact, n)
	}
}

func head(s string) string { return s[:min(len(s), 600)] }
