package spss

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A writer makes system files as SPSS lays them out.
type writer struct {
	bytes.Buffer
	order   binary.ByteOrder
	packing int32
}

func (w *writer) ints(all ...int) {
	for _, x := range all {
		b := make([]byte, 4)
		w.order.PutUint32(b, uint32(x))
		w.Write(b)
	}
}

func (w *writer) number(x float64) []byte {
	b := make([]byte, 8)
	w.order.PutUint64(b, math.Float64bits(x))
	return b
}

func (w *writer) header() {
	w.WriteString("$FL2" + fmt.Sprintf("%-60s", "@(#) test"))
	w.ints(2, 0, int(w.packing), 0, -1)
	w.Write(w.number(100))
	w.WriteString(fmt.Sprintf("%-9s%-8s%-64s\x00\x00\x00", "01 jan 26", "10:00:00", ""))
}

// variable writes a variable and the continuations of its string.
func (w *writer) variable(name, label string, width, format int, missing ...float64) {
	w.ints(recordVariable, width, min(len(label), 1), len(missing), format<<16, format<<16)
	w.WriteString(fmt.Sprintf("%-8s", name))
	if label != "" {
		w.ints(len(label))
		w.WriteString(label + strings.Repeat(" ", -len(label)&3))
	}
	for _, x := range missing {
		w.Write(w.number(x))
	}
	for n := 8; n < width; n += 8 {
		w.ints(recordVariable, continuation, 0, 0, 0, 0)
		w.WriteString("        ")
	}
}

func (w *writer) labels(element int, labels map[float64]string) {
	w.ints(recordLabels, len(labels))
	for x, label := range labels {
		w.Write(w.number(x))
		w.WriteByte(byte(len(label)))
		w.WriteString(label + strings.Repeat(" ", -(len(label)+1)&7))
	}
	w.ints(recordOf, 1, element)
}

func (w *writer) more(kind, size int, content string) {
	w.ints(recordMore, kind, size, len(content)/size)
	w.WriteString(content)
}

// cases writes elements: numbers, strings of 8 bytes, or nil for no value.
func (w *writer) cases(elements ...any) {
	w.ints(recordEnd, 0)
	var body writer
	body.order = w.order
	for _, group := range chunks(elements) {
		codes, raw := make([]byte, 8), []byte{}
		for i, e := range group {
			b := w.number(-math.MaxFloat64)
			codes[i] = codeMissing
			switch e := e.(type) {
			case float64:
				b, codes[i] = w.number(e), codeRaw
				if e == math.Trunc(e) && e > -100 && e < 151 {
					codes[i] = byte(e + 100)
				}
			case string:
				b, codes[i] = []byte(fmt.Sprintf("%-8s", e)), codeRaw
				if strings.TrimSpace(e) == "" {
					codes[i] = codeBlanks
				}
			}
			if w.packing == plain || codes[i] == codeRaw {
				raw = append(raw, b...)
			}
		}
		if w.packing != plain {
			if len(group) < 8 {
				codes[len(group)] = codeEnd
			}
			body.Write(codes)
		}
		body.Write(raw)
	}
	if w.packing != zipped {
		w.Write(body.Bytes())
		return
	}
	w.zip(body.Bytes())
}

// zip writes the cases in blocks of zlib, with what goes before and behind.
func (w *writer) zip(body []byte) {
	var blocks bytes.Buffer
	for len(body) > 0 {
		n := min(len(body), 40)
		z := zlib.NewWriter(&blocks)
		z.Write(body[:n])
		z.Close()
		body = body[n:]
	}
	start := uint64(w.Len())
	for _, x := range []uint64{start, start + 24 + uint64(blocks.Len()), 24} {
		b := make([]byte, 8)
		w.order.PutUint64(b, x)
		w.Write(b)
	}
	w.Write(blocks.Bytes())
	w.WriteString("the trailer is not needed")
}

func chunks(all []any) [][]any {
	var out [][]any
	for len(all) > 8 {
		out, all = append(out, all[:8]), all[8:]
	}
	return append(out, all)
}

