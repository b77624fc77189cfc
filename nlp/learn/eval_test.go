package learn

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"luister/nlp"
)

// sharedFile gives the path of a data set, or skips the test.
func sharedFile(t *testing.T, name string) string {
	t.Helper()
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("quality is measured with LUISTER_EVAL=1")
	}
	root := os.Getenv("LUISTER_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	path := filepath.Join(root, "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the data set %s is not here", name)
	}
	return path
}

func report(t *testing.T, task, metric string, value, floor float64, n int) {
	t.Helper()
	fmt.Printf("EVAL nlp/learn-%s %s %.4f n=%d\n", task, metric, value, n)
	if value < floor {
		t.Errorf("%s %s is %.4f, floor %.4f", task, metric, value, floor)
	}
}

func reportCalibration(t *testing.T, task string, e, ceiling float64, n int) {
	t.Helper()
	report(t, task, "calibration-error", e, 0, n)
	if e > ceiling {
		t.Errorf("%s: scores and shares right are %.3f apart, at most %.3f is allowed", task, e, ceiling)
	}
}

// fold deals a key to one of five parts.
func fold(key string) int {
	h := fnv.New32a()
	h.Write([]byte(key))
	return int(h.Sum32()>>8) % 5
}

type evaluation struct {
	examples []Example
	group    []string // examples of one group stay on one side
	opts     Options
}

type outcome struct {
	gold   []string
	result Result
	multi  bool
}

// crossTest trains on four parts and classifies the fifth, in turn.
func (e evaluation) crossTest(t *testing.T) (all []outcome) {
	t.Helper()
	for f := range 5 {
		all = append(all, e.holdOut(t, func(key string) bool { return fold(key) == f })...)
	}
	return all
}

// holdOut trains on some groups of examples and classifies the others, those held out.
func (e evaluation) holdOut(t *testing.T, out func(key string) bool) (all []outcome) {
	t.Helper()
	var train []Example
	for i, x := range e.examples {
		if !out(e.group[i]) {
			train = append(train, x)
		}
	}
	opts := e.opts
	if os.Getenv("LUISTER_VERBOSE") != "" {
		opts.Log = func(format string, args ...any) { fmt.Printf(format+"\n", args...) }
	}
	m, err := Train(train, opts)
	if err != nil {
		t.Fatal(err)
	}
	c := m.Classifier()
	for i, x := range e.examples {
		if out(e.group[i]) {
			r, err := c.Classify(x.Item)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, outcome{x.Labels, r, opts.Multi})
		}
	}
	return all
}

// drawn tells whether draw d holds a key out: 28 of a hundred are.
func drawn(key string, d int) bool {
	h := sha256.Sum256([]byte(strconv.Itoa(d) + "\x00" + key))
	return float64(binary.BigEndian.Uint32(h[:4])) < 0.28*(1<<32)
}

// routing are the figures of questions that have one label each.
type routing struct {
	accuracy, macroF1 float64 // the latter over labels that are true or given, as is usual
	macroFive         float64 // over labels that five examples or more have
	calibration       float64 // calibration error
}

// draws holds examples out at random, n times over, and gives the means of the
// figures and how many examples were held out in all.
func (e evaluation) draws(t *testing.T, n int) (mean routing, held int) {
	t.Helper()
	e.opts.Hints = &remembered{Hinter: e.opts.Hints, seen: map[string]reading{}}
	for d := range n {
		all := e.holdOut(t, func(key string) bool { return drawn(key, d) })
		r := route(all)
		r.calibration = calibrationError(all)
		fmt.Printf("draw %d of %d questions: %.3f\n", d, len(all), r)
		mean.accuracy += r.accuracy / float64(n)
		mean.macroF1 += r.macroF1 / float64(n)
		mean.calibration += r.calibration / float64(n)
		held += len(all)
	}
	return mean, held
}

func route(all []outcome) (r routing) {
	hit, given, gold := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, o := range all {
		gold[o.gold[0]]++
		given[o.result.Label]++
		if o.gold[0] == o.result.Label {
			hit[o.gold[0]]++
			r.accuracy += 1 / float64(len(all))
		}
	}
	var sum, five, fives float64
	for k, n := range gold {
		f1 := 2 * hit[k] / (n + given[k])
		sum += f1
		if n >= 5 {
			five, fives = five+f1, fives+1
		}
		given[k] = 0
	}
	labels := float64(len(gold))
	r.macroFive = five / max(fives, 1)
	for _, n := range given {
		if n > 0 {
			labels++
		}
	}
	r.macroF1 = sum / labels
	return r
}

func microF1(all []outcome) float64 {
	var hit, given, gold float64
	for _, o := range all {
		gold += float64(len(o.gold))
		given += float64(len(o.result.Labels))
		for _, l := range o.result.Labels {
			for _, g := range o.gold {
				if g == l.Label {
					hit++
				}
			}
		}
	}
	return 2 * hit / (given + gold)
}

// calibrationError is the mean distance of score and share right, in ten bins,
// over the labels that were given.
func calibrationError(all []outcome) float64 {
	var n, right, sum [10]float64
	for _, o := range all {
		given := o.result.Labels
		if !o.multi {
			given = given[:1]
		}
		for _, s := range given {
			b := min(int(s.Score*10), 9)
			n[b]++
			sum[b] += s.Score
			if slices.Contains(o.gold, s.Label) {
				right[b]++
			}
		}
	}
	var e, total float64
	for b := range n {
		e += math.Abs(right[b] - sum[b])
		total += n[b]
	}
	return e / total
}

