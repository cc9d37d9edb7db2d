package web

import (
	"bytes"
	"context"
	unescape "html"
	"image"
	"image/png"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
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
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/permit"
	"ruqsat/regulation"
	"ruqsat/timer"
	"ruqsat/web/part"
	"ruqsat/words"
)

// afterNauryz is a Thursday in working hours, the first day after Nauryz 2026.
var afterNauryz = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

// street is a whole house behind its doors for people, with the simulated state systems over HTTP.
type street struct {
	*testing.T
	*sample.Town
	site   *Site
	clock  *calendar.Adjustable
	asks   *exchange.Exchange
	state  *simulator.Simulator
	wheel  *timer.Wheel
	log    *bytes.Buffer
	people int
	books  func() error
}

func newStreet(t *testing.T, d *db.DB) *street {
	t.Helper()
	l, err := readLaw()
	ok(t, err)
	st := &street{T: t, clock: calendar.NewAdjustable(afterNauryz), log: &bytes.Buffer{}}
	st.state, err = simulator.New(st.clock, simulator.Scenario{Police: &simulator.Police{Decision: "agree"}})
	ok(t, err)
	server := httptest.NewServer(st.state)
	t.Cleanup(server.Close)
	store, err := attachment.OpenFolder(t.TempDir())
	ok(t, err)
	log := slog.New(slog.NewJSONHandler(st.log, nil))
	office := application.NewOffice(l)
	st.asks, st.wheel = exchange.New(d, st.clock, log, simulator.Systems(server.URL)), timer.NewWheel(d, st.clock, log)
	st.asks.Hear(office.Hear)
	st.wheel.Handle(application.TimerReceive, office.Receive)
	st.Town, err = sample.Settle(context.Background(), d, office, store, afterNauryz)
	ok(t, err)
	st.books = func() error { return st.Books(context.Background(), st.clock.Now()) }
	t.Cleanup(func() {
		if err := st.books(); err != nil {
			t.Error(err) // whatever was done, the register verifies and the quota's books agree
		}
	})
	policy := account.DefaultPolicy()
	st.site = New(Config{DB: d, Clock: st.clock, Law: office.Law, Log: log, Cases: office, Store: store, Policy: policy,
		Contact: st.asks.Contact, Print: st.print, Sample: true,
		Office: part.Office{Name: all("Бөлім", "Отдел", "Department"), Address: all("Жітіқара қаласы", "г. Житикара", "Zhitikara"), Hours: all("Дүйсенбі – жұма", "Понедельник – пятница", "Monday to Friday"), Phone: "+77142500000"}})
	return st
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (st *street) print(ctx context.Context, id string) (raw []byte, err error) {
	err = st.DB.Read(ctx, func(tx *db.Tx) error {
		p, err := permit.Find(tx, id)
		if err == nil {
			raw, err = permit.Render(p, "HTTPS://RUQSAT/P/ABC", st.clock.Now())
		}
		return err
	})
	return raw, err
}

func (st *street) write(f func(*db.Tx) error) {
	st.Helper()
	ok(st, st.DB.Write(context.Background(), st.clock.Now(), f))
}

// hire invents a hiring and lets the state systems know of it.
func (st *street) hire(months int, spoil ...func(*sample.Hire)) sample.Hire {
	st.Helper()
	st.people++
	l, err := readLaw()
	ok(st, err)
	h, err := sample.Invent(l, st.people, calendar.DayOf(st.clock.Now()), sample.Zhitikara, months)
	ok(st, err)
	for _, f := range spoil {
		f(&h)
	}
	ok(st, st.state.Add(h.Scenario()))
	return h
}

// settle lets the other systems answer everything that is asked.
func (st *street) settle() {
	st.Helper()
	for range 20 {
		n, err := st.asks.Flush(context.Background())
		ok(st, err)
		if n == 0 {
			return
		}
		st.clock.Advance(10 * time.Second)
	}
}

// browser is one person's: it keeps cookies and a language, and nothing else.
type browser struct {
	*street
	language words.Language
	cookies  map[string]string
	address  string
	seen     map[string]bool // pages opened with GET
}

func (st *street) browser(l words.Language) *browser {
	st.people++
	return &browser{street: st, language: l, cookies: map[string]string{}, address: "10.0.0." + strconv.Itoa(st.people) + ":1", seen: map[string]bool{}}
}

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	b.Helper()
	r.RemoteAddr = b.address
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	r.AddCookie(&http.Cookie{Name: "lang", Value: string(b.language)})
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == "lang" {
			b.language = words.Language(c.Value)
			continue
		}
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	if w.Code >= 500 {
		b.Errorf("%s %s: %d\n%s", r.Method, r.URL.Path, w.Code, b.log.String())
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && w.Code != http.StatusSeeOther {
		for _, wrong := range sound(b.language, w.Body.String()) {
			b.Errorf("%s %s in %s: %s", r.Method, r.URL, b.language, wrong)
		}
	}
	return w
}

// page opens a page and wants this status.
func (b *browser) page(path string, status int) string {
	b.Helper()
	w := b.do(httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != status {
		b.Errorf("GET %s: %d, want %d: %s", path, w.Code, status, titleOf(w.Body.String()))
	}
	if w.Code == http.StatusOK {
		b.seen[path] = true
	}
	return w.Body.String()
}

// send sends a form and follows where it leads; the path and the page it ends at come back.
func (b *browser) send(path string, form url.Values) (string, *httptest.ResponseRecorder) {
	b.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.follow(path, b.do(r))
}

func (b *browser) follow(path string, w *httptest.ResponseRecorder) (string, *httptest.ResponseRecorder) {
	b.Helper()
	for w.Code == http.StatusSeeOther {
		path = w.Header().Get("Location")
		bare, _, _ := strings.Cut(path, "#")
		w = b.do(httptest.NewRequest(http.MethodGet, bare, nil))
		if w.Code == http.StatusOK {
			b.seen[bare] = true
		}
	}
	return path, w
}

// upload sends a form with files.
func (b *browser) upload(path string, form url.Values, files map[string][]byte) (string, *httptest.ResponseRecorder) {
	b.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			ok(b, m.WriteField(name, v))
		}
	}
	for name, content := range files {
		field, file, _ := strings.Cut(name, "|")
		w, err := m.CreateFormFile(field, file)
		ok(b, err)
		w.Write(content)
	}
	ok(b, m.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.follow(path, b.do(r))
}

var (
	titlePattern  = regexp.MustCompile(`(?s)<title>(.*?)</title>`)
	hiddenPattern = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
)

func titleOf(body string) string {
	if m := titlePattern.FindStringSubmatch(body); m != nil {
		return strings.Join(strings.Fields(unescape.UnescapeString(m[1])), " ")
	}
	return ""
}

// hidden are the fields that a page sends back unseen.
func hidden(body string) url.Values {
	form := url.Values{}
	for _, m := range hiddenPattern.FindAllStringSubmatch(body, -1) {
		form.Set(unescape.UnescapeString(m[1]), unescape.UnescapeString(m[2]))
	}
	return form
}

// join signs up, signs in and proves the identity by the code that came to the phone.
func (b *browser) join(p sample.Person, as string) {
	b.Helper()
	form := url.Values{"as": {as}, "iin": {p.IIN}, "surname": {p.Surname}, "given-name": {p.GivenName}, "patronymic": {p.Patronymic},
		"surname-latin": {p.SurnameLatin}, "given-name-latin": {p.GivenNameLatin}, "citizenship": {p.Citizenship}, "password": {sample.Password}}
	split(form, "born", p.BirthDate.String())
	if at, w := b.send("/signup", form); at != "/signin?welcome=1" {
		b.Fatalf("sign-up leads to %s: %s", at, said(w.Body.String()))
	}
	if at, _ := b.send("/signin", url.Values{"login": {p.IIN}, "password": {sample.Password}}); at != "/cabinet" {
		b.Fatalf("sign-in leads to %s", at)
	}
	b.prove(p.IIN)
}

func (b *browser) prove(iin string) {
	b.Helper()
	if _, w := b.send("/prove", nil); w.Code != http.StatusOK {
		b.Fatalf("proof: %d %s", w.Code, said(w.Body.String()))
	}
	codes := b.state.Codes(iin)
	if len(codes) == 0 {
		b.Fatal("no code was sent")
	}
	if at, w := b.send("/prove/code", url.Values{"code": {codes[0].Code}}); at != "/prove" || w.Code != http.StatusOK {
		b.Fatalf("the code leads to %s: %s", at, said(w.Body.String()))
	}
}

// split puts a day into its three inputs.
func split(form url.Values, name, iso string) {
	pieces := strings.Split(iso, "-")
	if len(pieces) != 3 {
		return
	}
	form.Set(name+"-year", pieces[0])
	form.Set(name+"-month", pieces[1])
	form.Set(name+"-day", pieces[2])
}

// said is what the summary of a page says is wrong.
func said(body string) string {
	i := strings.Index(body, `<h2 class="govuk-error-summary__title"`)
	if i < 0 {
		return titleOf(body)
	}
	list, _, _ := strings.Cut(body[i:], "</ul>")
	text := tags.ReplaceAllString(list, " ")
	return strings.Join(strings.Fields(unescape.UnescapeString(text)), " ")
}

// scanned is a small picture.
func scanned() []byte {
	var b bytes.Buffer
	png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 60)))
	return b.Bytes()
}

