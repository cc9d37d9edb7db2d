package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
	"ruqsat/words"
)

// newOffice is a street whose staff sign in themselves, by password alone.
func newOffice(t *testing.T, d *db.DB) *street {
	st := newStreet(t, d)
	st.site.Policy.SecondFactor = false
	st.site.Policy.StaffIdle, st.site.Policy.StaffLife = 1000*time.Hour, 1000*time.Hour
	return st
}

// enters signs a member of staff in through the door.
func (st *street) enters(login, password string, l words.Language) (*browser, string) {
	st.Helper()
	b := st.browser(l)
	at, w := b.send("/signin", url.Values{"by": {"staff"}, "login": {login}, "password": {password}})
	if w.Code != 200 {
		st.Fatalf("%s signs in: %d %s", login, w.Code, said(w.Body.String()))
	}
	return b, at
}

// orderForm is a complete order of one week from a day.
func (st *street) orderForm(absent, substitute string, first calendar.Day) url.Values {
	f := url.Values{"absent": {st.Staff[absent].ID}, "substitute": {st.Staff[substitute].ID}, "order-number": {"12-ж"}, "reason": {"еңбек демалысы"}}
	for name, day := range map[string]calendar.Day{"order-day": calendar.DayOf(st.clock.Now()), "first-day": first, "last-day": first.AddDays(6)} {
		y, m, d := day.Date()
		f.Set(name+"-day", fmt.Sprint(d))
		f.Set(name+"-month", fmt.Sprint(int(m)))
		f.Set(name+"-year", fmt.Sprint(y))
	}
	return f
}

