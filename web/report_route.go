package web

import (
	"net/http"

	"ruqsat/account"
)

// reportRoutes are the head's table, where many drafts are decided at once.
func (s *Site) reportRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/work/sign", account.DecisionReturn, "work.sign", s.workSign, 0},
		{post, "/work/sign", account.DecisionMake, "work.sign.do", s.workSignDo, 0},
		{post, "/work/sign/return", account.DecisionReturn, "work.sign.return", s.workSignReturn, 0},
		{post, "/work/sign/renew", account.DecisionMake, "work.sign.renew", s.workSignRenew, 0},
	}
}
