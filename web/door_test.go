package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"ruqsat/account"
	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
	"ruqsat/words"
)

// M-101, M-102: unknown, wrong and taken look alike.
func TestSignInTellsNobodyWhoHasAnAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newStreet(t, d)
		h, other := st.hire(6), st.hire(6)
		owner := st.browser(words.Kazakh)
		owner.join(h.Worker, "worker")
		stranger := st.browser(words.Kazakh)
		_, wrong := stranger.send("/signin", url.Values{"login": {h.Worker.IIN}, "password": {"not the password"}})
		_, unknown := stranger.send("/signin", url.Values{"login": {other.Worker.IIN}, "password": {"not the password"}})
		if wrong.Code != 422 || unknown.Code != 422 ||
			strings.ReplaceAll(wrong.Body.String(), h.Worker.IIN, "") != strings.ReplaceAll(unknown.Body.String(), other.Worker.IIN, "") {
			t.Errorf("wrong %d and unknown %d differ", wrong.Code, unknown.Code)
		}
		form := url.Values{"as": {"household"}, "iin": {h.Worker.IIN}, "surname": {"А"}, "password": {"another long one"}}
		if at, _ := stranger.send("/signup", form); at != "/signin?welcome=1" {
			t.Errorf("a taken ИИН leads to %s", at)
		}
		if at, _ := stranger.send("/signin", url.Values{"login": {h.Worker.IIN}, "password": {"another long one"}}); at != "/signin" {
			t.Errorf("the stranger's password opens: %s", at)
		}
	})
}

func TestTooManyTriesWait(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	b := st.browser(words.Russian)
	form := url.Values{"login": {h.Worker.IIN}, "password": {"guess"}}
	tries, w := 0, (*httptest.ResponseRecorder)(nil)
	for _, w = b.send("/signin", form); w.Code == 422 && tries <= st.site.Policy.Account.Burst; _, w = b.send("/signin", form) {
		tries++
	}
	if tries < 3 {
		t.Errorf("shut after %d tries", tries)
	}
	wait, _ := strconv.Atoi(w.Header().Get("Retry-After"))
	if w.Code != http.StatusTooManyRequests || wait < 1 {
		t.Fatalf("%d, Retry-After %d", w.Code, wait)
	}
	b.contains(w.Body.String(), words.Say(words.Russian, "problem.too-many.title"))
	st.clock.Advance(time.Duration(wait+1) * time.Second)
	if _, w := b.send("/signin", form); w.Code != 422 {
		t.Errorf("%d after the wait", w.Code)
	}
}

func TestSignUpSaysAllThatIsWrongAtOnce(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	for _, l := range words.Languages {
		b := st.browser(l)
		for _, as := range []string{"", "?as=worker", "?as=passport", "?as=household", "?as=company"} {
			b.page("/signup"+as, 200)
		}
		b.page("/signup?as=nobody", 422)
		_, w := b.send("/signup", url.Values{"as": {"household"}, "iin": {"850115390018"}, "phone": {"abc"}, "email": {"x"}, "password": {"1234567890"}})
		if n := strings.Count(w.Body.String(), "govuk-error-message"); w.Code != 422 || n < 4 {
			t.Errorf("%d with %d errors: %s", w.Code, n, said(w.Body.String()))
		}
		_, w = b.send("/signup", url.Values{"as": {"household"}, "iin": {"160840999016"}, "surname": {"А"}, "password": {sample.Password}})
		if w.Code != 422 || !strings.Contains(said(w.Body.String()), words.Say(l, "account.flaw.iin.organisation")) {
			t.Errorf("a БИН: %d %s", w.Code, said(w.Body.String()))
		}
		_, w = b.send("/signup", url.Values{"as": {"passport"}, "passport-country": {"UZB"}, "passport-number": {"FA4821735"}, "mrz": {"P<UZB"}, "password": {sample.Password}})
		if w.Code != 422 || !strings.Contains(w.Body.String(), "mrz-error") {
			t.Errorf("a broken MRZ: %d %s", w.Code, said(w.Body.String()))
		}
		b.everyLanguage()
	}
}

