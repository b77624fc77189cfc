package erase

import (
	"cmp"
	"slices"
	"strings"

	"luister/cluster"
	"luister/cluster/registry"
	"luister/export/table"
)

// nameless is what a driver is called whose name was the words of erased
// feedback only, and that has no other phrase.
const nameless = "naam gewist"

// Clean takes the given feedback out of the state of the drivers, and with it the
// words that nobody else used: names and phrases that no other feedback of the
// driver holds, and terms that no other feedback has. It reads the tables that
// still hold the feedback. What it gives says what stands in the place of each
// such name and phrase, "" for nothing.
func Clean(state *registry.Registry, tables *table.Tables, ids []string) (instead map[string]string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	gone := map[string]bool{}
	for _, id := range ids {
		gone[id] = true
	}
	instead = map[string]string{}
	for _, c := range state.Candidates { // a candidate is named in the words of one of its texts
		if slices.ContainsFunc(c.Members, func(id string) bool { return gone[id] }) {
			instead[c.Name] = ""
		}
	}
	state.Forget(gone)
	texts, err := tables.Texts(ids...)
	if err != nil {
		return nil, err
	}
	c := cleaning{state: state, tables: tables, gone: gone, texts: folded(texts), instead: instead}
	if err := c.drivers(); err != nil {
		return nil, err
	}
	return c.instead, c.terms(ids)
}

type cleaning struct {
	state   *registry.Registry
	tables  *table.Tables
	gone    map[string]bool
	texts   []string // that are erased, folded
	instead map[string]string
}

// drivers renames drivers and drops phrases: of those that lose feedback, and
// those that say something that erased texts hold.
func (c *cleaning) drivers() error {
	members, losing, err := c.members()
	if err != nil {
		return err
	}
	for i := range c.state.Drivers {
		d := &c.state.Drivers[i]
		loses := losing[d.ID] || losing[c.inUse(d)]
		if !loses && !slices.ContainsFunc(said(d), func(phrase string) bool { return holds(c.texts, phrase) }) {
			continue
		}
		left, err := c.tables.Texts(members[c.inUse(d)]...)
		if err != nil {
			return err
		}
		c.rename(d, folded(left), loses)
	}
	return nil
}

// said gives everything that a driver says in words of feedback.
func said(d *cluster.Driver) []string {
	all := []string{d.Name, d.Own}
	for _, p := range d.Key {
		all = append(all, p.Text)
	}
	return all
}

// members gives the feedback of each driver that stays, and which drivers lose
// any.
func (c *cleaning) members() (members map[string][]string, losing map[string]bool, err error) {
	rows, err := c.tables.Columns("feedback_driver", nil, "feedback_id", "driver_id")
	if err != nil {
		return nil, nil, err
	}
	members, losing = map[string][]string{}, map[string]bool{}
	for i, id := range rows.Strings("feedback_id") {
		if driver := rows.Strings("driver_id")[i]; c.gone[id] {
			losing[driver] = true
		} else {
			members[driver] = append(members[driver], id)
		}
	}
	return members, losing, nil
}

// inUse follows a driver to the one that took its place.
func (c *cleaning) inUse(d *cluster.Driver) string {
	for range len(c.state.Drivers) {
		next := c.state.Driver(d.Retired)
		if next == nil {
			break
		}
		d = next
	}
	return d.ID
}

// rename takes out of a driver what none of the texts that are left holds. Where
// it loses feedback that need not be in the erased texts: an earlier version of
// one may have had it.
func (c *cleaning) rename(d *cluster.Driver, left []string, loses bool) {
	only := func(phrase string) bool {
		return phrase != "" && (loses || holds(c.texts, phrase)) && !holds(left, phrase)
	}
	d.Key = slices.DeleteFunc(d.Key, func(p cluster.Phrased) bool {
		if only(p.Text) {
			c.instead[p.Text] = ""
			return true
		}
		return false
	})
	other := nameless
	if len(d.Key) > 0 {
		other = d.Key[0].Text
	}
	if d.Own != "" && only(d.Own) {
		c.instead[d.Own], d.Own = other, other
	}
	if !d.Named && only(d.Name) {
		c.instead[d.Name], d.Name = other, other
	}
}

// terms takes terms out of the space that only erased feedback has.
func (c *cleaning) terms(ids []string) error {
	if c.state.Space == nil {
		return nil
	}
	documents, err := table.Get[table.Document](c.tables, ids...)
	if err != nil {
		return err
	}
	theirs := map[string]bool{}
	for i := range documents {
		for _, term := range c.held(documents[i].Terms) {
			theirs[term] = true
		}
	}
	for _, month := range c.tables.Partitions("document") {
		columns, err := c.tables.Columns("document", []string{month}, "feedback_id", "terms")
		if err != nil {
			return err
		}
		for i, id := range columns.Strings("feedback_id") {
			if c.gone[id] {
				continue
			}
			for _, term := range c.held(columns.Lists("terms")[i]) {
				delete(theirs, term)
			}
		}
	}
	c.state.Space.Forget(theirs)
	return nil
}

// held gives what the space may hold of terms: themselves, and their pairs if it has any.
func (c *cleaning) held(terms []string) []string {
	if !c.state.Pairs {
		return terms
	}
	return slices.Concat(terms, cluster.Pairs(terms))
}

// folded gives texts in lower case with single blanks.
func folded(texts map[string]string) []string {
	out := make([]string, 0, len(texts))
	for _, text := range texts {
		out = append(out, fold(text))
	}
	return out
}

func fold(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// holds says whether one of the folded texts holds a phrase.
func holds(texts []string, phrase string) bool {
	phrase = cmp.Or(fold(phrase), "\x00")
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, phrase) })
}
