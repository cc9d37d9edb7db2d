package ruqsat_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/words"
)

// gate is one door of either kind: a route for people or an operation for machines.
type gate struct {
	method, pattern, page string
	act                   account.Act
}

func (g gate) String() string { return g.method + " " + g.pattern }

// gates are all doors, from the routers themselves.
func (w *town) gates() (all []gate) {
	for _, r := range w.site.Routes() {
		all = append(all, gate{r.Method, r.Pattern, r.Page, r.Act})
	}
	for _, o := range w.api.Operations() {
		all = append(all, gate{o.Method, o.Path, "api", o.Act})
	}
	return all
}

// actor is somebody who comes to the doors, signed in or not.
type actor struct {
	name  string // as staff sign in, or which person it is
	who   *account.Account
	token string
	order string // by which the actor acts for somebody absent
}

// matter is a case of the town with what its doors need to be opened.
type matter struct {
	application.Case
	couple
	sum, scan, paper, permit, code, qr string
}

// district is the cases of one district, one in every state.
type district map[application.State]matter

// fill makes a case in every state in a district and its staff's part of it. At the end it is evening,
// and the last case waits for the opening.
func (w *town) fill(unit, executor, second, head, police string) district {
	w.Helper()
	all := district{}
	keep := func(c application.Case, p couple) { all[c.State] = w.matter(c, p) }
	p := w.hire(unit)
	keep(w.draft(p), p)
	p = w.hire(unit)
	keep(w.awaiting(p), p)
	p = w.hire(unit)
	keep(w.review(p), p)
	p = w.hire(unit)
	keep(w.signature(p, second, police), p)
	p = w.hire(unit)
	approved := w.signature(p, executor, police)
	w.write(func(tx *db.Tx) error {
		prepared, err := permit.FindPrepared(tx, approved.ID)
		if err == nil {
			approved, err = w.Office.Decide(tx, w.Staff[head], approved.ID, approved.Version, prepared.Sum)
		}
		return err
	})
	keep(approved, p)
	p = w.hire(unit)
	withdrawn := w.review(p)
	w.write(func(tx *db.Tx) (err error) {
		withdrawn, err = w.Office.Withdraw(tx, p.worker, withdrawn.ID, withdrawn.Version)
		return err
	})
	keep(withdrawn, p)
	if w.Units["police "+unit].Answers == account.ByWorkplace {
		p = w.hire(unit)
		keep(w.refused(p, executor, head, police), p)
	}
	return all
}

// evening files one more case after hours: it waits for the opening.
func (w *town) evening(unit string, all district) {
	w.Helper()
	p := w.hire(unit)
	all[application.Filed] = w.matter(w.filed(p), p)
	if state := all[application.Filed].State; state != application.Filed {
		w.Fatalf("filed in the evening: %s", state)
	}
}

func (w *town) review(p couple) application.Case {
	c := w.filed(p)
	w.settle()
	return w.current(c)
}

func (w *town) signature(p couple, executor, police string) (c application.Case) {
	w.Helper()
	c = w.review(p)
	w.write(func(tx *db.Tx) error {
		if w.Units["police "+p.Unit].Answers == account.ByWorkplace {
			if _, err := w.Office.AnswerPolice(tx, w.Staff[police], c.ID, true, ""); err != nil {
				return err
			}
		}
		now, err := application.Find(tx, c.ID)
		if err == nil {
			c, err = w.Office.DraftDecision(tx, w.Staff[executor], c.ID, now.Version, true, nil, "")
		}
		return err
	})
	return c
}

func (w *town) refused(p couple, executor, head, police string) (c application.Case) {
	w.Helper()
	c = w.review(p)
	w.write(func(tx *db.Tx) error {
		c, err := w.Office.AnswerPolice(tx, w.Staff[police], c.ID, false, "Бұрын болу мерзімін бұзған")
		if err == nil {
			c, err = w.Office.DraftDecision(tx, w.Staff[executor], c.ID, c.Version, false, []string{"R-POLICE"}, "")
		}
		if err == nil {
			_, err = w.Office.Decide(tx, w.Staff[head], c.ID, c.Version, "")
		}
		return err
	})
	return w.current(c)
}

