package web

import (
	"net/http"

	"ruqsat/account"
)

// reportRoutes are the head's table, where many drafts are decided at once, and the reports of head and auditor.
func (s *Site) reportRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/work/sign", account.DecisionReturn, "work.sign", s.workSign, 0},
		{post, "/work/sign", account.DecisionMake, "work.sign.do", s.workSignDo, 0},
		{post, "/work/sign/return", account.DecisionReturn, "work.sign.return", s.workSignReturn, 0},
		{post, "/work/sign/renew", account.DecisionMake, "work.sign.renew", s.workSignRenew, 0},

		{get, "/work/report", account.ReportRead, "report", s.reportLoad, 0},
		{get, "/work/report/refusals", account.ReportRead, "report.refusals", s.reportRefusals, 0},
		{get, "/work/report/overdue", account.ReportRead, "report.overdue", s.reportOverdue, 0},
		{get, "/work/report/alerts", account.ReportRead, "report.alerts", s.reportAlerts, 0},
		{get, "/work/report/alerts/{alert}", account.AlertLook, "report.alert", s.reportAlert, 0},
		{post, "/work/report/alerts/{alert}", account.AlertLook, "report.look", s.reportLook, 0},
	}
}
