package web

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/permit"
	"ruqsat/words"
)

const service = "/services/labour-immigrant-permit"

// pages is every state of every public page, with the status it answers.
func (h *house) pages() map[string]int {
	list := map[string]int{
		"/": 200, "/services": 200, service: 200, service + "?months=12": 200, service + "?months=13": 422,
		"/need": 200, "/need?ask=who": 422, "/need?who=company": 200, "/need?who=worker": 200, "/need?who=worker&ask=country": 422,
		"/need?who=worker&country=KGZ": 200, "/need?who=worker&country=USA": 200, "/need?who=worker&country=other": 200,
		"/need?who=household&country=UZB": 200, "/need?who=worker&country=UZB&age=no": 200, "/need?who=worker&country=UZB&age=yes": 200,
		"/need?who=household&country=UZB&age=yes&region=" + kostanay: 200,
		"/need?who=worker&country=GEO&age=yes&region=" + kostanay:    200,
		"/need?who=worker&country=UZB&age=yes&region=" + mangystau:   200,
		"/need?who=worker&country=UZB&age=yes&region=" + nowhere:     200,
		"/quota": 200, "/quota?region=" + kostanay: 200, "/quota?region=" + nowhere: 200, "/quota?year=2025": 200, "/quota?year=1999": 422, "/quota?region=x": 422,
		"/check": 200, "/check?number=": 422, "/check?number=12": 422, "/check?number=ZH-0000-00-000000": 404,
		"/p/none": 404, "/P/FORGED": 404, "/status": 200, "/law": 200, "/law?year=2024": 200, "/law?year=2050": 422, "/help": 200, "/help/keys": 200, "/offices": 200, "/nowhere": 404,
	}
	for _, p := range h.permits {
		list["/p/"+p.Code], list["/check?number="+p.Number] = 200, 200
	}
	return list
}

func TestEveryPageIsSoundInEveryLanguage(t *testing.T) {
	h := light(t)
	for path, status := range h.pages() {
		for _, l := range words.Languages {
			h.site.limit = newLimiter()
			w := h.in(l, path)
			if w.Code != status {
				t.Errorf("%s in %s: status %d, want %d", path, l, w.Code, status)
			}
			for _, wrong := range sound(l, w.Body.String()) {
				t.Errorf("%s in %s: %s", path, l, wrong)
			}
		}
	}
}

func TestAnEmptyHouseHasPagesToo(t *testing.T) {
	furnishedNot(t, func(t *testing.T, h *house) {
		for _, path := range []string{"/", "/quota", "/quota?region=" + kostanay, "/need?who=worker&country=UZB&age=yes&region=" + kostanay} {
			for _, l := range words.Languages {
				w := h.in(l, path)
				if w.Code != 200 {
					t.Errorf("%s: %d", path, w.Code)
				}
				for _, wrong := range sound(l, w.Body.String()) {
					t.Errorf("%s in %s: %s", path, l, wrong)
				}
			}
		}
		if !strings.Contains(h.get("/quota").Body.String(), words.Say(words.Kazakh, "web.quota.none.title")) {
			t.Error("a board without orders says so")
		}
	})
}

func TestEveryPageCarriesTheHeaders(t *testing.T) {
	h := light(t)
	for path := range h.pages() {
		head := h.get(path).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Permissions-Policy": permissions,
		} {
			if head.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, head.Get(name))
			}
		}
		if head.Get("X-Request-Id") == "" || head.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: %v", path, head)
		}
	}
	h.site.Secure = true
	if h.get("/").Header().Get("Strict-Transport-Security") == "" {
		t.Error("over https HSTS is sent")
	}
	if strings.Contains(policy, "unsafe") {
		t.Error("the policy allows what is unsafe")
	}
}