func (w *town) matter(c application.Case, p couple) matter {
	w.Helper()
	m := matter{Case: c, couple: p}
	w.read(func(tx *db.Tx) error {
		papers, err := application.Papers(tx, c.ID)
		if err != nil {
			return err
		}
		for _, paper := range papers {
			if paper.Document == "passport" && len(paper.Scans) > 0 {
				m.scan, m.paper = paper.Scans[0].ID, paper.ID
			}
		}
		if m.sum, err = w.sum(tx, c); err != nil || c.State != application.Approved {
			return err
		}
		issued, err := permit.ByCase(tx, c.ID)
		m.permit, m.code = issued.Number, issued.Code
		if err == nil {
			m.qr, err = w.seal.QR("RUQSAT.EXAMPLE", issued)
		}
		return err
	})
	return m
}

var (
	holes = regexp.MustCompile(`\{(\w+)\}`)
)

// theirs are the acts of the executor who has the case.
var theirs = []account.Act{account.CaseTake, account.DecisionDraft}

const noCase = "018f0000-0000-7000-8000-000000000000"

// house is the town with its actors at its doors.
type house struct {
	*town
	cases   []matter
	clerk   account.Account // a member of staff whom the administrator may change
	unknown map[gate]bool   // doors whose address the test cannot fill
	things  kept
	item    item                            // what the door is tried with now
	letter  string                          // of the applicant of the first case
	orders  map[string]account.Substitution // by who acts by them
	all     []*actor                        // who shares an account loses the session with it
	rows    map[gate]map[string]map[string]bool
}

// asked is what a door asks the authority: mostly its act about the thing of its address.
func (h *house) asked(g gate, who *account.Account, m *matter) error {
	var thing *account.Thing
	switch {
	case h.item.id != "":
		thing = h.item.thing(g, who)
	case m != nil:
		t := m.Thing(who)
		switch {
		case g.act == account.CaseWrite:
			t.Part = account.ApplicantPart // the pages of the form are the applicant's
		case g.act == account.CaseConfirm && who != nil:
			t.Part = m.PartyOf(*who)
		}
		thing = &t
	case who != nil && desk(g):
		thing = who.Desk()
	case g.page == "letter":
		thing = &account.Thing{Account: h.cases[0].Applicant}
	case (g.act == account.Self || g.act == account.Password) && who != nil:
		thing = &account.Thing{Account: who.ID}
	}
	return account.May(who, g.act, thing)
}

// want is the answer that the rules lead to.
func (h *house) want(g gate, who *account.Account, m *matter) string {
	err := h.asked(g, who, m)
	switch {
	case err == nil && strings.Contains(g.pattern, "{filter}") && who.ID != h.item.owner:
		return "404" // a kept filter is its officer's alone
	case err == nil:
		return "yes"
	case errors.Is(err, account.ErrSignIn):
		return "sign in"
	case errors.Is(err, account.ErrHidden):
		return "404"
	case who.Role == account.Executor && m != nil && m.Executor != "" && !who.Holds(m.Executor) && slices.Contains(theirs, g.act):
		return "409" // a colleague has the case, and the page says who
	}
	return "403"
}

// got is what the door answered.
func got(g gate, signed bool, status int, location string) string {
	switch {
	case status == http.StatusUnauthorized:
		return "sign in"
	case g.act == account.Public, g.page == "account.signout" && signed: // these may lead to the sign-in themselves
	case status == http.StatusSeeOther && strings.HasPrefix(location, "/signin"):
		return "sign in"
	case status == http.StatusForbidden, status == http.StatusNotFound:
		return strconv.Itoa(status)
	}
	return "yes"
}

// elsewhere says whether a case was taken in at a front office, so that it is neither confirmed nor thrown away in the
// cabinet, and its result is handed out there (M-41).
func elsewhere(g gate, m *matter) bool {
	return m != nil && m.Counter != "" && (g.act == account.CaseConfirm || g.act == account.CaseWrite || g.page == "case.permit" || g.page == "case.refusal")
}