// survey is a small survey: a score whose ends are labelled, a choice, a long
// answer in parts, a day and a time.
func survey(order binary.ByteOrder, packing int32) []byte {
	w := &writer{order: order, packing: packing}
	w.header()
	w.variable("NPS", "Hoe waarschijnlijk is het dat u ons aanbeveelt?", 0, 5, 99)
	w.variable("KANAAL", "Kanaal", 0, 5)
	w.variable("V3", "Wat kan er beter?", 255, 1)
	w.variable("V3A", "", 48, 1)
	w.variable("DAG", "", 0, formatEDate)
	w.variable("TIJD", "", 0, formatDateTime)
	w.labels(1, map[float64]string{0: "zeer onwaarschijnlijk", 10: "zeer waarschijnlijk"})
	w.labels(2, map[float64]string{1: "telefoon", 2: "e-mail", 3: "caf\xe9"})
	w.more(moreFloats, 8, string(w.number(-math.MaxFloat64))+strings.Repeat("\x00", 16))
	w.more(moreLongNames, 1, "V3=wat_kan_er_beter\tDAG=ontvangen")
	w.more(moreVeryLong, 1, "V3=00300\x00\t")
	answer := strings.Repeat("de factuur klopt niet; ", 13) + "einde" // 304 bytes, cut at 300
	text := []any{}
	for i := range 32 {
		text = append(text, answer[8*i:8*i+8-btoi(i == 31)]) // 255 bytes, filled up to 256
	}
	for i := range 6 {
		text = append(text, (answer[255:] + strings.Repeat(" ", 48))[8*i:8*i+8])
	}
	day := float64(13_983_062_400) // 2025-11-21
	all := append([]any{8.0, 3.0}, text...)
	all = append(all, day, day+3723)
	all = append(all, 99.0, 7.0)
	for range 38 {
		all = append(all, "")
	}
	all = append(all, nil, nil)
	w.cases(all...)
	return w.Bytes()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
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

// TestRead holds that a file reads the same however it is stored.
func TestRead(t *testing.T) {
	answer := (strings.Repeat("de factuur klopt niet; ", 13) + "einde")[:300]
	want := "NPS Hoe waarschijnlijk is het dat u ons aanbeveelt?,KANAAL,wat_kan_er_beter Wat kan er beter?,ontvangen,TIJD\n" +
		"8,café," + answer + ",2025-11-21,2025-11-21 01:02:03\n,7,,,\n"
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, packing := range []int32{plain, bytecode, zipped} {
			got, err := read(t, survey(order, packing))
			if err != nil || got != want {
				t.Errorf("%v, compression %d: %v\n got %q\nwant %q", order, packing, err, got, want)
			}
		}
	}
}

// TestCut holds that a file that ends too early says so, wherever it ends.
func TestCut(t *testing.T) {
	for _, packing := range []int32{plain, bytecode, zipped} {
		whole := survey(binary.LittleEndian, packing)
		for n := range len(whole) - 200 {
			got, err := read(t, whole[:n])
			if err == nil && strings.Count(got, "\n") > 2 {
				t.Fatalf("compression %d: %d of %d bytes gave all cases and no error", packing, n, len(whole))
			}
			if err != nil && strings.Contains(err.Error(), "factuur") {
				t.Fatalf("an error holds a value: %v", err)
			}
		}
	}
}

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		x      float64
		format int
		want   string
	}{
		{2.5, 5, "2.5"}, {-3, 5, "-3"}, {1e20, 5, "100000000000000000000"},
		{0, formatDate, "1582-10-14"}, {-1, formatDate, "-1"}, {1e18, formatDateTime, "1000000000000000000"},
		{3661, formatTime, "01:01:01"}, {90000, formatDTime, "25:00:00"},
	} {
		if got := number(tt.x, tt.format); got != tt.want {
			t.Errorf("%g as %d: %s, want %s", tt.x, tt.format, got, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, tt := range []struct {
		codes []float64
		want  bool
	}{{[]float64{0, 10}, false}, {[]float64{1, 4, 7}, false}, {[]float64{1, 2}, true}, {[]float64{1, 2, 3, 4, 5}, true}, {[]float64{1, 2, 3, 99}, true}, {[]float64{5}, false}} {
		if got := names(tt.codes); got != tt.want {
			t.Errorf("labels of %v name answers: %v", tt.codes, got)
		}
	}
}

// hostile are files with a length below nothing.
func hostile() [][]byte {
	var all [][]byte
	for _, fill := range []func(w *writer){
		func(w *writer) { w.ints(recordVariable, 0, 1, 0, 0, 0); w.WriteString("A       "); w.ints(-1) },
		func(w *writer) { w.ints(recordLabels, 0, recordOf, -5) },
		func(w *writer) { w.ints(recordDocument, -1) },
		func(w *writer) { w.ints(recordMore, 3, -4, 8) },
	} {
		w := &writer{order: binary.LittleEndian}
		w.header()
		fill(w)
		w.WriteString(strings.Repeat("\x00", 64))
		all = append(all, w.Bytes())
	}
	return all
}

func TestHostile(t *testing.T) {
	for i, b := range hostile() {
		if _, err := Open(bytes.NewReader(b)); err == nil {
			t.Errorf("file %d is read", i)
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, b := range hostile() {
		f.Add(b)
	}
	for _, packing := range []int32{plain, bytecode, zipped} {
		f.Add(survey(binary.LittleEndian, packing))
	}
	f.Add(survey(binary.BigEndian, bytecode)[:300])
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Open(bytes.NewReader(b))
		if err != nil {
			return
		}
		text := file.Text()
		defer text.Close()
		io.Copy(io.Discard, io.LimitReader(text, 1<<20))
	})
}

// TestEvalReal reads real files, and says how many.
func TestEvalReal(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
	root := os.Getenv("LUISTER_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	n, ok := 0, 0
	filepath.Walk(filepath.Join(root, "formats", "spss-sav"), func(path string, info os.FileInfo, err error) error {
		if ext := filepath.Ext(path); err != nil || ext != ".sav" && ext != ".zsav" {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		n++
		if text, err := read(t, b); err == nil && strings.Count(text, "\n") > 1 {
			ok++
		} else {
			t.Logf("%s: %v", filepath.Base(path), err)
		}
		return nil
	})
	if n == 0 {
		t.Skip("the shared sets are absent; set LUISTER_SHARED")
	}
	fmt.Printf("EVAL ingest/spss read %.4f n=%d\n", float64(ok)/float64(n), n)
	if ok < n {
		t.Error("below the floor")
	}
}
