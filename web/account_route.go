package web

import (
	"net/http"

	"ruqsat/account"
)

// accountRoutes are the doors of substitution, of one-time passwords and of the auditor.
func (s *Site) accountRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/password", account.Password, "password", s.passwordPage, 0},
		{post, "/password", account.Password, "password.change", s.ownPassword, 0},
		{post, "/duty", account.Self, "duty", s.actFor, 0},

		{post, "/admin/staff/{account}/second", account.StaffWrite, "admin.staff.second", s.adminSecond, 0},
		{get, "/admin/substitutions", account.StaffRead, "admin.orders", s.adminOrders, 0},
		{get, "/admin/substitutions/new", account.StaffWrite, "admin.order.new", s.adminOrderPage, 0},
		{post, "/admin/substitutions/new", account.StaffWrite, "admin.order.add", s.adminOrderAdd, 0},
		{get, "/admin/substitutions/{order}", account.StaffWrite, "admin.order", s.adminOrderEndPage, 0},
		{post, "/admin/substitutions/{order}", account.StaffWrite, "admin.order.end", s.adminOrderEnd, 0},

		{get, "/audit", account.AuditRead, "audit", s.auditActs, 0},
		{get, "/audit/readings", account.AuditRead, "audit.readings", s.auditReadings, 0},
		{get, "/audit/case/{case}", account.AuditRead, "audit.case", s.auditCase, 0},
		{get, "/audit/substitutions", account.AuditRead, "audit.orders", s.auditOrders, 0},
	}
}