// answersOf are the inputs of one page of the form, as the law draws it, with the hiring's facts.
func (b *browser) answersOf(h sample.Hire, e *regulation.Edition, section regulation.Section) (url.Values, map[string][]byte) {
	form, files := url.Values{}, map[string][]byte{}
	fields := h.Fields()
	for _, f := range section.Fields {
		put(form, f, f.ID, fields[f.ID])
	}
	for _, id := range section.Documents {
		d, _ := e.Document(id)
		for i, data := range h.Papers()[id] {
			form.Set(prefix(id, i), "")
			for _, f := range d.Fields {
				put(form, f, paperID(id, i, f.ID), data[f.ID])
			}
			files[fileID(id, i)+"|scan.png"] = scanned()
		}
	}
	return form, files
}

func put(form url.Values, f regulation.Field, id, value string) {
	if f.Kind == "date" {
		split(form, id, value)
		return
	}
	if value != "" {
		form.Set(id, value)
	}
}

// begin starts a draft and gives its address.
func (b *browser) begin() string {
	b.Helper()
	body := b.page("/apply/"+sample.Service+"/"+sample.Operation, http.StatusOK)
	at, w := b.send("/cabinet/start", hidden(body))
	if w.Code != http.StatusOK || !strings.HasPrefix(at, "/cabinet/case/") {
		b.Fatalf("the start leads to %s: %d", at, w.Code)
	}
	return at
}

