package web

import (
	"net/http"

	"ruqsat/account"
)

// listRoutes are the doors of the worklist: the list, its search, what is done with many cases at once,
// and the filters that an officer keeps.
func (s *Site) listRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/work", account.WorklistRead, "work", s.worklist, 0},
		{post, "/work/search", account.WorklistRead, "work.search", s.workSearch, 0},
		{get, "/work/search", account.WorklistRead, "work.search.back", s.workBack, 0},
		{post, "/work/many", account.CaseAssign, "work.many", s.workMany, 0},
		{get, "/work/many", account.WorklistRead, "work.many.back", s.workBack, 0},
		{post, "/work/print", account.CaseReadAll, "work.print", s.workPrint, 0},
		{get, "/work/print", account.WorklistRead, "work.print.back", s.workBack, 0},
		{get, "/work/filters", account.WorklistRead, "work.filters", s.savedPage, 0},
		{post, "/work/filters", account.WorklistRead, "work.filters.save", s.saveFilter, 0},
		{post, "/work/filters/{filter}", account.WorklistRead, "work.filters.change", s.changeFilter, 0},
	}
}