func TestAStrangersPageIsPackedAndAPersonsIsNot(t *testing.T) {
	h := light(t)
	ask := func(encoding string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", encoding)
		return h.do(r)
	}
	plain := ask("").Body.String()
	for _, encoding := range []string{"gzip", "br, gzip;q=0.5", "deflate, GZIP"} {
		w := ask(encoding)
		if w.Header().Get("Content-Encoding") != "gzip" || !slices.Contains(w.Header().Values("Vary"), "Accept-Encoding") {
			t.Errorf("%q: %v", encoding, w.Header())
		}
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if unpacked, err := io.ReadAll(z); err != nil || string(unpacked) != plain {
			t.Errorf("%q: unpacked differs from plain (%v)", encoding, err)
		}
	}
	for _, encoding := range []string{"br", "gzip;q=0", "gzip; q=0.0"} {
		if w := ask(encoding); w.Header().Get("Content-Encoding") != "" || w.Body.String() != plain {
			t.Errorf("%q: packed", encoding)
		}
	}
	h.site.Session = func(context.Context, string, time.Time) (account.Session, error) {
		return account.Session{Stage: account.StageFull, Account: account.Account{ID: "a", Role: account.Person}}, nil
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	r.AddCookie(&http.Cookie{Name: h.site.CookieName(), Value: "x"})
	if w := h.do(r); w.Code != 200 || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestTheFirstPageTellsOfDaysOffAhead(t *testing.T) {
	body := light(t).in(words.Russian, "/").Body.String()
	for _, want := range []string{"21.03.2026 – 25.03.2026", "20.03.2026", "27\u00a0марта 2026"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

func TestTheSumIsShownWithItsWorking(t *testing.T) {
	h := light(t)
	body := h.in(words.Russian, service+"?months=5").Body.String()
	for _, want := range []int64{4325, 17300, 86500} {
		if !strings.Contains(body, words.Tenge(words.Russian, want)) {
			t.Errorf("%d tenge are not on the page", want)
		}
	}
	for _, months := range []string{"0", "13", "-1", "x", "1.5", "99999999999999999999"} {
		w := h.in(words.Russian, service+"?months="+months)
		if w.Code != 422 || !strings.Contains(w.Body.String(), "Выберите от 1 до 12 месяцев") {
			t.Errorf("months=%s: %d without the message", months, w.Code)
		}
	}
}

func TestNoEditionInForceIsSaid(t *testing.T) {
	h := light(t)
	h.clock.t = thursday.AddDate(-15, 0, 0) // before the edition was adopted for any day (P17)
	w := h.in(words.Russian, service)
	if w.Code != 200 || !strings.Contains(w.Body.String(), "нет действующей редакции") {
		t.Errorf("%d: the page computes where no edition is in force", w.Code)
	}
	if w := h.get("/"); w.Code != 200 {
		t.Errorf("the first page: %d", w.Code)
	}
}

func TestAnAdoptedEditionIsSaidToBeOne(t *testing.T) {
	h := light(t)
	said := words.Say(words.Russian, "web.adopted", "since", "01.01.2025", "day", "19.03.2021")
	if w := h.in(words.Russian, service); w.Code != 200 || strings.Contains(w.Body.String(), "01.01.2025, на") {
		t.Errorf("%d: an edition in force is called adopted", w.Code)
	}
	if w := h.in(words.Russian, "/law"); !strings.Contains(w.Body.String(), words.Say(words.Russian, "web.adopted.from", "from", "01.01.2016")) {
		t.Error("the page of the law does not say from when an edition is adopted")
	}
	h.clock.t = thursday.AddDate(-5, 0, 0)
	w := h.in(words.Russian, service)
	if w.Code != 200 || !strings.Contains(w.Body.String(), said) {
		t.Errorf("%d: the page does not say that the edition is adopted (P17)", w.Code)
	}
	for _, wrong := range sound(words.Russian, w.Body.String()) {
		t.Error(wrong)
	}
}

func TestDoINeedAPermitHasAnAnswerForEveryone(t *testing.T) {
	furnished(t, func(t *testing.T, h *house) {
		for query, key := range map[string]string{
			"who=company":                                             "web.need.company.title",
			"who=worker&country=RUS":                                  "web.need.eaeu.title",
			"who=worker&country=TUR":                                  "web.need.country-no.title",
			"who=worker&country=UZB&age=no":                           "web.need.age.title",
			"who=worker&country=UZB&age=yes&region=" + kostanay:       "web.need.eligible.title",
			"who=worker&country=GEO&age=yes&region=" + kostanay:       "web.need.review.title",
			"who=worker&country=UZB&age=yes&region=" + mangystau:      "web.need.quota.title",
			"who=worker&country=UZB&age=yes&region=" + nowhere:        "web.need.quota-unknown.title",
			"who=worker&country=%00%ff&age=yes&region=" + kostanay:    "web.need.country",
			"who=<script>&country=UZB":                                "web.need.who",
			"who=worker&country=UZB&age=yes&region=' OR 1=1 --":       "web.need.region",
			"who=worker&country=UZB&age=" + strings.Repeat("y", 3000): "web.need.age",
		} {
			w := h.in(words.English, "/need?"+strings.NewReplacer(" ", "+", "<", "%3C", ">", "%3E", "'", "%27").Replace(query))
			if w.Code >= 500 || !strings.Contains(w.Body.String(), words.Say(words.English, key)) {
				t.Errorf("%.60s: %d, not %q", query, w.Code, words.Say(words.English, key))
			}
		}
	})
}

func TestTheBoardShowsWhatTheLedgerHolds(t *testing.T) {
	furnished(t, func(t *testing.T, h *house) {
		body := h.in(words.English, "/quota?region="+kostanay).Body.String()
		for _, want := range []string{"Places: 5. Used: 0, kept: 2, free: 3.", "These figures are samples", "№ 1", "no places"} {
			if !strings.Contains(body, want) {
				t.Errorf("%q is not on the board", want)
			}
		}
	})
}

func TestAnyoneSeesTheStatusAndNobodyTheName(t *testing.T) {
	furnished(t, func(t *testing.T, h *house) {
		for state, p := range h.permits {
			qr, err := h.seal.QR("ruqsat.example", p)
			if err != nil {
				t.Fatal(err)
			}
			_, token, _ := strings.Cut(qr, "/P/")
			for _, path := range []string{"/p/" + p.Code, "/P/" + token, "/check?number=" + strings.ToLower(strings.ReplaceAll(p.Number, "-", "+"))} {
				body := h.in(words.English, path).Body.String()
				for _, want := range []string{words.Say(words.English, "web.check."+state+".title"), p.Number, "Zhitikara District", "19\u00a0March 2026, 10:20", machine(state)} {
					if !strings.Contains(body, want) {
						t.Errorf("%s by %.10s: %q is not there", state, path, want)
					}
				}
				for _, secret := range []string{"NAZAROV", "FARRUKH", "FA4821735", "Жақсылықов", "850115390017"} {
					if strings.Contains(body, secret) {
						t.Errorf("%s by %.10s tells %s", state, path, secret)
					}
				}
			}
		}
	})
}

func TestADamagedCodeIsNoPermit(t *testing.T) {
	h := light(t)
	qr, err := h.seal.QR("ruqsat.example", h.permits[permit.Valid])
	if err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(qr, "/P/")
	flipped := strings.Map(func(r rune) rune {
		if r == 'A' {
			return 'B'
		}
		return r
	}, token)
	w := h.in(words.English, "/P/"+flipped)
	if w.Code != 404 || !strings.Contains(w.Body.String(), "does not recognise") || strings.Contains(w.Body.String(), h.permits[permit.Valid].Number) {
		t.Errorf("%d", w.Code)
	}
}

func TestAPassportIsAnsweredWithYesOrNo(t *testing.T) {
	h := light(t)
	number := h.permits[permit.Valid].Number
	for passport, want := range map[string]string{
		"fa 4821735": "web.check.holder.yes.title", "FA-4821735": "web.check.holder.yes.title", "FA4821736": "web.check.holder.no.title",
		"": "web.check.passport.empty", "ФА4821735": "web.check.passport.wrong", "' OR 1=1": "web.check.passport.wrong",
	} {
		w := h.post("/check", url.Values{"number": {number}, "passport": {passport}})
		if body := w.Body.String(); w.Code >= 500 || !strings.Contains(body, words.Say(words.Kazakh, want)) || strings.Contains(body, "FA4821735") {
			t.Errorf("%q: %d, not %s", passport, w.Code, want)
		}
	}
	if w := h.post("/check", url.Values{"number": {"ZH-0000-00-000000"}, "passport": {"FA4821735"}}); w.Code != 404 {
		t.Errorf("no such permit: %d", w.Code)
	}
}

func TestPassportsCannotBeTried(t *testing.T) {
	h := light(t)
	form := url.Values{"number": {h.permits[permit.Valid].Number}, "passport": {"FA0000000"}}
	for range guesses {
		if w := h.post("/check", form); w.Code != 200 {
			t.Fatalf("%d before the limit", w.Code)
		}
	}
	w := h.post("/check", form)
	if w.Code != 429 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), words.Say(words.Kazakh, "problem.too-many.title")) {
		t.Errorf("%d after the limit", w.Code)
	}
	h.clock.t = thursday.Add(interval)
	if w := h.post("/check", form); w.Code != 200 {
		t.Errorf("%d after the wait", w.Code)
	}
}

func TestASilentRegisterIsUnknownAndNeverValid(t *testing.T) {
	h := light(t)
	path := "/p/" + h.permits[permit.Valid].Code
	h.db.Close()
	w := h.in(words.English, path)
	body := w.Body.String()
	if w.Code != 503 || !strings.Contains(body, "UNKNOWN") || strings.Contains(body, "VALID</span>") {
		t.Errorf("%d: %s", w.Code, words.Say(words.English, "web.check.unknown.title"))
	}
	for _, wrong := range sound(words.English, body) {
		t.Error(wrong)
	}
	if w := h.get("/quota"); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("the board: %d", w.Code)
	}
	if w := h.get("/"); w.Code != 200 {
		t.Errorf("the first page does without: %d", w.Code)
	}
	if body := h.in(words.English, "/need?who=worker&country=UZB&age=yes&region="+kostanay).Body.String(); !strings.Contains(body, "does not answer now") {
		t.Error("the last question says that the register is silent")
	}
}

// On both engines: PostgreSQL refuses texts that SQLite takes.
func TestBadAddressesAreAnsweredInWords(t *testing.T) {
	furnished(t, func(t *testing.T, h *house) {
		for _, path := range []string{
			"/check?number=%00", "/check?number=%ff%fe", "/check?number=" + strings.Repeat("9", 5000), "/check?number=ZH-3944-26-00000%D0%90",
			"/p/" + strings.Repeat("a", 4000), "/p/%00", "/p/%ff%fe", "/P/%2e%2e%2f", "/P/" + strings.Repeat("A", 9000), "/quota?year=2026;region=x", "/quota?year=%zz",
			"/quota?year=20260000000000000000", "/services/%00", "/services/..%2f..", "/law?year=-1", "/law?year=2026&year=x", "/?lang=xx", "/need?who=worker&who=company",
		} {
			if w := h.get(path); w.Code >= 500 || !strings.Contains(w.Body.String(), "<h1") {
				t.Errorf("%.60s: %d", path, w.Code)
			}
		}
		if w := h.do(mustRequest(http.MethodHead, "/")); w.Code != 200 {
			t.Errorf("HEAD: %d", w.Code)
		}
	})
}
