// Package problem is every error a person or a machine may meet at a door: a stable code, an HTTP
// status, and words in every language in the order: what is so, why, what to do. Rooms return
// sentinels; only this table turns them into answers (RFC 9457). What is not in the table is a bug of
// ours: it is answered with the code "internal", logged, and nothing of its text is shown.
package problem

import (
	"context"
	"errors"
	"net/http"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/report"
	"ruqsat/words"
)

// Problem is one answer: its code is stable and its page is docs/problems.md.
type Problem struct {
	Code   string
	Status int
	Retry  int // seconds after which trying again makes sense; 0: not by itself
}

// Title is the problem in a few words.
func (p Problem) Title(l words.Language) string { return words.Say(l, "problem."+p.Code+".title") }

// Detail is why it is so, and the way on.
func (p Problem) Detail(l words.Language) string { return words.Say(l, "problem."+p.Code+".detail") }

// Internal is a bug of ours.
var Internal = Problem{Code: "internal", Status: http.StatusInternalServerError}

// Problems that the doors find themselves.
var (
	NotFound    = Problem{Code: "not-found", Status: http.StatusNotFound}
	BadRequest  = Problem{Code: "bad-request", Status: http.StatusBadRequest}
	TooLarge    = Problem{Code: "too-large", Status: http.StatusRequestEntityTooLarge}
	CrossOrigin = Problem{Code: "cross-origin", Status: http.StatusForbidden}
	TooMany     = Problem{Code: "too-many", Status: http.StatusTooManyRequests, Retry: 60}
	Parameter   = Problem{Code: "parameter", Status: http.StatusUnprocessableEntity}
	Invalid     = Problem{Code: "invalid", Status: http.StatusUnprocessableEntity}
)

type row struct {
	err error
	Problem
}

