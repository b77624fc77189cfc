package table

import (
	"strings"
	"testing"
)

func TestPack(t *testing.T) {
	want := strings.Repeat("factuur klant ", 1000)
	packed := Pack([]byte(want))
	if len(packed) > len(want)/10 {
		t.Errorf("%d bytes became %d", len(want), len(packed))
	}
	if got, err := Unpack(string(packed)); err != nil || got != want {
		t.Errorf("got %d bytes, %v; want %d", len(got), err, len(want))
	}
	for n := range len(packed) {
		if got, err := Unpack(string(packed[:n])); err == nil && got == want {
			t.Errorf("the first %d of %d bytes were enough", n, len(packed))
		}
	}
}

func BenchmarkUnpack(b *testing.B) {
	values := map[Hash]uint16{}
	for i := range 300_000 {
		values[Seed('x').Byte(byte(i)).Byte(byte(i>>8)).Byte(byte(i>>16))] = uint16(i % 12)
	}
	packed := string(Pack(Build(values)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Unpack(packed); err != nil {
			b.Fatal(err)
		}
	}
}
