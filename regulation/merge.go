package regulation

import (
	"fmt"
	"maps"
	"slices"

	"ruqsat/calendar"
	"ruqsat/identity"
)

// RuntimeAct is an act an administrator entered at run time (P19): rows with their date and
// source, merged over the files.
type RuntimeAct struct {
	Act       Act
	Days      []calendar.Row
	MRP       Dated[int64]
	Countries []Country // a country's standing grows by these figures; a new country is added
	Units     []identity.Unit
}

// Merge returns the law with run-time acts over the files, in the order given; the law itself is
// unchanged. A later figure of the same day replaces the earlier one.
func (l *Law) Merge(acts ...RuntimeAct) (*Law, error) {
	merged := *l
	merged.Acts, merged.countries = maps.Clone(l.Acts), maps.Clone(l.countries)
	merged.Countries, merged.MRP = slices.Clone(l.Countries), slices.Clone(l.MRP)
	for _, a := range acts {
		if err := merged.enact(a); err != nil {
			return nil, fmt.Errorf("regulation: act %s of %s: %w", a.Act.Number, a.Act.Date, err)
		}
	}
	merged.Services = nil
	for _, s := range l.Services {
		merged.Services = append(merged.Services, s.under(&merged))
	}
	return &merged, nil
}

func (l *Law) enact(a RuntimeAct) error {
	if a.Act.ID == "" || a.Act.Number == "" || a.Act.Date.IsZero() {
		return fmt.Errorf("an act needs its id, number and date (T15)")
	}
	var err error
	l.Acts[a.Act.ID] = a.Act
	if len(a.Days) > 0 {
		if l.Calendar, err = l.Calendar.With(a.Days...); err != nil {
			return err
		}
	}
	if len(a.Units) > 0 {
		if l.Units, err = l.Units.With(a.Units...); err != nil {
			return err
		}
	}
	l.MRP = l.MRP.with(a.MRP)
	for _, c := range a.Countries {
		l.addCountry(c)
	}
	return nil
}

func (l *Law) addCountry(c Country) {
	i, known := l.countries[c.Code]
	if !known {
		l.countries[c.Code] = len(l.Countries)
		l.Countries = append(l.Countries, c)
		return
	}
	l.Countries[i].Standing = l.Countries[i].Standing.with(c.Standing)
}

// with is the history with later figures, in the order of their days.
func (f Dated[T]) with(more Dated[T]) Dated[T] {
	all := slices.Clone(f)
	for _, m := range more {
		all = slices.DeleteFunc(all, func(old Figure[T]) bool { return old.Since == m.Since })
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b Figure[T]) int { return a.Since.Compare(b.Since) })
	return all
}

// under is the service as part of another law.
func (s *Service) under(l *Law) *Service {
	moved := *s
	moved.Editions = nil
	for _, e := range s.Editions {
		copied := *e
		copied.law = l
		moved.Editions = append(moved.Editions, &copied)
	}
	return &moved
}
