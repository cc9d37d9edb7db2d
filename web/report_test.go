package web

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/regulation"
	"ruqsat/report"
	"ruqsat/words"
)

// alarmed makes the watch go its round over what is there now.
func (st *street) alarmed() {
	st.Helper()
	l, err := readLaw()
	ok(st, err)
	for range 100 { // a day each: it begins three months ago
		st.write(func(tx *db.Tx) error {
			return report.NewWatch(func() *regulation.Law { return l }).Round(tx, "")
		})
	}
}

// burst gives the head twenty approvals of one moment, as the watch reads them.
func (st *street) burst(c application.Case) {
	st.Helper()
	st.write(func(tx *db.Tx) error {
		head := st.Staff["temirbekova"]
		for i := range 20 {
			id := fmt.Sprintf("%s-%02d", c.ID, i)
			_, err := tx.Exec(`INSERT INTO application (id, number, service, operation, edition, channel, state, applicant, applicant_name, unit, territory,
				started_at, saved_at, filed_at, received_at, due_at, decided_at) SELECT ?, ?, service, operation, edition, channel, 'approved', '', applicant_name,
				unit, territory, started_at, saved_at, filed_at, received_at, due_at, ? FROM application WHERE id = ?`, id, fmt.Sprintf("OT-3944-26-9000%02d", i), db.At(st.clock.Now()), c.ID)
			if err == nil {
				_, err = tx.Exec(`INSERT INTO application_decision (id, application, state, approve, drafted_by, drafter, drafted_at, made_by, maker, made_at)
					VALUES (?, ?, 'made', 1, 'x', 'x', ?, ?, ?, ?)`, id, id, db.At(st.clock.Now()), head.ID, head.FullName(), db.At(st.clock.Now()))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func TestTheHeadSeesTheUnitInReports(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		head := st.officer("temirbekova", words.Russian)
		for _, path := range []string{"", "/refusals", "/overdue", "/alerts"} {
			head.page("/work/report"+path, 200)
		}
		head.everyLanguage()
		head.has(head.page("/work/report", 200), "report.load.none.title")
		head.has(head.page("/work/report/overdue", 200), "report.overdue.none.title")

		refused, late := st.refusing(), st.filed(st.hire(6))
		boxes, _ := ticks(head.page("/work/sign", 200))
		head.send("/work/sign", url.Values{"pick": {boxes[refused.ID]}})
		body := head.page("/work/report", 200)
		head.contains(body, st.Staff["abenov"].FullName(), "100\u00a0%")
		body = head.page("/work/report/refusals", 200)
		link := regexp.MustCompile(`href="(/work/report/refusals\?ground=[^"]*)"`).FindStringSubmatch(body)
		if link == nil {
			t.Fatal("no ground leads to its cases")
		}
		head.contains(head.page(strings.ReplaceAll(link[1], "&amp;", "&"), 200), refused.Number)

		st.clock.Set(late.DueAt)
		body = head.page("/work/report/overdue", 200)
		head.contains(body, late.Number)
		head.has(body, "report.owed.caption")
		for _, path := range []string{"?span=quarter", "?span=year", "?span=dates&from=01.03.2026&to=31.03.2026", "/refusals?span=year", "/alerts?span=year&show=open"} {
			head.page("/work/report"+path, 200)
		}
		head.everyLanguage()
		for path, field := range map[string]string{"?span=dates": "from", "?span=dates&from=x&to=y": "from", "?span=dates&from=01.03.2026&to=31.02.2026": "to",
			"?span=dates&from=02.03.2026&to=01.03.2026": "to", "/refusals?span=dates&from=01.01.1900&to=01.01.2026": "to"} {
			head.contains(head.page("/work/report"+path, 422), `href="#`+field+`"`)
		}
	})
}

func TestAReportIsATableFileThatHoldsNoFormula(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		late := st.filed(st.hire(6))
		st.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE application SET applicant_name = '=HYPERLINK("x")' WHERE id = ?`, late.ID)
			return err
		})
		st.clock.Set(late.DueAt)
		head := st.officer("temirbekova", words.Kazakh)
		for _, path := range []string{"", "/refusals", "/overdue", "/alerts"} {
			body := head.page("/work/report"+path, 200)
			link := regexp.MustCompile(`href="([^"]*as=csv[^"]*)"`).FindStringSubmatch(body)
			w := head.do(httptest.NewRequest(http.MethodGet, strings.ReplaceAll(link[1], "&amp;", "&"), nil))
			text, marked := strings.CutPrefix(w.Body.String(), "\ufeff")
			if w.Code != 200 || !marked || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
				t.Errorf("%s: %d, %v, %v", path, w.Code, marked, w.Header())
			}
			rows := csv.NewReader(strings.NewReader(text))
			rows.Comma, rows.FieldsPerRecord = ';', -1
			all, err := rows.ReadAll()
			if err != nil || len(all) < 2 {
				t.Errorf("%s: %d rows, %v", path, len(all), err)
			}
			if path == "/overdue" && !strings.Contains(text, `'=HYPERLINK`) {
				t.Errorf("the formula is not disarmed:\n%s", text)
			}
		}
	})
	for text, want := range map[string]string{"": "", "a": "a", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\ta": "'\ta", "–": "–", "1-2": "1-2"} {
		if got := plainCell(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestAnAlertIsLookedAtByTheAuditorNotByWhomItIsAbout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		st.burst(st.filed(st.hire(6)))
		st.alarmed()
		var alerts []report.Alert
		ok(t, d.Read(context.Background(), func(tx *db.Tx) (err error) {
			alerts, err = report.Alerts(tx, report.All, report.Year(calendar.DayOf(st.clock.Now())), true, 10)
			return err
		}))
		if len(alerts) != 1 {
			t.Fatalf("%d alerts", len(alerts))
		}
		at := "/work/report/alerts/" + alerts[0].ID
		head, auditor := st.officer("temirbekova", words.Russian), st.officer("zhumabaeva", words.Kazakh)
		head.contains(head.page("/work/report/alerts", 200), alerts[0].ID, st.Staff["temirbekova"].FullName())
		head.has(head.page(at, 200), "report.alert.own")
		form := url.Values{"version": {"1"}, "comment": {"Бір түйме"}}
		if _, w := head.send(at, form); w.Code != http.StatusForbidden {
			t.Errorf("one's own alert: %d", w.Code)
		}
		auditor.page("/work/report", 200)
		auditor.page("/work/report?unit="+alerts[0].Unit, 200)
		auditor.page("/work/report/overdue", 200)
		auditor.page("/work/report/overdue?unit="+alerts[0].Unit, 200)
		auditor.page("/work/report/refusals", 200)
		auditor.contains(auditor.page("/work/report/alerts", 200), alerts[0].ID)
		auditor.contains(auditor.page(at, 200), "OT-3944-26-900019", words.Say(words.Kazakh, "report.rule.fast", "n", 20))
		auditor.everyLanguage()
		var applicant string
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			return tx.Get(&applicant, `SELECT applicant_name FROM application WHERE number = 'OT-3944-26-900019'`)
		}))
		if body := auditor.page(at, 200); strings.Contains(body, applicant) {
			t.Error("the auditor is shown a private person's name")
		}
		for name, bad := range map[string]url.Values{"no word": {"version": {"1"}}, "endless": {"version": {"1"}, "comment": {strings.Repeat("ә", longestNote+1)}}} {
			if _, w := auditor.send(at, bad); w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		_, w := auditor.send(at, form)
		auditor.contains(w.Body.String(), "Бір түйме", st.Staff["zhumabaeva"].FullName())
		if _, w = auditor.send(at, form); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Бір түйме") {
			t.Errorf("an old page: %d", w.Code)
		}
		st.officer("abenov", words.Russian).page(at, http.StatusForbidden) // an executor
		st.officer("temirbekova", words.Russian).page("/work/report/alerts/none", http.StatusNotFound)
		auditor.page("/work/report?unit=none", http.StatusNotFound)
		admin := st.officer("admin", words.Russian)
		admin.page("/work/report", 200)
		admin.page("/work/report/overdue", http.StatusForbidden)
		admin.page("/work/report?unit="+alerts[0].Unit, http.StatusNotFound)
	})
}
