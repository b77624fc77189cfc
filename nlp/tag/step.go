package tag

import (
	"math"

	"luister/nlp"
)

// A rating is a number per tag.
type rating [Tags]float64

func (p *learner) scores(ids []int32) (score rating) {
	for _, id := range ids {
		for k, v := range &p.weight[id] {
			score[k] += float64(v)
		}
	}
	return score
}

// anyTag is the set of all tags.
const anyTag = 1<<Tags - 1

// best gives the tag of a set with the highest score, the first of equals.
func (s *rating) best(of uint32) nlp.UPOS {
	best := -1
	for k, v := range s {
		if of&(1<<k) != 0 && (best < 0 || v > s[best]) {
			best = k
		}
	}
	return nlp.UPOS(best)
}

// sure is how likely the right tag is to be learned no more from.
const sure = 0.99

// slopes gives the direction in which the likelihood of the tags that are right grows.
func (s *rating) slopes(allowed uint32) (slope rating) {
	all, right, highest := 0.0, 0.0, s[s.best(anyTag)]
	var odds rating
	for k, v := range s {
		odds[k] = math.Exp(v - highest)
		all += odds[k]
		if allowed&(1<<k) != 0 {
			right += odds[k]
		}
	}
	if right > sure*all {
		return slope
	}
	for k, v := range odds {
		slope[k] = -v / all
		if allowed&(1<<k) != 0 {
			slope[k] += v / max(right, math.SmallestNonzeroFloat32)
		}
	}
	return slope
}

// What a step is: how long the first of a weight is, which slopes make none, and what
// keeps the first ones short.
const (
	rate    = 0.1
	flat    = 0.003
	caution = 0.1
)

// climb moves the weights along the slopes; those that moved much move less (AdaGrad:
// Duchi, Hazan and Singer 2011).
func (p *learner) climb(ids []int32, slopes rating) {
	for tag, slope := range slopes {
		if math.Abs(slope) < flat {
			continue
		}
		for _, id := range ids {
			p.steep[id][tag] += float32(slope * slope)
			p.move(id, nlp.UPOS(tag), float32(rate*slope/math.Sqrt(caution+float64(p.steep[id][tag]))))
		}
	}
}

// correct moves the weights from a wrong guess to the right tag.
func (p *learner) correct(ids []int32, guess, right nlp.UPOS) {
	if guess == right {
		return
	}
	for _, id := range ids {
		p.move(id, right, 1)
		p.move(id, guess, -1)
	}
}

// move changes a weight, and keeps what its mean needs.
func (p *learner) move(id int32, tag nlp.UPOS, by float32) {
	p.total[id][tag] += float64(p.weight[id][tag]) * float64(p.step-p.since[id][tag])
	p.since[id][tag] = p.step
	p.weight[id][tag] += by
}
