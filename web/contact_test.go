package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/exchange/simulator"
	"ruqsat/notice"
	"ruqsat/words"
)

// post gives the house a mail server and a gateway of SMS: those of the simulator.
func (st *street) post() *notice.Courier {
	st.Helper()
	gateway := httptest.NewServer(st.state)
	st.Cleanup(gateway.Close)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(st, err)
	server := st.state.ServeMail(l)
	st.Cleanup(func() { server.Close() })
	st.site.Letters = notice.NewCourier(st.DB, st.clock, slog.New(slog.NewJSONHandler(st.log, nil)), "https://ruqsat.example",
		map[account.Way]notice.Carrier{
			account.Mail: notice.Mail{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: "no-reply@ruqsat.example", Mode: notice.Plain, Clock: st.clock},
			account.SMS:  notice.Gateway{URL: gateway.URL + "/sms/messages", Token: simulator.Token},
		})
	return st.site.Letters
}

// reached gives the account of this ИИН a mail address and a phone.
func (st *street) reached(iin, email, phone string) (a account.Account) {
	st.Helper()
	st.write(func(tx *db.Tx) (err error) {
		if a, err = account.ByIIN(tx, iin); err != nil {
			return err
		}
		a.Email, a.Phone = email, phone
		if err = account.Change(tx, a); err == nil {
			a, err = account.Find(tx, a.ID)
		}
		return err
	})
	return a
}

var sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)

func wish(do string, more ...string) url.Values {
	form := url.Values{"do": {do}}
	for i := 0; i < len(more); i += 2 {
		form.Add(more[i], more[i+1])
	}
	return form
}

func TestLettersAreAskedForConfirmedAndEndedByTheirLink(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newStreet(t, d)
		h := st.hire(6)
		worker := st.browser(words.Russian)
		worker.join(h.Worker, "worker")
		worker.has(worker.page("/account/letters", 200), "contact.none")
		courier := st.post()
		worker.has(worker.page("/account/letters", 200), "contact.lead", "contact.ways.hint")
		iin := h.Worker.IIN
		st.reached(iin, "", "")
		if _, w := worker.send("/account/letters", wish("ways", "ways", "mail")); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("mail without an address: %d", w.Code)
		} else {
			worker.has(w.Body.String(), "contact.ways.mail.missing")
		}
		a := st.reached(iin, "farrukh@example.kz", "+77010000001")
		worker.send("/account/letters", wish("ways", "ways", "mail", "ways", "sms"))
		body := worker.page("/account/letters", 200)
		worker.contains(body, "farrukh@example.kz", `name="code"`)
		mail, text := st.state.Letters("farrukh@example.kz"), st.state.Texts("+77010000001")
		if len(mail) != 1 || len(text) != 1 {
			t.Fatalf("%d mails and %d SMS with a code", len(mail), len(text))
		}
		code := sixDigits.FindString(mail[0].Body)
		wrong := "000000"
		if code == wrong {
			wrong = "000001"
		}
		if _, w := worker.send("/account/letters", wish("code", "way", "mail", "code", wrong)); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("a wrong code: %d", w.Code)
		} else {
			worker.contains(w.Body.String(), `href="#code-mail"`, `id="code-mail-error"`)
		}
		if at, _ := worker.send("/account/letters", wish("code", "way", "mail", "code", code)); at != "/account/letters?saved=1" {
			t.Errorf("the right code leads to %s", at)
		}
		st.write(func(tx *db.Tx) error { return notice.Post(tx, sampleLetter(a.ID)) })
		_, err := courier.Flush(context.Background())
		ok(t, err)
		mail = st.state.Letters("farrukh@example.kz")
		if len(mail) != 2 || len(st.state.Texts("+77010000001")) != 1 {
			t.Fatalf("%d mails, %d SMS: an unconfirmed phone gets nothing", len(mail), len(st.state.Texts("")))
		}
		stop := strings.TrimPrefix(strings.Trim(mail[0].Header.Get("List-Unsubscribe"), "<>"), "https://ruqsat.example")
		st.endedByLink(stop, a.ID)
		worker.page("/account/letters", 200)
	})
}

func sampleLetter(to string) notice.Letter {
	text := all("Өтініш тіркелді", "Заявление зарегистрировано", "Registered")
	return notice.Letter{To: to, Kind: notice.Filed, Title: text, Body: text, Short: text}
}

