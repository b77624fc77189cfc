package agree

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"luister/cluster/infer"
)

// A Pair is what people said of one thing, and what was coded. Either may have
// any number of codes, without doubles.
type Pair struct{ Want, Got []string }

// A Class is how well one code is given.
type Class struct {
	Code           string
	Want, Got, Hit int            // how often people said it, it was given, and both
	Precision      infer.Estimate // of what was given, how much is right
	Recall         infer.Estimate // of what should be given, how much is
	F1             infer.Estimate
	Mistaken       []Mistake // what was given in its place, the most first
}

// A Mistake is a code that was given where another was meant, and how often.
type Mistake struct {
	Code  string
	Count int
}

// Judgement is how well codes are given.
type Judgement struct {
	N       int
	Classes []Class        // the most frequent first
	Micro   infer.Estimate // F1 over all codes; the share that is right, if each thing has one code
	Macro   float64        // mean F1 of the codes that people gave
	Covered infer.Estimate // share that got a code at all
	Exact   infer.Estimate // share with just the codes that people gave
}

// seed draws the same intervals for the same pairs.
const seed = 7

// Judge measures codes against what people said. Intervals of precision and
// recall are Wilson's, those of F1 come from drawing things again.
func Judge(pairs []Pair) Judgement {
	j := Judgement{N: len(pairs)}
	covered, exact, said := 0, 0, 0.0
	mistakes := map[string]map[string]int{}
	codes := map[string]bool{}
	for _, p := range pairs {
		for _, c := range slices.Concat(p.Want, p.Got) {
			codes[c] = true
		}
		missed, extra := without(p.Want, p.Got), without(p.Got, p.Want)
		for _, m := range missed {
			if mistakes[m] == nil {
				mistakes[m] = map[string]int{}
			}
			for _, e := range extra {
				mistakes[m][e]++
			}
		}
		if len(p.Got) > 0 {
			covered++
		}
		if len(missed)+len(extra) == 0 {
			exact++
		}
	}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		c := class(code, pairs)
		c.Mistaken = ranked(mistakes[code])
		if c.Want > 0 {
			said++
			j.Macro += c.F1.Value
		}
		j.Classes = append(j.Classes, c)
	}
	j.Macro /= max(1, said)
	slices.SortStableFunc(j.Classes, func(a, b Class) int { return cmp.Compare(b.Want, a.Want) })
	all := hitsOf(pairs, "")
	j.Micro = infer.Bootstrap(len(pairs), infer.Rounds, seed, all.f1)
	j.Covered, j.Exact = infer.Share(covered, len(pairs)), infer.Share(exact, len(pairs))
	return j
}

func class(code string, pairs []Pair) Class {
	c := Class{Code: code}
	for _, p := range pairs {
		want, got := slices.Contains(p.Want, code), slices.Contains(p.Got, code)
		c.Want += number(want)
		c.Got += number(got)
		c.Hit += number(want && got)
	}
	c.Precision, c.Recall = infer.Share(c.Hit, c.Got), infer.Share(c.Hit, c.Want)
	c.F1 = infer.Bootstrap(len(pairs), infer.Rounds, seed, hitsOf(pairs, code).f1)
	return c
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// without gives what is in a and not in b.
func without(a, b []string) []string {
	var list []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			list = append(list, x)
		}
	}
	return list
}

func ranked(counts map[string]int) []Mistake {
	var list []Mistake
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, Mistake{code, counts[code]})
	}
	slices.SortStableFunc(list, func(a, b Mistake) int { return cmp.Compare(b.Count, a.Count) })
	return list
}

// hits are what F1 is made of, per thing: codes that agree, and codes on both
// sides.
type hits struct{ agree, sides []float64 }

// hitsOf counts one code, or all ("").
func hitsOf(pairs []Pair, code string) hits {
	h := hits{make([]float64, len(pairs)), make([]float64, len(pairs))}
	for i, p := range pairs {
		for _, c := range p.Want {
			if code == "" || c == code {
				h.sides[i]++
				h.agree[i] += float64(number(slices.Contains(p.Got, c)))
			}
		}
		for _, c := range p.Got {
			if code == "" || c == code {
				h.sides[i]++
			}
		}
	}
	return h
}

func (h hits) f1(s infer.Sample) float64 {
	agree, sides := 0.0, 0.0
	for i, n := range s {
		agree += float64(n) * h.agree[i]
		sides += float64(n) * h.sides[i]
	}
	if sides == 0 {
		return math.NaN()
	}
	return 2 * agree / sides
}

// Difference is how much better the codes of a are than those of b, as micro F1,
// of the same things in the same order. The interval comes from drawing things:
// above 0 it says that a is better, below that b is.
func Difference(a, b []Pair) infer.Estimate {
	x, y := hitsOf(a, ""), hitsOf(b, "")
	return infer.Bootstrap(min(len(a), len(b)), infer.Rounds, seed, func(s infer.Sample) float64 { return x.f1(s) - y.f1(s) })
}

// Kappa is Cohen's kappa of two coders of the same things in the same order:
// agreement beyond what their habits give by chance, 1 if they always agree.
// Where a thing can have any number of codes, every code of every thing is a
// question answered yes or no. NaN if nothing can be told apart from chance.
func Kappa(pairs []Pair, multi bool) infer.Estimate {
	codes := map[string]bool{}
	for _, p := range pairs {
		for _, c := range slices.Concat(p.Want, p.Got) {
			codes[c] = true
		}
	}
	names := slices.Sorted(maps.Keys(codes))
	return infer.Bootstrap(len(pairs), infer.Rounds, seed, func(s infer.Sample) float64 {
		if multi {
			return kappaOfCodes(pairs, names, s)
		}
		return kappaOfValues(pairs, names, s)
	})
}

// kappaOfValues is kappa over values of which each thing has one.
func kappaOfValues(pairs []Pair, names []string, s infer.Sample) float64 {
	n, same, chance := 0.0, 0.0, 0.0
	left, right := map[string]float64{}, map[string]float64{}
	for i, p := range pairs {
		if len(p.Want) == 0 || len(p.Got) == 0 {
			continue
		}
		w := float64(s[i])
		n += w
		left[p.Want[0]] += w
		right[p.Got[0]] += w
		if p.Want[0] == p.Got[0] {
			same += w
		}
	}
	for _, c := range names {
		chance += left[c] / n * right[c] / n
	}
	return (same/n - chance) / (1 - chance)
}

// kappaOfCodes is kappa over every code of every thing, with chance counted code
// by code.
func kappaOfCodes(pairs []Pair, names []string, s infer.Sample) float64 {
	n, observed, expected := 0.0, 0.0, 0.0
	for _, w := range s {
		n += float64(w)
	}
	for _, c := range names {
		left, right, differ := 0.0, 0.0, 0.0
		for i, p := range pairs {
			a, b := float64(number(slices.Contains(p.Want, c))), float64(number(slices.Contains(p.Got, c)))
			left += float64(s[i]) * a / n
			right += float64(s[i]) * b / n
			if a != b {
				differ += float64(s[i]) / n
			}
		}
		observed += differ
		expected += left*(1-right) + right*(1-left)
	}
	return 1 - observed/expected
}