// M-22, P13: a person without an ИИН signs up by passport, and joins the ИИН when it is assigned.
func TestAPassportAccountJoinsItsIIN(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	b := st.browser(words.Russian)
	one, two := h.MRZ()
	form := url.Values{"as": {"passport"}, "passport-country": {h.Worker.Citizenship}, "passport-number": {h.Worker.Passport}, "mrz": {one + "\n" + two}, "password": {sample.Password}}
	if at, w := b.send("/signup", form); at != "/signin?welcome=1&by=passport" {
		t.Fatalf("leads to %s: %s", at, said(w.Body.String()))
	}
	if at, w := b.send("/signin", url.Values{"by": {"passport"}, "country": {h.Worker.Citizenship}, "passport": {h.Worker.Passport}, "password": {sample.Password}}); at != "/cabinet" {
		t.Fatalf("leads to %s: %s", at, said(w.Body.String()))
	}
	at := b.begin()
	b.fill(at, h)
	b.contains(b.page(at+"/check", 200), words.Say(words.Russian, "cabinet.confirm.no-iin"))
	b.contains(b.page("/prove", 200), words.Say(words.Russian, "cabinet.prove.none"))
	if _, w := b.send("/prove", url.Values{"iin": {"123"}}); w.Code != 422 {
		t.Errorf("a wrong ИИН: %d", w.Code)
	}
	if _, w := b.send("/prove", url.Values{"iin": {h.Worker.IIN}}); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, said(w.Body.String()))
	}
	if _, w := b.send("/prove/code", url.Values{"code": {"000000"}}); w.Code != 422 {
		t.Errorf("a wrong code: %d", w.Code)
	}
	if at, _ := b.send("/prove/code", url.Values{"code": {st.state.Codes(h.Worker.IIN)[0].Code}, "next": {at + "/check"}}); !strings.HasSuffix(at, "/check") {
		t.Errorf("leads to %s", at)
	}
	b.confirm(at)
}

func TestAContactBaseWithoutAPhoneIsSaidSo(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	unproven := st.browser(words.Kazakh)
	unproven.send("/signup", url.Values{"as": {"household"}, "iin": {"850115390017"}, "surname": {"А"}, "password": {sample.Password}})
	unproven.send("/signin", url.Values{"login": {"850115390017"}, "password": {sample.Password}})
	_, w := unproven.send("/prove", nil)
	if w.Code != http.StatusConflict {
		t.Errorf("no phone in the base: %d", w.Code)
	}
	unproven.contains(w.Body.String(), words.Say(words.Kazakh, "problem.no-contact.title"))
}

