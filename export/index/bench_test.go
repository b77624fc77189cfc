package index

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/token"
)

// benchTexts gives n texts of about 400 characters of real Dutch prose.
// LUISTER_BENCH_N sets how many; 20,000 if not set.
func benchTexts(b *testing.B) []string {
	n, _ := strconv.Atoi(cmp.Or(os.Getenv("LUISTER_BENCH_N"), "20000"))
	dir := filepath.Join(cmp.Or(os.Getenv("LUISTER_SHARED"), filepath.Join("..", "..", "..", "shared")), "corpus")
	var texts []string
	for _, name := range []string{"helpdesk", "government", "law", "software"} {
		f, err := os.Open(filepath.Join(dir, name+".txt.zst"))
		if err != nil {
			b.Skip("no corpus here: set LUISTER_SHARED")
		}
		defer f.Close()
		zr, err := zstd.NewReader(f)
		must(b, err)
		defer zr.Close()
		var text strings.Builder
		in := bufio.NewScanner(zr)
		in.Buffer(nil, 1<<20)
		for in.Scan() && len(texts) < n {
			_, line, _ := strings.Cut(in.Text(), "\t")
			text.WriteString(line[:min(len(line), 400)] + ". ")
			if text.Len() >= 400 {
				texts = append(texts, strings.ToValidUTF8(text.String(), ""))
				text.Reset()
			}
		}
	}
	return texts
}

func benchAnalyse(b *testing.B) func(string) *nlp.Document {
	annotator, err := annotate.New(annotate.Options{})
	if err != nil {
		b.Log("words only, without the language layers:", err)
	}
	return func(text string) *nlp.Document {
		doc := &nlp.Document{Text: text}
		if err == nil {
			annotator.Annotate(doc)
		} else {
			token.Split(doc)
		}
		return doc
	}
}

// benchEntries analyses texts, and spreads them over fourteen months.
func benchEntries(b *testing.B, texts []string, analyse func(string) *nlp.Document) []Entry {
	entries := make([]Entry, len(texts))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(texts); i += workers {
				day := time.Date(2025, 1, 1+i*425/len(texts), 0, 0, 0, 0, time.UTC)
				entries[i] = Entry{ID: fmt.Sprintf("F%016x", uint64(i)*0x9E3779B97F4A7C15), Day: day.Format("2006-01-02"), Terms: TermsOf(analyse(texts[i])),
					Values: map[Facet][]string{Form: {[]string{"klacht", "vraag", "compliment"}[i%3]}, Source: {"mail"}, Channel: {"e-mail"}, Sentiment: {"negatief"},
						Severity: {strconv.Itoa(i % 5)}, Topic: {fmt.Sprintf("onderwerp.%d", i%35), fmt.Sprintf("onderwerp.%d", i%17)}, Region: {fmt.Sprintf("regio %d", i%12)}}}
			}
		})
	}
	wg.Wait()
	return entries
}

func buildEntries(b *testing.B, entries []Entry) string {
	return build(b, "", func(w *Writer) {
		for _, e := range entries {
			w.Add(e.Day[:7], e)
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	texts := benchTexts(b)
	entries := benchEntries(b, texts, benchAnalyse(b))
	var dir string
	before := cpuTime(b)
	for b.Loop() {
		dir = buildEntries(b, entries)
	}
	b.ReportMetric(float64(len(texts))*float64(b.N)/(cpuTime(b)-before).Seconds(), "feedback/cpu-s")
	b.ReportMetric(float64(len(texts))*float64(b.N)/b.Elapsed().Seconds(), "feedback/s")
	size, chars := 0, 0
	must(b, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if info, infoErr := d.Info(); infoErr == nil && !d.IsDir() {
			size += int(info.Size())
		}
		return err
	}))
	for _, text := range texts {
		chars += len(text)
	}
	b.ReportMetric(float64(size)/float64(chars), "×text")
}

// BenchmarkSearch reports percentiles of the time of one search, one client.
func BenchmarkSearch(b *testing.B) {
	texts := benchTexts(b)
	analyse := benchAnalyse(b)
	x := open(b, buildEntries(b, benchEntries(b, texts, analyse)), Options{
		Analyse: analyse, Drivers: func(id string) []string { return []string{id[len(id)-1:]} },
		Texts: func(ids ...string) (map[string]string, error) {
			found := map[string]string{}
			for _, id := range ids {
				found[id] = texts[len(found)]
			}
			return found, nil
		}})
	facets := []Facet{Form, Source, Sentiment, Severity, Topic, Region, Month}
	for _, kind := range []struct {
		name  string
		query func(words []string) Query
	}{
		{"word", func(w []string) Query { return Query{Text: w[0]} }},
		{"two words", func(w []string) Query { return Query{Text: w[0] + " " + w[1]} }},
		{"phrase", func(w []string) Query { return Query{Text: `"` + w[0] + " " + w[1] + `"`} }},
		{"typo", func(w []string) Query { return Query{Text: w[0] + "x"} }},
		{"filter", func(w []string) Query { return Query{Text: w[0] + " vorm:klacht van:2025-06"} }},
		{"facets", func(w []string) Query { return Query{Text: w[0], Facets: facets} }},
		{"facets and drivers", func(w []string) Query { return Query{Text: w[0], Facets: append(facets, Driver)} }},
	} {
		b.Run(kind.name, func(b *testing.B) {
			percentiles(b, texts, func(words []string) error {
				_, err := x.Search(context.Background(), kind.query(words))
				return err
			})
		})
	}
	b.Run("similar", func(b *testing.B) {
		percentiles(b, texts, func(words []string) error {
			_, err := x.Similar(context.Background(), SimilarTo{Text: strings.Join(words, " ")})
			return err
		})
	})
}

// percentiles runs a search for neighbouring words of random texts.
func percentiles(b *testing.B, texts []string, search func(words []string) error) {
	rng := rand.New(rand.NewPCG(3, 4))
	var took []time.Duration
	before := cpuTime(b)
	for b.Loop() {
		words := strings.Fields(texts[rng.IntN(len(texts))])
		at := rng.IntN(max(1, len(words)-8))
		start := time.Now()
		must(b, search(words[at:min(at+8, len(words))]))
		took = append(took, time.Since(start))
	}
	cpu := cpuTime(b) - before
	slices.Sort(took)
	b.ReportMetric(float64(cpu.Microseconds())/1000/float64(len(took)), "cpu-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// cpuTime is the processor time of this process: what a search costs on a busy machine too.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
