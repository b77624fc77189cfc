package source

import (
	"strings"
	"testing"
	"time"
)

func TestKeptSince(t *testing.T) {
	now := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"": "", "24 months": "2024-11-22", "2 jaar": "2024-11-22", "90 dagen": "2026-08-24", "6  Weken": "2026-10-11", "1 month": "2026-10-22",
	} {
		since, limited := Source{Name: "x", Retention: text}.KeptSince(now)
		if got := since.Format(time.DateOnly); limited != (want != "") || limited && got != want {
			t.Errorf("%q: %s, limited %v, want %q", text, got, limited, want)
		}
	}
	for _, text := range []string{"altijd", "24", "-1 maand", "0 dagen", "twee jaar", "24 maanden en een dag"} {
		if err := (Source{Name: "x", Retention: text}).Check(); err == nil || !strings.Contains(err.Error(), "retention") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