// table is the whole policy on one screen; the first row that matches answers.
var table = []row{
	{account.ErrSignIn, Problem{"sign-in", http.StatusUnauthorized, 0}},
	{account.ErrNoSession, Problem{"sign-in", http.StatusUnauthorized, 0}},
	{account.ErrSecondStep, Problem{"sign-in", http.StatusUnauthorized, 0}},
	{account.ErrForbidden, Problem{"forbidden", http.StatusForbidden, 0}},
	{account.ErrHidden, NotFound},
	{account.ErrOneTime, Problem{"one-time-password", http.StatusForbidden, 0}},
	{account.ErrNoOrder, Problem{"no-order", http.StatusConflict, 0}},
	{account.ErrOrder, Invalid},
	{account.ErrUnknown, NotFound},
	{account.ErrNoAddress, Invalid},
	{notice.ErrNoDelivery, NotFound},
	{account.ErrUnproven, Problem{"unproven", http.StatusForbidden, 0}},
	{account.ErrOrganisation, Problem{"organisation", http.StatusUnprocessableEntity, 0}},
	{application.ErrUnproven, Problem{"unproven", http.StatusForbidden, 0}},
	{application.ErrNoCase, NotFound},
	{application.ErrNoPaper, NotFound},
	{application.ErrNotHere, NotFound},
	{application.ErrNoScan, NotFound},
	{application.ErrShort, Problem{"shortfall", http.StatusUnprocessableEntity, 0}},
	{application.ErrUnnamed, Problem{"unnamed", http.StatusUnprocessableEntity, 0}},
	{application.ErrReturned, Problem{"returned", http.StatusConflict, 0}},
	{application.ErrUnreturned, Problem{"unreturned", http.StatusConflict, 0}},
	{application.ErrKept, Problem{"kept", http.StatusConflict, 0}},
	{application.ErrNoResult, Problem{"no-result", http.StatusConflict, 0}},
	{application.ErrAtCounter, Problem{"at-counter", http.StatusConflict, 0}},
	{application.ErrHanded, Problem{"handed", http.StatusConflict, 0}},
	{application.ErrReceiver, Problem{"receiver", http.StatusUnprocessableEntity, 0}},
	{application.ErrNotTheParty, Problem{"not-the-party", http.StatusForbidden, 0}},
	{application.ErrState, Problem{"case-state", http.StatusConflict, 0}},
	{application.ErrConfirmed, Problem{"confirmed", http.StatusConflict, 0}},
	{application.ErrChanged, Problem{"changed", http.StatusConflict, 0}},
	{application.ErrNotJudged, Problem{"checks-not-passed", http.StatusConflict, 0}},
	{application.ErrPaper, Problem{"paper-not-good", http.StatusConflict, 0}},
	{application.ErrGround, Problem{"ground", http.StatusUnprocessableEntity, 0}},
	{application.ErrOwnDraft, Problem{"own-draft", http.StatusForbidden, 0}},
	{application.ErrAnswered, Problem{"answered", http.StatusConflict, 0}},
	{application.ErrReadOnly, Problem{"read-only", http.StatusConflict, 0}},
	{application.ErrNoReason, Problem{"reason", http.StatusUnprocessableEntity, 0}},
	{application.ErrTaken, Problem{"case-taken", http.StatusConflict, 0}},
	{application.ErrHasIt, Problem{"case-held", http.StatusConflict, 0}},
	{application.ErrNotExecutor, Problem{"not-executor", http.StatusUnprocessableEntity, 0}},
	{application.ErrTooMany, Problem{"too-many-cases", http.StatusUnprocessableEntity, 0}},
	{application.ErrFiltersFull, Problem{"filters-full", http.StatusConflict, 0}},
	{application.ErrFilterName, Problem{"filter-name", http.StatusUnprocessableEntity, 0}},
	{application.ErrNoFilter, Problem{"no-filter", http.StatusNotFound, 0}},
	{application.ErrNoUnit, Problem{"no-unit", http.StatusConflict, 0}},
	{application.ErrTooLong, Problem{"too-long", http.StatusUnprocessableEntity, 0}},
	{application.ErrSelfEmployed, Problem{"self-employed", http.StatusUnprocessableEntity, 0}},
	{application.ErrNoService, Problem{"no-service", http.StatusNotFound, 0}},
	{regulation.ErrNoEdition, Problem{"no-edition", http.StatusConflict, 0}},
	{calendar.ErrUnknownYear, Problem{"unknown-year", http.StatusConflict, 0}},
	{quota.ErrNoPlace, Problem{"no-place", http.StatusConflict, 0}},
	{quota.ErrNoQuota, Problem{"no-quota", http.StatusConflict, 0}},
	{report.ErrNoAlert, NotFound},
	{report.ErrOwnAlert, Problem{"own-alert", http.StatusForbidden, 0}},
	{report.ErrNoComment, Problem{"reason", http.StatusUnprocessableEntity, 0}},
	{permit.ErrNoPermit, Problem{"no-permit", http.StatusNotFound, 0}},
	{permit.ErrRedeemed, Problem{"case-state", http.StatusConflict, 0}},
	{permit.ErrVoid, Problem{"changed", http.StatusConflict, 0}},
	{permit.ErrNotPrepared, Problem{"changed", http.StatusConflict, 0}},
	{permit.ErrQR, Problem{"qr", http.StatusUnprocessableEntity, 0}},
	{exchange.ErrSilent, Problem{"silent", http.StatusServiceUnavailable, 60}},
	{exchange.ErrNoContact, Problem{"no-contact", http.StatusConflict, 0}},
	{exchange.ErrUnknownSystem, Problem{"silent", http.StatusServiceUnavailable, 60}},
	{attachment.ErrUnknown, NotFound},
	{notice.ErrNone, NotFound},
	{notice.ErrNoCarrier, Problem{"silent", http.StatusServiceUnavailable, 60}},
	{account.ErrTaken, Problem{"taken", http.StatusConflict, 0}},
	{account.ErrNoIIN, Problem{"unproven", http.StatusForbidden, 0}},
	{account.ErrEnrolled, Problem{"case-state", http.StatusConflict, 0}},
	{account.ErrIncomplete, Invalid},
	{account.ErrIIN, Invalid},
	{account.ErrMRZ, Invalid},
	{account.ErrPassword, Invalid},
	{account.ErrNoUnit, Problem{"no-unit", http.StatusConflict, 0}},
	{db.ErrNone, NotFound},
	{db.ErrClosed, Problem{"unavailable", http.StatusServiceUnavailable, 10}},
	{db.ErrStale, Problem{"stale", http.StatusConflict, 0}},
	{db.ErrBusy, Problem{"busy", http.StatusServiceUnavailable, 5}},
	{db.ErrUnavailable, Problem{"unavailable", http.StatusServiceUnavailable, 10}},
	{context.DeadlineExceeded, Problem{"busy", http.StatusServiceUnavailable, 5}},
	{context.Canceled, Problem{"busy", http.StatusServiceUnavailable, 5}},
}

// Of is the problem of an error; known is false for a bug of ours.
func Of(err error) (p Problem, known bool) {
	for _, r := range table {
		if errors.Is(err, r.err) {
			return r.Problem, true
		}
	}
	var refusal *attachment.Refusal
	if errors.As(err, &refusal) {
		return Invalid, true
	}
	var many *account.TooMany
	if errors.As(err, &many) {
		p := TooMany
		p.Retry = int(many.Wait.Seconds()) + 1
		return p, true
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return TooLarge, true
	}
	return Internal, false
}

// All is every problem once, in the order of the table.
func All() []Problem {
	all := []Problem{BadRequest, Parameter, CrossOrigin, TooLarge, TooMany, Invalid, Internal}
	seen := map[string]bool{}
	for _, p := range all {
		seen[p.Code] = true
	}
	for _, r := range table {
		if !seen[r.Code] {
			seen[r.Code] = true
			all = append(all, r.Problem)
		}
	}
	return all
}
