package names

import "luister/nlp"

// Annotate writes doc.Names by the rules: persons, places, and organisations of
// the list. Pseudonyms are no names.
func (r *Rules) Annotate(doc *nlp.Document) {
	skip := make([]nlp.Span, 0, 8)
	for _, t := range doc.Tokens {
		if t.Kind == nlp.Placeholder || t.Kind == nlp.URL || t.Kind == nlp.Email {
			skip = append(skip, t.Span)
		}
	}
	doc.Names = append(doc.Names[:0], r.Find(doc.Text, Options{Skip: skip, Places: true, organisations: true})...)
}

// findOrganisations takes the organisations of the list.
func (f *finder) findOrganisations() {
	for i := 0; i < len(f.words); i++ {
		w := f.words[i]
		if f.taken[i] || w.class&orgName == 0 && f.phrase(i, orgName) < i || !f.capitalised(i) || w.common && f.startsSentence(i) {
			continue
		}
		hi := max(i, f.phrase(i, orgName))
		for f.joined(hi+1) && f.capitalised(hi+1) && f.words[hi+1].class&orgName != 0 {
			hi++
		}
		f.take(i, hi, Organisation)
		i = hi
	}
}
