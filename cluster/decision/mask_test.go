package decision

import (
	"reflect"
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	mask := func(s string) string { return strings.ReplaceAll(s, "Jansen", "[NAAM-X]") }
	values := map[string]string{"what": "bel Jansen", "owner": "Jansen", "conclusion": "Jansen had gelijk", "agreed": "Jansen krijgt bericht", "present": "Jansen", "customers": "met Jansen", "date": "2026-03-01", "cause.D0001": "Jansen vergat het"}
	for _, tt := range []struct{ give, want Event }{
		{Event{Kind: Owner, To: "Jansen", Why: "Jansen belde"}, Event{Kind: Owner, To: "Jansen", Why: "[NAAM-X] belde"}},
		{Event{Kind: Rename, From: "Jansen", To: "Klacht Jansen"}, Event{Kind: Rename, From: "[NAAM-X]", To: "Klacht [NAAM-X]"}},
		{Event{Kind: Describe, To: "Jansen"}, Event{Kind: Describe, To: "[NAAM-X]"}},
		{Event{Kind: Split, To: "Jansen"}, Event{Kind: Split, To: "[NAAM-X]"}},
		{Event{Kind: Session, Who: "Jansen", Values: values}, Event{Kind: Session, Who: "Jansen", Values: map[string]string{
			"what": "bel [NAAM-X]", "owner": "Jansen", "conclusion": "[NAAM-X] had gelijk", "agreed": "[NAAM-X] krijgt bericht", "present": "Jansen", "customers": "met [NAAM-X]", "date": "2026-03-01", "cause.D0001": "[NAAM-X] vergat het"}}},
	} {
		got := tt.give
		if got.Mask(mask); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%+v, want %+v", got, tt.want)
		}
	}
	if values["what"] != "bel Jansen" {
		t.Error("the details of another copy changed")
	}
}
