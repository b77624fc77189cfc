package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"luister/export/index"
	"luister/export/web"
)

// BenchmarkLoad reports how long answers take on a published workspace that
// clients ask at once, and how much processor time: the index by itself, and the
// pages through HTTP. LUISTER_LOAD_WORKSPACE names it, LUISTER_LOAD_QUESTIONS how
// many of each kind (400), LUISTER_LOAD_CLIENTS how many ask (8). With one client
// the percentiles of processor time are told too: what a busy machine cannot spoil.
func BenchmarkLoad(b *testing.B) {
	ws := os.Getenv("LUISTER_LOAD_WORKSPACE")
	if ws == "" {
		b.Skip("LUISTER_LOAD_WORKSPACE names no workspace")
	}
	found, err := openFound(reading{ws: ws}, true)
	if err != nil {
		b.Fatal(err)
	}
	defer found.close()
	collectAt(servingGC) // as serve does
	found.index.Prepare()
	options, err := pageOptions(ws)
	if err != nil {
		b.Fatal(err)
	}
	pages, err := web.New(options)
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(pages.Handler())
	defer server.Close()
	defer pages.Close()
	texts, ids := loadTexts(b, found)
	facets := []index.Facet{index.Form, index.Source, index.Sentiment, index.Severity, index.Topic, index.Region, index.Month, index.Driver}
	search := func(q index.Query) error {
		_, err := found.index.Search(context.Background(), q)
		return err
	}
	get := func(path string) error { return loadPage(server.Client(), server.URL+path) }
	for _, kind := range []struct {
		name string
		ask  func(r *rand.Rand) error
	}{
		{"word", func(r *rand.Rand) error { return search(index.Query{Text: loadWords(texts, r, 1)}) }},
		{"phrase", func(r *rand.Rand) error { return search(index.Query{Text: `"` + loadWords(texts, r, 2) + `"`}) }},
		{"facets", func(r *rand.Rand) error { return search(index.Query{Text: loadWords(texts, r, 1), Facets: facets}) }},
		{"similar", func(r *rand.Rand) error {
			_, err := found.index.Similar(context.Background(), index.SimilarTo{ID: ids[r.IntN(len(ids))]})
			return err
		}},
		{"page/search", func(r *rand.Rand) error { return get("/zoeken?q=" + url.QueryEscape(loadWords(texts, r, 1))) }},
		{"page/feedback", func(r *rand.Rand) error { return get("/feedback/" + ids[r.IntN(len(ids))]) }},
		{"page/start", func(*rand.Rand) error { return get("/") }},
	} {
		b.Run(kind.name, func(b *testing.B) { loaded(b, kind.ask) })
	}
}

// loaded asks from all clients at once and reports the percentiles.
func loaded(b *testing.B, ask func(r *rand.Rand) error) {
	questions, _ := strconv.Atoi(cmp.Or(os.Getenv("LUISTER_LOAD_QUESTIONS"), "400"))
	clients, _ := strconv.Atoi(cmp.Or(os.Getenv("LUISTER_LOAD_CLIENTS"), "8"))
	took, cost := make([][]time.Duration, clients), make([][]time.Duration, clients)
	for b.Loop() {
		var group errgroup.Group
		for client := range took {
			took[client], cost[client] = nil, nil
			group.Go(func() error {
				r := rand.New(rand.NewPCG(uint64(client), 5))
				for range questions / clients {
					start, before := time.Now(), processorTime(b)
					if err := ask(r); err != nil {
						return err
					}
					took[client] = append(took[client], time.Since(start))
					cost[client] = append(cost[client], processorTime(b)-before)
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			b.Fatal(err)
		}
	}
	reportPercentiles(b, slices.Concat(took...), "ms")
	if clients == 1 {
		reportPercentiles(b, cost[0], "cpu-ms")
	}
}

func reportPercentiles(b *testing.B, all []time.Duration, unit string) {
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-"+unit)
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-"+unit)
}

// processorTime is what this process has used so far.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// loadTexts gives some of the feedback, to ask about.
func loadTexts(b *testing.B, found *found) (texts, ids []string) {
	b.Helper()
	frame, err := found.tables.Columns("feedback", nil, "feedback_id")
	if err != nil {
		b.Fatal(err)
	}
	all := frame.Strings("feedback_id")
	for i := 0; i < len(all); i += max(1, len(all)/300) {
		ids = append(ids, strings.Clone(all[i]))
	}
	byID, err := found.tables.Texts(ids...)
	if err != nil {
		b.Fatal(err)
	}
	for _, id := range ids {
		if len(strings.Fields(byID[id])) > 3 {
			texts = append(texts, byID[id])
		}
	}
	return texts, ids
}

// loadWords gives n neighbouring words of some text, without signs.
func loadWords(texts []string, r *rand.Rand, n int) string {
	for {
		words := strings.FieldsFunc(texts[r.IntN(len(texts))], func(c rune) bool { return strings.ContainsRune(" \r\n\t.,;:!?\"()[]-*", c) })
		if len(words) <= n {
			continue
		}
		at := r.IntN(len(words) - n)
		if len(words[at]) > 3 {
			return strings.Join(words[at:at+n], " ")
		}
	}
}

func loadPage(client *http.Client, address string) error {
	r, err := client.Get(address)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r.Body)
	if r.StatusCode != http.StatusOK {
		err = errors.Join(err, fmt.Errorf("%s answered %s", address, r.Status))
	}
	return errors.Join(err, r.Body.Close())
}