// figures says whether a report lists cases, which an administrator, who has the figures only, is not shown.
func figures(g gate, a *actor) bool {
	return g.act == account.ReportRead && g.pattern != "/work/report" && a.who != nil && a.who.Role == account.Administrator
}

// desk says whether a door is about the work of the reader's own unit as a whole.
func desk(g gate) bool {
	return slices.ContainsFunc([]string{"/work", "/police", "/counter"}, func(p string) bool { return strings.HasPrefix(g.pattern, p) })
}

// absent says whether what a door shows does not exist for a case in this state: it is not found by
// those who may read it either.
func absent(g gate, s application.State) bool {
	switch g.page {
	case "counter.permit", "counter.return":
		return s == application.Review // the paper that the form names is not there, nor a permit
	case "audit.case":
		return s == application.Draft || s == application.Awaiting
	case "case.permit", "work.permit":
		return s != application.Approved
	case "case.refusal":
		return s != application.Refused
	}
	return false
}

// address fills the holes of a pattern; ok is false where the test does not know how.
func (h *house) address(g gate, m *matter) (to string, ok bool) {
	first := h.cases[0]
	fill := map[string]string{"service": sample.Service, "operation": sample.Operation, "section": "person", "letter": h.letter,
		"unit": h.Units["akimat "+sample.Zhitikara].ID, "account": h.clerk.ID, "code": h.approved().code, "number": h.approved().permit,
		"filter": h.item.id, "entry": h.item.id, "alert": h.item.id, "order": h.orders["petrenko"].ID, "token": path.Base(h.approved().qr), "case": first.ID, "id": first.ID, "attachment": first.scan, "paper": first.paper}
	if m != nil {
		fill["case"], fill["id"], fill["attachment"], fill["paper"] = m.ID, m.ID, m.scan, m.paper
	}
	ok = true
	to = holes.ReplaceAllStringFunc(strings.TrimSuffix(g.pattern, "{$}"), func(hole string) string {
		value := fill[strings.Trim(hole, "{}")]
		ok = ok && value != ""
		return value
	})
	switch {
	case strings.HasSuffix(g.pattern, "/due"):
		to += "?filed=2026-03-20T18:45"
	case g.pattern == "/api/quota":
		to += "?year=2026&ledger=" + sample.Ledger
	case g.pattern == "/p/{code}":
		to = "/p/" + h.approved().code
	}
	return to, ok
}

func (h *house) approved() matter {
	i := slices.IndexFunc(h.cases, func(m matter) bool { return m.State == application.Approved })
	return h.cases[i]
}

// form is a form that would do the act if it were allowed; where it is allowed the form is stale or
// empty, so that the case stays as it is for the next one who comes.
func (h *house) form(g gate, m *matter, allowed bool) url.Values {
	f := url.Values{"service": {sample.Service}, "operation": {sample.Operation}, "number": {h.approved().permit}}
	switch {
	case allowed && g.page != "case.start":
		f.Set("version", "999999")
		return f
	case m == nil:
		return url.Values{"service": {sample.Service}, "operation": {sample.Operation}, "role": {"executor"}, "login": {"intruder"}, "surname": {"Х"},
			"state": {"disabled"}, "reason": {"x"}, "places": {"1"}, "region": {"390000000"}, "q": {"OT"}, "letter": {noCase}}
	}
	return url.Values{"version": {strconv.Itoa(m.Version)}, "sum": {m.sum}, "answer": {"agree"}, "reason": {"x"}, "comment": {"x"}, "word": {"yes"},
		"check": {"owned-address"}, "ground": {"R-POLICE"}, "grounds": {"R-POLICE"}, "months": {"1"}, "applicant.surname": {"INTRUDER"}}
}

