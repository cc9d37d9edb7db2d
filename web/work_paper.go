package web

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// paperView is one document of the list with its papers.
type paperView struct {
	ID, Name string
	Sheets   []sheet // none: it is missing
}

// sheet is one paper of a document: the data read from it, its scans, and what the executor says of it.
type sheet struct {
	ID, Name string
	Href     string // its page, with data and scan side by side; empty where the reader has none
	Facts    []part.Fact
	Scans    []scanView
	Verdict  *application.PaperVerdict // nil: nobody has said anything yet, or it is not the reader's to know
}

// scans of all papers of the document.
func (p paperView) scans() (list []scanView) {
	for _, s := range p.Sheets {
		list = append(list, s.Scans...)
	}
	return list
}

// compact: the papers have pages of their own, where scans are read; here a line each is enough.
func (p paperView) compact() bool { return len(p.Sheets) == 0 || p.Sheets[0].Href != "" }

// pictured says whether a scan of the list is shown in the page itself.
func pictured(list []scanView) bool {
	return slices.ContainsFunc(list, func(s scanView) bool { return s.Picture })
}

// scanView is one file. A picture stands in the page, a PDF opens by its link: both come from the
// door of files, which sends them sandboxed.
type scanView struct {
	Src, Href, Name, Detail string
	Picture                 bool
}

// compareView is the application beside a document, value by value, with the scans of the document.
type compareView struct {
	ID, Title, Document string
	Of                  string // id of the document
	Rows                []compareRow
	Scans               []scanView
}

// compareRow is one value on both sides, cut into what is the same and what is not.
type compareRow struct {
	Name      string
	Same      bool
	Want, Got []piece
}

// piece of a value; Mark: it differs from the other side.
type piece struct {
	Text string
	Mark bool
}

// caseDocuments reads the papers and sets beside each other what the checks have compared.
func (s *Site) caseDocuments(v *Visit, tx *db.Tx, view *caseView) error {
	papers, err := s.judgedPapers(v, tx, view.Case)
	if err != nil {
		return err
	}
	view.Papers = papers
	for _, verdict := range view.Case.Verdicts {
		if verdict.Kind == compared && len(verdict.Values) > 0 {
			view.Compares = append(view.Compares, v.compare(verdict, papers))
		}
	}
	return nil
}

// papers are the documents of the case's operation that may be shown, in the order of the list.
func (s *Site) papers(v *Visit, tx *db.Tx, c application.Case, shown func(regulation.Document) bool) ([]paperView, error) {
	e, op, err := s.Cases.EditionOf(c)
	if err != nil {
		return nil, err
	}
	kept, err := application.Papers(tx, c.ID)
	if err != nil {
		return nil, err
	}
	var list []paperView
	for _, id := range op.Documents {
		d, ok := e.Document(id)
		if !ok || d.Made || !shown(d) {
			continue
		}
		list = append(list, v.paper(c, d, kept))
	}
	return list, nil
}

func (v *Visit) paper(c application.Case, d regulation.Document, kept []application.Paper) paperView {
	p := paperView{ID: d.ID, Name: d.Name.In(v.Language)}
	for _, k := range kept {
		if k.Document != d.ID {
			continue
		}
		x := sheet{ID: k.ID, Name: p.Name}
		if d.Many {
			x.Name += ", " + v.Say("cabinet.paper.n", "n", len(p.Sheets)+1)
		}
		for _, f := range d.Fields {
			if k.Fields[f.ID] != "" {
				x.Facts = append(x.Facts, part.Fact{Term: f.Label.In(v.Language), Value: v.value(f, k.Fields[f.ID])})
			}
		}
		for _, scan := range k.Scans {
			x.Scans = append(x.Scans, v.scan(c, scan))
		}
		p.Sheets = append(p.Sheets, x)
	}
	return p
}

