package web

import (
	"net/http"

	"ruqsat/account"
)

// upload is the largest form with files, bytes: three files of the largest size and their answers.
const upload = 32 << 20

// cabinetRoutes are the doors of a person: sign-up, sign-in, proof of identity, the cabinet and the
// cases in it.
func (s *Site) cabinetRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/signup", account.Public, "signup", s.signUp, 0},
		{post, "/signup", account.Public, "signup.make", s.makeAccount, 0},
		{get, "/signin", account.Public, "signin", s.signIn, 0},
		{post, "/signin", account.Public, "signin.try", s.trySignIn, 0},
		{get, "/signin/code", account.Public, "signin.code", s.secondStep, 0},
		{post, "/signin/code", account.Public, "signin.code.try", s.trySecondStep, 0},
		{post, "/signout", account.Public, "signout", s.signOut, 0},
		{get, "/recover", account.Public, "recover", s.recover, 0},
		{post, "/recover", account.Public, "recover.send", s.sendRecovery, 0},
		{post, "/recover/code", account.Public, "recover.code", s.tryRecovery, 0},

		{get, "/account", account.Self, "account", s.details, 0},
		{post, "/account", account.Self, "account.change", s.changeDetails, 0},
		{post, "/account/password", account.Self, "account.password", s.changePassword, 0},
		{post, "/account/signout", account.Self, "account.signout", s.signOutEverywhere, 0},
		{post, "/account/keys", account.Self, "account.keys", s.switchKeys, 0},
		{get, "/prove", account.Self, "prove", s.prove, 0},
		{post, "/prove", account.Self, "prove.send", s.sendProof, 0},
		{post, "/prove/code", account.Self, "prove.code", s.tryProof, 0},

		{get, "/cabinet", account.Self, "cabinet", s.cabinet, 0},
		{get, "/cabinet/letters", account.Self, "letters", s.letters, 0},
		{get, "/cabinet/letters/{letter}", account.Self, "letter", s.letter, 0},

		{get, "/apply/{service}/{operation}", account.CaseStart, "apply", s.apply, 0},
		{post, "/cabinet/start", account.CaseStart, "case.start", s.start, 0},
		{get, "/cabinet/case/{case}", account.CaseOwn, "case", s.casePage, 0},
		{get, "/cabinet/case/{case}/section/{section}", account.CaseWrite, "section", s.section, 0},
		{post, "/cabinet/case/{case}/section/{section}", account.CaseWrite, "section.save", s.saveSection, upload},
		{get, "/cabinet/case/{case}/check", account.CaseOwn, "case.check", s.checkAnswers, 0},
		{get, "/cabinet/case/{case}/content", account.CaseOwn, "case.content", s.content, 0},
		{post, "/cabinet/case/{case}/confirm", account.CaseConfirm, "case.confirm", s.confirm, 0},
		{post, "/cabinet/case/{case}/decline", account.CaseDecline, "case.decline", s.decline, 0},
		{get, "/cabinet/case/{case}/done", account.CaseOwn, "case.done", s.done, 0},
		{get, "/cabinet/case/{case}/copy", account.CaseOwn, "case.copy", s.copyPage, 0},
		{get, "/cabinet/case/{case}/discard", account.CaseWrite, "case.discard", s.discardPage, 0},
		{post, "/cabinet/case/{case}/discard", account.CaseWrite, "case.discard.do", s.discard, 0},
		{get, "/cabinet/case/{case}/withdraw", account.CaseWithdraw, "case.withdraw", s.withdrawPage, 0},
		{post, "/cabinet/case/{case}/withdraw", account.CaseWithdraw, "case.withdraw.do", s.withdraw, 0},
		{get, "/cabinet/case/{case}/refusal", account.CaseOwn, "case.refusal", s.refusal, 0},
		{post, "/cabinet/case/{case}/again", account.CaseAgain, "case.again", s.again, 0},
		{get, "/cabinet/case/{case}/permit.pdf", account.CaseOwn, "case.permit", s.permitPDF, 0},

		{get, "/file/{case}/{attachment}", account.CaseFile, "file", s.file, 0},
		{get, "/file/{case}/{attachment}/view", account.CaseFile, "file.view", s.fileView, 0},
	}
}
