package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// table is the list of documents, each with the verdict of now.
func (f intakeSheet) table(v *Visit, view *intakeView, wrong []part.Problem) {
	for _, t := range f.Tray {
		view.Tray = append(view.Tray, part.Option{Value: t.ID, Text: joined(t.Scans[0].Name, words.Clock(t.At.In(calendar.Zone)))})
	}
	for _, id := range f.Op.Documents {
		d, ok := f.Edition.Document(id)
		if !ok {
			continue
		}
		doc := intakeDocument{documentView: documentView{ID: id, Name: d.Name.In(v.Language), What: d.What.In(v.Language), Many: d.Many, Why: d.Reason}}
		if d.Made {
			doc.What = v.Say("window.made")
		}
		papers := f.of(id)
		if len(papers) == 0 || d.Many && v.Text("add") == id {
			papers = append(papers, application.Paper{Document: id})
		}
		for i, p := range papers {
			doc.Papers = append(doc.Papers, f.intakePaper(v, d, i, p, wrong))
		}
		doc.Verdict, doc.Lacks = f.verdict(v, d, view.Fresh)
		view.Documents = append(view.Documents, doc)
	}
}

func (f intakeSheet) intakePaper(v *Visit, d regulation.Document, i int, p application.Paper, wrong []part.Problem) intakePaper {
	view := intakePaper{formPaper: f.formPaper(v, d, i, p, wrong)}
	view.Controls = nil
	pairs := f.pairs(d.ID)
	var same []control
	for _, field := range d.Fields {
		id := paperID(d.ID, i, field.ID)
		c := sheetControl(v, field, id, p.Fields[field.ID], at(wrong, id))
		if pairs[field.ID] != "" {
			same = append(same, c)
		} else {
			view.Controls = append(view.Controls, c)
		}
	}
	if len(same) > 0 {
		view.Same = &intakeSame{ID: sameID(d.ID, i), Label: v.Say("window.same"), Fields: same, Ticked: f.agrees(pairs, p)}
	}
	view.Upload.Label = v.Say("window.scan", "document", d.Name)
	view.Upload.Hint, view.Upload.Quiet = "", true
	view.Original = f.original(v, p)
	return view
}

// sameID is the tick by which a paper takes its values from the application.
func sameID(document string, i int) string { return paperID(document, i, "same") }

// trayID is the choice of a scan that waits in the tray.
func trayID(document string, i int) string { return paperID(document, i, "tray") }

// pairs are the fields of a document that must say what the form says, by the law's own comparison (M-12):
// field of the paper to field of the form.
func (f form) pairs(document string) map[string]string {
	list := map[string]string{}
	for _, check := range f.Op.Checks {
		if check.Document != document || check.Kind != compared {
			continue
		}
		for _, p := range check.Equal {
			want, fromForm := strings.CutPrefix(p.Want, "form.")
			got, ofPaper := strings.CutPrefix(p.Got, "paper."+document+".")
			if fromForm && ofPaper {
				list[got] = want
			}
		}
	}
	return list
}

// agrees says whether a paper holds exactly the application's values.
func (f form) agrees(pairs map[string]string, p application.Paper) bool {
	for got, want := range pairs {
		if p.Fields[got] == "" || p.Fields[got] != f.Case.Fields[want] {
			return false
		}
	}
	return true
}

// original says where the paper itself is.
func (f intakeSheet) original(v *Visit, p application.Paper) intakeOriginal {
	i := slices.IndexFunc(f.Originals, func(o application.Original) bool { return o.Paper == p.ID })
	if p.ID == "" || i < 0 || len(p.Scans) == 0 {
		return intakeOriginal{}
	}
	view := originalOf(v, f.Originals[i])
	view.Later = f.Originals[i].Stamped && view.Returned == ""
	return view
}

func originalOf(v *Visit, o application.Original) intakeOriginal {
	view := intakeOriginal{Paper: o.Paper, Stays: o.Stays, Received: words.Clock(o.At.In(calendar.Zone))}
	if !o.ReturnedAt.IsZero() {
		view.Returned = hour(v, o.ReturnedAt)
	}
	if !o.StampedAt.IsZero() {
		view.Mark = "/counter/case/" + o.Case + "/mark"
	}
	return view
}

// hour is the hour of a moment of today, and the whole moment of another day.
func hour(v *Visit, t time.Time) string {
	if calendar.DayOf(t) == calendar.DayOf(v.Now) {
		return words.Clock(t.In(calendar.Zone))
	}
	return words.ShortMoment(t)
}

// verdict is what the law says of a document now.
func (f intakeSheet) verdict(v *Visit, d regulation.Document, fresh bool) (part.Due, []string) {
	var why []string
	kind := ""
	for _, s := range f.Short {
		if s.Document != d.ID {
			continue
		}
		why = append(why, s.Text.In(v.Language))
		if kind == "" || s.Kind == application.Expired || s.Kind == application.Missing && kind == application.Input {
			kind = s.Kind
		}
	}
	switch {
	case fresh:
		return part.Due{Severity: part.Later, Text: v.Say("window.verdict.none")}, nil
	case kind == application.Input:
		return part.Due{Severity: part.Soon, Text: v.Say("window.verdict.input")}, why
	case kind != "":
		return part.Due{Severity: part.Overdue, Text: v.Say("window.verdict." + kind)}, why
	case len(f.of(d.ID)) == 0:
		return part.Due{Severity: part.Later, Text: v.Say("window.verdict.optional")}, nil
	}
	return part.Due{Severity: part.Good, Text: v.Say("window.verdict.good")}, f.covered(v, d)
}

// covered says of a document that states sums how much was paid of how much.
func (f intakeSheet) covered(v *Visit, d regulation.Document) []string {
	if !f.asksSum(d.ID) {
		return nil
	}
	months, err := strconv.Atoi(f.Case.Fields[application.FieldMonths])
	if err != nil || months < 1 {
		return nil
	}
	p, err := f.Edition.Payment(f.Op.ID, months, calendar.DayOf(v.Now))
	if err != nil {
		return nil
	}
	return []string{v.Say("window.paid", "paid", words.Tenge(v.Language, f.paid()), "sum", words.Tenge(v.Language, p.Sum))}
}