// judgedPapers are the papers with the executor's verdicts and the pages of their own: for the akimat.
func (s *Site) judgedPapers(v *Visit, tx *db.Tx, c application.Case) ([]paperView, error) {
	papers, err := s.papers(v, tx, c, func(regulation.Document) bool { return true })
	if err != nil {
		return nil, err
	}
	said, err := application.PaperVerdicts(tx, c.ID)
	for i := range papers {
		for j := range papers[i].Sheets {
			x := &papers[i].Sheets[j]
			x.Href = "/work/case/" + c.ID + "/paper/" + x.ID
			if word, judged := said[x.ID]; judged {
				x.Verdict = &word
			}
		}
	}
	return papers, err
}

// doubts are the papers that are not good by the executor's word.
func doubts(papers []paperView) (list []sheet) {
	for _, p := range papers {
		for _, x := range p.Sheets {
			if x.Verdict != nil && !x.Verdict.OK {
				list = append(list, x)
			}
		}
	}
	return list
}

func (v *Visit) scan(c application.Case, s application.Scan) scanView {
	detail := strings.ToUpper(s.Kind[strings.LastIndex(s.Kind, "/")+1:])
	if s.Pages > 1 {
		detail += ", " + v.Say("common.pages", "n", s.Pages)
	}
	view := scanView{Src: "/file/" + c.ID + "/" + s.ID, Name: s.Name, Detail: detail, Picture: s.Kind != attachment.PDF}
	view.Href = view.Src
	if view.Picture {
		view.Href += "/view"
	}
	return view
}

// value is an answer as people read it, by the kind of its question.
func (v *Visit) value(f regulation.Field, text string) string {
	switch f.Kind {
	case "date":
		return v.day(text)
	case "country":
		return v.country(text)
	case "unit":
		return v.place(text)
	case "tenge":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return words.Tenge(v.Language, n)
		}
	case "months":
		if n, err := strconv.Atoi(text); err == nil {
			return words.Months(v.Language, n)
		}
	case "tick":
		return v.Say("common.yes")
	}
	for _, c := range f.Choices {
		if c.Value == text {
			return c.Label.In(v.Language)
		}
	}
	return text
}

func (v *Visit) compare(d regulation.Verdict, papers []paperView) compareView {
	c := compareView{ID: "compare-" + d.Check, Title: d.Title.In(v.Language), Of: d.Document, Document: v.Say("staff.compare.document")}
	for _, p := range papers {
		if p.ID == d.Document {
			c.Document, c.Scans = p.Name, p.scans()
		}
	}
	for _, value := range d.Values {
		want, got := v.fact(value.Want), v.fact(value.Got)
		row := compareRow{Name: value.Name.In(v.Language), Same: value.Same, Want: []piece{{Text: want}}, Got: []piece{{Text: got}}}
		if !value.Same {
			row.Want, row.Got = differing([]rune(want), []rune(got))
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// differing marks what differs: letter by letter where both are of one length, otherwise all between
// the common beginning and the common end. Capitals and small letters are the same letter.
func differing(a, b []rune) (x, y []piece) {
	if len(a) == len(b) {
		return letters(a, b), letters(b, a)
	}
	head := 0
	for head < len(a) && head < len(b) && sameLetter(a[head], b[head]) {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && sameLetter(a[len(a)-1-tail], b[len(b)-1-tail]) {
		tail++
	}
	return cut(a, head, tail), cut(b, head, tail)
}

func letters(a, b []rune) []piece {
	var list []piece
	for i, r := range a {
		mark := !sameLetter(r, b[i])
		if n := len(list); n > 0 && list[n-1].Mark == mark {
			list[n-1].Text += string(r)
		} else {
			list = append(list, piece{Text: string(r), Mark: mark})
		}
	}
	return list
}

func cut(a []rune, head, tail int) []piece {
	var list []piece
	for _, p := range []piece{{string(a[:head]), false}, {string(a[head : len(a)-tail]), true}, {string(a[len(a)-tail:]), false}} {
		if p.Text != "" {
			list = append(list, p)
		}
	}
	return list
}

func sameLetter(a, b rune) bool { return unicode.ToUpper(a) == unicode.ToUpper(b) }
