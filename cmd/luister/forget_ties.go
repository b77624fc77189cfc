package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"luister/export/page"
	"luister/export/table"
)

// A tie is another name of somebody who is erased, as the tables have it: the
// pseudonym of his address, or of his number.
type tie struct {
	id       string
	feedback int // that is known by it and stays
}

// findTies finds what the feedback that goes is known by as well, and how much other
// feedback is known by that. It is not erased: an address may be that of a household.
func (f *forgetting) findTies(snapshots []*table.Tables) error {
	names, stays := map[string]bool{}, map[string]map[string]bool{}
	for pass := range 2 { // first all names, of whatever snapshot
		for _, tables := range snapshots {
			columns, err := tables.Columns("feedback", nil, "feedback_id", "customer_id", "contact_id")
			if err != nil {
				return err
			}
			customers, contacts := columns.Strings("customer_id"), columns.Strings("contact_id")
			for i, id := range columns.Strings("feedback_id") {
				goes := f.asked(customers[i], contacts[i])
				for _, name := range []string{customers[i], contacts[i]} {
					switch {
					case pass == 0 && goes && name != "" && !slices.Contains(f.customers, name):
						names[name] = true
					case pass == 1 && !goes && names[name] && !slices.Contains(f.feedback, id):
						if stays[name] == nil {
							stays[name] = map[string]bool{}
						}
						stays[name][id] = true
					}
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(stays)) {
		f.tied = append(f.tied, tie{name, len(stays[name])})
	}
	return nil
}

// tellTies names what was not erased, and how to go on.
func (f *forgetting) tellTies(b *strings.Builder, ws string) {
	for _, t := range f.tied {
		fmt.Fprintf(b, "  NIET GEWIST %s van wie ook bekend is als %s: een ander nummer of adres van deze klant, of van een huisgenoot.\n", page.Plural(t.feedback, "feedback", "feedback"), t.id)
		fmt.Fprintf(b, "              Kijk met: luister cat feedback -w %s | grep %s; wis met: luister forget -w %s --customer %s\n", quoted(ws), t.id, quoted(ws), t.id)
	}
}
