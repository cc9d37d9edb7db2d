package web

import (
	"net/http"

	"ruqsat/account"
)

// workRoutes are the doors of the workplaces: executor and head, migration police, administrator.
func (s *Site) workRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/work/case/{case}", account.CaseReadAll, "work.case", s.workCase, 0},
		{post, "/work/case/{case}/take", account.CaseTake, "work.take", s.workTake, 0},
		{post, "/work/case/{case}/ask", account.DecisionDraft, "work.ask", s.workAsk, 0},
		{post, "/work/case/{case}/settle", account.DecisionDraft, "work.settle", s.workSettle, 0},
		{post, "/work/case/{case}/remind", account.DecisionDraft, "work.remind", s.workRemind, 0},
		{get, "/work/case/{case}/paper/{paper}", account.CaseReadAll, "work.paper", s.workSheet, 0},
		{post, "/work/case/{case}/paper/{paper}", account.PaperJudge, "work.paper.judge", s.workJudgePaper, 0},
		{post, "/work/case/{case}/approve", account.DecisionDraft, "work.approve", s.workApprove, 0},
		{get, "/work/case/{case}/refuse", account.DecisionDraft, "work.refuse", s.workRefusePage, 0},
		{post, "/work/case/{case}/refuse", account.DecisionDraft, "work.refuse.do", s.workRefuse, 0},
		{get, "/work/case/{case}/decide", account.DecisionReturn, "work.decide", s.workDecidePage, 0},
		{post, "/work/case/{case}/decide", account.DecisionMake, "work.decide.do", s.workDecide, 0},
		{post, "/work/case/{case}/renew", account.DecisionMake, "work.renew", s.workRenew, 0},
		{post, "/work/case/{case}/return", account.DecisionReturn, "work.return", s.workReturn, 0},
		{get, "/work/case/{case}/done", account.CaseReadAll, "work.done", s.workDone, 0},
		{get, "/work/case/{case}/permit.pdf", account.PermitRead, "work.permit", s.workPermit, 0},

		{get, "/police", account.WorklistRead, "police", s.policeList, 0},
		{get, "/police/case/{case}", account.CaseRead, "police.case", s.policeCase, 0},
		{post, "/police/case/{case}/answer", account.PoliceAnswer, "police.answer", s.policeAnswer, 0},

		{get, "/admin", account.StaffRead, "admin", s.adminStaff, 0},
		{get, "/admin/unit/new", account.StaffWrite, "admin.unit.new", s.adminUnitPage, 0},
		{post, "/admin/unit/new", account.StaffWrite, "admin.unit.add", s.adminUnitSave, 0},
		{get, "/admin/unit/{unit}", account.StaffWrite, "admin.unit", s.adminUnitPage, 0},
		{post, "/admin/unit/{unit}", account.StaffWrite, "admin.unit.save", s.adminUnitSave, 0},
		{get, "/admin/staff/new", account.StaffWrite, "admin.staff.new", s.adminPostPage, 0},
		{post, "/admin/staff/new", account.StaffWrite, "admin.staff.add", s.adminPostAdd, 0},
		{get, "/admin/staff/{account}", account.StaffWrite, "admin.staff", s.adminMemberPage, 0},
		{post, "/admin/staff/{account}/role", account.StaffWrite, "admin.staff.role", s.adminRole, 0},
		{post, "/admin/staff/{account}/state", account.StaffWrite, "admin.staff.state", s.adminState, 0},
		{post, "/admin/staff/{account}/password", account.StaffWrite, "admin.staff.password", s.adminPassword, 0},
		{get, "/admin/quota", account.LawWrite, "admin.quota", s.adminQuota, 0},
		{post, "/admin/quota", account.LawWrite, "admin.quota.allot", s.adminAllot, 0},
		{get, "/admin/systems", account.SystemRead, "admin.systems", s.adminSystems, 0},
		{post, "/admin/systems/resend", account.SystemRead, "admin.systems.resend", s.adminResend, 0},
		{get, "/admin/register", account.SystemRead, "admin.register", s.adminRegister, 0},
	}
}
