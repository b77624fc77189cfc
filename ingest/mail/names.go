package mail

import (
	_ "embed"
	"sort"
	"strings"
	"sync"

	"github.com/emersion/go-message"

	"luister/ingest"
)

// roles.txt holds words that are no names of people.
//
//go:embed roles.txt
var rolesFile string

// roleWord says of a word whether it is a role in any name, or only alone.
type roleWord int

const (
	roleAlone roleWord = iota + 1
	roleAnywhere
)

var roles = sync.OnceValue(func() map[string]roleWord {
	set := map[string]roleWord{}
	for line := range strings.Lines(rolesFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		weight := roleAnywhere
		if rest, ok := strings.CutPrefix(line, "alleen:"); ok {
			line, weight = rest, roleAlone
		}
		for word := range strings.FieldsSeq(line) {
			set[word] = weight
		}
	}
	return set
})

// knownOf gives the names and addresses of the people in the header.
func knownOf(h message.Header) []ingest.Known {
	var known []ingest.Known
	for _, field := range []string{"From", "Reply-To", "Sender", "To", "Cc", "Bcc"} {
		for _, a := range addresses(h, field) {
			known = append(known, people(a.Name, a.Address)...)
		}
	}
	return known
}

// people gives a name, its parts, and an address as known personal data. The
// name of a role or an organisation is not.
func people(name, address string) []ingest.Known {
	var known []ingest.Known
	if strings.Contains(address, "@") {
		known = append(known, ingest.Known{Type: ingest.KnownEmail, Value: address})
	}
	if isRole(name, address) {
		return known
	}
	for _, part := range nameParts(name) {
		known = append(known, ingest.Known{Type: ingest.KnownName, Value: part})
	}
	return known
}

// isRole tells whether a display name is that of a role or an organisation: by
// a word of roles.txt in the name, or in the mailbox of a name of one word, or
// because the name is that of the domain.
func isRole(name, address string) bool {
	for word := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" ,()/|_", r) }) {
		if roles()[word] == roleAnywhere {
			return true
		}
	}
	mailbox, domain, _ := strings.Cut(strings.ToLower(address), "@")
	squeezed := strings.ToLower(strings.Join(strings.Fields(name), ""))
	for label := range strings.SplitSeq(domain, ".") {
		if len(label) > 3 && strings.ReplaceAll(label, "-", "") == squeezed {
			return true
		}
	}
	if strings.Contains(strings.TrimSpace(name), " ") {
		return false
	}
	if roles()[squeezed] != 0 {
		return true
	}
	return roleMailbox(mailbox)
}

// Shared tells whether an address is that of a mailbox which people share, or
// which nobody reads: info@, klantenservice.noord@, noreply@.
func Shared(address string) bool {
	mailbox, _, _ := strings.Cut(strings.ToLower(strings.Trim(address, " <>")), "@")
	return roleMailbox(mailbox)
}

// roleMailbox tells whether a mailbox, or a word of it that is no surname, is a role.
func roleMailbox(mailbox string) bool {
	if roles()[mailbox] != 0 {
		return true
	}
	for word := range strings.FieldsFuncSeq(mailbox, func(r rune) bool { return strings.ContainsRune(".+_", r) }) {
		if roles()[word] == roleAnywhere {
			return true
		}
	}
	return false
}

// nameParts gives a display name and its parts: "Jansen, Piet (Voorbeeld BV)"
// is also "Piet Jansen", "Piet" and "Jansen". Particles alone are no names.
func nameParts(name string) []string {
	name = strings.Trim(strings.TrimSpace(name), `"' `)
	if i := strings.IndexAny(name, "([|/"); i >= 0 {
		name = strings.TrimSpace(name[:i])
	}
	if name == "" || strings.Contains(name, "@") {
		return nil
	}
	parts := []string{name}
	if last, first, ok := strings.Cut(name, ","); ok && strings.TrimSpace(first) != "" {
		parts = append(parts, strings.TrimSpace(first)+" "+strings.TrimSpace(last))
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
	if len(words) > 5 { // a department or slogan, not a person
		return parts
	}
	for i, w := range words {
		w = strings.Trim(w, `."'`)
		if len([]rune(w)) > 2 && w != name && !particle(w) {
			parts = append(parts, w)
		}
		if particle(w) && i > 0 && i+1 < len(words) && !strings.Contains(name, ",") { // "de Vries" behind a first name
			parts = append(parts, strings.Join(words[i:], " "))
		}
	}
	return parts
}

// particle tells words of a name that are common words by themselves.
func particle(w string) bool {
	switch strings.ToLower(w) {
	case "van", "de", "der", "den", "het", "ten", "ter", "te", "von", "du", "la", "le", "el", "op", "'t", "aan", "in",
		"dhr", "mevr", "mevrouw", "heer", "mw", "drs", "ing", "mr", "ir", "dr", "mrs", "ms", "via", "and", "und", "en", "fam", "familie":
		return true
	}
	return false
}

// unique sorts and removes what occurs twice.
func unique(known []ingest.Known) []ingest.Known {
	sort.Slice(known, func(i, j int) bool {
		if known[i].Type != known[j].Type {
			return known[i].Type < known[j].Type
		}
		return known[i].Value < known[j].Value
	})
	out := known[:0]
	for i, k := range known {
		if i == 0 || k != known[i-1] {
			out = append(out, k)
		}
	}
	return out
}
