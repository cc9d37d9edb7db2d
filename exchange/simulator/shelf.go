package simulator

import "strings"

// shelf is what one system holds of a kind: each thing once under its key, and found by what it is asked about.
type shelf[T any] struct {
	all        []T
	key, about func(T) string
	at         map[string]int
	by         map[string][]int
}

func newShelf[T any](key, about func(T) string) *shelf[T] {
	return &shelf[T]{key: key, about: about, at: map[string]int{}, by: map[string][]int{}}
}

// put adds things; one under a key already held takes the place of the old one. What a thing is asked about is part
// of its key, so that a replaced one is found where the old one was.
func (s *shelf[T]) put(more []T) {
	for _, one := range more {
		key := s.key(one)
		if i, known := s.at[key]; known {
			s.all[i] = one
			continue
		}
		s.at[key] = len(s.all)
		s.by[s.about(one)] = append(s.by[s.about(one)], len(s.all))
		s.all = append(s.all, one)
	}
}

// of gives what is held about this, in the order it came.
func (s *shelf[T]) of(about string) []T {
	var found []T
	for _, i := range s.by[about] {
		found = append(found, s.all[i])
	}
	return found
}

// world is everything the systems hold.
type world struct {
	persons   *shelf[Person]
	policies  *shelf[Policy]
	payments  *shelf[Payment]
	crossings *shelf[Crossing]
	rights    *shelf[Right]
	police    *Police
}

func newWorld() world {
	iin := func(p Person) string { return p.IIN }
	policy := func(p Policy) string { return squeeze(p.Number) }
	payment := func(p Payment) string { return squeeze(p.Number) }
	passport := func(c Crossing) string { return squeeze(c.Passport) + " " + c.Country }
	owner := func(r Right) string { return r.IIN }
	return world{
		persons: newShelf(iin, iin), policies: newShelf(policy, policy), payments: newShelf(payment, payment),
		crossings: newShelf(func(c Crossing) string { return passport(c) + " " + c.Date + c.Direction }, passport),
		rights:    newShelf(func(r Right) string { return r.IIN + " " + r.Cadastre + " " + r.Address }, owner),
		police:    &Police{After: 5},
	}
}

func (w *world) put(more Scenario) {
	w.persons.put(more.Persons)
	w.policies.put(more.Policies)
	w.payments.put(more.Payments)
	w.crossings.put(more.Crossings)
	w.rights.put(more.Rights)
	if more.Police != nil {
		w.police = w.police.with(*more.Police)
	}
}

// scenario is a copy of the world, as a scenario is written.
func (w *world) scenario() Scenario {
	return Scenario{
		Persons: append([]Person{}, w.persons.all...), Policies: append([]Policy{}, w.policies.all...),
		Payments: append([]Payment{}, w.payments.all...), Crossings: append([]Crossing{}, w.crossings.all...),
		Rights: append([]Right{}, w.rights.all...), Police: w.police.with(Police{}),
	}
}

var squeezer = strings.NewReplacer(" ", "", "-", "", "\u00a0", "")

// squeeze writes a number the way it is compared: capitals, no spaces, no dashes.
func squeeze(number string) string { return strings.ToUpper(squeezer.Replace(number)) }