func TestAnExecutorActsForTheHeadByADatedOrderAndSignsNothingOfHisOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newOffice(t, d)
		own, others := st.ready(), st.ready()
		st.write(func(tx *db.Tx) error {
			_, err := st.Office.DraftDecision(tx, st.Staff["abenov"], own.ID, st.current(own).Version, true, nil, "")
			if err == nil {
				_, err = st.Office.DraftDecision(tx, st.Staff["suleimenova"], others.ID, st.current(others).Version, true, nil, "")
			}
			return err
		})
		admin, _ := st.enters("admin", sample.Password, words.Kazakh)
		admin.has(admin.page("/admin/substitutions", 200), "account.order.running.none", "account.order.coming.none", "account.order.past.none")
		at, w := admin.send("/admin/substitutions/new", url.Values{})
		for _, field := range []string{"absent", "substitute", "order-number", "order-day", "first-day", "last-day"} {
			admin.has(w.Body.String(), "account.flaw."+field+".missing")
		}
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("an empty order: %d at %s", w.Code, at)
		}
		wrong := st.orderForm("temirbekova", "sarsenov", calendar.DayOf(st.clock.Now()))
		wrong.Set("last-day-day", "31")
		wrong.Set("last-day-month", "2")
		_, w = admin.send("/admin/substitutions/new", wrong)
		admin.has(w.Body.String(), "account.order.day.wrong")
		admin.contains(w.Body.String(), `value="12-ж"`, `value="31"`, `value="еңбек демалысы"`)
		wrong = st.orderForm("temirbekova", "sarsenov", calendar.DayOf(st.clock.Now()))
		_, w = admin.send("/admin/substitutions/new", wrong)
		admin.has(w.Body.String(), "account.flaw.substitute.role")
		at, w = admin.send("/admin/substitutions/new", st.orderForm("temirbekova", "abenov", calendar.DayOf(st.clock.Now())))
		if at != "/admin/substitutions" {
			t.Fatalf("the order leads to %s: %s", at, said(w.Body.String()))
		}
		admin.contains(w.Body.String(), st.Staff["temirbekova"].FullName(), st.Staff["abenov"].FullName(), "№ 12-ж")
		admin.everyLanguage()

		executor, _ := st.enters("abenov", sample.Password, words.Russian)
		body := executor.page("/work?state=all", 200)
		executor.has(body, "account.duty.act")
		executor.everyLanguage()
		executor.page(workPath(others, "/decide"), 403)
		_, w = executor.send("/duty", hidden(body))
		executor.has(w.Body.String(), "account.duty.back", "staff.role.head")
		executor.contains(w.Body.String(), st.Staff["temirbekova"].FullName(), "№ 12-ж")
		executor.everyLanguage()
		for _, c := range []struct {
			application.Case
			want application.State
		}{{own, application.Signature}, {others, application.Approved}} {
			form := hidden(executor.page(workPath(c.Case, "/decide"), 200))
			form.Set("word", "yes")
			form.Set("confirm", "yes")
			if form.Get("sum") == "" {
				form.Set("sum", "x")
			}
			if form.Get("version") == "" {
				form.Set("version", fmt.Sprint(st.current(c.Case).Version))
			}
			_, w := executor.send(workPath(c.Case, "/decide"), form)
			if got := st.current(c.Case).State; got != c.want {
				t.Errorf("the draft of %s is %s, not %s: %d %s", c.ExecutorName, got, c.want, w.Code, said(w.Body.String()))
			}
		}
		ok(t, d.Read(t.Context(), func(tx *db.Tx) error {
			history, err := register.History(tx, others.Subject())
			last := history[len(history)-1]
			for _, e := range history {
				if e.Act == "application.approve" {
					last = e
				}
			}
			if last.Act != "application.approve" || last.Actor != st.Staff["abenov"].ID || last.ActorRole != "head" || last.Detail["order"] != "12-ж" {
				t.Errorf("%+v", last)
			}
			return err
		}))

		order := regexp.MustCompile(`/admin/substitutions/[0-9a-f-]{36}`).FindString(admin.page("/admin/substitutions", 200))
		if _, w := admin.send(order, url.Values{}); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("ended without a reason: %d", w.Code)
		}
		executor.page("/work/sign", 200)
		if at, _ := admin.send(order, url.Values{"reason": {"басшы ерте оралды"}}); at != "/admin/substitutions" {
			t.Errorf("the end leads to %s", at)
		}
		executor.page("/work/sign", 403)
		if strings.Contains(executor.page("/work", 200), words.Say(words.Russian, "account.duty.back")) {
			t.Error("acts by an order that is over")
		}
		if _, w := executor.send("/duty", url.Values{"order": {order[len(order)-36:]}}); w.Code != http.StatusConflict {
			t.Errorf("acts anew by an order that is over: %d", w.Code)
		}
		admin.has(admin.page(order, 200), "account.order.over")
		if _, w := admin.send(order, url.Values{"reason": {"тағы"}}); w.Code != http.StatusConflict {
			t.Errorf("ended twice: %d", w.Code)
		}
		admin.page("/admin/substitutions/018f0000-0000-7000-8000-000000000000", 404)
	})
}

func TestAOneTimePasswordLeadsToItsChangeAndNowhereElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newOffice(t, d)
		admin, _ := st.enters("admin", sample.Password, words.Russian)
		post := url.Values{"surname": {"Ли"}, "role": {"auditor"}, "login": {"li.auditor"}}
		_, w := admin.send("/admin/staff/new", post)
		given := regexp.MustCompile(`[a-z2-9]{5}(-[a-z2-9]{5}){3}`).FindString(w.Body.String())
		if given == "" {
			t.Fatalf("no auditor: %s", said(w.Body.String()))
		}
		newcomer, at := st.enters("li.auditor", given, words.Kazakh)
		if at != "/password" {
			t.Errorf("the sign-in leads to %s", at)
		}
		for _, path := range []string{"/audit", "/account", "/audit/readings", "/admin"} {
			w := newcomer.do(request("GET", path))
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/password" {
				t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Location"))
			}
		}
		newcomer.page("/law", 200)
		newcomer.page("/password", 200)
		newcomer.everyLanguage()
		for name, c := range map[string]struct{ given, own, key string }{
			"the same":       {given, given, "account.password.same"},
			"too short":      {given, "қысқа", "account.flaw.password.short"},
			"not that given": {"abcde-fghjk-mnpqr-stuvw", "кең дала көк аспан", "account.password.wrong"},
		} {
			_, w := newcomer.send("/password", url.Values{"password": {c.given}, "new": {c.own}})
			if newcomer.has(w.Body.String(), c.key); w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		at, w = newcomer.send("/password", url.Values{"password": {given}, "new": {"кең дала көк аспан"}})
		if at != "/audit" || w.Code != 200 {
			t.Errorf("the change leads to %s: %d", at, w.Code)
		}
		newcomer.page("/account", 200)
		if at, _ := newcomer.send("/password", url.Values{"password": {given}, "new": {"жаңа дала көк аспан"}}); at != "/account" {
			t.Errorf("a second change leads to %s", at)
		}
		if b := st.browser(words.Kazakh); true {
			if _, w := b.send("/signin", url.Values{"by": {"staff"}, "login": {"li.auditor"}, "password": {given}}); w.Code != http.StatusUnprocessableEntity {
				t.Errorf("the one-time password still opens: %d", w.Code)
			}
		}
	})
}