// try opens a door as somebody and notes the answer.
func (h *house) try(g gate, a *actor, m *matter) {
	h.Helper()
	to, ok := h.address(g, m)
	if !ok {
		if !h.unknown[g] {
			h.Errorf("%s: the test does not know how to fill its address (house.address)", g)
		}
		h.unknown[g] = true
		return
	}
	want := h.want(g, a.who, m)
	r, err := http.NewRequest(g.method, h.server.URL+to, nil)
	must(h, err)
	if g.method == http.MethodPost {
		body := h.form(g, m, want == "yes").Encode()
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if a.token != "" {
		r.AddCookie(&http.Cookie{Name: h.site.CookieName(), Value: a.token})
	}
	r.Header.Set("Accept-Language", "ru")
	answer, err := direct.Do(r)
	must(h, err)
	body, err := io.ReadAll(answer.Body)
	must(h, err)
	answer.Body.Close()
	is := got(g, a.token != "", answer.StatusCode, answer.Header.Get("Location"))
	if want == "409" && answer.StatusCode == http.StatusConflict {
		is = "409"
	}
	state := application.State("")
	if m != nil {
		state = m.State
	}
	switch {
	case answer.StatusCode >= 500:
		h.Errorf("%s by %s, %s: %d", g, a.name, state, answer.StatusCode)
	case m == nil && want == "403" && is == "404": // no case is hidden behind this door: either way it stays shut
	case want == "yes" && is == "403" && (elsewhere(g, m) || figures(g, a)):
	case is != want && !(want == "yes" && is == "404" && absent(g, state)):
		h.Errorf("%s by %s, %s: answered %d (%s), the rules say %s", g, a.name, state, answer.StatusCode, is, want)
	}
	if m != nil && want != "yes" && want != "409" && m.Number != "" && strings.Contains(string(body), m.Number) {
		h.Errorf("%s tells %s of %s", g, a.name, m.Number)
	}
	if want == "yes" && h.item.id != "" && answer.StatusCode == http.StatusNotFound {
		h.Errorf("%s by %s: what the town has was not found", g, a.name)
	}
	h.note(g, a, m, want)
	if a.token != "" && g.method == http.MethodPost && (strings.HasSuffix(g.pattern, "signout") || g.page == "duty") {
		h.again(a)
	}
}

// again signs in everybody whose session went with this actor's.
func (h *house) again(a *actor) {
	for _, b := range append(slices.Clip(h.all), a) {
		if b.who != nil && b.who.ID == a.who.ID {
			b.token = h.enter(b)
		}
	}
}

// enter signs an actor in, and lets the one who has an order act by it.
func (h *house) enter(a *actor) string {
	h.Helper()
	token := h.token(h.login(a))
	if a.order == "" {
		return token
	}
	h.write(func(tx *db.Tx) error {
		s, err := account.FindSession(tx, token, tx.Now())
		if err != nil {
			return err
		}
		return account.ActFor(tx, s, a.order)
	})
	h.read(func(tx *db.Tx) error {
		s, err := account.FindSession(tx, token, h.clock.Now())
		a.who = &s.Account
		return err
	})
	return token
}

// direct follows no redirect: a redirect is the answer.
var direct = &http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func (h *house) login(a *actor) string {
	if a.who.Login != "" {
		return a.who.Login
	}
	return a.who.IIN
}

// columns of the page, by role and relation.
var columns = []string{"nobody", "person, none", "applicant, own", "employer, own", "person, another's", "executor, none", "executor, own unit",
	"executor, a colleague's case", "executor, other unit", "head, none", "head, own unit", "head, other unit", "police, none", "police, own unit",
	"police, other unit", "administrator, none", "administrator, other unit", "operator, none", "operator, own unit", "operator, other unit",
	"auditor, none", "auditor, other unit", "head by order, none", "head by order, own unit", "head by order, own draft", "head by order, other unit",
	"executor by order, none", "executor by order, own unit", "executor by order, a colleague's case", "executor by order, other unit"}

// part is the role in which an actor comes: that of the absent one, when it acts by an order.
func part(a *actor) string {
	if a.order != "" {
		return string(a.who.Role) + " by order"
	}
	return string(a.who.Role)
}

func (h *house) note(g gate, a *actor, m *matter, want string) {
	column := "nobody"
	if a.who != nil {
		column = part(a) + ", none"
	}
	if a.who != nil && h.item.id != "" {
		where := map[account.Relation]string{account.SameUnit: ", own unit", account.OtherUnit: ", other unit"}
		column = part(a) + cmp.Or(where[account.Relate(*a.who, *h.item.thing(g, a.who))], ", none")
	}
	if a.who != nil && h.item.id != "" && a.who.Role == account.Person {
		column = "person, none"
	}
	if a.who != nil && m != nil {
		thing := m.Thing(a.who)
		relation := account.Relate(*a.who, thing)
		switch party := m.PartyOf(*a.who); {
		case relation == account.Own:
			column = party + ", own"
		case relation == account.OtherPerson:
			column = "person, another's"
		case relation == account.SameUnit && a.who.Role == account.Executor && m.Executor != "" && !a.who.Holds(m.Executor):
			column = part(a) + ", a colleague's case"
		case relation == account.SameUnit && a.order != "" && thing.Drafter == a.who.ID:
			column = part(a) + ", own draft"
		case relation == account.SameUnit:
			column = part(a) + ", own unit"
		case relation == account.OtherUnit:
			column = part(a) + ", other unit"
		}
	}
	if !slices.Contains(columns, column) {
		h.Errorf("no column for %s", column)
	}
	if h.rows[g] == nil {
		h.rows[g] = map[string]map[string]bool{}
	}
	if h.rows[g][column] == nil {
		h.rows[g][column] = map[string]bool{}
	}
	h.rows[g][column][want] = true
}

// actors are everybody who comes: of each role one of the first district and one of the second, the
// parties of every case among the persons.
func (h *house) actors(stranger account.Account) (staff, persons []*actor) {
	for _, login := range workers {
		a := h.Staff[login]
		staff = append(staff, &actor{name: login, who: &a, token: h.token(login)})
	}
	for login, order := range h.orders {
		a := h.Staff[login]
		substitute := &actor{name: login + " by order", who: &a, order: order.ID}
		substitute.token = h.enter(substitute)
		staff = append(staff, substitute)
	}
	h.all = slices.Clip(staff)
	return append(h.all, &actor{name: "nobody"}), []*actor{{name: "a stranger", who: &stranger, token: h.token(stranger.IIN)}}
}

// workers are of each role one of the first district and one of another.
var workers = []string{"abenov", "suleimenova", "temirbekova", "sarsenov", "petrenko", "iskakova", "volkov", "saparova", "kim", "zhumabaeva", "admin"}

func (h *house) parties(m matter) []*actor {
	return []*actor{{name: "the applicant", who: &m.worker, token: h.token(m.worker.IIN)},
		{name: "the employer", who: &m.employer, token: h.token(m.employer.IIN)}}
}

// every route by every role in every relation, over HTTP, on cases in every state; what the
// routers have and this test does not open fails it.
func TestEveryDoorFollowsTheRules(t *testing.T) {
	pages, cells := map[string]string{}, 0
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := settleHouse(t, d)
		staff, strangers := h.actors(h.hire(sample.Zhitikara).worker)
		reader := h.parties(h.cases[0])[0] // to whom the letter is
		for _, g := range h.gates() {
			if about(g) {
				continue
			}
			for _, h.item = range h.items(g) {
				for _, a := range append(slices.Concat(staff, strangers), reader) {
					h.try(g, a, nil)
				}
			}
			h.item = item{}
		}
		for i, m := range h.cases {
			for _, a := range slices.Concat(staff, strangers, h.parties(m)) {
				for _, g := range h.gates() {
					if about(g) {
						h.try(g, a, &m)
					}
				}
			}
			h.unchanged(i)
		}
		h.traces()
		for _, g := range h.gates() {
			if h.rows[g] == nil && !h.unknown[g] {
				t.Errorf("%s was not opened", g)
			}
		}
		pages[string(d.Engine())], cells = h.table(), h.cells()
	})
	for engine, page := range pages {
		golden(t, "docs/authority.md", page)
		t.Logf("%s: %d lines, %d cells", engine, strings.Count(page, "\n"), cells)
	}
	if cells < enough {
		t.Errorf("%d cells of door, role and relation, not %d", cells, enough)
	}
}

