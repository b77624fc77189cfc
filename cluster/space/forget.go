package space

// Forget takes terms out of the space: those that only erased texts used. The
// places of all other terms, and so of texts, stay as they are.
func (s *Space) Forget(gone map[string]bool) (changed bool) {
	kept := 0
	for i, term := range s.Terms {
		if gone[term] {
			continue
		}
		s.Terms[kept], s.Weight[kept] = term, s.Weight[i]
		copy(s.Rows[kept*s.Dim:(kept+1)*s.Dim], s.Rows[i*s.Dim:(i+1)*s.Dim])
		kept++
	}
	if kept == len(s.Terms) {
		return false
	}
	s.Terms, s.Weight, s.Rows = s.Terms[:kept], s.Weight[:kept], s.Rows[:kept*s.Dim]
	s.build()
	return true
}
