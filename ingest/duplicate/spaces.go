package duplicate

// Spaces knows which sources name customers in the same way: those in which a
// customer occurs in both. Keys of such sources can be compared; a customer
// number and an e-mail address cannot. And it knows which e-mail addresses stand
// with one customer only. The zero value knows nothing.
type Spaces struct {
	sources map[string][]string // by customer
	same    map[[2]string]bool
	holder  map[[2]string]string // by source and contact: the customer
	shared  map[string]bool      // contacts that stand with several customers of one source
}

// Know adds that a source names a customer, and the customer's e-mail address.
func (s *Spaces) Know(source, customer, contact string) {
	if customer == "" {
		return
	}
	if s.sources == nil {
		s.sources, s.same = map[string][]string{}, map[[2]string]bool{}
		s.holder, s.shared = map[[2]string]string{}, map[string]bool{}
	}
	s.knowContact(source, customer, contact)
	known := s.sources[customer]
	for _, other := range known {
		if other == source {
			return
		}
		s.same[[2]string{min(source, other), max(source, other)}] = true
	}
	s.sources[customer] = append(known, source)
}

func (s *Spaces) knowContact(source, customer, contact string) {
	if contact == "" || contact == customer {
		return
	}
	key := [2]string{source, contact}
	switch s.holder[key] {
	case "":
		s.holder[key] = customer
	case customer:
	default:
		s.shared[contact] = true
	}
}

// Same says that two messages are of one customer: of one key, or of one e-mail
// address that is not shared.
func (s *Spaces) Same(a, b Message) bool {
	return a.Customer != "" && a.Customer == b.Customer || s.own(a) && a.Contact == b.Contact
}

// Others says that two messages are of different customers: both are known, they
// differ, and their sources name customers in the same way; or each has an
// e-mail address of its own.
func (s *Spaces) Others(a, b Message) bool {
	if a.Customer != "" && a.Customer == b.Customer {
		return false
	}
	if s.own(a) && s.own(b) && a.Contact != b.Contact {
		return true
	}
	return a.Customer != "" && b.Customer != "" && s.comparable(a.Source, b.Source)
}

// comparable says that two sources name customers in the same way.
func (s *Spaces) comparable(a, b string) bool {
	return a == b || s != nil && s.same[[2]string{min(a, b), max(a, b)}]
}

// own says that a message has an e-mail address that is its customer's alone.
func (s *Spaces) own(m Message) bool {
	return m.Contact != "" && (s == nil || !s.shared[m.Contact])
}
