package learn

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// madeUp gives n texts of about 62 words that carry one of labels labels: the
// words of a label are a little more frequent in its texts.
func madeUp(n, labels int) []Example {
	rnd := random(7)
	word := func(label int) string {
		if rnd.next()%8 == 0 {
			return fmt.Sprintf("woord%dx%d", label, rnd.next()%40)
		}
		rank := math.Exp(float64(rnd.next()%10000) / 10000 * math.Log(60000)) // Zipf
		return fmt.Sprintf("term%d", int(rank))
	}
	examples := make([]Example, n)
	for i := range examples {
		label := int(rnd.next() % uint64(labels))
		var b strings.Builder
		for range 50 + rnd.next()%25 {
			b.WriteString(word(label))
			b.WriteByte(' ')
		}
		examples[i] = Example{Item: Item{Text: b.String()}, Labels: []string{fmt.Sprintf("label%02d", label)}}
	}
	return examples
}

// BenchmarkTrain trains on 100,000 texts with 50 labels.
func BenchmarkTrain(b *testing.B) {
	examples := madeUp(100_000, 50)
	for b.Loop() {
		if _, err := Train(examples, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkClassify(b *testing.B) {
	examples := madeUp(2000, 10)
	m, err := Train(examples, Options{})
	if err != nil {
		b.Fatal(err)
	}
	c := m.Classifier()
	bytes := 0
	for b.Loop() {
		for _, e := range examples[:100] {
			if _, err := c.Classify(e.Item); err != nil {
				b.Fatal(err)
			}
			bytes += len(e.Text)
		}
	}
	b.SetBytes(int64(bytes / b.N))
}
