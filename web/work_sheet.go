package web

import (
	"net/http"
	"slices"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/web/part"
)

// sheetView is the page of one paper: its data and what they are compared with beside its scan, and the
// executor's verdict (M-112, quality 2.2.2).
type sheetView struct {
	part.StaffPage
	Problems []part.Problem
	Case     application.Case
	Sheet    sheet
	Title    string
	Answers  []part.Fact // of the page of the form that the document stands on
	Zone     string      // the lines that a machine reads (MRZ), as they were typed
	Compares []compareView
	Viewer   viewer
	Post     string // where the verdict goes; empty: the reader gives none now
	Barred   string // and why
	Word     string
	Comment  string
	N, All   int
	Before   string
	After    string
}

func (s *Site) workSheet(v *Visit) error {
	c, err := s.open(v)
	if err != nil {
		return err
	}
	view, err := s.sheetView(v, c)
	if err != nil {
		return err
	}
	return v.Show(sheetPage(view))
}

func (s *Site) sheetView(v *Visit, c application.Case) (sheetView, error) {
	view := sheetView{Case: c}
	err := v.Read(func(tx *db.Tx) error {
		papers, err := s.judgedPapers(v, tx, c)
		if err != nil {
			return err
		}
		document, ok := view.find(papers, v.Request.PathValue("paper"))
		if !ok {
			return application.ErrNoPaper
		}
		view.StaffPage, err = s.staffPage(v, tx, caseTab(c), view.Sheet.Name+", "+c.Number)
		if err != nil {
			return err
		}
		view.Title = view.Sheet.Name
		for _, verdict := range c.Verdicts {
			if verdict.Kind == compared && len(verdict.Values) > 0 && verdict.Document == document {
				view.Compares = append(view.Compares, v.compare(verdict, papers))
			}
		}
		return view.answers(s, v, document)
	})
	if err != nil {
		return view, err
	}
	here := view.Sheet.Href
	view.StaffPage.Back = &part.Link{Text: v.Say("staff.back.case"), Href: "/work/case/" + c.ID + "#documents"}
	view.Viewer = viewerOf(v, here, view.Sheet.Scans)
	view.mayJudge(v, here)
	return view, nil
}

// find is the paper of the address among all, with its neighbours.
func (view *sheetView) find(papers []paperView, id string) (document string, ok bool) {
	for _, p := range papers {
		for _, x := range p.Sheets {
			view.All++
			switch {
			case x.ID == id:
				document, ok, view.Sheet, view.N = p.ID, true, x, view.All
			case !ok:
				view.Before = x.Href
			case view.After == "":
				view.After = x.Href
			}
		}
	}
	return document, ok
}

// answers are what the application says on the page of the form where the document is attached.
func (view *sheetView) answers(s *Site, v *Visit, document string) error {
	e, op, err := s.Cases.EditionOf(view.Case)
	if err != nil {
		return err
	}
	for _, id := range op.Sections {
		section, _ := e.Section(id)
		if !slices.Contains(section.Documents, document) {
			continue
		}
		for _, f := range section.Fields {
			text := view.Case.Fields[f.ID]
			switch {
			case text == "":
			case f.Kind == "mrz":
				view.Zone = text
			default:
				view.Answers = append(view.Answers, part.Fact{Term: v.fieldName(f), Value: v.value(f, text)})
			}
		}
	}
	return nil
}

// mayJudge opens the form of the verdict, or says why it is closed.
func (view *sheetView) mayJudge(v *Visit, here string) {
	thing := view.Case.Thing(v.Actor)
	switch {
	case v.Actor.Role != account.Executor:
		return
	case view.Case.State != application.Review:
		view.Barred = v.Say("desk.paper.closed")
	case account.May(v.Actor, account.PaperJudge, &thing) != nil:
		view.Barred = v.Say("staff.bar.taken", "name", view.Case.ExecutorName)
	default:
		view.Post = here
	}
	if word := view.Sheet.Verdict; word != nil {
		view.Word, view.Comment = wordOf(word.OK), word.Comment
	}
}

// The words of a verdict as the form sends them.
const (
	paperGood = "good"
	paperBad  = "bad"
)

func wordOf(good bool) string {
	if good {
		return paperGood
	}
	return paperBad
}

// workJudgePaper keeps the executor's verdict on a paper and leads to the next one that has none.
func (s *Site) workJudgePaper(v *Visit) error {
	word, comment := v.Text("word"), v.Text("comment")
	problem := part.Problem{}
	switch {
	case word != paperGood && word != paperBad:
		problem = part.Problem{Field: "word", Text: v.Say("desk.paper.word.none")}
	case word == paperBad && comment == "":
		problem = part.Problem{Field: "comment", Text: v.Say("desk.paper.comment.none")}
	case len([]rune(comment)) > longestNote:
		problem = part.Problem{Field: "comment", Text: v.Say("staff.text.long", "max", longestNote)}
	}
	if problem.Field != "" {
		return s.paperProblem(v, word, comment, problem)
	}
	onward := ""
	err := s.act(v, "/work/case/%s", func(tx *db.Tx, c application.Case) error {
		_, err := s.Cases.JudgePaper(tx, *v.Actor, c.ID, c.Version, v.Request.PathValue("paper"), word == paperGood, comment)
		if err != nil {
			return err
		}
		onward, err = s.nextSheet(v, tx, c)
		return err
	})
	if err == nil && onward != "" && v.answer.to != "" {
		return v.Go(onward)
	}
	return err
}

func (s *Site) paperProblem(v *Visit, word, comment string, problem part.Problem) error {
	c, err := s.open(v)
	if err != nil {
		return err
	}
	view, err := s.sheetView(v, c)
	if err != nil {
		return err
	}
	view.Wrong, view.Word, view.Comment, view.Problems = true, word, comment, []part.Problem{problem}
	return v.ShowAs(http.StatusUnprocessableEntity, sheetPage(view))
}

// nextSheet is the first paper after the one of the address that nobody has judged yet, from the beginning
// again at the end; when all are judged it is the list of documents.
func (s *Site) nextSheet(v *Visit, tx *db.Tx, c application.Case) (string, error) {
	papers, err := s.judgedPapers(v, tx, c)
	var before, after string
	here := false
	for _, p := range papers {
		for _, x := range p.Sheets {
			switch {
			case x.ID == v.Request.PathValue("paper"):
				here = true
			case x.Verdict != nil:
			case here && after == "":
				after = x.Href
			case !here && before == "":
				before = x.Href
			}
		}
	}
	for _, href := range []string{after, before} {
		if href != "" {
			return href, err
		}
	}
	return "/work/case/" + c.ID + "#documents", err
}
