package code

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/token"
)

// sharedFile opens a data set, or skips the test.
func sharedFile(t *testing.T, name string) *os.File {
	t.Helper()
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("quality is measured with LUISTER_EVAL=1")
	}
	root := os.Getenv("LUISTER_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	f, err := os.Open(filepath.Join(root, "data", name))
	if err != nil {
		t.Skipf("the data set %s is not here", name)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func report(t *testing.T, task, metric string, value, floor float64, n int) {
	t.Helper()
	fmt.Printf("EVAL nlp/code-%s %s %.4f n=%d\n", task, metric, value, n)
	if value < floor {
		t.Errorf("%s %s is %.4f, floor %.4f", task, metric, value, floor)
	}
}

func newCoder(t testing.TB) *Coder {
	t.Helper()
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// whole runs all layers, as the program does.
func whole(t testing.TB) func(text string) *nlp.Document {
	t.Helper()
	a, err := annotate.New(annotate.Options{Code: newCoder(t)})
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) *nlp.Document {
		doc := &nlp.Document{Text: text}
		a.Annotate(doc)
		return doc
	}
}

// read analyses a text as far as coding needs it.
func read(c *Coder, text string) *nlp.Document {
	doc := &nlp.Document{Text: text}
	token.Split(doc)
	c.Annotate(doc)
	return doc
}

type gold struct {
	ID         string            `json:"id"`
	Form       string            `json:"form"`
	Sentiment  string            `json:"sentiment"`
	Topics     []string          `json:"onderwerp"`
	Aspect     map[string]string `json:"onderwerp_sent"`
	Experience []string          `json:"beleving"`
	Flags      []string          `json:"flags"`
	Line       string            `json:"line"`
	Severity   int               `json:"severity"`
	text       string
}

func codedTexts(t *testing.T) []gold {
	texts := map[string]string{}
	eachLine(t, sharedFile(t, "coding-dev/texts.jsonl"), func(line []byte) {
		var d struct{ ID, Text string }
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		texts[d.ID] = d.Text
	})
	var all []gold
	eachLine(t, sharedFile(t, "coding-dev/gold.jsonl"), func(line []byte) {
		var g gold
		if err := json.Unmarshal(line, &g); err != nil {
			t.Fatal(err)
		}
		g.text = texts[g.ID]
		all = append(all, g)
	})
	return all
}

func eachLine(t *testing.T, f *os.File, do func(line []byte)) {
	t.Helper()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		do(in.Bytes())
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
}

// counts of labels that were given, should be, and agree.
type counts struct{ hit, given, gold float64 }

func (c *counts) add(given, want []string) {
	c.given += float64(len(given))
	c.gold += float64(len(want))
	for _, g := range given {
		if slices.Contains(want, g) {
			c.hit++
		}
	}
}

func (c *counts) f1() float64 {
	if c.given+c.gold == 0 {
		return 0
	}
	return 2 * c.hit / (c.given + c.gold)
}

func ids(codes []nlp.Code) []string {
	var list []string
	for _, c := range codes {
		list = append(list, c.ID)
	}
	return list
}

func groupsOf(topics []string) []string {
	var list []string
	for _, t := range topics {
		if g := Group(t); !slices.Contains(list, g) {
			list = append(list, g)
		}
	}
	return list
}

// perLabel counts by label, for the table of a run with LUISTER_VERBOSE.
type perLabel map[string]*counts

func (p perLabel) add(given, want []string) {
	for _, l := range append(slices.Clone(given), want...) {
		if p[l] == nil {
			p[l] = new(counts)
		}
	}
	for _, l := range given {
		p[l].given++
		if slices.Contains(want, l) {
			p[l].hit++
		}
	}
	for _, l := range want {
		p[l].gold++
	}
}

func (p perLabel) print() {
	var names []string
	for l := range p {
		names = append(names, l)
	}
	slices.Sort(names)
	for _, l := range names {
		c := p[l]
		fmt.Printf("  %-30s P %.2f R %.2f F %.2f gold %.0f given %.0f\n", l, c.hit/max(c.given, 1), c.hit/max(c.gold, 1), c.f1(), c.gold, c.given)
	}
}

func printConfusion(m map[[2]string]int) {
	var keys [][2]string
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1]) })
	for _, k := range keys {
		fmt.Printf("  %-12s read as %-12s %d\n", k[0], k[1], m[k])
	}
}