func TestALostPasswordIsRecoveredByTheCode(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h, other := st.hire(6), st.hire(6)
	b := st.browser(words.Kazakh)
	b.join(h.Worker, "worker")
	guest := st.browser(words.Kazakh)
	guest.page("/recover", 200)
	_, known := guest.send("/recover", url.Values{"iin": {h.Worker.IIN}})
	_, unknown := guest.send("/recover", url.Values{"iin": {other.Worker.IIN}})
	if known.Code != 200 || strings.ReplaceAll(known.Body.String(), h.Worker.IIN, "") != strings.ReplaceAll(unknown.Body.String(), other.Worker.IIN, "") {
		t.Errorf("known %d and unknown %d differ", known.Code, unknown.Code)
	}
	for range 100 {
		if len(st.state.Codes(h.Worker.IIN)) == 2 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	code := st.state.Codes(h.Worker.IIN)[0].Code
	if at, w := guest.send("/recover/code", url.Values{"iin": {h.Worker.IIN}, "code": {code}, "password": {"quite another one"}}); at != "/signin?ended=1" {
		t.Fatalf("leads to %s: %s", at, said(w.Body.String()))
	}
	if at, _ := guest.send("/signin", url.Values{"login": {h.Worker.IIN}, "password": {"quite another one"}}); at != "/cabinet" {
		t.Errorf("the new password leads to %s", at)
	}
	if w := b.do(mustRequest(http.MethodGet, "/cabinet")); w.Code != http.StatusSeeOther {
		t.Errorf("the old session is alive: %d", w.Code)
	}
}

func TestDetailsAndPasswordAreChanged(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	b := st.browser(words.Kazakh)
	b.join(h.Worker, "worker")
	if at, _ := b.send("/account", url.Values{"phone": {"+7 701 000 00 00"}, "language": {"ru"}, "cabinet": {account.Employer}}); at != "/account?saved=1" {
		t.Errorf("leads to %s", at)
	}
	if _, w := b.send("/account", url.Values{"phone": {"abc"}}); w.Code != 422 {
		t.Errorf("a wrong phone: %d", w.Code)
	}
	if _, w := b.send("/account/password", url.Values{"password": {"wrong"}, "new": {"quite another one"}}); w.Code != 422 {
		t.Errorf("a wrong old password: %d", w.Code)
	}
	before := st.signIns(h.Worker.IIN)
	if at, _ := b.send("/account/password", url.Values{"password": {sample.Password}, "new": {"quite another one"}}); at != "/signin?ended=1" {
		t.Errorf("leads to %s", at)
	}
	if n := st.signIns(h.Worker.IIN) - before; n != 0 {
		t.Errorf("the old password that was asked for again is %d sign-ins in the register", n)
	}
	if at, _ := b.send("/signin", url.Values{"login": {h.Worker.IIN}, "password": {"quite another one"}}); at != "/cabinet" {
		t.Errorf("the new password leads to %s", at)
	}
	if at, _ := b.send("/account/signout", nil); at != "/signin?ended=1" {
		t.Errorf("leads to %s", at)
	}
	b.page("/signin", 200)
}

// signIns counts a person's sign-ins in the register.
func (st *street) signIns(iin string) (n int) {
	st.Helper()
	ok(st, st.DB.Read(context.Background(), func(tx *db.Tx) error {
		a, err := account.ByIIN(tx, iin)
		if err != nil {
			return err
		}
		entries, err := register.History(tx, "account:"+a.ID)
		for _, e := range entries {
			if e.Act == "account.sign-in" {
				n++
			}
		}
		return err
	}))
	return n
}

// Staff come in by two steps; the secret is shown as a picture and as text.
func TestStaffSetUpTheirSecondFactor(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	b := st.browser(words.Russian)
	at, w := b.send("/signin", url.Values{"by": {"staff"}, "login": {"abenov"}, "password": {sample.Password}})
	if !strings.HasPrefix(at, "/signin/code") || w.Code != 200 {
		t.Fatalf("leads to %s: %d", at, w.Code)
	}
	m := regexp.MustCompile(`<strong class="rq-mono">([A-Z2-7 ]+)</strong>`).FindStringSubmatch(w.Body.String())
	if m == nil || !strings.Contains(w.Body.String(), `src="data:image/png;base64,`) {
		t.Fatal("no secret or no picture")
	}
	if got := b.do(mustRequest(http.MethodGet, "/account")).Header().Get("Location"); got != "/signin/code?next=%2Faccount" {
		t.Errorf("half a session opens %q", got)
	}
	if _, w := b.send("/signin/code", url.Values{"code": {"000000"}}); w.Code != 422 {
		t.Errorf("a wrong code: %d", w.Code)
	}
	code, err := totp.GenerateCode(strings.ReplaceAll(m[1], " ", ""), st.clock.Now())
	ok(t, err)
	if at, _ := b.send("/signin/code", url.Values{"code": {code}}); at != Home(&account.Account{Role: account.Executor}) {
		t.Errorf("leads to %s", at)
	}
	if at, _ := b.send("/signout", nil); at != "/" {
		t.Errorf("signing out leads to %s", at)
	}
}

func TestNobodyIsLedElsewhereAfterSigningIn(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	b := st.browser(words.Kazakh)
	b.join(h.Worker, "worker")
	for next, want := range map[string]string{"//evil.example": "/cabinet", "https://evil.example": "/cabinet", "/prove": "/prove"} {
		b.send("/signout", nil)
		if at, _ := b.send("/signin", url.Values{"login": {h.Worker.IIN}, "password": {sample.Password}, "next": {next}}); at != want {
			t.Errorf("%s leads to %s", next, at)
		}
	}
}
