package index

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed stopwords.txt
var stopWordsFile string

// stopWords is the sorted list of stopwords.txt.
var stopWords = sync.OnceValue(func() []string {
	_, list, _ := strings.Cut(stopWordsFile, "\n")
	words := strings.Fields(list)
	slices.Sort(words)
	return slices.Compact(words)
})

// stopHashes says of every hash whether it is that of a stop word.
var stopHashes = sync.OnceValue(func() []bool {
	all := make([]bool, 1<<16)
	for _, word := range stopWords() {
		all[wordHash(word)] = true
	}
	return all
})