// endedByLink: looking at the link changes nothing; its button, or a mail program's own, ends the letters.
func (st *street) endedByLink(stop, id string) {
	st.Helper()
	stranger := st.browser(words.Kazakh)
	stranger.has(stranger.page(stop, 200), "contact.stop.text")
	find := func() (a account.Account) {
		st.write(func(tx *db.Tx) (err error) { a, err = account.Find(tx, id); return err })
		return a
	}
	if !find().ByMail {
		st.Error("a look at the link ended the letters")
	}
	r := httptest.NewRequest(http.MethodPost, stop, strings.NewReader("List-Unsubscribe=One-Click")) // RFC 8058
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	st.site.ServeHTTP(w, r)
	if w.Code != http.StatusOK || find().ByMail || !find().BySMS {
		st.Errorf("one click: %d, mail %v, SMS %v", w.Code, find().ByMail, find().BySMS)
	}
	if _, w := stranger.send(stop, url.Values{}); w.Code != http.StatusOK {
		st.Errorf("a second time: %d", w.Code)
	} else {
		stranger.has(w.Body.String(), "contact.stopped.mail")
	}
	stranger.page("/stop/"+strings.Repeat("a", 26), http.StatusNotFound)
	if _, w := stranger.send("/stop/"+strings.Repeat("a", 26), url.Values{}); w.Code != http.StatusNotFound {
		st.Errorf("a code that leads nowhere: %d", w.Code)
	}
}

func TestACodeThatCannotBeSentIsSaidSo(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker := st.browser(words.Kazakh)
	worker.join(h.Worker, "worker")
	st.post()
	st.reached(h.Worker.IIN, "farrukh@example.kz", "")
	ok(t, st.state.Set(simulator.Switch{System: simulator.Mail, Mode: simulator.Error500}))
	_, w := worker.send("/account/letters", wish("ways", "ways", "mail"))
	if w.Code != http.StatusConflict {
		t.Errorf("%d", w.Code)
	}
	worker.has(w.Body.String(), "contact.unsent", "contact.send")
	ok(t, st.state.Set(simulator.Switch{System: simulator.Mail, Mode: simulator.OK}))
	if at, _ := worker.send("/account/letters", wish("send", "way", "mail")); at != "/account/letters" {
		t.Errorf("leads to %s", at)
	}
	for _, bad := range []url.Values{wish(""), wish("send", "way", "pigeon"), wish("code", "way", "pigeon"), wish("send", "way", "sms")} {
		if _, w := worker.send("/account/letters", bad); w.Code != http.StatusBadRequest {
			t.Errorf("%v: %d", bad, w.Code)
		}
	}
	if strings.Contains(st.log.String(), "farrukh@") {
		t.Error("the log names the address")
	}
}

func TestTheAdministratorSeesLettersInTroubleAndSendsThemAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		admin := st.officer("admin", words.Russian)
		admin.has(admin.page("/admin/letters", 200), "contact.admin.none")
		if body := admin.page("/admin/letters", 200); strings.Count(body, "сервер не задан") != 2 {
			t.Error("the page does not say that no server is set")
		}
		courier := st.post()
		st.write(func(tx *db.Tx) error {
			l := sampleLetter("")
			l.Case, l.Contact = "case-1", notice.Contact{Email: "a@example.kz", ByMail: true, Language: words.Russian}
			return notice.Post(tx, l)
		})
		ok(t, st.state.Set(simulator.Switch{System: simulator.Mail, Mode: simulator.Refuse}))
		_, err := courier.Flush(context.Background())
		ok(t, err)
		body := admin.page("/admin/letters", 200)
		admin.has(body, "contact.admin.resend", "contact.kind.filed", "contact.admin.given-up")
		admin.contains(body, notice.SayTrouble("smtp-550").RU)
		if strings.Contains(body, "a@example.kz") || strings.Contains(body, "case-1") {
			t.Error("the administrator sees whose letter it is")
		}
		ok(t, st.state.Set(simulator.Switch{System: simulator.Mail, Mode: simulator.OK}))
		form := url.Values{"delivery": {hidden(body).Get("delivery")}}
		if at, _ := admin.send("/admin/letters/resend", form); at != "/admin/letters" {
			t.Errorf("resending leads to %s", at)
		}
		_, err = courier.Flush(context.Background())
		ok(t, err)
		if n := len(st.state.Letters("a@example.kz")); n != 1 {
			t.Errorf("%d letters", n)
		}
		if _, w := admin.send("/admin/letters/resend", form); w.Code != http.StatusConflict {
			t.Errorf("what was sent is sent again: %d", w.Code)
		}
	})
}