func TestTheAdministratorDropsALostPhoneAndNumbersFrontOffices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newOffice(t, d)
		admin, _ := st.enters("admin", sample.Password, words.Kazakh)
		executor, _ := st.enters("abenov", sample.Password, words.Kazakh)
		member := "/admin/staff/" + st.Staff["abenov"].ID
		admin.has(admin.page(member, 200), "account.second.none")
		st.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET totp = 1 WHERE id = ?`, st.Staff["abenov"].ID)
			return err
		})
		admin.has(admin.page(member, 200), "account.second.drop")
		if _, w := admin.send(member+"/second", url.Values{"second-reason": {" "}}); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("without a reason: %d", w.Code)
		}
		executor.page("/work", 200)
		admin.send(member+"/second", url.Values{"second-reason": {"телефонын жоғалтты"}})
		admin.has(admin.page(member, 200), "account.second.none")
		if w := executor.do(request("GET", "/work")); w.Code != http.StatusSeeOther {
			t.Errorf("the session lives: %d", w.Code)
		}
		unit := url.Values{"kind": {"con"}, "kato": {sample.Zhitikara}, "number": {"2"}, "name-kk": {"ХҚКО"}, "name-ru": {"ЦОН"}, "name-en": {"Front office"}}
		for number, want := range map[string]int{"1": 422, "0": 422, "1000": 422, "екі": 422} {
			unit.Set("number", number)
			if _, w := admin.send("/admin/unit/new", unit); w.Code != want {
				t.Errorf("office %s: %d", number, w.Code)
			}
		}
		unit.Set("number", "999")
		at, w := admin.send("/admin/unit/new", unit)
		if at != "/admin" {
			t.Fatalf("the office leads to %s: %s", at, said(w.Body.String()))
		}
		admin.contains(w.Body.String(), "№ 999", "№ 1")
		unit.Set("kind", "akimat")
		unit.Set("kato", "393200000")
		_, w = admin.send("/admin/unit/new", unit)
		admin.has(w.Body.String(), "account.unit.number.not")
	})
}

func request(method, path string) *http.Request {
	r, _ := http.NewRequest(method, path, nil)
	r.RequestURI, r.Host = path, "example.com"
	return r
}

func TestTheAuditorReadsActsAndReadingsAndIsReadHimself(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newOffice(t, d)
		auditor, at := st.enters("zhumabaeva", sample.Password, words.Russian)
		if at != "/audit" {
			t.Errorf("the sign-in leads to %s", at)
		}
		c := st.ready()
		executor, _ := st.enters("abenov", sample.Password, words.Russian)
		executor.page(workPath(c, ""), 200)

		body := auditor.page("/audit", 200)
		auditor.contains(body, c.Number, words.Say(words.Russian, "application.act.application.police"), st.Staff["sarsenov"].FullName(), words.Say(words.Russian, "audit.person"))
		readings := auditor.page("/audit/readings", 200)
		auditor.contains(readings, c.Number, st.Staff["abenov"].FullName())
		page := auditor.page("/audit/case/"+c.ID, 200)
		auditor.contains(page, c.Number, st.Staff["abenov"].FullName(), words.Say(words.Russian, "staff.purpose.audit"))
		for name, text := range map[string]string{"the acts": body, "the readings": readings, "the case": page} {
			for _, secret := range []string{c.Name, c.EmployerName, c.EmployerIIN, c.Fields[application.FieldPassport], c.Address} {
				if secret != "" && strings.Contains(text, secret) {
					t.Errorf("%s tell of %s", name, secret)
				}
			}
			if left := regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(text); left != "" {
				t.Errorf("%s: no words for %s", name, left)
			}
		}
		auditor.page("/audit/substitutions", 200)
		auditor.everyLanguage()

		for query, want := range map[string]bool{"number=" + c.Number: true, "unit=" + st.Staff["abenov"].Unit: true, "who=" + st.Staff["abenov"].ID: true,
			"who=" + st.Staff["petrenko"].ID: false, "from=" + words.ShortDate(calendar.DayOf(st.clock.Now())): true,
			"from=" + words.ShortDate(calendar.DayOf(st.clock.Now()).AddDays(1)): false, "to=" + words.ShortDate(calendar.DayOf(st.clock.Now())): true} {
			body := auditor.page("/audit/readings?"+query, 200)
			if strings.Contains(body, ">"+c.Number+"</a>") != want {
				t.Errorf("%s shows the reading: %v", query, !want)
			}
			if !want {
				auditor.has(body, "audit.none")
			}
		}
		for query, key := range map[string]string{"number=OT-0000-26-000001": "audit.number.none", "from=31.02.2026": "audit.day.wrong", "to=x": "audit.day.wrong",
			"from=02.03.2026&to=01.03.2026": "audit.day.order"} {
			auditor.has(auditor.page("/audit?"+query, 422), key)
		}
		auditor.contains(auditor.page("/audit?act=application.police", 200), c.Number)
		auditor.page("/audit/case/018f0000-0000-7000-8000-000000000000", 404)
		for _, path := range []string{"/work", "/police", "/admin", "/admin/substitutions", workPath(c, ""), "/police/case/" + c.ID} {
			if w := auditor.do(request("GET", path)); w.Code != 403 && w.Code != 404 {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
		for path, who := range map[string]string{"/audit": "admin", "/audit/readings": "temirbekova", "/audit/case/" + c.ID: "abenov"} {
			b, _ := st.enters(who, sample.Password, words.Russian)
			if w := b.do(request("GET", path)); w.Code != 403 {
				t.Errorf("%s by %s: %d", path, who, w.Code)
			}
		}
		ok(t, d.Read(t.Context(), func(tx *db.Tx) error {
			found := map[string]string{}
			for _, subject := range []string{"register:acts", "register:readings", "register:substitutions", c.Subject()} {
				entries, err := register.History(tx, subject)
				if err != nil {
					return err
				}
				for _, e := range entries {
					if e.Actor == st.Staff["zhumabaeva"].ID {
						found[subject] = e.Act + " " + e.Purpose
					}
				}
			}
			want := map[string]string{"register:acts": "audit.read audit", "register:readings": "audit.read audit", "register:substitutions": "audit.read audit", c.Subject(): "case.read audit"}
			if fmt.Sprint(found) != fmt.Sprint(want) {
				t.Errorf("%v", found)
			}
			return nil
		}))
	})
}

func TestTheAuditorsListGoesOnPageByPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newOffice(t, d)
		st.write(func(tx *db.Tx) error {
			for i := range 120 {
				e := st.Staff["abenov"].Signed(register.Entry{At: st.clock.Now().Add(time.Duration(i) * time.Second), Act: fmt.Sprintf("counted.%03d", i), Subject: "case:none"})
				if _, err := register.Append(tx, e); err != nil {
					return err
				}
			}
			return nil
		})
		auditor, _ := st.enters("zhumabaeva", sample.Password, words.Kazakh)
		at, seen := "/audit?who="+st.Staff["abenov"].ID, 0
		for range 5 {
			body := auditor.page(at, 200)
			seen += len(regexp.MustCompile(`counted\.\d{3}`).FindAllString(body, -1))
			next := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(body)
			if next == nil {
				break
			}
			at = strings.ReplaceAll(next[1], "&amp;", "&")
		}
		if seen != 120 {
			t.Errorf("%d of 120 entries", seen)
		}
	})
}
