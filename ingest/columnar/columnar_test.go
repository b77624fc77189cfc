package columnar

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
)

type record struct {
	ID       int64     `parquet:"zaak"`
	Text     string    `parquet:"klacht"`
	Received time.Time `parquet:"ontvangen,timestamp(microsecond)"`
	Day      int32     `parquet:"dag,date"`
	Amount   int64     `parquet:"bedrag,decimal(2:10)"`
	Score    *float64  `parquet:"nps,optional"`
	Tags     []string  `parquet:"labels,list"`
	Known    bool      `parquet:"bekend"`
	Person   struct {
		Region string `parquet:"regio"`
	} `parquet:"klant"`
}

func file(t testing.TB) []byte {
	t.Helper()
	nps := 7.5
	rows := []record{
		{ID: 1, Text: "de factuur,\nklopt \"niet\"", Received: time.Date(2026, 3, 31, 14, 5, 6, 0, time.UTC), Day: 20543, Amount: -1205, Score: &nps, Tags: []string{"a", "b"}, Known: true},
		{ID: 2, Received: time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC), Amount: 7},
	}
	rows[0].Person.Region = "Oost"
	var b bytes.Buffer
	w := parquet.NewGenericWriter[record](&b, parquet.MaxRowsPerRowGroup(1))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t testing.TB, b []byte) (string, error) {
	t.Helper()
	f, err := Open(bytes.NewReader(b))
	if err != nil {
		return "", err
	}
	text := f.Text()
	defer text.Close()
	got, err := io.ReadAll(text)
	return string(got), err
}

func TestRead(t *testing.T) {
	want := "zaak,klacht,ontvangen,dag,bedrag,nps,labels,bekend,klant.regio\n" +
		"1,\"de factuur,\nklopt \"\"niet\"\"\",2026-03-31 14:05:06,2026-03-31,-12.05,7.5,\"a, b\",true,Oost\n" +
		"2,,1969-12-31 00:00:00,1970-01-01,0.07,,,false,\n"
	if got, err := read(t, file(t)); err != nil || got != want {
		t.Errorf("%v\n got %q\nwant %q", err, got, want)
	}
}

func TestDamaged(t *testing.T) {
	b := file(t)
	for _, n := range []int{4, 12, len(b) / 2, len(b) - 1} {
		if _, err := read(t, b[:n]); err == nil {
			t.Errorf("%d of %d bytes gave no error", n, len(b))
		}
	}
}

// claiming gives a small file whose first page claims n bytes when unpacked.
func claiming(t testing.TB, n uint32) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[struct {
		Text string `parquet:"klacht"`
	}](&b)
	if _, err := w.Write([]struct {
		Text string `parquet:"klacht"`
	}{{"de factuur klopt niet"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	// PAR1, then the type (field 1: 0x15 and its value) and the size (field 2: 0x15 and its value).
	whole := b.Bytes()
	if whole[4] != 0x15 || whole[6] != 0x15 || whole[7] >= 0x80 {
		t.Fatalf("the page begins otherwise: % x", whole[:12])
	}
	claim := binary.AppendUvarint(bytes.Clone(whole[:7]), uint64(n)<<1)
	return append(claim, whole[8:]...)
}

// TestClaims refuses pages that claim what their bytes cannot justify, before room is
// made for it, and no others.
func TestClaims(t *testing.T) {
	for _, n := range []uint32{2 << 20, 300 << 20, 1900 << 20, 1<<31 - 1} {
		if _, err := Open(bytes.NewReader(claiming(t, n))); err != errClaims {
			t.Errorf("a page of %d bytes: %v", n, err)
		}
	}
	same := make([]record, 50_000) // packed as tightly as it gets
	var b bytes.Buffer
	for _, codec := range []compress.Codec{&parquet.Zstd, &parquet.Gzip, &parquet.Brotli, &parquet.Snappy, &parquet.Uncompressed} {
		b.Reset()
		w := parquet.NewGenericWriter[record](&b, parquet.Compression(codec), parquet.PageBufferSize(32<<20))
		if _, err := w.Write(same); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if text, err := read(t, b.Bytes()); err != nil || strings.Count(text, "\n") != len(same)+1 {
			t.Errorf("%s: %d lines, %v", codec, strings.Count(text, "\n"), err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	b := file(f)
	f.Add(b)
	f.Add(claiming(f, 1900<<20))
	f.Add(b[:len(b)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		file, err := Open(bytes.NewReader(b))
		if err != nil {
			return
		}
		text := file.Text()
		defer text.Close()
		io.Copy(io.Discard, io.LimitReader(text, 1<<20))
	})
}

// TestSound refuses descriptions that claim more than there is, before room is
// made for it.
func TestSound(t *testing.T) {
	b := file(t)
	if !sound(b) {
		t.Fatal("a good file is refused")
	}
	footer := func(text string) []byte {
		b := append([]byte(magic), text...)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
		return append(b, magic...)
	}
	for what, b := range map[string][]byte{
		"a list of a milliard":         footer("\x15\x02\x19\xfc\xff\xff\xff\xff\x07\x00"),
		"a text of a milliard":         footer("\x18\xff\xff\xff\xff\x07\x00"),
		"a map of a milliard":          footer("\x1b\xff\xff\xff\xff\x07\x88"),
		"structs without end":          footer(strings.Repeat("\x1c", 100)),
		"a struct that does not end":   footer("\x15\x02"),
		"a description longer than it": append(append([]byte(magic), 0xff, 0xff, 0xff, 0x7f), magic...),
		"nothing":                      nil,
	} {
		if sound(b) {
			t.Errorf("%s is taken", what)
		}
	}
}

// TestDeep gives lists inside lists, as deep as the description is long: going down
// into them would fill the stack, which ends the program.
func TestDeep(t *testing.T) {
	deep := strings.Repeat("\x19", 16<<20)
	b := binary.LittleEndian.AppendUint32([]byte(magic+deep), uint32(len(deep)))
	if sound(append(b, magic...)) {
		t.Error("lists without end are taken")
	}
}