// LUISTER_HALF=0 or 1 measures on every second text only.
func inHalf(i int) bool {
	h := os.Getenv("LUISTER_HALF")
	return h == "" || h == fmt.Sprint(i%2)
}

func TestEvalCoding(t *testing.T) {
	all := codedTexts(t)
	read := whole(t)
	var form, sentiment, line, severity, aspects, n float64
	var groups, topics, experience, flags, shared counts
	forms, sentiments := map[[2]string]int{}, map[[2]string]int{}
	byTopic, byExperience, byFlag := perLabel{}, perLabel{}, perLabel{}
	verbose := os.Getenv("LUISTER_VERBOSE")
	for i, g := range all {
		if !inHalf(i) || (os.Getenv("LUISTER_NOBOOKS") != "" && strings.HasPrefix(g.ID, "bol-")) {
			continue
		}
		d := read(g.text).Coding
		n++
		forms[[2]string{g.Form, d.Form}]++
		sentiments[[2]string{g.Sentiment, string(d.Sentiment)}]++
		form += same(d.Form, g.Form)
		sentiment += same(string(d.Sentiment), g.Sentiment)
		line += same(d.Line, g.Line)
		severity += same(fmt.Sprint(d.Severity), fmt.Sprint(g.Severity))
		given := ids(d.Topics)
		topics.add(given, g.Topics)
		groups.add(groupsOf(given), groupsOf(g.Topics))
		experience.add(ids(d.Experience), g.Experience)
		flags.add(ids(d.Flags), g.Flags)
		byTopic.add(given, g.Topics)
		byExperience.add(ids(d.Experience), g.Experience)
		byFlag.add(ids(d.Flags), g.Flags)
		for _, code := range d.Topics {
			if want, ok := g.Aspect[code.ID]; ok {
				shared.gold++
				aspects += same(want, string(code.Sentiment))
			}
		}
		if strings.Contains(verbose, "errors") && (d.Form != g.Form || string(d.Sentiment) != g.Sentiment) {
			fmt.Printf("%s want %s/%s got %s/%s %.2f: %.300s\n", g.ID, g.Form, g.Sentiment, d.Form, d.Sentiment, d.SentimentScore, strings.Join(strings.Fields(g.text), " "))
		}
		if strings.Contains(verbose, "spans") {
			for _, e := range d.Expected {
				fmt.Printf("%s expected: %s\n", g.ID, marked(g.text, []nlp.Span{e}))
			}
			for _, e := range d.Causes {
				fmt.Printf("%s cause: %s\n", g.ID, marked(g.text, []nlp.Span{e}))
			}
		}
		if strings.Contains(verbose, "topics") && !sameSet(given, g.Topics) {
			fmt.Printf("%s want %v got %v: %.400s\n", g.ID, g.Topics, explained(d.Topics, g.text), strings.Join(strings.Fields(g.text), " "))
		}
		if strings.Contains(verbose, "beleving") && !sameSet(ids(d.Experience), g.Experience) {
			fmt.Printf("%s want %v got %v: %.400s\n", g.ID, g.Experience, explained(d.Experience, g.text), strings.Join(strings.Fields(g.text), " "))
		}
		if strings.Contains(verbose, "flags") && !sameSet(ids(d.Flags), g.Flags) {
			fmt.Printf("%s want %v got %v: %.600s\n", g.ID, g.Flags, explained(d.Flags, g.text), strings.Join(strings.Fields(g.text), " "))
		}
	}
	if verbose != "" {
		printConfusion(forms)
		printConfusion(sentiments)
		byTopic.print()
		byExperience.print()
		byFlag.print()
	}
	report(t, "form", "accuracy", form/n, 0.91, int(n))
	report(t, "sentiment", "accuracy", sentiment/n, 0.91, int(n))
	report(t, "onderwerp-group", "micro-f1", groups.f1(), 0.73, int(n))
	report(t, "onderwerp", "micro-f1", topics.f1(), 0.69, int(n))
	report(t, "onderwerp-sentiment", "accuracy", aspects/shared.gold, 0.88, int(shared.gold))
	report(t, "beleving", "micro-f1", experience.f1(), 0.67, int(n))
	report(t, "flags", "micro-f1", flags.f1(), 0.83, int(n))
	report(t, "line", "accuracy", line/n, 0.88, int(n))
	report(t, "severity", "accuracy", severity/n, 0.72, int(n))
}

