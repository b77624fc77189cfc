package mail

import (
	"encoding/json"
	"testing"
)

// TestDatesCanBeWritten reads dates with zones that exist nowhere: no date is
// given that JSON cannot hold.
func TestDatesCanBeWritten(t *testing.T) {
	for header, want := range map[string]bool{
		"Mon, 5 Jan 2026 10:00:00 +0100": true, "Mon, 5 Jan 2026 10:00:00 +1400": true,
		"Mon, 5 Jan 2026 10:00:00 +2400": false, "Mon, 5 Jan 2026 10:00:00 -2400": false, "Mon, 5 Jan 0026 10:00:00 +0100": false,
	} {
		at := parseDate(header)
		if at.IsZero() == want {
			t.Errorf("%s: read as %v", header, at)
		}
		if _, err := json.Marshal(at); err != nil {
			t.Errorf("%s: %v", header, err)
		}
	}
}
