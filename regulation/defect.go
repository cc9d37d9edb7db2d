package regulation

import (
	"time"

	"ruqsat/calendar"
	"ruqsat/words"
)

// Defects is everything that is wrong before filing, in one round (B-05): questions without an
// answer, formats, missing documents, and every check that fails whatever other systems answer.
// on is the moment of filing; without the permit's days they are taken as P5a says.
func (e *Edition) Defects(op string, f Facts, on time.Time) []Defect {
	operation, ok := e.Operation(op)
	if !ok {
		return nil
	}
	f.Answers = nil
	e.foresee(op, &f, on)
	list := e.channelDefects(f, on)
	for _, id := range operation.Sections {
		section, _ := e.Section(id)
		list = append(list, e.sectionDefects(section, f, calendar.DayOf(on))...)
	}
	list = append(list, e.documentDefects(operation, f, calendar.DayOf(on))...)
	return append(list, e.failures(operation, f, on, list)...)
}

// foresee fills the permit's days before they exist: the decision's due day is the first (P5a).
func (e *Edition) foresee(op string, f *Facts, on time.Time) {
	filed := f.Filed
	if filed.IsZero() {
		filed = on
	}
	n, err := wholeNumber(f.Fields["months"])
	if !f.First.IsZero() || err != nil || n < 1 || n > 120 {
		return
	}
	if terms, err := e.Terms(op, filed); err == nil {
		f.First, f.Last = Days(calendar.DayOf(terms.ResultDue), n)
	}
}

func (e *Edition) channelDefects(f Facts, on time.Time) []Defect {
	id := f.Fields["channel"]
	if id == "" {
		return nil
	}
	channel, open := e.Channel(id, calendar.DayOf(on))
	if open {
		return nil
	}
	return []Defect{{Rule: "channel", Cite: channel.Cite, Text: words.All("check.channel.closed", "channel", channel.Name)}}
}

func (e *Edition) sectionDefects(s Section, f Facts, on calendar.Day) []Defect {
	var list []Defect
	for _, field := range s.Fields {
		if !field.When.met(f.Fields) {
			continue
		}
		if _, d := e.clean(field, f.Fields, on); d != nil {
			d.Section = s.ID
			list = append(list, *d)
		}
	}
	return list
}

func (e *Edition) documentDefects(op *Operation, f Facts, on calendar.Day) []Defect {
	var list []Defect
	for _, id := range op.Documents {
		d, _ := e.Document(id)
		papers := f.Documents[id]
		if e.wants(d, f, on) && !attached(papers) {
			list = append(list, Defect{Section: e.pageOf(op, id), Document: id, Rule: "documents", Cite: d.Cite,
				Text: words.All("check.document.missing", "document", d.Name)})
		}
		for _, p := range papers {
			list = append(list, e.paperDefects(op, d, p, on)...)
		}
	}
	return list
}

func attached(papers []Paper) bool {
	for _, p := range papers {
		if p.Files < 1 {
			return false
		}
	}
	return len(papers) > 0
}

func (e *Edition) paperDefects(op *Operation, d Document, p Paper, on calendar.Day) []Defect {
	var list []Defect
	for _, field := range d.Fields {
		if _, defect := e.clean(field, p.Fields, on); defect != nil {
			defect.Section, defect.Document = e.pageOf(op, d.ID), d.ID
			list = append(list, *defect)
		}
	}
	return list
}

// failures are the checks that fail already, except those whose field or document has a defect
// that says it better.
func (e *Edition) failures(op *Operation, f Facts, on time.Time, known []Defect) []Defect {
	var list []Defect
	for _, v := range e.Judge(op.ID, f, on) {
		if v.Result != Failed && v.Result != Referral || v.Kind == "present" || said(known, v) {
			continue
		}
		list = append(list, Defect{Section: e.sectionOf(op, v), Field: v.Field, Document: v.Document, Rule: v.Check, Text: v.Explain, Cite: v.Cite})
	}
	return list
}

func said(known []Defect, v Verdict) bool {
	for _, d := range known {
		if d.Field != "" && d.Field == v.Field || v.Field == "" && d.Document != "" && d.Document == v.Document {
			return true
		}
	}
	return false
}

func (e *Edition) sectionOf(op *Operation, v Verdict) string {
	if v.Field != "" {
		if _, s, ok := e.Field(v.Field); ok {
			return s.ID
		}
	}
	return e.pageOf(op, v.Document)
}

// PageOf is the page of the operation on which a document is attached, or "".
func (e *Edition) PageOf(operation, document string) string {
	op, ok := e.Operation(operation)
	if !ok {
		return ""
	}
	return e.pageOf(op, document)
}

func (e *Edition) pageOf(op *Operation, document string) string {
	for _, id := range op.Sections {
		s, _ := e.Section(id)
		for _, d := range s.Documents {
			if d == document {
				return id
			}
		}
	}
	return ""
}
