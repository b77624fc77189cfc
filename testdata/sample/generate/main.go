// Generate writes the sample data: go run ./testdata/sample/generate -out DIR.
package main

import (
	"flag"
	"fmt"
	"os"

	"luister/testdata/sample"
)

func main() {
	out := flag.String("out", "testdata/sample/inbox", "folder for the files; truth.jsonl is written beside it")
	n := flag.Int("n", 0, "number of feedback (default: as shipped)")
	months := flag.Int("months", 0, "length of the period (default 14)")
	seed := flag.Uint64("seed", sample.Shipped.Seed, "seed")
	csvOnly := flag.Bool("csv", false, "everything in one CSV file")
	flag.Parse()

	set := sample.Generate(sample.Options{Feedback: *n, Months: *months, Seed: *seed, CSVOnly: *csvOnly})
	if err := set.Write(*out, set.TruthLines()); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
	fmt.Fprintf(os.Stderr, "%d feedback in %s\n", len(set.Truth), *out)
}