// fill answers every page of the form, and every save leads on to the next page.
func (b *browser) fill(at string, h sample.Hire) {
	b.Helper()
	l, _ := readLaw()
	service, _ := l.Service(sample.Service)
	e, err := service.On(calendar.DayOf(b.clock.Now()))
	ok(b, err)
	op, _ := e.Operation(sample.Operation)
	for i, id := range op.Sections {
		section, _ := e.Section(id)
		here := at + "/section/" + id
		body := b.page(here, http.StatusOK)
		form, files := b.answersOf(h, e, section)
		form.Set("version", hidden(body).Get("version"))
		next, w := b.upload(here, form, files)
		want := at + "/check"
		if i+1 < len(op.Sections) {
			want = at + "/section/" + op.Sections[i+1]
		}
		if next != want || w.Code != http.StatusOK {
			b.Fatalf("%s leads to %s, want %s: %d %s", here, next, want, w.Code, said(w.Body.String()))
		}
	}
}

// confirm confirms what the page shows.
func (b *browser) confirm(at string) string {
	b.Helper()
	body := b.page(at+"/check", http.StatusOK)
	delete(b.seen, at+"/check") // closed by the confirmation
	to, w := b.send(at+"/confirm", url.Values{"sum": {hidden(body).Get("sum")}})
	if to != at+"/done" || w.Code != http.StatusOK {
		b.Fatalf("confirming leads to %s: %d %s", to, w.Code, said(w.Body.String()))
	}
	return w.Body.String()
}

// everyLanguage opens the pages seen so far in the three languages, and forgets them: the next step of
// the case closes some of them.
func (b *browser) everyLanguage() {
	b.Helper()
	own := b.language
	for path := range b.seen {
		for _, l := range words.Languages {
			if b.language = l; !strings.HasPrefix(path, "/sign") {
				b.page(path, http.StatusOK)
			}
		}
	}
	b.language, b.seen = own, map[string]bool{}
}