func TestTheLettersOfACaseReachThePartiesInTheirLanguages(t *testing.T) { // M-05, M-20, M-21
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newStreet(t, d)
		courier := st.post()
		h := st.hire(6)
		st.write(func(tx *db.Tx) error {
			_, err := st.Join(tx, h.Worker, account.Immigrant, words.Kazakh)
			if err == nil {
				_, err = st.Join(tx, h.Employer, account.Employer, words.Russian)
			}
			return err
		})
		st.wishes(`iin = ?`, h.Worker.IIN, "worker@example.kz", "+77010000001")
		st.wishes(`iin = ?`, h.Employer.IIN, "employer@example.kz", "+77010000002")
		st.wishes(`login = ?`, "sarsenov", "sarsenov@example.kz", "")
		c := st.filedBy(h)
		st.write(func(tx *db.Tx) error { return st.Office.PoliceOverdue(tx, c.ID) })
		_, err := courier.Flush(context.Background())
		ok(t, err)
		for to, l := range map[string]words.Language{"worker@example.kz": words.Kazakh, "employer@example.kz": words.Russian} {
			mail := st.mail(to, words.Say(l, "notice.filed.title", "number", c.Number))
			if !strings.Contains(mail.Body, words.Moment(l, c.DueAt)) || !strings.Contains(mail.Body, "https://ruqsat.example/cabinet/letters/") {
				t.Errorf("%s reads: %s", to, mail.Body)
			}
		}
		st.mail("employer@example.kz", words.Say(words.Russian, "notice.sign-employer.title", "applicant", c.Name))
		st.mail("sarsenov@example.kz", words.Say(st.Staff["sarsenov"].Language, "notice.police-overdue.title", "number", c.Number))
		texts := append(st.state.Texts("+77010000001"), st.state.Texts("+77010000002")...)
		if len(texts) < 3 {
			t.Errorf("%d SMS", len(texts))
		}
		for _, m := range texts {
			for _, secret := range []string{c.Name, h.Worker.Surname, h.Employer.Surname, h.Worker.IIN, c.Fields[application.FieldPassport]} {
				if secret != "" && strings.Contains(m.Text, secret) {
					t.Errorf("an SMS names %s: %s", secret, m.Text)
				}
			}
		}
	})
}

// wishes lets an account have confirmed addresses and the wish for letters there.
func (st *street) wishes(where, who, email, phone string) {
	st.Helper()
	st.write(func(tx *db.Tx) error {
		n, err := tx.Exec(`UPDATE account SET email = ?, confirmed_email = ?, by_mail = 1, phone = ?, confirmed_phone = ?, by_sms = ?
			WHERE `+where, email, email, phone, phone, phone != "", who)
		if err == nil && n != 1 {
			st.Errorf("%d accounts of %s", n, who)
		}
		return err
	})
}

// filedBy files a case of people who have accounts already.
func (st *street) filedBy(h sample.Hire) (c application.Case) {
	st.Helper()
	file, err := st.Scan(context.Background(), "Көшірме", st.clock.Now())
	ok(st, err)
	st.write(func(tx *db.Tx) error {
		worker, err := account.ByIIN(tx, h.Worker.IIN)
		if err != nil {
			return err
		}
		employer, err := account.ByIIN(tx, h.Employer.IIN)
		if err != nil {
			return err
		}
		scan, err := attachment.Keep(tx, file, worker.ID)
		if err != nil {
			return err
		}
		if c, err = st.Draft(tx, worker, h, scan); err == nil {
			c, _, err = st.File(tx, worker, employer, c)
		}
		return err
	})
	return st.current(c)
}

// mail is the letter under this subject in somebody's mailbox.
func (st *street) mail(to, subject string) simulator.Letter {
	st.Helper()
	subjects := []string{}
	for _, l := range st.state.Letters(to) {
		if l.Subject == subject {
			return l
		}
		subjects = append(subjects, l.Subject)
	}
	st.Errorf("%s got %q and not %q", to, subjects, subject)
	return simulator.Letter{}
}
