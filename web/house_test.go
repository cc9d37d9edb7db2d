package web

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/law"
	"ruqsat/permit"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// Thursday before Nauryz 2026.
var thursday = time.Date(2026, 3, 19, 10, 20, 0, 0, calendar.Zone)

const kostanay, mangystau, nowhere = "390000000", "470000000", "750000000"

type still struct{ t time.Time }

func (s *still) Now() time.Time { return s.t }

var readLaw = sync.OnceValues(func() (*regulation.Law, error) { return regulation.Load(law.Files) })

// house is a site over a database with a quota and permits in it.
type house struct {
	t       *testing.T
	site    *Site
	db      *db.DB
	clock   *still
	log     *bytes.Buffer
	permits map[string]permit.Permit
	seal    *permit.Seal
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	l, err := readLaw()
	if err != nil {
		t.Fatal(err)
	}
	seal, err := permit.KeyFile(t.TempDir() + "/seal")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: d, clock: &still{thursday}, log: &bytes.Buffer{}, permits: map[string]permit.Permit{}, seal: seal}
	h.site = New(Config{
		DB: d, Clock: h.clock, Law: func() *regulation.Law { return l }, Seal: seal, Region: kostanay, Sample: true,
		Log: slog.New(slog.NewJSONHandler(h.log, nil)),
		Session: func(context.Context, string, time.Time) (account.Session, error) {
			return account.Session{}, account.ErrNoSession
		},
		Office: part.Office{Name: all("Бөлім", "Отдел", "Department"), Address: all("Жітіқара қаласы", "г. Житикара", "Zhitikara"),
			Hours: all("Дүйсенбі – жұма", "Понедельник – пятница", "Monday to Friday"), Phone: "+77143520000", PhoneShown: "8 (71435) 2-00-00"},
	})
	return h
}

func all(kk, ru, en string) words.Text { return words.Text{KK: kk, RU: ru, EN: en} }

func (h *house) write(at time.Time, f func(*db.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(context.Background(), at, f); err != nil {
		h.t.Fatal(err)
	}
}

// furnish sets quotas and issues one permit of every state.
func (h *house) furnish() {
	h.t.Helper()
	h.write(thursday.AddDate(0, 0, -60), func(tx *db.Tx) error {
		return errors.Join(h.allot(tx, kostanay, 5, 2), h.allot(tx, mangystau, 1, 1))
	})
	day := calendar.DayOf(thursday)
	h.issue(permit.Valid, day.AddDays(-30), 6)
	h.issue(permit.NotStarted, day.AddDays(10), 6)
	h.issue(permit.Expired, day.AddMonths(-8), 6)
	for _, state := range []string{permit.Revoked, permit.Terminated, permit.Replaced} {
		h.issue(state, day.AddDays(-40), 6)
		h.write(thursday.Add(-time.Hour), func(tx *db.Tx) error {
			return permit.End(tx, h.permits[state].ID, state, "ground", thursday.Add(-time.Hour))
		})
	}
}

func (h *house) allot(tx *db.Tx, region string, places, held int) error {
	a := quota.Allotment{Region: region, Year: 2026, Ledger: "labour-immigrant", Places: places, Cite: "№ 1", By: "admin", Sample: true}
	err := quota.Allot(tx, a)
	for i := range held {
		err = errors.Join(err, quota.Hold(tx, quota.Place{Region: region, Year: 2026, Ledger: a.Ledger, Subject: fmt.Sprint("case:", region, i)}))
	}
	return err
}

func (h *house) issue(state string, first calendar.Day, months int) {
	h.t.Helper()
	at := first.At(9, 30)
	if at.After(thursday) {
		at = thursday.Add(-24 * time.Hour)
	}
	x := all("х", "х", "x")
	data := permit.Data{
		Service: "labour-immigrant-permit", Prefix: "ZH", Case: "OT-" + state, Unit: "394400000", Issuer: x, Department: x,
		Title:       all("Еңбекші көшіп келушіге рұқсат", "Разрешение трудовому иммигранту", "Permit for a labour immigrant"),
		HolderLatin: "NAZAROV FARRUKH", BirthDate: calendar.NewDay(1990, 6, 7), Citizenship: x, PassportCountry: "TJK", Passport: "FA4821735",
		Employer: "Жақсылықов", EmployerIIN: "850115390017", Address: x, TerritoryCode: "394400000",
		Territory: all("Жітіқара ауданы", "Житикаринский район", "Zhitikara District"),
		First:     first, Last: calendar.LastDay(first, months), Months: months,
		Allowed: all("Үй шаруасы", "Работа по дому", "Housework"), Basis: []words.Text{x}, Conditions: permit.Conditions(), Head: "Т", HeadPosition: x,
	}
	h.write(at, func(tx *db.Tx) error {
		p, err := permit.Prepare(tx, "case-"+state, data)
		if err != nil {
			return err
		}
		h.permits[state], err = permit.Issue(tx, p, permit.Signatory{Account: "head", Name: "Т", Position: x})
		return err
	})
}

func (h *house) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, r)
	return w
}

