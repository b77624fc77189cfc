package code

import (
	"slices"
	"strings"
	"testing"
	"time"

	"luister/nlp"
	"luister/nlp/annotate"
)

func TestSentiment(t *testing.T) {
	c := newCoder(t)
	for _, tt := range []struct {
		why, text string
		want      nlp.Sentiment
	}{
		{"plain", "Slechte service en onvriendelijk personeel.", nlp.Negative},
		{"plain", "Prima geholpen, vriendelijke mevrouw.", nlp.Positive},
		{"negation", "De mevrouw aan de balie was niet onvriendelijk.", nlp.Positive},
		{"negation", "Niet vriendelijk en niet behulpzaam.", nlp.Negative},
		{"negation at the end", "Sympathiek zijn ze zeker niet.", nlp.Negative},
		{"negation with never", "Nog nooit problemen gehad.", nlp.Positive},
		{"never so", "Nog nooit zo slecht gegeten.", nlp.Negative},
		{"irony", "Bedankt voor niets!", nlp.Negative},
		{"irony", "Wat een feest om klant te zijn: al drie weken geen internet.", nlp.Negative},
		{"rivals", "Bij andere banken gaat dit wel snel en goed.", nlp.Negative},
		{"rivals", "Slechte app. De concurrent heeft een goede app.", nlp.Negative},
		{"the past", "Vroeger was dit een goede bank, nu is de service waardeloos.", nlp.Negative},
		{"quoted staff words", "De medewerker zei: \"alles is in orde, fijne dag\". Er is nog steeds niets opgelost.", nlp.Negative},
		{"praise for a person inside a complaint", "De monteur was vriendelijk, maar het probleem is nog steeds niet opgelost en ik krijg geen antwoord.", nlp.Negative},
		{"courtesy", "Op 3 maart verhuis ik naar de Dorpsstraat.\n\nMet vriendelijke groet,\nJan", nlp.Neutral},
		{"idiom", "Dit boek heeft mijn hart gestolen.", nlp.Positive},
		{"idiom", "Met mijn klacht ving ik bot.", nlp.Negative},
		{"hyphens", "Tof-Gezellig-Lekker!", nlp.Positive},
		{"a contrast at the head", "De dame was heel aardig. Alleen duurde alles ontzettend lang.", nlp.Mixed},
		{"what one did oneself", "Alles netjes doorgegeven, de verwarming is nog steeds kapot.", nlp.Negative},
		{"as expected", "Alles verliep zoals ik verwachtte.", nlp.Positive},
		{"nothing", "nvt", nlp.Neutral},
	} {
		if got := read(c, tt.text).Coding.Sentiment; got != tt.want {
			t.Errorf("%s: %q is %s, want %s", tt.why, tt.text, got, tt.want)
		}
	}
}

func TestForm(t *testing.T) {
	c := newCoder(t)
	for _, tt := range []struct{ text, want string }{
		{"Al drie weken wacht ik op een antwoord, schandalig!", "klacht"},
		{"Hierbij maak ik bezwaar tegen uw besluit van 3 mei.", "bezwaar"},
		{"Ik ga niet akkoord met de naheffingsaanslag.", "bezwaar"},
		{"De lift in het stadhuis is stuk.", "melding"},
		{"Er ligt grofvuil naast de container in de Kerkstraat.", "melding"},
		{"Hoe kan ik mijn adres wijzigen?", "vraag"},
		{"Kunt u mij laten weten wanneer de monteur komt?", "vraag"},
		{"Tip: zet de openingsuren op de voorpagina.", "suggestie"},
		{"Misschien kunnen jullie een avondspreekuur aanbieden.", "suggestie"},
		{"Super geholpen door een heel vriendelijke dame, bedankt!", "compliment"},
		{"Alles was tip top in orde.", "compliment"},
		{"Briljant idee om de huurders te laten meedenken!", "compliment"},
		{"Is het normaal dat ik drie weken op een paspoort moet wachten?", "klacht"},
		{"Hoe kan het dat mijn klacht zomaar gesloten is?", "klacht"},
		{"Het formulier heb ik ruim op tijd ingevuld, maar ik hoor niets.", "klacht"},
		{"Fijne dag gewenst", "leeg"},
		{"n.v.t.", "leeg"}, {"-", "leeg"}, {"", "leeg"}, {"geen opmerkingen", "leeg"}, {"x", "leeg"},
	} {
		if got := read(c, tt.text).Coding.Form; got != tt.want {
			t.Errorf("%q is %s, want %s", tt.text, got, tt.want)
		}
	}
}

