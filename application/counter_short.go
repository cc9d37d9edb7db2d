package application

import (
	"slices"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/words"
)

// Shortfalls is everything that keeps the sheet of the counter from being accepted at a moment, in one list
// (B-05): first the documents that are missing or expired, for which acceptance may be refused (M-40), then what
// is to be mended here. Empty when it can be accepted.
func (o *Office) Shortfalls(tx *db.Tx, c Case, papers []Paper, at time.Time) ([]Shortfall, error) {
	s, ok := o.Law().Service(c.Service)
	if !ok {
		return nil, ErrNoService
	}
	e, err := s.On(calendar.DayOf(at))
	if err != nil {
		return nil, err
	}
	c.Edition = e.ID
	f, err := o.factsWith(tx, c, papers, at)
	if err != nil {
		return nil, err
	}
	lacks := e.Lacks(c.Operation, f, at)
	list := make([]Shortfall, 0, len(lacks))
	for _, l := range lacks {
		list = append(list, shortfall(e, c.Operation, l))
	}
	defects := slices.Concat(c.selfEmployed(e), e.Defects(c.Operation, f, at), c.Contact.defects())
	for _, d := range defects {
		if !toldBy(lacks, d) {
			list = append(list, Shortfall{Defect: d, Kind: Input})
		}
	}
	return list, nil
}

// shortfall says a lack in the sheet's words.
func shortfall(e *regulation.Edition, operation string, l regulation.Lack) Shortfall {
	kind := Missing
	if l.Over {
		kind = Expired
	}
	return Shortfall{Kind: kind, Code: l.Code, Defect: regulation.Defect{
		Section: e.PageOf(operation, l.Document), Document: l.Document, Rule: l.Rule, Text: l.Text, Cite: l.Cite}}
}

// toldBy says whether a lack says the same as the defect: the missing file, or the check that found it expired.
func toldBy(lacks []regulation.Lack, d regulation.Defect) bool {
	return slices.ContainsFunc(lacks, func(l regulation.Lack) bool {
		return l.Document == d.Document && l.Rule == d.Rule
	})
}

// selfEmployed is the defect of an application whose worker and employer are one person.
func (c Case) selfEmployed(e *regulation.Edition) []regulation.Defect {
	field, section, asked := e.Field(FieldEmployerIIN)
	if !asked || c.ApplicantIIN == "" || c.ApplicantIIN != c.EmployerIIN {
		return nil
	}
	return []regulation.Defect{{Section: section.ID, Field: field.ID, Rule: "self", Cite: field.Cite, Text: words.All("counter.self")}}
}

// signed says which parties sign the application on paper in the case's channel.
func (o *Office) signed(tx *db.Tx, c Case, e *regulation.Edition) []string {
	channel, _ := e.Channel(c.Channel, calendar.DayOf(tx.Now()))
	return channel.Signs
}
