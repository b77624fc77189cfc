package table

import (
	"strconv"
	"testing"
)

func TestTable(t *testing.T) {
	want := map[Hash]uint16{}
	for i := range 5000 {
		want[Seed(1).String(strconv.Itoa(i))] = uint16(i)
	}
	table, rest, err := Open(string(Build(want)) + "rest")
	if err != nil || rest != "rest" {
		t.Fatal(err, rest)
	}
	for h, v := range want {
		if got, ok := table.Get(h); !ok || got != v {
			t.Fatalf("got %d, %v; want %d", got, ok, v)
		}
	}
	for i := range 100_000 {
		if _, ok := table.Get(Seed(2).String(strconv.Itoa(i))); ok {
			t.Fatalf("%d was found but is not there", i)
		}
	}
}

func TestOpenBroken(t *testing.T) {
	good := string(Build(map[Hash]uint16{1: 2}))
	for _, data := range []string{"", "LTB1", good[:len(good)-1], "x" + good} {
		if _, _, err := Open(data); err == nil {
			t.Errorf("%q was opened", data)
		}
	}
}

// TestFull asks a table without an empty slot, which only a damaged file has, for what
// it has not.
func TestFull(t *testing.T) {
	data := Build(map[Hash]uint16{Seed(1): 1, Seed(2): 2, Seed(3): 3, Seed(4): 4})
	for i := header; i < len(data); i += slotSize {
		data[i] |= 1 // no mark is 0
	}
	table, _, err := Open(string(data))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := table.Get(Seed(9)); ok {
		t.Error("found what is not there")
	}
}