// A concrete problem that is not solved weighs more than how polite people were.
func TestUnsolved(t *testing.T) {
	read := whole(t)
	for _, tt := range []struct {
		text, form, topic string
		sentiment         nlp.Sentiment
	}{
		{"De monteur was vriendelijk. De storing is na drie bezoeken nog steeds niet opgelost.", "klacht", "medewerker.bejegening", nlp.Positive},
		{"Heel lieve dame aan de balie. Mijn geld heb ik na twee maanden nog niet terug.", "klacht", "medewerker.bejegening", nlp.Positive},
		{"De monteur was vriendelijk. De storing was zo opgelost.", "compliment", "medewerker.bejegening", nlp.Positive},
		{"De doos was leeg. De medewerkster stuurde meteen een nieuwe, top service.", "compliment", "medewerker.bejegening", nlp.Positive},
	} {
		d := read(tt.text).Coding
		if d.Form != tt.form {
			t.Errorf("%q is %s, want %s", tt.text, d.Form, tt.form)
		}
		i := slices.IndexFunc(d.Topics, func(c nlp.Code) bool { return c.ID == tt.topic })
		if i < 0 || d.Topics[i].Sentiment != tt.sentiment {
			t.Errorf("%q has topics %v, want %s %s", tt.text, explained(d.Topics, tt.text), tt.topic, tt.sentiment)
		}
	}
}

// A salutation and a closing are evidence of nothing.
func TestCourtesy(t *testing.T) {
	read := whole(t)
	for _, tt := range []struct {
		text   string
		topics []string
	}{
		{"Beste klantenservice,\nDe verwarming doet het niet.\nMet vriendelijke groet,\nJan Jansen\nEigenaar Bakkerij Jansen", []string{"dienst.onderbreking"}},
		{"Geachte heer/mevrouw, ik wil mijn abonnement opzeggen. Mvg Piet", []string{"contract.opzeggen"}},
		{"Goedemiddag team webshop. Mijn pakket is beschadigd aangekomen. Vriendelijke groeten van de familie Jansen", []string{"levering.volledigheid"}},
		{"Hallo medewerkers, waar kan ik parkeren?\nAlvast bedankt en met hartelijke groet, Fatima", []string{"locatie.faciliteiten"}},
		{"Beste mensen\n\nIk krijg al weken geen antwoord.\n\nGroetjes Anna", []string{"contact.terugkoppeling"}},
		{"Hoogachtend,", nil},
		{"Mijn factuur klopt niet. Mvg Jan. PS: gisteren weer een stroomstoring.", []string{"factuur.onjuist", "dienst.onderbreking", "informatie.onjuist"}},
		{"Groet bij de balie nul, onbeschoft personeel.", []string{"medewerker.bejegening"}},
		{"Mijn factuur klopt niet. Mvg Jan. PS: zeer onvriendelijke medewerkers aan de balie!", []string{"medewerker.bejegening", "factuur.onjuist", "informatie.onjuist"}},
		{"Vriendelijke chauffeurs, altijd een groet.", []string{"medewerker.bejegening"}},
		{"Beste klantenservice,\nI have been waiting for a technician for three weeks now. Very disappointing.", nil},
		{"Beste klantenservice ooit!", []string{"medewerker.bejegening"}},
		{"Met vriendelijke groet geholpen? Nee, onbeleefd en kortaf.", []string{"medewerker.bejegening"}},
	} {
		d := read(tt.text).Coding
		if got := ids(d.Topics); !slices.Equal(got, tt.topics) {
			t.Errorf("%q has topics %v, want %v", tt.text, explained(d.Topics, tt.text), tt.topics)
		}
		for _, code := range d.Experience {
			if code.ID == "respectvol" && code.Sentiment == nlp.Positive && !strings.Contains(tt.text, "chauffeurs") {
				t.Errorf("%q: %v", tt.text, explained(d.Experience, tt.text))
			}
		}
	}
}

