package learning

import (
	"cmp"
	"slices"

	"luister/cluster/newword"
	"luister/cluster/reach"
	"luister/cluster/suggest"
	"luister/cluster/voice"
	"luister/export/table"
)

const reachDays = 365

// reach compares who is heard with who the customers are.
func (k *work) reach() error {
	groups, err := exposed(k.tables)
	if err != nil {
		return err
	}
	columns := map[string][]string{"product": k.f.Product, "department": k.f.Department, "region": k.f.Region, "location": k.f.Location, "channel": k.f.Channel}
	groups = slices.DeleteFunc(groups, func(g reach.Group) bool { return columns[g.Dimension] == nil })
	compared := map[string][]string{} // only where it is known who the customers are
	for _, g := range groups {
		compared[g.Dimension] = columns[g.Dimension]
	}
	voices := reach.Voices(k.f, compared, k.f.Until-reachDays*voice.Day)
	k.w.Clear("reach")
	for _, r := range reach.Of(groups, voices) {
		if err := table.Put(k.w, "", reachRow(r)); err != nil {
			return err
		}
	}
	return nil
}

// exposed gives the groups of the exposure table with their mean over the last
// twelve months that are known; customers if they are counted, else contacts.
func exposed(tables *table.Tables) ([]reach.Group, error) {
	rows, err := table.All[table.Exposure](tables)
	if err != nil {
		return nil, err
	}
	units := map[string]string{}
	var months []string
	for _, r := range rows {
		if units[r.Dimension] == "" || r.Unit == "klanten" {
			units[r.Dimension] = r.Unit
		}
		months = append(months, r.Month)
	}
	slices.Sort(months)
	months = slices.Compact(months)
	since := ""
	if n := len(months); n > 12 {
		since = months[n-12]
	}
	type key struct{ dimension, value string }
	sum, count := map[key]float64{}, map[key]float64{}
	for _, r := range rows {
		if r.Dimension != "" && r.Unit == units[r.Dimension] && r.Month >= since {
			sum[key{r.Dimension, r.Value}] += float64(r.Count)
			count[key{r.Dimension, r.Value}]++
		}
	}
	var groups []reach.Group
	for g, total := range sum {
		groups = append(groups, reach.Group{Dimension: g.dimension, Value: g.value, Exposure: total / count[g]})
	}
	return groups, nil
}

// suggestions groups what is proposed. Groups of earlier runs stay.
func (k *work) suggestions() error {
	before, err := table.All[table.Suggestion](k.tables)
	if err != nil {
		return err
	}
	groups := map[string]string{}
	for _, s := range before {
		groups[s.FeedbackID] = s.GroupID
	}
	all, err := k.proposed(groups)
	if err != nil {
		return err
	}
	statuses := suggest.Statuses(k.Events, k.Decided)
	k.w.Clear("suggestion")
	for i, group := range suggest.Group(all, groups) {
		s, status := &all[i], statuses[group]
		row := table.Suggestion{FeedbackID: s.ID, GroupID: group, DriverID: s.Driver, Topic: s.Topic, Received: timeOf(s.At),
			Status: cmp.Or(status.Status, "nieuw"), Why: status.Why, Who: status.Who, Decided: status.At}
		if err := table.Put(k.w, "", row); err != nil {
			return err
		}
	}
	return nil
}

// proposed gives all suggestions, with the vectors of those that need one: new
// ones, and those that began a group.
func (k *work) proposed(groups map[string]string) ([]suggest.Suggestion, error) {
	var all []suggest.Suggestion
	var need []string
	for row, id := range k.f.ID {
		if k.f.Form[row] != "suggestie" || voice.Yes(k.f.Employee, row) || voice.Yes(k.f.Duplicate, row) {
			continue
		}
		s := suggest.Suggestion{ID: id, Topic: k.f.Topic[row], At: k.f.Received[row]}
		if len(k.f.Drivers[row]) > 0 {
			s.Driver = k.f.Drivers[row][0]
		}
		if groups[id] == "" || suggest.Begins(id, groups[id]) {
			need = append(need, id)
		}
		all = append(all, s)
	}
	if !slices.ContainsFunc(all, func(s suggest.Suggestion) bool { return groups[s.ID] == "" }) {
		return all, nil
	}
	documents, err := table.Get[table.Document](k.tables, need...)
	if err != nil {
		return nil, err
	}
	vectors := make(map[string][]float32, len(documents))
	for i := range documents {
		vectors[documents[i].FeedbackID] = table.DecodeVector(documents[i].Vector)
	}
	for i := range all {
		all[i].Vector = vectors[all[i].ID]
	}
	return all, nil
}

// readForName is how many texts are read to see whether a new word is a name.
const readForName = 5

// words finds the words that are new.
func (k *work) words() error {
	frame, err := k.tables.Columns("document", k.recentMonths(), "feedback_id", "terms")
	if err != nil {
		return err
	}
	rows := make(map[string]int32, k.f.Len())
	for row, id := range k.f.ID {
		rows[id] = int32(row)
	}
	n := frame.Rows
	f := newword.Feedback{Terms: frame.Lists("terms"), Received: make([]int64, n), Persons: slices.Repeat([]int32{-1}, n), Counts: make([]bool, n), Until: k.f.Until}
	persons := k.f.Persons()
	for i, id := range frame.Strings("feedback_id") {
		if row, ok := rows[id]; ok {
			f.Received[i], f.Persons[i], f.Counts[i] = k.f.Received[row], persons[row], k.f.Counts(int(row))
		}
	}
	k.w.Clear("new_word")
	for _, w := range newword.Find(f, newword.Options{}) {
		if err := k.word(&w, frame.Strings("feedback_id"), rows); err != nil {
			return err
		}
	}
	return nil
}

// recentMonths are the months of feedback that new words are looked for in.
func (k *work) recentMonths() []string {
	if k.f.Until == voice.None {
		return nil
	}
	since := timeOf(k.f.Until).AddDate(-1, -3, 0).Format("2006-01")
	return slices.DeleteFunc(k.tables.Partitions("document"), func(month string) bool { return month < since })
}

// word puts one new word, unless it is a name.
func (k *work) word(w *newword.Word, ids []string, rows map[string]int32) error {
	row := wordRow(w)
	count := map[string]int{}
	for _, i := range w.Rows {
		row.Feedback = append(row.Feedback, ids[i])
		for _, d := range k.f.Drivers[rows[ids[i]]] {
			count[d]++
		}
	}
	for d := range count {
		row.Drivers = append(row.Drivers, d)
	}
	slices.SortFunc(row.Drivers, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	if k.IsName != nil {
		texts, err := k.tables.Texts(slices.Clone(row.Feedback[:min(readForName, len(row.Feedback))])...)
		if err != nil {
			return err
		}
		var all []string
		for _, text := range texts {
			all = append(all, text)
		}
		if k.IsName(w.Term, all) {
			return nil
		}
	}
	return table.Put(k.w, "", row)
}
