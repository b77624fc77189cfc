package charset

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// TestEvalDetect writes Dutch reviews in the encodings of one byte and measures
// how many come back letter for letter: one review at a time, which is the
// hardest case, and twenty together.
func TestEvalDetect(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("LUISTER_EVAL=1 runs the measurements")
	}
	root := os.Getenv("LUISTER_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	b, err := os.ReadFile(filepath.Join(root, "data", "bolcom-pattern", "train.csv"))
	if err != nil {
		t.Skip("no shared data here")
	}
	texts := strings.Split(string(b), "\n")
	for _, together := range []int{1, 20} {
		for _, e := range []struct {
			name  string
			m     *charmap.Charmap
			floor float64
		}{
			{Windows1252, charmap.Windows1252, .97}, {ISO8859x15, charmap.ISO8859_15, .97},
			{Macintosh, charmap.Macintosh, .85}, {IBM850, charmap.CodePage850, .85},
		} {
			right, n := 0, 0
			for i := 0; i+together <= len(texts); i += together {
				text := strings.Join(texts[i:i+together], "\n")
				coded, err := e.m.NewEncoder().Bytes([]byte(text))
				if err != nil || len(coded) == len(text) {
					continue // signs the encoding lacks, or nothing but ASCII
				}
				n++
				got, err := io.ReadAll(NewReader(bytes.NewReader(coded), Detect(coded)))
				if err == nil && string(got) == text {
					right++
				} else if os.Getenv("LUISTER_SHOW") != "" && n-right < 12 {
					t.Logf("%s as %v: %q", e.name, Detect(coded), strings.Map(func(r rune) rune {
						if r < 128 {
							return -1
						}
						return r
					}, text))
				}
			}
			share := float64(right) / float64(max(n, 1))
			fmt.Printf("EVAL ingest/charset exact_%s_%d %.3f n=%d\n", e.name, together, share, n)
			if share < e.floor {
				t.Errorf("%s, %d together: %.3f, floor %.2f", e.name, together, share, e.floor)
			}
		}
	}
}