// What somebody waits for tells the topic, and words that name something else do not.
func TestTopics(t *testing.T) {
	read := whole(t)
	for _, tt := range []struct{ text, want string }{
		{"De uitslag laat al weken op zich wachten.", "afhandeling.doorlooptijd"},
		{"Waar blijft mijn pakje?", "levering.tijdigheid"},
		{"Wij wachten nog steeds op de borgsom.", "factuur.terugbetaling"},
		{"Waar blijft jullie antwoord?", "contact.terugkoppeling"},
		{"De brief staat vol vaktaal, ik kan er geen touw aan vastknopen.", "informatie.onduidelijk"},
		{"Waarom verkopen jullie geen grote maten?", "product.aanbod"},
		{"De arts nam mij niet serieus.", "medewerker.bejegening"},
		{"De afspraak met de specialist is al drie keer verzet.", "afhandeling.afspraak"},
		{"De groenbak is deze maand voor de tweede keer niet geleegd.", "dienst.onderbreking"},
		{"Schimmel op de muren en achterstallig onderhoud.", "locatie.faciliteiten"},
		{"Het display van de meter blijft leeg.", "product.defect"},
		{"De reservatie van de wagen was niet terug te vinden.", "contract.aangaan"},
		{"Toen ik belde wist niemand waar de man gebleven was.", "-privacy.gegevens"},
		{"Volgende stap is Kassa.", "-locatie.faciliteiten"},
		{"De afdeling facturatie is onbereikbaar.", "-locatie.faciliteiten"},
		{"De service is een stuk sneller geworden.", "-product.defect"},
	} {
		got := read(tt.text).Coding.Topics
		want, not := strings.CutPrefix(tt.want, "-")
		if slices.Contains(ids(got), want) == not {
			t.Errorf("%q has topics %v, want %s", tt.text, explained(got, tt.text), tt.want)
		}
	}
}

// A topic that is told as bad news shows what it is by definition.
func TestShown(t *testing.T) {
	read := whole(t)
	for _, tt := range []struct {
		text string
		want string
	}{
		{"De brief staat vol vaktaal.", "open_en_duidelijk"},
		{"De afspraak is vier keer verzet.", "eerlijk_betrouwbaar"},
		{"Op 3 maart heb ik een afspraak.", ""},
	} {
		got := strings.Join(ids(read(tt.text).Coding.Experience), " ")
		if got != tt.want {
			t.Errorf("%q shows %q, want %q", tt.text, got, tt.want)
		}
	}
}

// marked gives the text with the evidence of a code between dots.
func marked(text string, spans []nlp.Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start] + "·" + s.Of(text) + "·")
		at = s.End
	}
	return b.String() + text[at:]
}

func TestEvidence(t *testing.T) {
	c := newCoder(t)
	for _, tt := range []struct {
		text, id, want string
		sentiment      nlp.Sentiment
	}{
		{"Ik krijg geen antwoord op mijn mail.", "contact.terugkoppeling", "Ik krijg ·geen antwoord· op mijn mail.", nlp.Negative},
		{"Van het kastje naar de muur gestuurd.", "contact.doorverwijzing", "Van het ·kastje naar de muur· gestuurd.", nlp.Negative},
		{"Heel onbeleefde medewerker.", "medewerker.bejegening", "Heel ·onbeleefde· ·medewerker·.", nlp.Negative},
		{"De medewerkster was vriendelijk.", "medewerker.bejegening", "De ·medewerkster· was ·vriendelijk·.", nlp.Positive},
		{"Met mijn vraag ving ik bot.", "-medewerker.bejegening", "", ""},
		{"De rechtmatige eigenaar kreeg zijn geld.", "-medewerker.bejegening", "", ""},
		{"Dit boek heeft mijn hart gestolen.", "-veiligheid.fraude", "", ""},
		{"Een keuzemenu met vis, heerlijk.", "-contact.bereikbaarheid", "", ""},
		{"Mijn jaarafrekening klopt niet.", "factuur.onjuist", "Mijn ·jaarafrekening klopt· niet.", nlp.Negative},
	} {
		doc := read(c, tt.text)
		i := slices.IndexFunc(doc.Coding.Topics, func(c nlp.Code) bool { return c.ID == tt.id })
		if none, not := strings.CutPrefix(tt.id, "-"); not {
			if slices.Contains(ids(doc.Coding.Topics), none) {
				t.Errorf("%q has topics %v", tt.text, explained(doc.Coding.Topics, tt.text))
			}
			continue
		}
		if i < 0 {
			t.Errorf("%q has topics %v, want %s", tt.text, ids(doc.Coding.Topics), tt.id)
			continue
		}
		code := doc.Coding.Topics[i]
		if got := marked(tt.text, code.Evidence); got != tt.want {
			t.Errorf("evidence %q, want %q", got, tt.want)
		}
		if code.Sentiment != tt.sentiment {
			t.Errorf("%q is %s on %s, want %s", tt.text, code.Sentiment, tt.id, tt.sentiment)
		}
	}
}

