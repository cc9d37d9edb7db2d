package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/regulation"
	"ruqsat/words"
)

// window is an operator's browser at the counter.
type window struct {
	*browser
	edition *regulation.Edition
	op      *regulation.Operation
}

func (st *street) window(login string, l words.Language) *window {
	st.Helper()
	law, _ := readLaw()
	service, _ := law.Service(sample.Service)
	e, err := service.On(calendar.DayOf(st.clock.Now()))
	ok(st, err)
	op, _ := e.Operation(sample.Operation)
	return &window{browser: st.officer(login, l), edition: e, op: op}
}

// begin opens a new sheet and gives its address.
func (w *window) begin() string {
	w.Helper()
	w.page("/counter", http.StatusOK)
	at, got := w.send("/counter/start", url.Values{"service": {sample.Service}, "operation": {sample.Operation}})
	if got.Code != http.StatusOK || !strings.HasPrefix(at, "/counter/intake/") {
		w.Fatalf("the start leads to %s: %d %s", at, got.Code, said(got.Body.String()))
	}
	return at
}

// sheet is what an operator types for a hiring: the passport's lines first, the day of a paper in one field,
// and the tick for what the papers say like the application.
func (w *window) sheet(h sample.Hire) (url.Values, map[string][]byte) {
	form, files := url.Values{}, map[string][]byte{}
	fields := h.Fields()
	first, second := h.MRZ()
	for _, id := range w.op.Sections {
		section, _ := w.edition.Section(id)
		for _, f := range section.Fields {
			form.Set(f.ID, typed(f, fields[f.ID]))
			if f.Kind == "mrz" {
				form.Set(f.ID, first+"\n"+second)
			}
		}
	}
	for _, id := range []string{application.FieldSurname, application.FieldGivenName, application.FieldBirthDate, application.FieldSex,
		application.FieldCitizenship, application.FieldPassport} {
		form.Del(id) // the passport's lines know these
	}
	for _, id := range w.op.Documents {
		d, _ := w.edition.Document(id)
		papers := h.Papers()[id]
		if d.Made || len(papers) == 0 {
			papers = []map[string]string{{}}
		}
		pairs := form1(w).pairs(id)
		for i, data := range papers {
			form.Set(prefix(id, i), "")
			for _, f := range d.Fields {
				if pairs[f.ID] == "" {
					form.Set(paperID(id, i, f.ID), typed(f, data[f.ID]))
				}
			}
			if len(pairs) > 0 {
				form.Set(sameID(id, i), "1")
			}
			files[fileID(id, i)+"|"+id+".png"] = scanned()
		}
	}
	form.Set(application.ContactPhone, "+7 701 000 11 22")
	form.Set(application.ContactLanguage, "ru")
	form.Set(application.ContactConsent, "1")
	return form, files
}

func form1(w *window) form { return form{Edition: w.edition, Op: w.op} }

// typed is a value as it is typed: a day with dots.
func typed(f regulation.Field, value string) string {
	if day, err := calendar.ParseDay(value); f.Kind == "date" && err == nil {
		return words.ShortDate(day)
	}
	return value
}

// save sends the sheet as it is shown with the answers.
func (w *window) save(at string, form url.Values, files map[string][]byte, also ...string) (string, string, int) {
	w.Helper()
	shown := hidden(w.page(at, http.StatusOK))
	sent := url.Values{}
	for name, values := range form {
		sent[name] = values
	}
	for name, values := range shown {
		if sent.Get(name) == "" {
			sent[name] = values
		}
	}
	for i := 0; i+1 < len(also); i += 2 {
		sent.Set(also[i], also[i+1])
	}
	to, got := w.upload(at, sent, files)
	return to, got.Body.String(), got.Code
}

// again are the answers with the papers as the page now names them, and no files.
func (w *window) again(at string, form url.Values) url.Values {
	out := url.Values{}
	for name, values := range form {
		out[name] = values
	}
	for name, values := range hidden(w.page(at, http.StatusOK)) {
		out[name] = values
	}
	return out
}

// takeIn takes a whole hiring in and gives the case.
func (w *window) takeIn(h sample.Hire) application.Case {
	w.Helper()
	at := w.begin()
	form, files := w.sheet(h)
	_, body, code := w.save(at, form, files)
	if code != http.StatusOK {
		w.Fatalf("the sheet is not kept: %d %s", code, said(body))
	}
	to, body, code := w.save(at, w.again(at, form), nil, "do", "accept")
	if !strings.HasPrefix(to, "/counter/case/") || code != http.StatusOK {
		w.Fatalf("accepting leads to %s: %d %s\n%s", to, code, said(body), text(body))
	}
	return w.current(application.Case{ID: strings.TrimSuffix(strings.TrimPrefix(to, "/counter/case/"), "?accepted=1")})
}

// text is what a page says.
func text(body string) string { return strings.Join(strings.Fields(tags.ReplaceAllString(body, " ")), " ") }

func TestPapersAreTakenInOnOneSheetAndTheResultIsHandedOutOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		w := st.window("saparova", words.Russian)
		c := w.takeIn(st.hire(6))
		if c.Number == "" || c.CounterNumber == "" || c.State != application.Filed && c.State != application.Review {
			t.Fatalf("the case is %q %q in %s", c.Number, c.CounterNumber, c.State)
		}
	})
}

var _ = regexp.MustCompile
var _ = strconv.Itoa
