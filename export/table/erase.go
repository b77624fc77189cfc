package table

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Erase is Drop for good: beside the rows about these feedback, whatever else
// names them goes. In a small table a link to one of them becomes empty, and an
// element of a list that names one is left out; a row that is about one goes.
// Feedback that was linked to one of them as to the first is linked to the next
// that says the same. Whatever else must not be said any more in a small table,
// instead gives with what stands in its place, "" for nothing. It is called
// before anything is put.
func (w *Writer) Erase(ids []string, instead map[string]string) error {
	w.Drop(ids...)
	if w.old == nil || len(ids) == 0 {
		return nil
	}
	gone, all := make(map[string]bool, len(ids)), maps.Clone(instead)
	if all == nil {
		all = map[string]string{}
	}
	for _, id := range ids {
		gone[id], all[id] = true, ""
	}
	for _, k := range kinds() {
		if k.monthly() {
			continue
		}
		if err := k.erase(w, all); err != nil {
			return fmt.Errorf("table %s: %w", k.name(), err)
		}
	}
	return w.relink(gone)
}

// erase takes what is gone out of a small table.
func (k *kindOf[T, P]) erase(w *Writer, instead map[string]string) error {
	var rows []T
	changed := false
	for row, err := range Scan[T, P](w.old) {
		if err != nil {
			return err
		}
		about, named := scrub(reflect.ValueOf(&row).Elem(), instead)
		changed = changed || about || named
		if !about {
			rows = append(rows, row)
		}
	}
	if !changed {
		return nil
	}
	w.Clear(k.name())
	return Put[T, P](w, "", rows...)
}

// scrub takes out of a row what must not be said: about says that the row is
// about a feedback that goes, named that it held anything.
func scrub(row reflect.Value, instead map[string]string) (about, named bool) {
	for i := range row.NumField() {
		field := row.Field(i)
		switch {
		case field.Kind() == reflect.String:
			if other, gone := instead[field.String()]; gone {
				about = about || row.Type().Field(i).Tag.Get("parquet") == "feedback_id"
				field.SetString(other)
				named = true
			} else if row.Type() == reflect.TypeFor[Value]() && holdsErased(field.String(), instead) {
				named = true
			} else if row.Type().Field(i).Tag.Get("parquet") == "why" && holdsErased(field.String(), instead) {
				field.SetString("")
				named = true
			}
		case field.Kind() == reflect.Slice && field.Type().Elem().Kind() != reflect.Uint8:
			named = scrubList(field, instead) || named
		}
	}
	return about, named
}

// holdsErased says whether a text of people, such as a list of ids, holds one
// that goes.
func holdsErased(text string, instead map[string]string) bool {
	for id, other := range instead {
		if other == "" && id != "" && strings.Contains(text, id) {
			return true
		}
	}
	return false
}

// scrubList leaves out the elements of a list that say it.
func scrubList(list reflect.Value, instead map[string]string) bool {
	kept := reflect.MakeSlice(list.Type(), 0, list.Len())
	for i := range list.Len() {
		e, gone := list.Index(i), false
		switch e.Kind() {
		case reflect.String:
			_, gone = instead[e.String()]
		case reflect.Struct:
			_, gone = scrub(e, instead)
		}
		if !gone {
			kept = reflect.Append(kept, e)
		}
	}
	if kept.Len() == list.Len() {
		return false
	}
	list.Set(kept)
	return true
}

// relink mends the links of feedback that stays to feedback that goes.
func (w *Writer) relink(gone map[string]bool) error {
	links, err := w.old.Columns("feedback", nil, "feedback_id", "duplicate_of", "near_of")
	if err != nil {
		return err
	}
	var ids []string
	for i, id := range links.Strings("feedback_id") {
		if !w.all[id] && (gone[links.Strings("duplicate_of")[i]] || gone[links.Strings("near_of")[i]]) {
			ids = append(ids, id)
		}
	}
	rows, err := Get[Feedback](w.old, ids...)
	if err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b Feedback) int {
		return cmp.Or(a.Received.Compare(b.Received), cmp.Compare(a.ID, b.ID))
	})
	first := map[string]string{} // of the feedback that said the same as one that goes
	for i := range rows {
		row := &rows[i]
		if gone[row.NearOf] {
			row.NearOf, row.Near = "", 0
		}
		if lost := row.DuplicateOf; gone[lost] {
			row.DuplicateOf = first[lost]
			first[lost] = cmp.Or(first[lost], row.ID)
		}
		if err := Put(w, row.ReceivedMonth, *row); err != nil {
			return err
		}
	}
	return nil
}
