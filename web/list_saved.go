package web

import (
	"errors"
	"net/http"
	"net/url"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/web/part"
)

// given are the filters that everybody has: the head's are those of the whole unit.
var given = []struct{ word, query string }{
	{"list.given.overdue", "due=overdue"},
	{"list.given.none", "whose=none"},
	{"list.given.ready", "stage=ready"},
}

// savedLinks are the filters that everybody has and the officer's own, each with its count now.
func (v *Visit) savedLinks(tx *db.Tx, open choice, b application.Bounds) ([]part.Link, error) {
	own, err := application.FiltersOf(tx, v.Actor.ID)
	if err != nil {
		return nil, err
	}
	var links []part.Link
	var filters []application.Filter
	add := func(text, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		q.Set("state", listRunning)
		c := v.chosen(q)
		f, wrong := v.filter(c, b)
		if wrong != "" {
			return // the law or the program knows it no longer; it can be deleted
		}
		c.Size = open.Size
		filters = append(filters, f)
		links = append(links, part.Link{Text: text, Href: "/work?" + c.query().Encode(),
			Current: open.State == listRunning && c.narrowing().Encode() == open.narrowing().Encode()})
	}
	for _, g := range given {
		query := g.query
		word := g.word
		if word == "list.given.overdue" && v.Actor.Role == account.Executor {
			word, query = "list.given.mine", query+"&whose=mine"
		}
		add(v.Say(word), query)
	}
	for _, f := range own {
		add(f.Name, f.Query)
	}
	counts, err := application.Counts(tx, v.Actor.Unit, filters)
	for i, n := range counts {
		links[i].Count, links[i].Counted = n, counted(v.Language, n)
	}
	return links, err
}

// savedView is the page on which an officer keeps, renames and deletes filters.
type savedView struct {
	part.StaffPage
	Problems []part.Problem
	Query    string // of the filter to keep; empty: none
	What     string
	Name     string
	List     []savedRow
	Full     bool
}

// savedRow is one kept filter.
type savedRow struct {
	application.SavedFilter
	Href  string
	Error string
}

func (s *Site) savedPage(v *Visit) error {
	if elsewhere, err := mayList(v); err != nil || elsewhere {
		return orPolice(v, err)
	}
	return s.showSaved(v, v.chosen(v.Form), "", nil)
}

// showSaved shows the kept filters; wrong is the field that must be mended, and why.
func (s *Site) showSaved(v *Visit, c choice, wrong string, why error) error {
	view := savedView{Query: c.narrowing().Encode(), Name: v.Text("name")}
	err := v.Read(func(tx *db.Tx) (err error) {
		if view.StaffPage, err = s.staffPage(v, tx, tabCases, v.Say("list.saved.title")); err != nil {
			return err
		}
		list, err := application.FiltersOf(tx, v.Actor.ID)
		for _, f := range list {
			view.List = append(view.List, savedRow{SavedFilter: f, Href: "/work?state=all&" + f.Query})
		}
		return err
	})
	if err != nil {
		return err
	}
	view.Full = len(view.List) >= application.SavedFilters
	view.Back = &part.Link{Text: v.Say("staff.back.list"), Href: "/work?" + c.query().Encode()}
	if why == nil {
		return v.Show(savedPage(view))
	}
	text := v.Say("list.wrong.name")
	if errors.Is(why, application.ErrFiltersFull) {
		text = v.Say("list.wrong.full")
	}
	view.Wrong, view.Problems = true, []part.Problem{{Field: wrong, Text: text}}
	for i := range view.List {
		if "name-"+view.List[i].ID == wrong {
			view.List[i].Error, view.List[i].Name, view.Name = text, v.Text("name"), ""
		}
	}
	return v.ShowAs(http.StatusUnprocessableEntity, savedPage(view))
}

// saveFilter keeps the choice under a name.
func (s *Site) saveFilter(v *Visit) error {
	if err := v.May(v.Actor.Desk()); err != nil {
		return err
	}
	form, err := url.ParseQuery(v.Text("list"))
	if err != nil {
		return errForm
	}
	c := v.chosen(clean(form))
	if _, wrong := v.filter(c, application.Bounds{}); wrong != "" || len(c.narrowing()) == 0 {
		return errForm
	}
	err = v.Write(func(tx *db.Tx) error {
		return application.SaveFilter(tx, *v.Actor, v.Text("name"), c.narrowing().Encode())
	})
	if errors.Is(err, application.ErrFilterName) || errors.Is(err, application.ErrFiltersFull) {
		return s.showSaved(v, c, "name", err)
	}
	if err != nil {
		return err
	}
	return v.Go("/work?" + c.query().Encode())
}

// changeFilter renames or deletes one's kept filter.
func (s *Site) changeFilter(v *Visit) error {
	if err := v.May(v.Actor.Desk()); err != nil {
		return err
	}
	id := v.Request.PathValue("filter")
	err := v.Write(func(tx *db.Tx) error {
		if v.Text("do") == "drop" {
			return application.DropFilter(tx, *v.Actor, id)
		}
		return application.RenameFilter(tx, *v.Actor, id, v.Text("name"))
	})
	if errors.Is(err, application.ErrFilterName) {
		return s.showSaved(v, choice{State: listRunning, Size: pageSize}, "name-"+id, err)
	}
	if err != nil {
		return err
	}
	return v.Go("/work/filters")
}
