package web

// A part is a part of the pages: its name in the menu, and the pages in it. The
// first page is where the name leads.
type part struct {
	name  string
	pages []link
}

var parts = [...]part{
	{"Overzicht", []link{{Name: "Overzicht", Address: "/"}}},
	{"Zoeken", []link{{Name: "Zoeken", Address: "/zoeken"}}},
	{"Drivers", []link{{Name: "Drivers", Address: "/drivers"}}},
	{"Leren", []link{{Name: "Sessie", Address: "/sessie"}, {Name: "Maatregelen", Address: "/maatregelen"}, {Name: "Suggesties", Address: "/suggesties"}, {Name: "Brieven", Address: "/brieven"}, {Name: "Besluiten", Address: "/besluiten"}}},
	{"Resultaat", []link{{Name: "Resultaat", Address: "/resultaat"}, {Name: "Kwartaal", Address: "/kwartaal"}, {Name: "Vergelijken", Address: "/vergelijk"}, {Name: "Bereik", Address: "/bereik"}, {Name: "Benchmark", Address: "/benchmark"}}},
	{"Beheer", []link{{Name: "Bronnen", Address: "/bronnen"}, {Name: "Coderen", Address: "/coderen"}, {Name: "Indeling", Address: "/indeling"}, {Name: "Runs", Address: "/runs"}}},
}

// menuLink is a part in the menu.
type menuLink struct {
	link
	Exact bool // it leads to the page that is shown
}

// menu gives the parts, and the pages of the part that is shown. Section is the
// first element of the page's address.
func menu(section string) (all []menuLink, sub []link) {
	for _, p := range parts {
		one := menuLink{link: link{Name: p.name, Address: p.pages[0].Address}}
		for i, page := range p.pages {
			if page.Address != "/"+section {
				continue
			}
			one.On, one.Exact = true, i == 0
			if len(p.pages) > 1 {
				sub = append(sub, p.pages...)
				sub[i].On = true
			}
		}
		all = append(all, one)
	}
	return all, sub
}