// enough is how many cells the matrix of doors, roles and relations has at least (2.2 of the quality plan).
const enough = 1500

// cells are the pairs of a door with a role in a relation that were tried.
func (h *house) cells() (n int) {
	for _, row := range h.rows {
		n += len(row)
	}
	return n
}

// about says whether a door is about one case.
func about(g gate) bool {
	return strings.Contains(g.pattern, "{case}") || g.pattern == "/api/cases/{id}"
}

// held says whether a door is about an item.
func (h *house) held(g gate) bool { return h.items(g)[0].id != "" }

// item is something of one unit that is no case: an alert, an entry of a journal, a filter that somebody keeps.
type item struct{ id, unit, owner string }

// kept are the items of both districts by the hole of the doors that open them.
type kept map[string][]item

// items are what a door is tried with: those of both districts, or nothing where it is about none.
func (h *house) items(g gate) []item {
	for hole, list := range h.things {
		if strings.Contains(g.pattern, hole) {
			return list
		}
	}
	return []item{{}}
}

// thing is what the authority is asked about an item.
func (i item) thing(g gate, who *account.Account) *account.Thing {
	switch {
	case strings.Contains(g.pattern, "{alert}"):
		return &account.Thing{Unit: i.unit}
	case strings.Contains(g.pattern, "{entry}"):
		return &account.Thing{Counter: i.unit}
	case who == nil:
		return nil
	}
	return who.Desk()
}

