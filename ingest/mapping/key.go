package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// ByContent is the KeyRule of a table whose feedback is known by its content.
const ByContent = "inhoud"

const (
	keyColumn  = "kolom "
	withText   = " + inhoud"
	fewRecords = 20 // rows that a sample must have to show that a case is no feedback
)

// counter are headers that may as well number the rows of an export.
func counter(words string) bool {
	switch words {
	case "nr", "nummer", "volgnummer", "numero", "id", "rowid", "row id", "key":
		return true
	}
	return false
}

// SettleKey decides by what a feedback is known: the column of the key, or else
// of the case. Where the sample shows that many cases hold several texts, as in a
// table of contacts, it is the case and the text together. A column that the
// configuration states is the key, whatever the sample shows.
func (m *Mapping) SettleKey(sample [][]string) {
	m.CaseIsKey = len(m.With(Key)) == 0 && len(m.With(Case)) > 0
	m.KeyAndText, m.NoKey = false, false
	if i := m.keyAt(); i >= 0 && !m.Columns[i].Stated && m.severalTexts(sample, i) {
		m.KeyAndText = true
	}
}

// keyAt is the column of the key; -1 if there is none.
func (m *Mapping) keyAt() int {
	for _, meaning := range []Meaning{Key, Case} {
		if at := m.With(meaning); len(at) > 0 {
			return at[0]
		}
	}
	return -1
}

// severalTexts says whether more than 30 % of the keys hold different texts.
func (m *Mapping) severalTexts(sample [][]string, column int) bool {
	if len(sample) < fewRecords {
		return false
	}
	said, several := map[string]string{}, map[string]bool{}
	for _, fields := range sample {
		key, texts := m.cell(fields, column), m.texts(fields)
		if key == "" {
			continue
		}
		if before, seen := said[key]; seen && before != texts {
			several[key] = true
		}
		said[key] = texts
	}
	return len(several)*10 > len(said)*3
}

// texts is what a record says, in one string.
func (m *Mapping) texts(fields []string) string {
	var b strings.Builder
	for _, i := range m.With(Text) {
		b.WriteString(m.cell(fields, i))
		b.WriteByte(0)
	}
	return b.String()
}

// KeyRule says by what a feedback is known: “kolom Zaaknummer”, “kolom
// Zaaknummer + inhoud” or ByContent. A source keeps it for its next delivery.
func (m *Mapping) KeyRule() string {
	i := m.keyAt()
	switch {
	case i < 0 || m.NoKey:
		return ByContent
	case m.KeyAndText:
		return keyColumn + m.name(i) + withText
	}
	return keyColumn + m.name(i)
}

// KeepKey settles the key as it was for an earlier delivery of the same source,
// and says what differs from what this delivery looks like; "" if nothing does.
func (m *Mapping) KeepKey(rule string) string {
	own := m.KeyRule()
	if i := m.keyAt(); rule == "" || rule == own || i >= 0 && m.Columns[i].Stated {
		return ""
	}
	if rule == ByContent {
		m.NoKey = true
		return fmt.Sprintf("A row is known by its content, as in earlier deliveries of this source, though this one looks like “%s”.", own)
	}
	name, together := strings.CutSuffix(strings.TrimPrefix(rule, keyColumn), withText)
	i, err := m.column(name, "")
	if err != nil {
		return fmt.Sprintf("Earlier deliveries of this source were known by “%s”, a column that this one does not have: it is read by “%s”.", rule, own)
	}
	m.makeKey(i)
	m.KeyAndText = together
	return fmt.Sprintf("The key is “%s”, as in earlier deliveries of this source, though this one looks like “%s”.", rule, own)
}

// makeKey makes one column the key; another that was becomes personal data.
func (m *Mapping) makeKey(column int) {
	c := &m.Columns[column]
	m.CaseIsKey = c.Meaning == Case && len(m.With(Key)) == 0
	if m.CaseIsKey || c.Meaning == Key {
		return
	}
	for _, i := range m.With(Key) {
		m.Columns[i].Meaning = Personal
	}
	c.Meaning, c.Reason = Key, "the key of earlier deliveries of this source"
}

// key is the key of a record whose columns gave this one.
func (m *Mapping) key(key string, fields []string) string {
	switch {
	case m.NoKey:
		return ""
	case key == "" || !m.KeyAndText:
		return key
	}
	sum := sha256.Sum256([]byte(m.texts(fields)))
	return key + "/" + hex.EncodeToString(sum[:10])
}
