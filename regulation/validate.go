package regulation

import (
	"time"

	"ruqsat/calendar"
)

// Validate checks one page of the form: formats, questions without an answer, and the checks that
// fail on this page's answers alone (M-42, M-104). It returns the values cleaned: spaces and dashes
// taken out of numbers, days as YYYY-MM-DD, names in capitals. A question that does not apply is
// dropped. on is the day of today in Asia/Almaty.
func (e *Edition) Validate(sectionID string, values map[string]string, on calendar.Day) ([]Defect, map[string]string) {
	cleaned := map[string]string{}
	section, ok := e.Section(sectionID)
	if !ok {
		return nil, cleaned
	}
	var list []Defect
	for _, f := range section.Fields {
		value, d := e.clean(f, values, on)
		if d != nil {
			d.Section = sectionID
		}
		if value != "" {
			cleaned[f.ID] = value
		}
		if d != nil && f.When.met(values) {
			list = append(list, *d)
		}
	}
	for _, f := range section.Fields {
		if !f.When.met(cleaned) {
			delete(cleaned, f.ID)
		}
	}
	return append(list, e.pageFailures(section, cleaned, on, list)...), cleaned
}

// ValidatePaper checks the data of one paper of a document, and cleans them like Validate.
func (e *Edition) ValidatePaper(documentID string, values map[string]string, on calendar.Day) ([]Defect, map[string]string) {
	cleaned := map[string]string{}
	document, _ := e.Document(documentID)
	var list []Defect
	for _, f := range document.Fields {
		value, d := e.clean(f, values, on)
		if value != "" {
			cleaned[f.ID] = value
		}
		if d != nil {
			d.Document = documentID
			list = append(list, *d)
		}
	}
	if len(list) == 0 {
		list = e.paperFailures(document, cleaned, on)
	}
	return list, cleaned
}

// paperFailures are the checks that fail on this paper alone: a certificate that is too old.
func (e *Edition) paperFailures(d Document, cleaned map[string]string, on calendar.Day) []Defect {
	facts := Facts{Documents: map[string][]Paper{d.ID: {{Fields: cleaned, Files: 1}}}}
	op, ok := e.operationWith(func(o *Operation) []string { return o.Documents }, d.ID)
	if !ok || d.Many {
		return nil
	}
	var list []Defect
	for _, v := range e.Judge(op.ID, facts, noon(on)) {
		if v.Result == Failed && v.Document == d.ID && v.Kind != "present" {
			list = append(list, Defect{Document: d.ID, Rule: v.Check, Text: v.Explain, Cite: v.Cite})
		}
	}
	return list
}

func (e *Edition) pageFailures(s Section, cleaned map[string]string, on calendar.Day, known []Defect) []Defect {
	op, ok := e.operationWith(func(o *Operation) []string { return o.Sections }, s.ID)
	if !ok {
		return nil
	}
	var list []Defect
	for _, v := range e.Judge(op.ID, Facts{Fields: cleaned}, noon(on)) {
		if v.Result != Failed && v.Result != Referral || !s.has(v.Field) || cleaned[v.Field] == "" || said(known, v) {
			continue
		}
		list = append(list, Defect{Section: s.ID, Field: v.Field, Rule: v.Check, Text: v.Explain, Cite: v.Cite})
	}
	return list
}

func (s Section) has(field string) bool {
	for _, f := range s.Fields {
		if f.ID == field {
			return true
		}
	}
	return false
}

// operationWith is the first operation whose list names the id.
func (e *Edition) operationWith(list func(*Operation) []string, id string) (*Operation, bool) {
	for _, o := range e.Operations {
		for _, one := range list(o) {
			if one == id {
				return o, true
			}
		}
	}
	return nil, false
}

// noon is a moment of the day that is the same day everywhere in the country.
func noon(d calendar.Day) time.Time { return d.At(12, 0) }
