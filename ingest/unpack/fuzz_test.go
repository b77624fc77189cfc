package unpack

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// FuzzOpen: whatever the bytes are, opening and reading them ends, and what is
// not packed comes out as it is.
func FuzzOpen(f *testing.F) {
	for _, pack := range []func(w io.Writer) io.WriteCloser{
		func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z },
	} {
		var b bytes.Buffer
		w := pack(&b)
		io.WriteString(w, "a;b\n1;2\n")
		w.Close()
		f.Add(b.Bytes())
		f.Add(b.Bytes()[:b.Len()/2])
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	m, _ := z.Create("map/x.csv")
	io.WriteString(m, "a;b\n1;2\n")
	z.Close()
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()-9])
	f.Add([]byte("a;b\r\n\x00\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		members, err := Open(name)
		if err != nil {
			return
		}
		for _, m := range members {
			got, err := io.ReadAll(io.LimitReader(m, 1<<20))
			if packed(data) {
				continue
			}
			if err != nil || !bytes.Equal(got, data[:min(len(data), 1<<20)]) {
				t.Errorf("a plain file of %d bytes gave %d, %v", len(data), len(got), err)
			}
		}
		if err := Close(members); err != nil && !packed(data) {
			t.Error(err)
		}
	})
}

func packed(data []byte) bool {
	for _, magic := range []string{"\x1f\x8b", "\x28\xb5\x2f\xfd", "PK\x03\x04"} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return true
		}
	}
	return false
}
