package objects

import (
	"fmt"
	"strings"
	"testing"
)

func TestBadLines(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"one in the middle", "{\"id\":1}\n{\"id\":2\n{\"id\":3}\n", "1[1] 2!geen 3[3]"},
		{"the first", "{\"id\":geheim}\r\n{\"id\":2}\r\n\r\n{\"id\":3}\r\n", "1!geen 2[2] 4[3]"},
		{"the last, cut off", "{\"id\":1}\n{\"id\":2}\n{\"id\":3,\"te", "1[1] 2[2] 3!geen"},
		{"no object", "{\"id\":1}\n\"geheim\"\n{\"id\":3}\n", "1[1] 2!geen 3[3]"},
		{"two in one line", "{\"id\":1}\n{\"id\":2}{\"id\":3}\n{\"id\":4}", "1[1] 2!geen 3[4]"},
		{"a byte order mark", "\ufeff{\"id\":1}\n{\"id\":2}\n", "1[1] 2[2]"},
	} {
		if !Looks([]byte(tt.text)) {
			t.Errorf("%s: does not look like JSON", tt.name)
		}
		r, err := Open(strings.NewReader(tt.text))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var got []string
		for rec, err := range r.Records() {
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			if strings.Contains(rec.Reject, "geheim") {
				t.Errorf("%s: the reason holds text", tt.name)
			}
			if rec.Reject != "" {
				got = append(got, fmt.Sprintf("%d!%s", rec.Number, map[bool]string{true: "geen"}[strings.Contains(rec.Reject, "geen")]))
			} else {
				got = append(got, fmt.Sprintf("%d%v", rec.Number, rec.Fields))
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
