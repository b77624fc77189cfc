package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"luister/nlp"
)

// listLemmas reads the word lists.
func listLemmas(data string) ([]formLemma, error) {
	var all []formLemma
	add := func(form, lemma string, p nlp.UPOS, weight int) {
		if form != "" && lemma != "" && !strings.ContainsAny(form+lemma, " ") && p != nlp.X {
			all = append(all, formLemma{strings.ToLower(form), strings.ToLower(lemma), p, weight})
		}
	}
	for _, read := range []func(string, func(string, string, nlp.UPOS, int)) error{spacyLemmas, unimorphLemmas, patternVerbs, openTaalPlurals} {
		if err := read(data, add); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func spacyLemmas(data string, add func(form, lemma string, p nlp.UPOS, weight int)) error {
	var exceptions map[string]map[string][]string
	if err := readJSON(filepath.Join(data, "spacy-lookups-nl/nl_lemma_exc.json"), &exceptions); err != nil {
		return err
	}
	for class, forms := range exceptions {
		for form, lemmas := range forms {
			if len(lemmas) > 0 {
				add(form, lemmas[0], nlp.ParseUPOS(strings.ToUpper(class)), listWeight)
			}
		}
	}
	var index map[string][]string
	if err := readJSON(filepath.Join(data, "spacy-lookups-nl/nl_lemma_index.json"), &index); err != nil {
		return err
	}
	nouns := map[string]bool{}
	for _, n := range index["noun"] {
		nouns[n] = true
	}
	for class, lemmas := range index {
		for _, lemma := range lemmas {
			switch {
			case class == "adj" && strings.HasSuffix(lemma, "e"), class == "verb" && !strings.HasSuffix(lemma, "n"):
				continue // inflected forms stand among the lemmas
			case class == "noun":
				nounLemma(lemma, nouns, add)
				continue
			}
			add(lemma, lemma, nlp.ParseUPOS(strings.ToUpper(class)), 1)
		}
	}
	return nil
}

// nounLemma adds a noun of the list of lemmas, in which plurals and diminutives
// stand as well.
func nounLemma(noun string, nouns map[string]bool, add func(form, lemma string, p nlp.UPOS, weight int)) {
	if base := undiminished(noun, nouns); base != "" {
		add(noun, base, nlp.NOUN, 2)
		add(noun+"s", base, nlp.NOUN, 2)
		return
	}
	for _, singular := range singulars(noun) {
		if nouns[singular] {
			return // more likely a plural: let the rules say of what
		}
	}
	add(noun, noun, nlp.NOUN, 1)
}

// undiminished gives the noun that a diminutive is made from, "" for any other
// word. Of a compound the last part is looked at: "bloedplaatje".
func undiminished(noun string, nouns map[string]bool) string {
	for _, end := range [...]string{"je", "tje", "pje", "etje"} {
		base, ok := strings.CutSuffix(noun, end)
		if !ok {
			continue
		}
		if len(base) > 2 && nouns[base] {
			return base
		}
		for i := 3; i+4 <= len(base); i++ {
			if nouns[base[i:]] {
				return base
			}
		}
	}
	return ""
}

// singulars gives what a noun could be the plural of.
func singulars(noun string) []string {
	if base, ok := strings.CutSuffix(noun, "s"); ok && len(base) > 3 {
		return []string{strings.TrimSuffix(base, "'")}
	}
	base, ok := strings.CutSuffix(noun, "en")
	if !ok || len(base) < 3 {
		return nil
	}
	all := []string{base, base + "e"}
	last, before := base[len(base)-1], base[len(base)-2]
	if last == before {
		all = append(all, base[:len(base)-1])
	}
	if strings.IndexByte("aeou", before) >= 0 {
		hard := string(last)
		switch last {
		case 'v':
			hard = "f"
		case 'z':
			hard = "s"
		}
		all = append(all, base[:len(base)-1]+string(before)+hard, base[:len(base)-1]+hard)
	}
	return all
}

func unimorphLemmas(data string, add func(form, lemma string, p nlp.UPOS, weight int)) error {
	return eachLine(filepath.Join(data, "unimorph-nld/nld.tsv"), func(line string) {
		column := strings.Split(line, "\t")
		if len(column) != 3 {
			return
		}
		class, _, _ := strings.Cut(column[2], ";")
		p := map[string]nlp.UPOS{"ADJ": nlp.ADJ, "V": nlp.VERB, "V.PTCP": nlp.VERB}[class]
		form := column[1]
		if i := strings.LastIndexByte(form, ' '); i >= 0 {
			return // a separable verb taken apart
		}
		add(form, column[0], p, listWeight)
	})
}

func patternVerbs(data string, add func(form, lemma string, p nlp.UPOS, weight int)) error {
	return eachLine(filepath.Join(data, "pattern-nl/nl-verbs.txt"), func(line string) {
		forms := strings.Split(line, ",")
		for _, form := range forms {
			if !strings.ContainsRune(form, ' ') {
				add(form, forms[0], nlp.VERB, listWeight)
			}
		}
	})
}

func openTaalPlurals(data string, add func(form, lemma string, p nlp.UPOS, weight int)) error {
	known := map[string]bool{}
	if err := eachLine(filepath.Join(data, "opentaal/basiswoorden-gekeurd.txt"), func(line string) { known[line] = true }); err != nil {
		return err
	}
	var plurals map[string]any
	if err := readJSON(filepath.Join(data, "opentaal/nouns.json"), &plurals); err != nil {
		return err
	}
	for singular, v := range plurals {
		many, _ := v.([]any)
		if one, ok := v.(string); ok {
			many = []any{one}
		}
		for _, plural := range many {
			p, _ := plural.(string)
			if known[singular] && !known[p] { // the list also holds guesses such as "zapt: zaten"
				add(p, singular, nlp.NOUN, 1)
			}
		}
	}
	return nil
}

func eachLine(name string, do func(line string)) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		do(in.Text())
	}
	return in.Err()
}
