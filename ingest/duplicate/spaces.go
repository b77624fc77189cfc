package duplicate

// Spaces knows which sources name customers in the same way: those in which a
// customer occurs in both. Keys of such sources can be compared; a customer
// number and an e-mail address cannot. The zero value knows nothing.
type Spaces struct {
	sources map[string][]string // by customer
	same    map[[2]string]bool
}

// Know adds that a source names a customer.
func (s *Spaces) Know(source, customer string) {
	if customer == "" {
		return
	}
	if s.sources == nil {
		s.sources, s.same = map[string][]string{}, map[[2]string]bool{}
	}
	known := s.sources[customer]
	for _, other := range known {
		if other == source {
			return
		}
		s.same[[2]string{min(source, other), max(source, other)}] = true
	}
	s.sources[customer] = append(known, source)
}

// Others says that two messages are of different customers: both are known, they
// differ, and their sources name customers in the same way.
func (s *Spaces) Others(a, b Message) bool {
	if a.Customer == "" || b.Customer == "" || a.Customer == b.Customer {
		return false
	}
	return a.Source == b.Source || s != nil && s.same[[2]string{min(a.Source, b.Source), max(a.Source, b.Source)}]
}
