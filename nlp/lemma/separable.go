package lemma

import (
	"strings"

	"luister/nlp"
	"luister/nlp/table"
)

// VerbKey is the key of a separable verb in the table of verbs; its value is
// the length of the particle in bytes.
func VerbKey(infinitive string) table.Hash { return table.Seed('v').String(infinitive) }

// Separable tells whether the verb with this lemma is separable, and gives the
// length of its particle.
func (l *Lemmatiser) Separable(infinitive string) (particle int, ok bool) {
	n, ok := l.verbs.Get(VerbKey(infinitive))
	if !ok || int(n) >= len(infinitive) {
		return 0, false
	}
	return int(n), true
}

// particles holds Particles for look-up.
type particles map[string]string

func newParticles() particles {
	p := make(particles, len(Particles))
	for _, s := range Particles {
		p[s] = s
	}
	return p
}

// maxReach is how many words may stand between a verb and its particle.
const maxReach = 25

// join puts the separable verbs of a sentence together: a particle that stands
// at the end of its clause belongs to the nearest verb before it with which it
// makes a known verb; one before "te" belongs to the infinitive behind it.
func (w *worker) join(tokens []nlp.Token) {
	for i := range tokens {
		p, ok := w.particles[tokens[i].Norm]
		if !ok || !canBeParticle(tokens[i].UPOS) {
			continue
		}
		if v := w.verbFor(tokens, i, p); v != nil {
			v.Particle = p
			v.Lemma = w.joined(p, v.Lemma)
		}
	}
}

func canBeParticle(p nlp.UPOS) bool {
	switch p {
	case nlp.ADP, nlp.ADV, nlp.ADJ, nlp.NOUN, nlp.X:
		return true
	}
	return false
}

// verbFor gives the verb that the particle p at i belongs to, nil if none.
func (w *worker) verbFor(tokens []nlp.Token, i int, p string) *nlp.Token {
	if i+2 < len(tokens) && tokens[i+1].Norm == "te" {
		if v := &tokens[i+2]; w.makes(p, v) {
			return v
		}
		return nil // "om gewassen op te verbouwen"
	}
	if !w.endsClause(tokens, i) || determined(tokens, i) {
		return nil
	}
	var bare *nlp.Token // a verb with which the particle makes no verb we know
	for k := i - 1; k >= 0 && i-k <= maxReach; k-- {
		v := &tokens[k]
		if pronominal(v.Norm) && stranded(p) && !(p == "uit" && i-k < 6 && k > 0 && tokens[k-1].Lemma == "zien") {
			return nil // "reken daar op", but "het ziet er goed uit"
		}
		if w.makes(p, v) {
			return v
		}
		if bare == nil && v.UPOS == nlp.VERB && v.Particle == "" && v.Kind == nlp.Word {
			bare = v
		}
		if separates(v) {
			break
		}
	}
	if bare != nil && tokens[i].UPOS == nlp.ADP && atEnd(tokens, i) && finite(bare) {
		return bare
	}
	return nil
}

// atEnd tells whether a mark or the end of the sentence follows.
func atEnd(tokens []nlp.Token, i int) bool {
	if i+1 == len(tokens) {
		return true
	}
	t := &tokens[i+1]
	return t.Kind == nlp.Emoticon || t.Kind == nlp.Punct && (strings.ContainsAny(t.Norm, ".,;:!?)") || t.Norm == "''")
}

// determined tells whether the noun at i has an article or adjective before it,
// and so is no part of a verb: "op de eerste plaats", "geen deel".
func determined(tokens []nlp.Token, i int) bool {
	if tokens[i].UPOS != nlp.NOUN || i == 0 {
		return false
	}
	switch tokens[i-1].UPOS {
	case nlp.DET, nlp.ADJ, nlp.PRON, nlp.NUM, nlp.ADP:
		return true
	}
	return false
}

// stranded tells whether p can be a preposition that stands apart from its er,
// daar, hier or waar.
func stranded(p string) bool {
	switch p {
	case "aan", "bij", "door", "in", "mee", "om", "onder", "op", "over", "tegen", "uit", "voor":
		return true
	}
	return false
}

func pronominal(norm string) bool {
	switch norm {
	case "er", "daar", "hier", "waar":
		return true
	}
	return false
}

// finite tells whether v looks like a finite verb and not like an infinitive or
// participle, which would carry the particle itself.
func finite(v *nlp.Token) bool { return v.Norm != v.Lemma && GePrefix(v.Norm) < 0 }

// makes tells whether v is a verb that makes a known verb with particle p.
func (w *worker) makes(p string, v *nlp.Token) bool {
	if v.UPOS != nlp.VERB && v.UPOS != nlp.AUX || v.Particle != "" || v.Kind != nlp.Word {
		return false
	}
	h := table.Seed('v').String(p).String(v.Lemma)
	n, ok := w.l.verbs.Get(h)
	return ok && int(n) == len(p)
}

// endsClause tells whether a particle at i can be the end of its clause: it has
// no noun phrase behind it to be the preposition of.
func (w *worker) endsClause(tokens []nlp.Token, i int) bool {
	if i+1 >= len(tokens) {
		return true
	}
	next := &tokens[i+1]
	switch next.UPOS {
	case nlp.PUNCT, nlp.SYM:
		return atEnd(tokens, i)
	case nlp.ADP:
		return !stranded(tokens[i].Norm) || tokens[i].Norm == "op" || tokens[i].Norm == "aan" || tokens[i].Norm == "uit"
	case nlp.CCONJ, nlp.SCONJ:
		return true
	case nlp.ADV, nlp.AUX:
		return tokens[i].UPOS != nlp.ADP || next.UPOS == nlp.AUX
	case nlp.VERB:
		return false
	}
	return tokens[i].UPOS == nlp.ADV && !startsPhrase(next.UPOS)
}

func startsPhrase(p nlp.UPOS) bool {
	switch p {
	case nlp.DET, nlp.PRON, nlp.NOUN, nlp.PROPN, nlp.ADJ, nlp.NUM:
		return true
	}
	return false
}

// separates tells whether t ends a clause, so that no verb before it can own a
// particle behind it.
func separates(t *nlp.Token) bool {
	return t.Kind == nlp.Punct && strings.ContainsAny(t.Norm, ".;:!?()")
}