// TestEvalSeeds measures a scheme as a user writes it: labels and descriptions,
// no patterns; and the same with half of the coded texts as examples.
func TestEvalSeeds(t *testing.T) {
	all := codedTexts(t)
	lang, err := annotate.New(annotate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		metric   string
		examples bool
		floor    float64
	}{{"described", false, 0.34}, {"with-examples", true, 0.39}} {
		var topics counts
		for half := range 2 {
			c, err := New(Options{Scheme: reduced(all, half, tt.examples), Layers: lang})
			if err != nil {
				t.Fatal(err)
			}
			for i, g := range all {
				if i%2 == half {
					doc := &nlp.Document{Text: g.text}
					lang.Annotate(doc)
					c.Annotate(doc)
					topics.add(ids(doc.Coding.Topics), g.Topics)
				}
			}
		}
		report(t, "seeds-"+tt.metric, "micro-f1", topics.f1(), tt.floor, len(all))
	}
}

// reduced is the shipped scheme without patterns, with the texts of one half as
// examples if asked.
func reduced(all []gold, half int, examples bool) *Scheme {
	s := *DefaultScheme()
	s.Topics = slices.Clone(s.Topics)
	for i := range s.Topics {
		class := &s.Topics[i]
		class.Patterns = ""
		for j, g := range all {
			if examples && j%2 != half && slices.Contains(g.Topics, class.ID) {
				class.Examples = append(class.Examples, g.text)
			}
		}
	}
	return &s
}

func same(a, b string) float64 {
	if a == b {
		return 1
	}
	return 0
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func explained(codes []nlp.Code, text string) []string {
	var list []string
	for _, c := range codes {
		var words []string
		for _, e := range c.Evidence {
			words = append(words, e.Of(text))
		}
		list = append(list, fmt.Sprintf("%s %.2f %s%q", c.ID, c.Score, c.Sentiment[:3], words))
	}
	return list
}

// twoClass measures which side of zero the score is on.
func twoClass(t *testing.T, task string, texts []string, positive []bool, floor float64) {
	c := newCoder(t)
	right := 0.0
	none := 0
	for i, text := range texts {
		s := read(c, text).Coding.SentimentScore
		if s == 0 {
			none++
		}
		if (s > 0) == positive[i] && s != 0 {
			right++
		} else if strings.Contains(os.Getenv("LUISTER_VERBOSE"), "two") {
			fmt.Printf("%s %v %.2f: %.200s\n", task, positive[i], s, text)
		}
	}
	report(t, task, "accuracy", right/float64(len(texts)), floor, len(texts))
	report(t, task, "without-evidence", float64(none)/float64(len(texts)), 0, len(texts))
}

func TestEvalKeytrade(t *testing.T) {
	var texts []string
	var positive []bool
	eachLine(t, sharedFile(t, "keytrade-nl/keytrade_trustpilot_nl.jsonl"), func(line []byte) {
		var r struct {
			Title, Text string
			Rating      int
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		if r.Rating == 3 {
			return
		}
		texts = append(texts, r.Text)
		positive = append(positive, r.Rating > 3)
	})
	twoClass(t, "keytrade", texts, positive, 0.96)
}

func TestEvalAbsaSentences(t *testing.T) {
	var doc struct {
		Sentences []struct {
			Text     string `xml:"text"`
			Opinions []struct {
				Polarity string `xml:"polarity,attr"`
			} `xml:"Opinions>Opinion"`
		} `xml:"Review>sentences>sentence"`
	}
	if err := xml.NewDecoder(sharedFile(t, "absa16-rest-nl/restaurants_dutch_train.xml")).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	var texts []string
	var positive []bool
	for _, s := range doc.Sentences {
		seen := map[string]bool{}
		for _, o := range s.Opinions {
			seen[o.Polarity] = true
		}
		if len(seen) == 1 && !seen["neutral"] {
			texts = append(texts, s.Text)
			positive = append(positive, seen["positive"])
		}
	}
	twoClass(t, "absa16", texts, positive, 0.88)
}
