package names

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed data
var data embed.FS

// A class is a set of things known about a word.
type class uint64

// The classes of data/context.txt, and below them those of the lists.
const (
	title class = 1 << iota
	salutation
	closing
	thanks
	infix
	personNoun
	personTrait
	personAct
	humanAct
	linkVerb
	helpVerb
	adverb
	prepBij
	prepDoor
	prepMet
	contactNoun
	ownedNoun
	placePrep
	placeNoun
	orgNoun
	streetFirst
	month
	weekday
	noName
	orgName
	ownFirst // common first names, whatever else the word means
	ownLast
	careNoun
	careName
	firstName
	lastName
	place
	phraseStart // first word of a name of several words
	proper
	function
	naming
	welcome
	object
	meeting
	orgEnd
	quoting
	shortTitle
	label
	desk
)

// anyName is every class that makes a word a possible part of a person's name.
const anyName = ownFirst | ownLast | firstName | lastName | proper

var classNames = map[string]class{
	"titel": title, "aanhef": salutation, "afsluiting": closing, "dank": thanks, "tussen": infix,
	"persoon": personNoun, "eigenschap": personTrait, "handeling": personAct, "menselijk": humanAct,
	"koppel": linkVerb, "hulp": helpVerb, "bijwoord": adverb, "bij": prepBij, "door": prepDoor, "met": prepMet,
	"contact": contactNoun, "bezit": ownedNoun, "plaatsvoor": placePrep, "plaatswoord": placeNoun,
	"organisatie": orgNoun, "straatvoor": streetFirst, "maand": month, "dag": weekday, "geenaam": noName,
	"organisatienaam": orgName, "plaats": place, "voornaam": ownFirst, "achternaam": ownLast,
	"functie": function, "benoem": naming, "ontvangst": welcome, "ons": object, "ontmoet": meeting, "bedrijfseinde": orgEnd, "spreek": quoting, "afgekort": shortTitle, "kopje": label, "loket": desk,
	"instelling": careNoun, "instellingnaam": careName,
}

// A lexicon tells the classes of a word in lower case.
type lexicon struct {
	classes classTable
	phrases map[string]class // names of several words, joined by one blank
	common  *WordSet         // words as a dictionary writes them
}

// loadLexicon reads the embedded lists once.
var loadLexicon = sync.OnceValue(func() *lexicon {
	l := &lexicon{classes: newClassTable(1 << 17), phrases: map[string]class{}}
	words, err := ReadWordSet(mustRead("woorden.bin"))
	if err != nil {
		panic(err)
	}
	l.common = words
	l.addContext(string(mustRead("context.txt")))
	l.addList("voornamen.txt", firstName)
	l.addList("achternamen.txt", lastName)
	l.addList("eigennamen.txt", proper)
	l.addList("plaatsen.txt", place)
	return l
})

func mustRead(name string) []byte {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	return b
}

func (l *lexicon) addContext(text string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, words, _ := strings.Cut(line, ":")
		c, ok := classNames[name]
		if !ok {
			panic(fmt.Sprintf("context.txt: no class %q", name))
		}
		for w := range strings.FieldsSeq(words) {
			l.add(strings.ReplaceAll(strings.ToLower(w), "_", " "), c)
		}
	}
}

func (l *lexicon) addList(file string, c class) {
	for line := range strings.Lines(string(mustRead(file))) {
		if !strings.HasPrefix(line, "#") {
			l.add(strings.ToLower(strings.TrimSpace(line)), c)
		}
	}
}

// add notes a word, or a phrase with its first word as phraseStart.
func (l *lexicon) add(name string, c class) {
	if strings.HasPrefix(name, "'s-") {
		name = name[1:] // the apostrophe is no part of the word
	}
	first, _, several := strings.Cut(name, " ")
	if !several {
		l.classes.add(name, c)
		if c == place {
			l.classes.add(plain(name), c) // "Belgie"
		}
		return
	}
	l.phrases[name] |= c
	l.classes.add(first, phraseStart)
}

// plain writes the letters of Dutch with a diaeresis or accent without it.
func plain(s string) string { return plainLetters.Replace(s) }

var plainLetters = strings.NewReplacer("ë", "e", "ï", "i", "ü", "u", "ö", "o", "é", "e", "è", "e", "ê", "e", "á", "a", "â", "a", "ç", "c", "ó", "o")