// keep gives each district an alert, an entry of a front office's journal, and a filter of an executor.
func (h *house) keep() {
	h.Helper()
	h.things = kept{}
	h.write(func(tx *db.Tx) error {
		for unit, login := range map[string]string{sample.Zhitikara: "abenov", sample.Kostanay: "petrenko"} {
			if err := h.keepIn(tx, h.Units["akimat "+unit].ID, h.Units["con "+unit+" 1"].ID, h.Staff[login]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *house) keepIn(tx *db.Tx, akimat, office string, officer account.Account) error {
	alert, entry, now := db.NewID(tx.Now()), db.NewID(tx.Now()), db.At(tx.Now())
	_, err := tx.Exec(`INSERT INTO report_alert (id, kind, unit, about, about_name, first_at, last_at, count, figure, found_at)
		VALUES (?, 'night', ?, ?, ?, ?, ?, 1, 1, ?)`, alert, akimat, officer.ID, officer.FullName(), now, now, now)
	if err == nil {
		_, err = tx.Exec(`INSERT INTO counter_journal (id, number, application, unit, operator, operator_name, kind, entered_at, name)
			VALUES (?, ?, ?, ?, ?, ?, 'refused', ?, 'x')`, entry, "CON-"+entry, noCase, office, officer.ID, officer.FullName(), now)
	}
	if err == nil {
		err = application.SaveFilter(tx, officer, "менікі", "whose=mine")
	}
	if err != nil {
		return err
	}
	filters, err := application.FiltersOf(tx, officer.ID)
	h.things["{alert}"] = append(h.things["{alert}"], item{id: alert, unit: akimat})
	h.things["{entry}"] = append(h.things["{entry}"], item{id: entry, unit: office})
	h.things["{filter}"] = append(h.things["{filter}"], item{id: filters[0].ID, unit: akimat, owner: officer.ID})
	return err
}

func settleHouse(t *testing.T, d *db.DB) *house {
	h := &house{town: newTown(t, d), rows: map[gate]map[string]map[string]bool{}, orders: map[string]account.Substitution{}, unknown: map[gate]bool{}}
	near := h.fill(sample.Zhitikara, "abenov", "suleimenova", "temirbekova", "sarsenov")
	far := h.fill(sample.Kostanay, "petrenko", "petrenko", "iskakova", "volkov")
	h.clock.Set(morning.Add(9 * time.Hour))
	h.evening(sample.Zhitikara, near)
	for office, all := range map[string]district{"con " + sample.Zhitikara + " 1": near, "con " + sample.Kostanay + " 1": far} {
		h.taken(all, h.Units[office].ID)
	}
	for _, all := range []district{near, far} {
		for _, state := range slices.Sorted(maps.Keys(all)) {
			h.cases = append(h.cases, all[state])
		}
	}
	if len(near) != 8 || len(far) != 6 {
		t.Fatalf("%d and %d states", len(near), len(far))
	}
	post := account.Post{Role: account.Executor, Login: "clerk", Surname: "Қызметкер", Unit: h.Units["akimat "+sample.Zhitikara].ID, PasswordHash: h.Hash,
		Position: words.Text{KK: "маман", RU: "специалист", EN: "specialist"}}
	h.write(func(tx *db.Tx) (err error) { h.clerk, err = account.AddStaff(tx, post, "system"); return err })
	today := calendar.DayOf(h.clock.Now())
	for absent, login := range map[string]string{"temirbekova": "suleimenova", "abenov": "petrenko"} {
		order := account.Substitution{Absent: h.Staff[absent].ID, Substitute: h.Staff[login].ID, Number: "7-ж", OrderDay: today,
			First: today, Last: today.AddDays(13), Reason: "еңбек демалысы"}
		h.write(func(tx *db.Tx) (err error) {
			h.orders[login], err = account.AddSubstitution(tx, order, h.Staff["admin"].ID)
			return err
		})
	}
	h.read(func(tx *db.Tx) error {
		letters, err := notice.Letters(tx, h.cases[0].Applicant)
		if err == nil && len(letters) > 0 {
			h.letter = letters[0].ID
		}
		return err
	})
	h.trays("saparova", "kim")
	h.keep()
	return h
}

// trays puts one scan into each operator's own tray.
func (h *house) trays(logins ...string) {
	h.Helper()
	h.write(func(tx *db.Tx) error {
		scan, err := attachment.Find(tx, h.cases[0].scan)
		for _, login := range logins {
			if err == nil {
				_, err = h.Office.PutInTray(tx, h.Staff[login], scan)
			}
		}
		return err
	})
}

// taken makes one case of a district one whose papers a front office took in, as far as authority depends on it.
func (h *house) taken(all district, office string) {
	h.Helper()
	m := all[application.Review]
	h.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE application SET counter = ? WHERE id = ?`, office, m.ID)
		return err
	})
	m.Case = h.current(m.Case)
	all[application.Review] = m
}

// unchanged fails when somebody who was refused has changed the case all the same.
func (h *house) unchanged(i int) {
	h.Helper()
	if now := h.current(h.cases[i].Case); now.Version != h.cases[i].Version || now.State != h.cases[i].State || now.Executor != h.cases[i].Executor {
		h.Errorf("the case in %s was changed: version %d to %d, %s", h.cases[i].State, h.cases[i].Version, now.Version, now.State)
	}
}

// traces checks that every member of staff who was let into a case stands in its readings, and nobody
// else; and that the applicant's page names each of them (B-15).
func (h *house) traces() {
	h.Helper()
	for _, m := range h.cases {
		want, have := map[string]string{}, map[string]bool{}
		for _, a := range h.all {
			thing := m.Thing(a.who)
			may := func(act account.Act) bool { return account.May(a.who, act, &thing) == nil }
			if may(account.CaseRead) || may(account.CaseFile) || may(account.AuditRead) && m.Number != "" {
				want[a.who.ID] = a.who.FullName()
			}
		}
		h.read(func(tx *db.Tx) error {
			readings, err := account.Readings(tx, m.Subject())
			for _, r := range readings {
				have[r.Actor] = true
				if r.Purpose == "" {
					h.Errorf("%s read without a purpose", r.Actor)
				}
			}
			return err
		})
		for id := range have {
			if want[id] == "" {
				h.Errorf("%s, %s: read by %s, who may not", m.Number, m.State, id)
			}
		}
		page := ""
		if m.State != application.Draft {
			page = h.page("/cabinet/case/"+m.ID, h.token(m.worker.IIN))
		}
		for id, name := range want {
			if !have[id] || !strings.Contains(page, name) {
				h.Errorf("%s, %s: the reading by %s is kept: %v, shown: %v", m.Number, m.State, name, have[id], strings.Contains(page, name))
			}
		}
	}
}

func (h *house) page(path, token string) string {
	h.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, h.server.URL+path, nil)
	must(h, err)
	r.AddCookie(&http.Cookie{Name: h.site.CookieName(), Value: token})
	answer, err := direct.Do(r)
	must(h, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(h, err)
	return string(body)
}

// table is the page of what was answered.
func (h *house) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Authority\n\n"+
		"<!-- Generated by `go test . -run TestEveryDoorFollowsTheRules -update`, which opens every door over HTTP. -->\n\n"+
		"What every door answers to every role in every relation. The rules are `account/rule.go`; this page is written by the\n"+
		"test that opens each door of `web.Site.Routes` and `api.API.Operations` on cases in every state, on both engines. A\n"+
		"draft belongs to its parties alone, and the police have a case from its receipt on: before that every unit is another.\n\n"+
		"`yes`: served, or refused for another reason than authority. `in`: sign in first (303 or 401). `403`: not this role's\n"+
		"or this party's act. `404`: another's, and its existence is not told. `409`: a colleague has the case, and the page says\n"+
		"who. Where a door is about a case, the columns without a relation are empty, and the other way round.\n\n"+
		"Cells of door, role and relation: %d.\n", h.cells())
	for _, part := range []struct {
		title string
		in    func(gate) bool
		from  []string
	}{
		{"Doors about no case", func(g gate) bool { return !about(g) && !h.held(g) }, []string{"nobody", "person, none", "executor, none", "head, none", "police, none", "operator, none",
			"auditor, none", "administrator, none", "head by order, none", "executor by order, none"}},
		{"Doors about an alert, an entry of the journal, a kept filter", h.held, []string{"nobody", "person, none", "executor, own unit", "executor, other unit", "head, own unit", "head, other unit",
			"head by order, own unit", "head by order, other unit", "operator, own unit", "operator, other unit", "police, own unit", "police, other unit", "auditor, none", "auditor, other unit", "administrator, none", "administrator, other unit"}},
		{"Doors about a case: nobody, persons, the administrator, the auditor", about, []string{"nobody", "applicant, own", "employer, own", "person, another's", "administrator, none",
			"administrator, other unit", "auditor, other unit"}},
		{"Doors about a case: staff", about, []string{"executor, own unit", "executor, a colleague's case", "executor, other unit", "head, own unit", "head, other unit", "police, own unit", "police, other unit"}},
		{"Doors about a case: operators, and executors who act by an order for the head or for an executor of another unit", about, []string{
			"operator, own unit", "operator, other unit", "head by order, own unit", "head by order, own draft", "head by order, other unit",
			"executor by order, own unit", "executor by order, a colleague's case", "executor by order, other unit"}},
	} {
		h.part(&b, part.title, part.in, part.from)
	}
	return b.String()
}

func (h *house) part(b *strings.Builder, title string, in func(gate) bool, from []string) {
	from = slices.DeleteFunc(slices.Clone(from), func(column string) bool {
		return !slices.ContainsFunc(h.gates(), func(g gate) bool { return in(g) && h.rows[g][column] != nil })
	})
	fmt.Fprintf(b, "\n## %s\n\n| door | act | %s |\n|%s\n", title, strings.Join(from, " | "), strings.Repeat(" --- |", len(from)+2))
	for _, g := range h.gates() {
		if !in(g) {
			continue
		}
		fmt.Fprintf(b, "| `%s` | `%s`", g, g.act)
		for _, column := range from {
			answers := slices.Sorted(maps.Keys(h.rows[g][column]))
			fmt.Fprintf(b, " | %s", strings.ReplaceAll(strings.Join(answers, " or "), "sign in", "in"))
		}
		b.WriteString(" |\n")
	}
}

// golden compares a generated page with the one that is kept.
func golden(t *testing.T, name, page string) {
	t.Helper()
	if *update {
		must(t, os.WriteFile(name, []byte(page), 0o644))
	}
	kept, err := os.ReadFile(name)
	if err != nil || string(kept) != page {
		t.Errorf("%s is not what was answered: go test . -run %s -update", name, t.Name())
	}
}
