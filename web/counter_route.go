package web

import (
	"net/http"

	"ruqsat/account"
)

// sheetful is the largest sheet with its scans, bytes: a file of the largest size for every document and as
// much again.
const sheetful = 160 << 20

// counterRoutes are the doors of the front office (ЦОН): its lists, the sheet of an intake, the refusal of
// acceptance, and a case that was taken in here until its result is handed out.
func (s *Site) counterRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/counter", account.CounterWork, "counter", s.counterIntakes, 0},
		{post, "/counter/start", account.CounterWork, "counter.start", s.counterStart, 0},
		{get, "/counter/waiting", account.CounterWork, "counter.waiting", s.counterWaiting, 0},
		{get, "/counter/ready", account.CounterWork, "counter.ready", s.counterReady, 0},
		{get, "/counter/done", account.CounterWork, "counter.done", s.counterDone, 0},
		{get, "/counter/originals", account.CounterWork, "counter.originals", s.counterOriginals, 0},
		{get, "/counter/journal", account.CounterWork, "counter.journal", s.counterJournal, 0},
		{get, "/counter/entry/{entry}", account.CounterServe, "counter.entry", s.counterEntry, 0},
		{post, "/counter/search", account.CounterWork, "counter.search", s.counterSearch, 0},

		{get, "/counter/intake/{case}", account.CounterIntake, "counter.sheet", s.counterSheet, 0},
		{post, "/counter/intake/{case}", account.CounterIntake, "counter.sheet.save", s.counterSave, sheetful},
		{get, "/counter/intake/{case}/refuse", account.CounterIntake, "counter.refuse", s.counterRefusePage, 0},
		{post, "/counter/intake/{case}/refuse", account.CounterIntake, "counter.refuse.do", s.counterRefuse, 0},
		{get, "/counter/intake/{case}/discard", account.CounterIntake, "counter.discard", s.counterDiscardPage, 0},
		{post, "/counter/intake/{case}/discard", account.CounterIntake, "counter.discard.do", s.counterDiscard, 0},

		{get, "/counter/case/{case}", account.CounterServe, "counter.case", s.counterCase, 0},
		{post, "/counter/case/{case}/return", account.CounterServe, "counter.return", s.counterReturn, 0},
		{post, "/counter/case/{case}/again", account.CounterServe, "counter.again", s.counterAgain, 0},
		{get, "/counter/case/{case}/copy", account.CounterServe, "counter.copy", s.counterCopy, 0},
		{get, "/counter/case/{case}/mark", account.CounterServe, "counter.mark", s.counterMark, 0},
		{get, "/counter/case/{case}/receipt", account.CounterServe, "counter.receipt", s.counterReceipt, 0},
		{get, "/counter/case/{case}/permit.pdf", account.CounterServe, "counter.permit", s.counterPermit, 0},
		{get, "/counter/case/{case}/letter", account.CounterServe, "counter.letter", s.counterLetter, 0},
		{get, "/counter/case/{case}/hand", account.CounterServe, "counter.hand", s.counterHandPage, 0},
		{post, "/counter/case/{case}/hand", account.CounterServe, "counter.hand.do", s.counterHand, 0},
		{get, "/counter/case/{case}/handed", account.CounterServe, "counter.handed", s.counterHanded, 0},
		{get, "/counter/case/{case}/withdraw", account.CounterServe, "counter.withdraw", s.counterWithdrawPage, 0},
		{post, "/counter/case/{case}/withdraw", account.CounterServe, "counter.withdraw.do", s.counterWithdraw, upload},
	}
}
