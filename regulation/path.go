package regulation

import (
	"strings"

	"ruqsat/calendar"
	"ruqsat/identity"
)

// The roots of a path. A path names one fact of a case:
//
//	form.FIELD              a value of the form
//	paper.DOCUMENT.FIELD    data read from the document's first paper
//	mrz.FIELD               the passport's machine-readable zone, read from the form
//	answer.FIELD            the answer to the check's own question
//	record.FIELD            each record of that answer in turn
//	each.FIELD              the paper a repeated question is about
//	permit.first, .last     the permit's days (P5, P5a)
//	filed                   the day of filing
var roots = []string{"form", "paper", "mrz", "answer", "record", "each", "permit", "filed"}

// scene is what a path is read in: the facts, and the answer, record and paper in hand.
type scene struct {
	facts  *Facts
	filed  calendar.Day
	answer Answer
	record map[string]string
	paper  map[string]string

	zoneField string // the form's field that holds the passport's two lines
	mrz       *identity.MRZ
	mrzRead   bool
}

// at reads a path; an empty text is a fact that is not known.
func (s *scene) at(path string) string {
	root, rest, _ := strings.Cut(path, ".")
	switch root {
	case "form":
		return s.facts.Fields[rest]
	case "paper":
		document, field, _ := strings.Cut(rest, ".")
		if papers := s.facts.Documents[document]; len(papers) > 0 {
			return papers[0].Fields[field]
		}
	case "mrz":
		return s.zone(rest)
	case "answer":
		return s.answer.Fields[rest]
	case "record":
		return s.record[rest]
	case "each":
		return s.paper[rest]
	case "permit":
		return s.permit(rest)
	case "filed":
		return s.filed.String()
	}
	return ""
}

func (s *scene) permit(which string) string {
	if which == "first" {
		return s.facts.First.String()
	}
	return s.facts.Last.String()
}

// day reads a path as a day; false when it is not known or not a day.
func (s *scene) day(path string) (calendar.Day, bool) {
	d, err := calendar.ParseDay(s.at(path))
	return d, err == nil && !d.IsZero()
}

// zone reads the passport's two lines once and gives a field of them.
func (s *scene) zone(field string) string {
	if !s.mrzRead {
		s.mrzRead = true
		s.mrz = readZone(s.facts.Fields[s.zoneField])
	}
	if s.mrz == nil {
		return ""
	}
	switch field {
	case "surname":
		return s.mrz.Surname
	case "given-names":
		return s.mrz.GivenNames
	case "birth-date":
		return s.mrz.BirthDate.String()
	case "sex":
		return s.mrz.Sex
	case "nationality":
		return s.mrz.Nationality
	case "number":
		return s.mrz.Number
	case "expiry":
		return s.mrz.Expiry.String()
	}
	return ""
}

func readZone(text string) *identity.MRZ {
	one, two, ok := strings.Cut(strings.TrimSpace(text), "\n")
	if !ok {
		return nil
	}
	zone, err := identity.ParseMRZ(strings.TrimSpace(one), strings.TrimSpace(two))
	if err != nil {
		return nil
	}
	return &zone
}