func TestFlags(t *testing.T) {
	c := newCoder(t)
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"Ik heb nu voor de derde keer gebeld en nog steeds geen oplossing.", []string{"herhaling"}},
		{"Slechte bank, ik stap over naar een andere bank.", []string{"opzegdreiging"}},
		{"Schandalig, ik schakel een advocaat in.", []string{"escalatie"}},
		{"Slecht. Er was mij beloofd dat het voor vrijdag klaar zou zijn.", []string{"verwachting"}},
		{"Wij kwamen al voor de derde keer en het was weer heerlijk.", nil},
		{"Gelieve mij terug te bellen, dit is een slechte service.", []string{"contactverzoek"}},
		{"De rekening klopt niet. Kan er iemand contact met mij opnemen?", []string{"contactverzoek"}},
		{"Graag word ik hierover gebeld op werkdagen.", []string{"contactverzoek"}},
		{"Ik ben overdag bereikbaar op [TELEFOON-ABCDEFGHIJ].", []string{"contactverzoek"}},
		{"Laat mij even weten wanneer de monteur komt, bel me gerust terug.", []string{"contactverzoek"}},
		{"Graag ontvang ik een reactie van u.", []string{"contactverzoek"}},
		{"De winkel is goed bereikbaar en op wandelafstand.", nil},
		{"Ze bellen me driemaal op voor reclame.", nil},
		{"Met deze service ga ik een alternatief zoeken.", []string{"opzegdreiging"}},
		{"Slecht. Mijn zaken doe ik voortaan elders.", []string{"opzegdreiging"}},
		{"Als dit zo blijft verlaat ik de bank.", []string{"opzegdreiging"}},
		{"Mijn oude moeder van 91 jaar oud zat zonder verwarming.", []string{"kwetsbaar"}},
		{"Een mooi boek over een oude stad.", nil},
		{"Duur, maar ik ga zeker niet overstappen naar een andere bank.", nil},
		{"Ga naar een andere bank! De app is waardeloos.", nil},
		{"De bank besloot mijn rekening af te sluiten, schandalig.", nil},
		{"Mijn kaart is geweigerd met de melding \"Gelieve contact op te nemen\".", nil},
		{"Slechte service, ik wou hier een hypotheek afsluiten.", nil},
		{"Ze hebben maar de helft van mijn betalingen overgezet, waardeloos.", nil},
		{"De brief is om depressief van te worden.", nil},
		{"Slecht, je kunt beter een andere bank zoeken.", []string{"opzegdreiging"}},
	} {
		if got := ids(read(c, tt.text).Coding.Flags); !sameSet(got, tt.want) {
			t.Errorf("%q has flags %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestExpectedAndCauses(t *testing.T) {
	read := whole(t)
	for _, tt := range []struct{ expected, causes string }{
		{"·Er was beloofd dat ik gebeld zou worden·. Dat is niet gebeurd omdat het systeem eruit lag.",
			"Er was beloofd dat ik gebeld zou worden. Dat is niet gebeurd ·omdat het systeem eruit lag·."},
		{"·Ik had meer van jullie verwacht·.", "Ik had meer van jullie verwacht."},
		{"Slecht, ·de monteur zou binnen 3 dagen komen·.", "Slecht, de monteur zou binnen 3 dagen komen."},
		{"·De medewerker beloofde mij·, ·dat het vrijdag klaar zou zijn·.", "De medewerker beloofde mij, dat het vrijdag klaar zou zijn."},
		{"Ik zou graag een afspraak maken.", "Ik zou graag een afspraak maken."},                 // a wish
		{"Je kunt er geen topservice verwachten.", "Je kunt er geen topservice verwachten."},     // advice
		{"Anders zou ik binnen een week weg zijn.", "Anders zou ik binnen een week weg zijn."},   // a condition
		{"Vanwege een storing kon ik niet bellen.", "·Vanwege een storing· kon ik niet bellen."}, // the main clause is none of it
		{"Omdat ik ziek was kon ik niet komen.", "·Omdat ik ziek was· kon ik niet komen."},       //
		{"De app werkt niet, waardoor ik niet kan betalen.", "·De app werkt niet·, waardoor ik niet kan betalen."},
		{"Het komt door de nieuwe software.", "Het ·komt door de nieuwe software·."},
		{"Het ligt niet aan de medewerker.", "Het ligt niet aan de medewerker."},             // denied
		{"Ze zeiden: \"omdat het een regel is\".", "Ze zeiden: \"omdat het een regel is\"."}, // quoted staff
	} {
		text := strings.ReplaceAll(tt.causes, "·", "")
		d := read(text).Coding
		if got := strings.ReplaceAll(marked(text, d.Expected), "··", ""); strings.ReplaceAll(got, "·, ·", ", ") != strings.ReplaceAll(tt.expected, "·, ·", ", ") {
			t.Errorf("expected %q, want %q", got, tt.expected)
		}
		if got := marked(text, d.Causes); got != tt.causes {
			t.Errorf("causes %q, want %q", got, tt.causes)
		}
	}
}

func TestSchemeIsSound(t *testing.T) {
	s := DefaultScheme()
	labels := s.Labels()
	for _, topic := range s.Topics {
		if labels[Group(topic.ID)] == "" {
			t.Errorf("%s has no main group", topic.ID)
		}
		if topic.Label == "" || topic.Description == "" || len(topic.patternLines()) == 0 {
			t.Errorf("%s is not complete", topic.ID)
		}
		for _, shown := range topic.Shows {
			if _, known := labels[strings.TrimLeft(shown, "+-")]; !known || !strings.ContainsAny(shown[:1], "+-") {
				t.Errorf("%s shows %q", topic.ID, shown)
			}
		}
	}
	if len(s.Topics) != 35 || len(s.Experiences) != 6 || len(s.Flags) != 7 {
		t.Errorf("%d topics, %d experiences, %d flags", len(s.Topics), len(s.Experiences), len(s.Flags))
	}
}

func TestOwnScheme(t *testing.T) {
	s, err := ParseScheme([]byte("onderwerp:\n  - id: zwembad.water\n    label: Water\n    examples: [koud water, chloor]\n"))
	if err != nil {
		t.Fatal(err)
	}
	s.Complete()
	c, err := New(Options{Scheme: s})
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(read(c, "Er zat te veel chloor in het bad.").Coding.Topics); !slices.Equal(got, []string{"zwembad.water"}) {
		t.Errorf("topics %v", got)
	}
	for _, bad := range []string{"onderwerp: 3", "onderwerp:\n  - description: x\n", "onderwerp:\n  - {id: a}\n  - {id: a}\n", "iets: []"} {
		if _, err := ParseScheme([]byte(bad)); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
	s.Topics = []Class{{ID: "a.b", Patterns: "@bestaatniet x"}}
	if _, err := New(Options{Scheme: s}); err == nil {
		t.Error("a pattern with an unknown class is accepted")
	}
	for _, bad := range []string{"-bestaatniet", "serieus_genomen"} {
		s.Topics = []Class{{ID: "a.b", Label: "Water", Shows: []string{bad}}}
		if _, err := New(Options{Scheme: s}); err == nil {
			t.Errorf("a topic that shows %q is accepted", bad)
		}
	}
}

func TestTableScheme(t *testing.T) {
	lang, err := annotate.New(annotate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		why    string
		header []string
		rows   [][]string
		text   string
		want   []string
	}{
		{"main, sub, text", []string{"main", "sub", "text"},
			[][]string{{"Zwembad", "Water", "Er zit te veel chloor in het bad"}, {"Zwembad", "Kleedkamer", "De kleedhokjes zijn vies"}, {"Sporthal", "Vloer", "gladde vloer"}},
			"Mijn ogen prikken van het chloor.", []string{"zwembad.water"}},
		{"an inflected word and a compound", []string{"main", "sub", "text"},
			[][]string{{"Zwembad", "Water", "chloor"}, {"Zwembad", "Kleedkamer", "kleedhokje"}},
			"Alle kleedhokjes waren bezet.", []string{"zwembad.kleedkamer"}},
		{"three levels", []string{"Hoofd", "Sub", "Item", "Trefwoorden"},
			[][]string{{"Groen", "Bomen", "Snoei", "snoeien; overhangende takken"}, {"Groen", "Gras", "Maaien", "maaien"}},
			"Wanneer gaan jullie hier eens snoeien?", []string{"groen.bomen.snoei"}},
		{"a main group alone", []string{"main", "sub", "text"},
			[][]string{{"Parkeren", "", "parkeervergunning"}, {"Afval", "Grofvuil", "grofvuil"}},
			"De parkeervergunning is te duur.", []string{"parkeren"}},
		{"nothing that is known", []string{"main", "sub", "text"},
			[][]string{{"Parkeren", "", "parkeervergunning"}, {"Afval", "Grofvuil", "grofvuil"}},
			"De bibliotheek is prachtig.", nil},
	} {
		s, err := ParseTable(tt.header, tt.rows)
		if err != nil {
			t.Errorf("%s: %v", tt.why, err)
			continue
		}
		s.Complete()
		c, err := New(Options{Scheme: s, Layers: lang})
		if err != nil {
			t.Fatal(err)
		}
		doc := &nlp.Document{Text: tt.text}
		lang.Annotate(doc)
		c.Annotate(doc)
		if got := ids(doc.Coding.Topics); !slices.Equal(got, tt.want) {
			t.Errorf("%s: topics %v, want %v", tt.why, got, tt.want)
		}
	}
	for _, bad := range []struct {
		header []string
		rows   [][]string
	}{{[]string{"text"}, [][]string{{"x"}}}, {[]string{"main"}, nil}, {[]string{"main"}, [][]string{{""}}}, {[]string{"main"}, [][]string{{"-"}}}} {
		if _, err := ParseTable(bad.header, bad.rows); err == nil {
			t.Errorf("%v with %v is accepted", bad.header, bad.rows)
		}
	}
}

func TestNestedScheme(t *testing.T) {
	s, err := ParseScheme([]byte("onderwerp:\n  - label: Groen\n    sub:\n      - label: Bomen\n        sub:\n          - {id: snoei, examples: [snoeien]}\n          - {id: groen.bomen.ziek, examples: [boomziekte]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range s.Topics {
		got = append(got, c.ID)
	}
	if want := []string{"groen.bomen.snoei", "groen.bomen.ziek"}; !slices.Equal(got, want) {
		t.Errorf("topics %v, want %v", got, want)
	}
	if labels := s.Labels(); labels["groen"] != "Groen" || labels["groen.bomen"] != "Bomen" {
		t.Errorf("labels %v", labels)
	}
}

func TestUnsure(t *testing.T) {
	c := newCoder(t)
	d := read(c, "Wij hebben een goede ervaring met deze app en site.").Coding
	for _, code := range d.Unsure {
		if slices.Contains(ids(d.Topics), code.ID) || code.Score >= 0.7 {
			t.Errorf("unsure of %s, at %.2f", code.ID, code.Score)
		}
	}
}

// Words of a pattern are words of a text: nothing in the data can never match.
func TestPatternWords(t *testing.T) {
	check := func(line string) {
		if strings.ContainsAny(line, "_,;:\"()[]") {
			t.Errorf("pattern %q holds marks that no word has", line)
		}
	}
	for _, cue := range knowledge().cues {
		check(cue.pattern)
	}
	for _, list := range DefaultScheme().lists() {
		for _, c := range *list {
			for _, line := range c.patternLines() {
				check(line)
			}
		}
	}
}

func TestLinear(t *testing.T) {
	c := newCoder(t)
	for _, text := range []string{
		strings.Repeat(complaint, 1000),
		strings.Repeat("!", 100_000),
		strings.Repeat("a", 200_000),
		strings.Repeat("niet goed ", 100_000),
		strings.Repeat("geen antwoord maar nog steeds ", 40_000),
	} {
		start := time.Now()
		read(c, text)
		t.Logf("%.20q... of %d bytes took %v", text, len(text), time.Since(start))
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%.20q... of %d bytes took %v", text, len(text), took)
		}
	}
}

func TestSameAtAnyTime(t *testing.T) {
	c := newCoder(t)
	first := read(c, complaint).Coding
	for range 20 {
		if got := read(newCoder(t), complaint).Coding; got.SentimentScore != first.SentimentScore || !slices.Equal(ids(got.Topics), ids(first.Topics)) {
			t.Fatal("two coders differ")
		}
	}
}

// TestSameInAnyOrder reads words that are written with and without a capital, whose
// parts differ, in both orders, each time with a coder that has seen nothing.
func TestSameInAnyOrder(t *testing.T) {
	s, err := ParseScheme([]byte("onderwerp:\n  - {id: klacht, label: Klacht}\n"))
	if err != nil {
		t.Fatal(err)
	}
	s.Complete()
	texts := []string{"Ik vind de slechte klachten-albums niets.", "Ik vind de slechte Klachten-albums niets."}
	var first, second [2]string
	for i, order := range [2][2]int{{0, 1}, {1, 0}} {
		c, err := New(Options{Scheme: s})
		if err != nil {
			t.Fatal(err)
		}
		a, err := annotate.New(annotate.Options{Code: c})
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range order {
			doc := &nlp.Document{Text: texts[k]}
			a.Annotate(doc)
			got := strings.Join(ids(doc.Coding.Topics), " ")
			if i == 0 {
				first[k] = got
			} else {
				second[k] = got
			}
		}
	}
	if first != second {
		t.Errorf("topics %q in one order and %q in the other", first, second)
	}
}

// TestUrges has two signs of urgency in a short text, of which one counts there: it
// does whichever comes first.
func TestUrges(t *testing.T) {
	read := whole(t)
	for _, text := range []string{"Bel mij terug. Ik heb al drie keer gebeld.", "Ik heb al drie keer gebeld. Bel mij terug."} {
		if got := read(text).Coding.SentimentScore; got > -0.55 {
			t.Errorf("%q has sentiment %.3f", text, got)
		}
	}
}

func FuzzAnnotate(f *testing.F) {
	c, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(complaint)
	f.Add("\xff\xfe ' \" ? ¿")
	f.Fuzz(func(t *testing.T, text string) {
		d := read(c, text).Coding
		if d.Form == "" || d.Sentiment == "" || d.Severity < 0 || d.Severity > 4 || d.SentimentScore < -1 || d.SentimentScore > 1 {
			t.Fatalf("coding %+v", d)
		}
		for _, list := range [][]nlp.Code{d.Topics, d.Experience, d.Flags} {
			for _, code := range list {
				for _, s := range code.Evidence {
					if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
						t.Fatalf("evidence %v of a text of %d bytes", s, len(text))
					}
				}
			}
		}
	})
}

func FuzzPattern(f *testing.F) {
	f.Add("-1.5 niet|nooit ..4 terug*gebeld x? $")
	f.Fuzz(func(t *testing.T, line string) {
		patterns, err := parsePattern(line, knowledge().classes)
		for _, p := range patterns {
			if err == nil && len(p.items) == 0 {
				t.Fatal("an empty pattern")
			}
		}
	})
}
