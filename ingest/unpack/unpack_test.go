package unpack

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func write(t *testing.T, name string, fill func(w io.Writer)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	fill(f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOffice(t *testing.T) {
	for first, want := range map[string]bool{"[Content_Types].xml": true, "xl/worksheets/sheet1.xml": true, "docProps/app.xml": true,
		"_rels/.rels": true, "mimetype": true, "map/x.xlsx": false, "xlijst.csv": false} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		m, _ := z.CreateHeader(&zip.FileHeader{Name: first}) // stored as it is, with an office document inside
		io.WriteString(m, "PK\x03\x04[Content_Types].xml")
		z.Close()
		if Office(b.Bytes()) != want {
			t.Errorf("%s: %v", first, !want)
		}
	}
	for _, cut := range []string{"", "PK\x03\x04", "PK\x03\x04" + strings.Repeat("\xff", 26)} {
		if Office([]byte(cut)) {
			t.Errorf("%q looks like an office document", cut)
		}
	}
}

func TestOpen(t *testing.T) {
	const text = "a;b\n1;2\n"
	for _, c := range []struct {
		name string
		fill func(w io.Writer)
		want string // name of the first member
		n    int
	}{
		{"x.csv", func(w io.Writer) { io.WriteString(w, text) }, "x.csv", 1},
		{"x.csv.gz", func(w io.Writer) { z := gzip.NewWriter(w); io.WriteString(z, text); z.Close() }, "x.csv", 1},
		{"x.csv.zst", func(w io.Writer) { z, _ := zstd.NewWriter(w); io.WriteString(z, text); z.Close() }, "x.csv", 1},
		{"x.zip", func(w io.Writer) {
			z := zip.NewWriter(w)
			for _, name := range []string{"map/", "map/.hidden", "map/x.csv", "y.csv"} {
				m, _ := z.Create(name)
				if name[len(name)-1] != '/' {
					io.WriteString(m, text)
				}
			}
			z.Close()
		}, "map/x.csv", 2},
		{"x.xlsx", func(w io.Writer) { z := zip.NewWriter(w); z.Create("[Content_Types].xml"); z.Close() }, "x.xlsx", 1},
	} {
		members, err := Open(write(t, c.name, c.fill))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if len(members) != c.n || members[0].Name != c.want {
			t.Errorf("%s: %d members, first %q", c.name, len(members), members[0].Name)
		}
		for _, m := range members {
			if got, err := io.ReadAll(m); err != nil || c.name != "x.xlsx" && string(got) != text {
				t.Errorf("%s: read %q, %v", c.name, got, err)
			}
		}
		if err := Close(members); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestOpenBad(t *testing.T) {
	empty := write(t, "leeg.zip", func(w io.Writer) { z := zip.NewWriter(w); z.Create("map/"); z.Close() })
	if _, err := Open(empty); !errors.Is(err, ErrEmptyArchive) {
		t.Errorf("an archive of folders: %v", err)
	}
	for _, path := range []string{
		t.TempDir(), filepath.Join(t.TempDir(), "none"),
		write(t, "x.gz", func(w io.Writer) { w.Write([]byte{0x1f, 0x8b, 9}) }),
		write(t, "x.zip", func(w io.Writer) { io.WriteString(w, "PK\x03\x04 cut off") }),
	} {
		if m, err := Open(path); err == nil {
			Close(m)
			t.Errorf("Open(%s): want an error", filepath.Base(path))
		}
	}
}
