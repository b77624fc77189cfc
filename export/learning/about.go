package learning

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"luister/export/table"
)

// drivers are all that ever were, by id.
type drivers map[string]table.Driver

func driversOf(tables *table.Tables) (drivers, error) {
	rows, err := table.All[table.Driver](tables)
	if err != nil {
		return nil, err
	}
	all := make(drivers, len(rows))
	for _, d := range rows {
		all[d.ID] = d
	}
	return all, nil
}

// heir gives the driver in the place of one that went into another.
func (all drivers) heir(id string) string {
	for range all {
		if all[id].MergedInto == "" {
			break
		}
		id = all[id].MergedInto
	}
	return id
}

// nearest names the drivers in use whose ids are most like one that is not known.
func (all drivers) nearest(id string) string {
	const named = 3
	var use []table.Driver
	for _, d := range all {
		if !d.Gone() {
			use = append(use, d)
		}
	}
	slices.SortFunc(use, func(a, b table.Driver) int {
		return cmp.Or(cmp.Compare(unlike(a.ID, id), unlike(b.ID, id)), cmp.Compare(a.ID, b.ID))
	})
	var names []string
	for _, d := range use[:min(named, len(use))] {
		names = append(names, fmt.Sprintf("%s %q", d.ID, d.Name))
	}
	return strings.Join(names, ", ")
}

// unlike counts the places in which two ids differ.
func unlike(a, b string) int {
	n := max(len(a), len(b)) - min(len(a), len(b))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// settle gives measures and targets the driver in the place of the one they name.
// What names a driver that is not there, or takes nothing in any more, is noted
// and stays: a night must go on, and whether a driver is there is known only when
// its drivers are made.
func (k *work) settle() error {
	known, err := driversOf(k.tables)
	if err != nil {
		return err
	}
	k.Measures, k.Targets = slices.Clone(k.Measures), slices.Clone(k.Targets)
	for i := range k.Measures {
		m := &k.Measures[i]
		m.Driver = known.heir(m.Driver)
		k.noteDriver(known, "maatregel "+m.ID, m.Driver, m.At)
	}
	for i := range k.Targets {
		if t := &k.Targets[i]; t.Driver != "" {
			t.Driver = known.heir(t.Driver)
			k.noteDriver(known, "doel "+t.ID, t.Driver, t.At)
		}
	}
	return nil
}

func (k *work) noteDriver(known drivers, what, id, at string) {
	d, ok := known[id]
	switch {
	case !ok && len(known) == 0:
		k.notes = append(k.notes, fmt.Sprintf("%s: %s noemt driver %s, die er niet is; er is nog geen enkele driver", at, what, id))
	case !ok:
		k.notes = append(k.notes, fmt.Sprintf("%s: %s noemt driver %s, die er niet is; het meest lijken daarop %s", at, what, id, known.nearest(id)))
	case d.Gone():
		k.notes = append(k.notes, fmt.Sprintf("%s: %s gaat over driver %s %q, die buiten gebruik is: er komt geen nieuwe feedback bij", at, what, id, d.Name))
	}
}
