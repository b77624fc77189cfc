package sheet

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

func TestWriteAndRead(t *testing.T) {
	rows := [][]string{{"0123", "=1+1", "twee\nregels"}, {"7", "Één €", ""}, {"8", strings.Repeat("a", 40_000), "x"}}
	var b bytes.Buffer
	err := Write(&b, Sheet{Name: "coderen", Header: []string{"id", "tekst", "vorm"}, Rows: rows, Widths: []float64{10, 80},
		Choices: map[int]Choice{2: {"waarden", 0, 2, 3}}},
		Sheet{Name: "waarden", Header: []string{"code"}, Rows: [][]string{{"klacht"}, {"vraag"}}})
	if err != nil {
		t.Fatal(err)
	}
	book, err := Open(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if book.Data != "coderen" {
		t.Errorf("the data sheet is %q", book.Data)
	}
	if book.Use("anders") || !book.Use("waarden") || book.Data != "waarden" || !book.Use("coderen") {
		t.Errorf("sheets cannot be chosen, the data sheet is %q", book.Data)
	}
	var text bytes.Buffer
	if _, err := book.WriteTo(&text); err != nil {
		t.Fatal(err)
	}
	got, err := csv.NewReader(&text).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 4 || !slices.Equal(got[1], rows[0]) || !slices.Equal(got[2], rows[1]) {
		t.Errorf("read back %.200q", got)
	}
	if n := len([]rune(got[3][1])); n != longestCell {
		t.Errorf("a cell of %d characters", n)
	}
}