func (h *house) get(path string) *httptest.ResponseRecorder {
	return h.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (h *house) in(l words.Language, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(&http.Cookie{Name: "lang", Value: string(l)})
	return h.do(r)
}

func (h *house) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return h.do(r)
}

// furnished runs f over both engines with a house that has something in it.
func furnished(t *testing.T, f func(*testing.T, *house)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.furnish()
		f(t, h)
	})
}

// light runs f once, over SQLite: for what does not depend on the database.
func light(t *testing.T) *house {
	h := newHouse(t, dbtest.Open(t, db.SQLite))
	h.furnish()
	return h
}

var (
	styles   = regexp.MustCompile(`(?i)<style|\sstyle=`)
	handlers = regexp.MustCompile(`(?i)\son[a-z]+=`)
	inline   = regexp.MustCompile(`(?i)<script(?:[^>]*)>([^<]*)`)
	foreign  = regexp.MustCompile(`(?i)(?:src|action)="(?:https?:)?//|<link[^>]+href="(?:https?:)?//`)
	ids      = regexp.MustCompile(`\sid="([^"]*)"`)
	labels   = regexp.MustCompile(`<label[^>]*\sfor="([^"]*)"`)
	refs     = regexp.MustCompile(`\s(?:aria-describedby|aria-labelledby)="([^"]*)"`)
	hashes   = regexp.MustCompile(`href="#([^"]*)"`)
	// the department: name, address, hours, phone, in this order and nothing empty
	answered = regexp.MustCompile(`(?s)<footer.*<address class="rq-office"><p>.*?\S.*?</p><p>[^<]+</p><p>[^<]+</p><p>[^<]+<a class="rq-nowrap" href="tel:[+0-9]+">[^<]+</a></p></address>.*</footer>`)
	keyed    = regexp.MustCompile(`\sdata-key="([^"]*)"`)
	fields   = regexp.MustCompile(`<(?:input|select|textarea)[^>]*>`)
)

// sound says everything that is wrong with a page whatever it is about.
func sound(l words.Language, body string) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if strings.Contains(body, "⟦") {
		say("a text is missing: %s", regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(body))
	}
	if !strings.Contains(body, `<html lang="`+string(l)+`"`) {
		say("the page does not say that it is in %s", l)
	}
	if n := strings.Count(body, "<h1"); n != 1 {
		say("%d headings of the first level", n)
	}
	for name, bad := range map[string]*regexp.Regexp{"style": styles, "handler": handlers, "outside request": foreign} {
		if m := bad.FindString(body); m != "" {
			say("%s: %s", name, m)
		}
	}
	for _, m := range inline.FindAllStringSubmatch(body, -1) {
		if strings.TrimSpace(m[1]) != "" {
			say("inline script: %s", m[1])
		}
	}
	for _, m := range keyed.FindAllStringSubmatch(body, -1) {
		if !slices.ContainsFunc(shortcuts, func(s shortcut) bool { return s.Key == m[1] }) {
			say("the shortcut %q is not in the table of web/keys.go", m[1])
		}
	}
	if !answered.MatchString(body) {
		say("the page does not name the department that answers, with address, hours and phone (M-57)")
	}
	if err := wellFormed(body); err != nil {
		say("not well-formed: %v", err)
	}
	return append(wrong, linked(body)...)
}

// linked says which ids are double, and which labels, hints and links lead nowhere.
func linked(body string) []string {
	var wrong []string
	has := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(body, -1) {
		if has[m[1]] {
			wrong = append(wrong, "two elements with the id "+m[1])
		}
		has[m[1]] = true
	}
	labelled := map[string]bool{}
	for _, m := range labels.FindAllStringSubmatch(body, -1) {
		labelled[m[1]] = true
	}
	for _, m := range append(labels.FindAllStringSubmatch(body, -1), append(refs.FindAllStringSubmatch(body, -1), hashes.FindAllStringSubmatch(body, -1)...)...) {
		for id := range strings.FieldsSeq(m[1]) {
			if !has[id] {
				wrong = append(wrong, "nothing has the id "+id)
			}
		}
	}
	for _, field := range fields.FindAllString(body, -1) {
		m := ids.FindStringSubmatch(field)
		if !strings.Contains(field, `type="hidden"`) && !strings.Contains(field, " hidden") && (m == nil || !labelled[m[1]]) {
			wrong = append(wrong, "a field without a label: "+field)
		}
	}
	return wrong
}

func wellFormed(body string) error {
	d := xml.NewDecoder(strings.NewReader(body))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var open []string
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			open = append(open, e.Name.Local)
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != e.Name.Local {
				return fmt.Errorf("</%s> closes %v", e.Name.Local, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("left open: %v", open)
	}
	return nil
}