func TestEvalBolcom(t *testing.T) {
	f, err := os.Open(sharedFile(t, "bolcom-pattern/train.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.LazyQuotes = true
	e := evaluation{opts: evalOptions(t, false)}
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e.examples = append(e.examples, Example{Item: Item{Text: rec[1]}, Labels: []string{strings.TrimSpace(rec[0])}})
		e.group = append(e.group, rec[1])
	}
	all := e.crossTest(t)
	report(t, "bolcom", "accuracy", route(all).accuracy, 0.945, len(all))
	reportCalibration(t, "bolcom", calibrationError(all), 0.03, len(all))
}

type absaOpinion struct {
	Target   string `xml:"target,attr"`
	Category string `xml:"category,attr"`
	Polarity string `xml:"polarity,attr"`
	From     string `xml:"from,attr"`
	To       string `xml:"to,attr"`
}

type absaSentence struct {
	Text     string        `xml:"text"`
	Opinions []absaOpinion `xml:"Opinions>Opinion"`
}

type absaReview struct {
	ID        string         `xml:"rid,attr"`
	Sentences []absaSentence `xml:"sentences>sentence"`
}

func absa(t *testing.T) []absaReview {
	b, err := os.ReadFile(sharedFile(t, "absa16-rest-nl/restaurants_dutch_train.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Reviews []absaReview `xml:"Review"`
	}
	if err := xml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Reviews
}

func TestEvalAbsaCategory(t *testing.T) {
	e := evaluation{opts: evalOptions(t, true)}
	for _, r := range absa(t) {
		for _, s := range r.Sentences {
			var labels []string
			for _, o := range s.Opinions {
				labels = append(labels, o.Category)
			}
			e.examples = append(e.examples, Example{Item: Item{Text: s.Text}, Labels: unique(labels)})
			e.group = append(e.group, r.ID)
		}
	}
	all := e.crossTest(t)
	report(t, "absa-category", "micro-f1", microF1(all), 0.68, len(all))
	reportCalibration(t, "absa-category", calibrationError(all), 0.05, len(all))
}

func unique(list []string) []string {
	seen := map[string]bool{}
	out := []string{}
	for _, x := range list {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	return out
}

func TestEvalAbsaPolarity(t *testing.T) {
	e := evaluation{opts: evalOptions(t, false)}
	for _, r := range absa(t) {
		for _, s := range r.Sentences {
			for _, o := range s.Opinions {
				item := Item{Text: s.Text, Context: o.Category}
				from, _ := strconv.Atoi(o.From)
				to, _ := strconv.Atoi(o.To)
				if o.Target != "NULL" && to > from {
					runes := []rune(s.Text)
					item.Span = &nlp.Span{Start: len(string(runes[:from])), End: len(string(runes[:min(to, len(runes))]))}
				}
				e.examples = append(e.examples, Example{Item: item, Labels: []string{o.Polarity}})
				e.group = append(e.group, r.ID)
			}
		}
	}
	all := e.crossTest(t)
	report(t, "absa-polarity", "accuracy", route(all).accuracy, 0.83, len(all))
	reportCalibration(t, "absa-polarity", calibrationError(all), 0.04, len(all))
}

// dekamer gives the parliamentary questions with their departments, and with
// their themes. A question that was put to several departments has none.
func dekamer(t *testing.T) (department, theme evaluation) {
	f, err := os.Open(sharedFile(t, "dekamer-nl/dekamer2017.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type row struct {
		Question   string `json:"question"`
		Theme      string `json:"question_theme_main"`
		Department string `json:"answer_subdepartment"`
	}
	departments := map[string]map[string]bool{}
	var rows []row
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var r row
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
		if departments[r.Question] == nil {
			departments[r.Question] = map[string]bool{}
		}
		departments[r.Question][r.Department] = true
	}
	opts := evalOptions(t, false)
	department.opts, theme.opts = opts, opts
	for _, r := range rows {
		if len(departments[r.Question]) == 1 {
			department.examples = append(department.examples, Example{Item: Item{Text: r.Question}, Labels: []string{r.Department}})
			department.group = append(department.group, r.Question)
		}
		if r.Theme != "" {
			theme.examples = append(theme.examples, Example{Item: Item{Text: r.Question}, Labels: []string{r.Theme}})
			theme.group = append(theme.group, r.Question)
		}
	}
	return department, theme
}

// The draws are as large a part as tuned linear SVCs were once measured on; such an
// SVC was measured on these very draws too: scikit-learn's, words and pairs, and
// letters 2-5 inside words, balanced, the cost that is best there.
func TestEvalDepartment(t *testing.T) {
	e, _ := dekamer(t)
	mean, n := e.draws(t, 3)
	report(t, "dekamer-department", "accuracy", mean.accuracy, 0.77, n)
	report(t, "dekamer-department", "macro-f1", mean.macroF1, 0.67, n) // the SVC: .750 and .665
	reportCalibration(t, "dekamer-department", mean.calibration, 0.06, n)
}

// Eleven of the 37 themes have one to three questions: nobody learns them, and the
// macro F1 over all follows from which of them a part has. So it is taken over the
// themes with five questions or more.
func TestEvalTheme(t *testing.T) {
	_, e := dekamer(t)
	all := e.crossTest(t)
	r := route(all)
	report(t, "dekamer-theme", "accuracy", r.accuracy, 0.77, len(all)) // the same SVC: .776, .677 and .497
	report(t, "dekamer-theme", "macro-f1-five", r.macroFive, 0.69, len(all))
	report(t, "dekamer-theme", "macro-f1", r.macroF1, 0.48, len(all))
	reportCalibration(t, "dekamer-theme", calibrationError(all), 0.06, len(all))
}
