package regulation

import (
	"fmt"
	"slices"
)

// Lint (замечания) is what `ruqsat law check` tells a lawyer: what is legal to load and still
// unconfirmed, acts that nothing cites, and how far the calendar reaches. Order is stable.
func (l *Law) Lint() []Finding { return slices.Clone(l.findings) }

// unused are the acts no edition cites, and the end of the calendar.
func (l *Law) unused() []Finding {
	cited := map[string]bool{}
	mark := func(all []Cite) {
		for _, c := range all {
			cited[c.Act] = true
		}
	}
	for _, f := range l.Tax.Coefficient {
		mark(f.Cite)
	}
	for _, f := range l.Tax.KBK {
		mark(f.Cite)
	}
	for _, h := range l.Hours {
		for _, f := range h {
			mark(f.Cite)
		}
	}
	for _, f := range l.Control.Night {
		mark(f.Cite)
	}
	for _, c := range l.Countries {
		for _, f := range c.Standing {
			mark(f.Cite)
		}
	}
	for _, s := range l.Services {
		for _, e := range s.Editions {
			e.citations(mark)
		}
	}
	var findings []Finding
	for id := range l.Acts {
		if !cited[id] {
			findings = append(findings, Finding{Kind: FindingUnused, Place: "acts.yaml", Text: fmt.Sprintf("nothing cites the act %s", id)})
		}
	}
	slices.SortFunc(findings, func(a, b Finding) int { return slices.Compare([]byte(a.Text), []byte(b.Text)) })
	years := l.Calendar.Years()
	return append(findings, Finding{Kind: FindingHorizon, Place: "calendar.csv", Text: fmt.Sprintf("the calendar is loaded through %d; later terms are unknown", years[len(years)-1])})
}

func (e *Edition) citations(mark func([]Cite)) {
	mark(e.Basis)
	for _, r := range e.Reasons {
		mark(r.Cite)
	}
	for _, c := range e.Channels {
		for _, f := range c.Open {
			mark(f.Cite)
		}
	}
	for _, g := range slices.Concat(e.Grounds, e.AcceptanceGrounds, e.RevocationGrounds) {
		mark(g.Cite)
	}
	for _, o := range e.Operations {
		for _, c := range o.Checks {
			mark(c.Cite)
		}
		for _, s := range o.Steps {
			mark(s.Cite)
		}
	}
}
