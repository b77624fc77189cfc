package objects

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestOpen(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"array", `[{"id":1,"tekst":"te laat"},{"id":2,"x":true,"tekst":null}]`, "id tekst x / 1,te laat, / 2,,true"},
		{"lines", "{\"id\":1,\"a\":{\"b\":\"c\"}}\n\n{\"id\":2.50}\n", "id a.b / 1,c / 2.50,"},
		{"envelope", `{"count":2,"extra":{"list":[1]},"none":[],"tickets":[{"id":7,"tags":["x","y"]},{"id":8}],"next":"[{"}`, "id tags / 7,x, y / 8,"},
		{"fields by id", `[{"custom_fields":[{"id":36,"value":"gas"},{"id":37,"value":null}],"via":[{"a":1,"b":2}]}]`, "custom_fields.36 custom_fields.37 via.1.a via.1.b / gas,,1,2"},
		{"one object per line, with one line", "{\"id\":1,\"tekst\":\"te laat\"}\n{\"id\":2}", "id tekst / 1,te laat / 2,"},
		{"one object alone", `{"id":1,"tekst":"te laat","tags":["x"]}`, "id tekst tags / 1,te laat,x"},
		{"byte order mark", "\ufeff[{\"id\":1}]", "id / 1"},
		{"utf-16", "\xff\xfe[\x00{\x00\"\x00i\x00\"\x00:\x001\x00}\x00]\x00", "i / 1"},
	} {
		r, err := Open(strings.NewReader(tt.text))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got := strings.Join(r.Header(), " ")
		for record, err := range r.Records() {
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			got += " / " + strings.Join(record.Fields, ",")
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"": "empty", "3": "no list", `{"a":[1,2]}`: "no list", `[]`: "no list", `[1]`: "no list",
		`[{"id":1},{"geheim":`: "cut off", `[{"id" 1}]`: "byte",
		strings.Repeat(`[{"a":`, 1) + strings.Repeat(`{"a":`, 100): "deeply",
	} {
		if _, err := Open(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%.20q: %v, want %q", text, err, want)
		}
	}
}

func TestLongFile(t *testing.T) {
	var text bytes.Buffer
	for i := range 5000 {
		fmt.Fprintf(&text, "{\"id\":%d,\"tekst\":%q}\n", i, strings.Repeat("woord ", 50))
	}
	r, err := Open(&text)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for record, err := range r.Records() {
		if err != nil || record.Fields[0] != fmt.Sprint(n) {
			t.Fatalf("record %d: %v", n, err)
		}
		n++
	}
	if n != 5000 {
		t.Errorf("%d records", n)
	}
}

func TestLooks(t *testing.T) {
	for text, want := range map[string]bool{
		`[{"a":1}]`: true, "{\"a\":1,\n\"b\":2}": true, "[klant] zei;dat\n1;2": false, "{x};y\n": false, "a,b\n1,2": false, `{"a":"` + strings.Repeat("x", 99): true, "": false,
	} {
		if Looks([]byte(text)) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`{"count":2,"tickets":[{"id":7,"tags":["x","y"]},{"id":8}]}`))
	f.Add([]byte(`[{"a":{"b":[{"id":1,"value":2}]}},{}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Open(bytes.NewReader(text))
		if err != nil {
			return
		}
		for record, err := range r.Records() {
			if err == nil && len(record.Fields) != len(r.Header()) {
				t.Fatalf("%d fields of %d columns", len(record.Fields), len(r.Header()))
			}
		}
	})
}
