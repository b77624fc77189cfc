package voice

import (
	"cmp"
	"slices"
)

// People gives every row the person who said it: the customer, or else the case.
// Customers of different sources who give one e-mail address are one person,
// unless that address stands with several customers of one source: then it
// is of a household or an office, and tells nobody. A case that belongs to one
// customer stands for that customer. "" if neither is known.
func (f *Feedback) People() []string {
	if f.people != nil {
		return f.people
	}
	same := f.sameCustomers()
	owner := map[string]string{}
	people := make([]string, f.Len())
	for row := range people {
		people[row] = same.of(Text(f.Customer, row))
		c, k := people[row], Text(f.Case, row)
		if c == "" || k == "" {
			continue
		}
		if was, ok := owner[k]; ok && was != c {
			owner[k] = "" // of several customers
		} else {
			owner[k] = c
		}
	}
	for row, c := range people {
		if k := Text(f.Case, row); c == "" && k != "" {
			if people[row] = owner[k]; owner[k] == "" {
				people[row] = "zaak " + k
			}
		}
	}
	f.people = people
	return people
}

// Persons gives every row the number of the person who said it, -1 if that is
// not known.
func (f *Feedback) Persons() []int32 {
	if f.persons != nil {
		return f.persons
	}
	number := map[string]int32{}
	f.persons = make([]int32, f.Len())
	for row, name := range f.People() {
		n, known := number[name]
		switch {
		case name == "":
			n = -1
		case !known:
			n = int32(len(number))
			number[name] = n
		}
		f.persons[row] = n
	}
	return f.persons
}

// Places gives every row its place among all rows of known persons, person by
// person, and of one person oldest first; -1 where the person is not known.
func (f *Feedback) Places() []int32 {
	if f.places != nil {
		return f.places
	}
	person, order := f.Persons(), make([]int32, 0, f.Len())
	for row, n := range person {
		if n >= 0 {
			order = append(order, int32(row))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(person[a], person[b]), cmp.Compare(f.Received[a], f.Received[b]), cmp.Compare(a, b))
	})
	f.places = slices.Repeat([]int32{-1}, f.Len())
	for place, row := range order {
		f.places[row] = int32(place)
	}
	return f.places
}

// persons says which customers are one: of each the first of those by name,
// directly or by way of others. Who is not in it is only himself.
type persons map[string]string

func (p persons) of(customer string) string {
	for p[customer] != "" {
		customer = p[customer]
	}
	return customer
}

func (p persons) join(a, b string) {
	if a, b = p.of(a), p.of(b); a != b {
		p[max(a, b)] = min(a, b)
	}
}

// sameCustomers joins customers by their e-mail addresses.
func (f *Feedback) sameCustomers() persons {
	type place struct{ source, contact string }
	holder, shared := map[place]string{}, map[string]bool{}
	each := func(use func(row int, c, e string)) {
		for row := range f.Contact {
			if c, e := Text(f.Customer, row), f.Contact[row]; c != "" && e != "" && c != e {
				use(row, c, e)
			}
		}
	}
	each(func(row int, c, e string) {
		at := place{Text(f.Source, row), e}
		shared[e] = shared[e] || holder[at] != "" && holder[at] != c
		holder[at] = c
	})
	same := persons{}
	each(func(_ int, c, e string) {
		if !shared[e] {
			same.join(c, e)
		}
	})
	return same
}
