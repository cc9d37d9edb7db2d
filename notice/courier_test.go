package notice_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/exchange/simulator"
	"ruqsat/notice"
	"ruqsat/words"
)

// desk is a courier with a clock of its own, over people who asked for letters.
type desk struct {
	*testing.T
	db       *db.DB
	clock    *still
	courier  *notice.Courier
	carriers map[account.Way]notice.Carrier
	log      *bytes.Buffer
}

// still is a clock that stands until it is moved.
type still struct {
	sync.Mutex
	at time.Time
}

// Now is where it stands.
func (c *still) Now() time.Time { c.Lock(); defer c.Unlock(); return c.at }

// Advance moves it.
func (c *still) Advance(by time.Duration) { c.Lock(); defer c.Unlock(); c.at = c.at.Add(by) }

const site = "https://ruqsat.example"

func newDesk(t *testing.T, d *db.DB, carriers map[account.Way]notice.Carrier) *desk {
	k := &desk{T: t, db: d, clock: &still{at: now}, log: &bytes.Buffer{}, carriers: carriers}
	k.courier = notice.NewCourier(d, k.clock, slog.New(slog.NewTextHandler(k.log, nil)), site, carriers)
	t.Cleanup(func() {
		for _, secret := range []string{"example.kz", "7701", "Нұрғали"} {
			if strings.Contains(k.log.String(), secret) {
				t.Errorf("the log names %s: %s", secret, k.log)
			}
		}
	})
	return k
}

func (k *desk) write(f func(tx *db.Tx) error) { k.Helper(); write(k.T, k.db, k.clock.Now(), f) }

// person has an account with confirmed addresses, and asked for letters by both ways.
func (k *desk) person(language words.Language, email, phone string, mail, sms bool) account.Account {
	k.Helper()
	var a account.Account
	k.write(func(tx *db.Tx) (err error) {
		a, err = account.SignUp(tx, account.Newcomer{PassportCountry: "UZB", PassportNumber: "FA" + db.NewCode()[:8], Surname: "Нұрғали",
			GivenName: "Әсел", Email: email, Phone: phone, Language: language, Cabinet: account.Immigrant, PasswordHash: "-"})
		return err
	})
	k.ask(a.ID, mail, sms)
	for _, w := range account.Ways {
		if a.Given(w) != "" {
			k.confirm(a.ID, w)
		}
	}
	return k.find(a.ID)
}

func (k *desk) find(id string) (a account.Account) {
	k.Helper()
	k.write(func(tx *db.Tx) (err error) { a, err = account.Find(tx, id); return err })
	return a
}

func (k *desk) ask(id string, mail, sms bool) {
	k.Helper()
	a := k.find(id)
	k.write(func(tx *db.Tx) error { return account.Ask(tx, a, mail, sms) })
}

func (k *desk) move(id, email string) {
	k.Helper()
	a := k.find(id)
	a.Email = email
	k.write(func(tx *db.Tx) error { return account.Change(tx, a) })
}

func (k *desk) confirm(id string, w account.Way) {
	k.Helper()
	a := k.find(id)
	k.write(func(tx *db.Tx) error {
		code, err := account.StartAddress(tx, a, w, account.DefaultPolicy())
		if err == nil {
			_, err = account.ProveAddress(tx, a, w, code)
		}
		return err
	})
}

// post writes the letter of a registration.
func (k *desk) post(l notice.Letter) {
	k.Helper()
	due := time.Date(2026, 3, 27, 18, 30, 0, 0, calendar.Zone)
	long := func(l words.Language) string { return words.Moment(l, due) }
	l.Case, l.Kind = "case-1", notice.Filed
	args := []any{"number", "OT-3944-26-000418", "received", long, "due", long}
	l.Title, l.Body = words.All("notice.filed.title", args...), words.All("notice.filed.body", args...)
	l.Short = words.All("notice.filed.sms", "number", "OT-3944-26-000418", "due", words.ShortMoment(due))
	k.write(func(tx *db.Tx) error { return notice.Post(tx, l) })
}

func (k *desk) flush() int {
	k.Helper()
	n, err := k.courier.Flush(context.Background())
	ok(k.T, err)
	return n
}

// rows are the states of all deliveries, the oldest first, as "way state attempts trouble".
func (k *desk) rows() []string {
	k.Helper()
	var rows []struct {
		Way      string `db:"way"`
		State    string `db:"state"`
		Attempts int    `db:"attempts"`
		Trouble  string `db:"trouble"`
	}
	ok(k.T, k.db.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Select(&rows, `SELECT way, state, attempts, trouble FROM notice_delivery ORDER BY id`)
	}))
	var all []string
	for _, r := range rows {
		all = append(all, strings.TrimSpace(strings.Join([]string{r.Way, r.State, string(rune('0' + r.Attempts)), r.Trouble}, " ")))
	}
	return all
}

func (k *desk) expect(step string, want ...string) {
	k.Helper()
	if got := strings.Join(k.rows(), "; "); got != strings.Join(want, "; ") {
		k.Errorf("%s: %s, not %s", step, got, strings.Join(want, "; "))
	}
}

func TestLettersArriveWholeThroughARealMailServer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := newExim(t)
		k := newDesk(t, d, map[account.Way]notice.Carrier{account.Mail: x.carrier()})
		people := map[string]words.Language{"asel@example.kz": words.Kazakh, "bekzod@example.kz": words.Russian}
		for email, l := range people {
			k.post(notice.Letter{To: k.person(l, email, "", true, false).ID})
		}
		k.post(notice.Letter{Contact: notice.Contact{Email: "counter@example.kz", ByMail: true, Language: words.Russian}})
		people["counter@example.kz"] = words.Russian
		if n := k.flush(); n != 3 {
			t.Fatalf("%d deliveries: %s", n, k.log)
		}
		k.expect("after sending", "mail sent 1", "mail sent 1", "mail sent 1")
		all := x.letters(3)
		if len(all) != 3 {
			t.Fatalf("%d letters arrived", len(all))
		}
		for _, a := range all {
			k.looksRight(a, people[a.header.Get("Envelope-To")])
		}
		if n := k.flush(); n != 0 {
			t.Errorf("%d were sent again", n)
		}
	})
}

// looksRight compares a letter that has arrived with the words of the catalogue.
func (k *desk) looksRight(a arrived, l words.Language) {
	k.Helper()
	due := words.Moment(l, time.Date(2026, 3, 27, 18, 30, 0, 0, calendar.Zone))
	title := words.Say(l, "notice.filed.title", "number", "OT-3944-26-000418")
	body := words.Say(l, "notice.filed.body", "received", due, "due", due)
	if a.subject != title || !strings.HasPrefix(a.body, body+"\n\n") {
		k.Errorf("%s: %q\n%s", l, a.subject, a.body)
	}
	stop := strings.Trim(a.header.Get("List-Unsubscribe"), "<>")
	if !strings.HasPrefix(stop, site+"/stop/") || !strings.Contains(a.body, stop) || len(stop) != len(site+"/stop/")+26 {
		k.Errorf("the letter cannot be ended: %s", stop)
	}
	for name, want := range map[string]string{"From": `"Ruqsat" <no-reply@ruqsat.example>`, "Content-Language": string(l),
		"To": "<" + a.header.Get("Envelope-To") + ">", "Auto-Submitted": "auto-generated", "List-Id": "<letters.ruqsat.example>",
		"Content-Type": "text/plain; charset=UTF-8", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"Date": now.Format(time.RFC1123Z)} {
		if got := a.header.Get(name); got != want {
			k.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	if id := a.header.Get("Message-Id"); !strings.HasSuffix(id, "@ruqsat.example>") || len(id) != 36+len("<@ruqsat.example>") {
		k.Errorf("Message-Id %s", id)
	}
}

func TestAServerThatPutsOffIsAskedAgainAndOneThatRefusesIsNot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := newExim(t)
		k := newDesk(t, d, map[account.Way]notice.Carrier{account.Mail: x.carrier()})
		ok(t, os.WriteFile(x.path("later"), nil, 0o644))
		k.post(notice.Letter{To: k.person(words.Kazakh, "asel@example.kz", "", true, false).ID})
		k.flush()
		k.expect("put off", "mail failed 1 smtp-451")
		if k.flush() != 0 {
			t.Error("it is tried again at once")
		}
		ok(t, os.Remove(x.path("later")))
		k.clock.Advance(31 * time.Second)
		k.flush()
		k.expect("taken in the end", "mail sent 2")
		k.post(notice.Letter{To: k.person(words.Kazakh, "nobody@example.kz", "", true, false).ID})
		k.flush()
		k.expect("no such mailbox", "mail sent 2", "mail dropped 1 smtp-550")
		k.shown("smtp-550")
		if got := x.letters(1); len(got) != 1 {
			t.Errorf("%d letters arrived", len(got))
		}
	})
}

// shown: the administrator sees what was dropped, why, and nothing about whom.
func (k *desk) shown(code string) {
	k.Helper()
	ok(k.T, k.db.Read(context.Background(), func(tx *db.Tx) error {
		list, err := notice.Troubles(tx)
		if err != nil {
			return err
		}
		if len(list) != 1 || list[0].Trouble != code || list[0].State != notice.StateDropped || list[0].Kind != notice.Filed {
			k.Errorf("%+v", list)
		}
		if says := notice.SayTrouble(code); !says.Complete() || strings.Contains(says.RU, "⟦") {
			k.Errorf("%s says %+v", code, says)
		}
		status, err := notice.Status(tx)
		if err == nil && (status[0].Dropped != 1 || status[0].Trouble != code || !status[0].LastSent.Equal(k.clock.Now())) {
			k.Errorf("%+v", status)
		}
		return err
	}))
}

func TestALetterWaitsForAServerThatIsDownAndArrivesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := newExim(t)
		k := newDesk(t, d, map[account.Way]notice.Carrier{account.Mail: x.carrier()})
		x.stop()
		for range 3 {
			k.post(notice.Letter{To: k.person(words.Russian, "asel@example.kz", "", true, false).ID})
		}
		for range 3 {
			k.flush()
			k.clock.Advance(10 * time.Minute)
		}
		k.expect("down", "mail failed 3 unreachable", "mail failed 3 unreachable", "mail failed 3 unreachable")
		x.start()
		k.flush()
		k.expect("up again", "mail sent 4", "mail sent 4", "mail sent 4")
		k.clock.Advance(time.Hour)
		k.flush()
		seen := map[string]bool{}
		for _, a := range x.letters(3) {
			seen[a.header.Get("Message-Id")] = true
		}
		time.Sleep(200 * time.Millisecond)
		if all := x.letters(3); len(all) != 3 || len(seen) != 3 {
			t.Errorf("%d letters under %d numbers", len(all), len(seen))
		}
	})
}

func TestAPasswordThatTheServerRefusesDropsNoLetter(t *testing.T) {
	x := newExim(t)
	carrier := x.carrier()
	carrier.Password = "another"
	k := newDesk(t, dbtest.Open(t, db.SQLite), map[account.Way]notice.Carrier{account.Mail: carrier})
	k.post(notice.Letter{To: k.person(words.Russian, "asel@example.kz", "", true, false).ID})
	k.flush()
	k.expect("the house's own trouble", "mail failed 1 smtp-535")
	if err := (notice.Mail{Host: "127.0.0.1", Port: 25, From: "a@b.kz", User: "u", Mode: notice.Plain}).Check(); err == nil {
		t.Error("a password would go over an open line")
	}
}

func TestNobodyWritesHeadersIntoALetter(t *testing.T) {
	x := newExim(t)
	k := newDesk(t, dbtest.Open(t, db.SQLite), map[account.Way]notice.Carrier{account.Mail: x.carrier()})
	a := k.person(words.Russian, "asel@example.kz", "", true, false)
	evil := "тема\r\nBcc: thief@example.kz\r\n\r\nтело\u2028ещё"
	k.write(func(tx *db.Tx) error {
		text := words.Text{KK: evil, RU: evil, EN: evil}
		return notice.Post(tx, notice.Letter{To: a.ID, Kind: notice.Filed, Title: text, Body: text})
	})
	k.post(notice.Letter{Contact: notice.Contact{Email: "a@example.kz,thief@example.kz", ByMail: true}})
	k.flush()
	k.expect("one went, one is no address", "mail sent 1", "mail dropped 1 bad-address")
	all := x.letters(1)
	if len(all) != 1 || all[0].header.Get("Bcc") != "" || all[0].subject != "тема Bcc: thief@example.kz тело ещё" {
		t.Errorf("%+v", all)
	}
}

func TestNothingIsSentAfterConsentIsTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, state := newPhones(t, d)
		a := k.person(words.Kazakh, "asel@example.kz", "+77010000001", true, true)
		silent := k.person(words.Kazakh, "other@example.kz", "+77010000002", false, false)
		k.post(notice.Letter{To: silent.ID})
		k.expect("nobody asked")
		k.post(notice.Letter{To: a.ID})
		k.post(notice.Letter{Contact: notice.Contact{Phone: "+77010000003", Email: "x@example.kz", BySMS: true}})
		k.expect("three wishes", "mail waiting 0", "sms waiting 0", "sms waiting 0")
		k.ask(a.ID, true, false)
		k.stop("+77010000003")
		k.stop("+77010000003")
		k.flush()
		k.expect("taken back", "mail sent 1", "sms dropped 0 refused", "sms dropped 0 refused")
		if n := len(state.Texts("")); n != 0 {
			t.Errorf("%d messages went out", n)
		}
		k.post(notice.Letter{To: a.ID})
		k.stop("asel@example.kz")
		k.move(a.ID, "asel@example.kz")
		k.flush()
		k.expect("by the link", "mail sent 1", "sms dropped 0 refused", "sms dropped 0 refused", "mail dropped 0 refused")
		if k.find(a.ID).ByMail {
			t.Error("the link did not end the letters")
		}
	})
}

// stop uses the link of the newest delivery to this address: a contact's, or an account's own.
func (k *desk) stop(address string) {
	k.Helper()
	var code string
	k.write(func(tx *db.Tx) error {
		err := tx.Get(&code, `SELECT stop FROM notice_delivery d WHERE address = ? OR account IN
			(SELECT id FROM account WHERE email = ? OR phone = ?) ORDER BY id DESC LIMIT 1`, address, address, address)
		if err != nil {
			return err
		}
		return notice.Stop(tx, code)
	})
}

func TestALetterGoesToTheAddressOfTheMomentOfSending(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, state := newPhones(t, d)
		moved := k.person(words.Kazakh, "old@example.kz", "", true, false)
		unsure := k.person(words.Kazakh, "before@example.kz", "", true, false)
		k.post(notice.Letter{To: moved.ID})
		k.post(notice.Letter{To: unsure.ID})
		k.move(moved.ID, "new@example.kz")
		k.confirm(moved.ID, account.Mail)
		k.move(unsure.ID, "after@example.kz")
		k.flush()
		k.expect("one confirmed the new address", "mail sent 1", "mail dropped 0 unconfirmed")
		if all := state.Letters(""); len(all) != 1 || all[0].To != "new@example.kz" {
			t.Errorf("%+v", all)
		}
	})
}

// newPhones is a desk whose letters go to the simulator: a gateway of SMS over HTTP, a mail server over SMTP.
func newPhones(t *testing.T, d *db.DB) (*desk, *simulator.Simulator) {
	t.Helper()
	state, err := simulator.New(&still{at: now}, simulator.Scenario{})
	ok(t, err)
	gateway := httptest.NewServer(state)
	t.Cleanup(gateway.Close)
	address := mailServer(t, state)
	return newDesk(t, d, map[account.Way]notice.Carrier{
		account.Mail: notice.Mail{Host: "127.0.0.1", Port: address.Port, From: "no-reply@ruqsat.example", Mode: notice.Plain, Clock: &still{at: now}},
		account.SMS:  notice.Gateway{URL: gateway.URL + "/sms/messages", Token: simulator.Token},
	}), state
}

func mailServer(t *testing.T, state *simulator.Simulator) *net.TCPAddr {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	server := state.ServeMail(l)
	t.Cleanup(func() { server.Close() })
	return l.Addr().(*net.TCPAddr)
}

func TestTheGatewaysFaultsLoseNoMessageAndDoubleNone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, state := newPhones(t, d)
		a := k.person(words.Kazakh, "", "+77010000001", false, true)
		want := []string{}
		for _, fault := range []struct{ mode, trouble string }{
			{simulator.Error500, "status-500"}, {simulator.Garbage, "wrong-answer"}, {simulator.Oversize, "wrong-answer"},
			{simulator.Reset, "unreachable"}, {simulator.Half, "unreachable"}, {simulator.WrongCorrelation, "wrong-answer"},
		} {
			ok(t, state.Set(simulator.Switch{System: simulator.SMS, Mode: fault.mode}))
			k.post(notice.Letter{To: a.ID})
			k.flush()
			k.expect(fault.mode, append(want, "sms failed 1 "+fault.trouble)...)
			ok(t, state.Set(simulator.Switch{System: simulator.SMS, Mode: simulator.OK}))
			k.clock.Advance(time.Minute)
			k.flush()
			want = append(want, "sms sent 2")
			k.expect(fault.mode+" and then well", want...)
		}
		texts := state.Texts("+77010000001")
		if len(texts) != len(want) {
			t.Errorf("%d messages on the phone, not %d", len(texts), len(want))
		}
		if says := texts[0].Text; says != "OT-3944-26-000418 өтініші тіркелді. Нәтиженің соңғы мерзімі: 27.03.2026, 18:30. ruqsat.example/cabinet" {
			t.Errorf("the phone shows: %s", says)
		}
		ok(t, state.Set(simulator.Switch{System: simulator.SMS, Mode: simulator.Refuse}))
		k.post(notice.Letter{To: a.ID})
		k.flush()
		k.expect("refused", append(want, "sms dropped 1 status-400")...)
	})
}

func TestADeadMailServerSlowsNoSMS(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, state := newPhones(t, d)
		a := k.person(words.Russian, "asel@example.kz", "+77010000001", true, true)
		ok(t, state.Set(simulator.Switch{System: simulator.Mail, Mode: simulator.Delay, Delay: 3000}))
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() { k.courier.Run(ctx); close(ended) }()
		for range 6 {
			k.post(notice.Letter{To: a.ID})
		}
		began := time.Now()
		for len(state.Texts("")) < 6 && time.Since(began) < 10*time.Second {
			time.Sleep(10 * time.Millisecond)
		}
		if n := len(state.Letters("")); len(state.Texts("")) != 6 || n != 0 {
			t.Errorf("%d SMS and %d mails after %s", len(state.Texts("")), n, time.Since(began))
		}
		cancel()
		<-ended
		for _, row := range k.rows() {
			if row != "sms sent 1" && row != "mail sent 1" && row != "mail waiting 0" {
				t.Errorf("after closing down: %s", row)
			}
		}
	})
}

func TestTwoCouriersSendEachLetterOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, state := newPhones(t, d)
		other := newDesk(t, d, k.carriers)
		a := k.person(words.English, "asel@example.kz", "+77010000001", true, true)
		for range 20 {
			k.post(notice.Letter{To: a.ID})
		}
		var both sync.WaitGroup
		for _, desk := range []*desk{k, other} {
			both.Go(func() { desk.courier.Flush(context.Background()) })
		}
		both.Wait()
		if mails, texts := len(state.Letters("")), len(state.Texts("")); mails != 20 || texts != 20 {
			t.Errorf("%d mails and %d SMS", mails, texts)
		}
	})
}

func TestALetterIsGivenUpAfterItsTriesOrThreeDaysAndCanBeSentAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, state := newPhones(t, d)
		a := k.person(words.Kazakh, "", "+77010000001", false, true)
		ok(t, state.Set(simulator.Switch{System: simulator.SMS, Mode: simulator.Error500}))
		k.post(notice.Letter{To: a.ID})
		for range notice.MaxAttempts - 1 {
			k.flush()
			k.clock.Advance(time.Hour)
		}
		if rows := k.rows(); !strings.HasPrefix(rows[0], "sms failed") {
			t.Errorf("before the last try: %s", rows)
		}
		k.flush()
		if rows := k.rows(); !strings.HasPrefix(rows[0], "sms dropped") || k.flush() != 0 {
			t.Errorf("after the last try: %s", rows)
		}
		ok(t, state.Set(simulator.Switch{System: simulator.SMS, Mode: simulator.OK}))
		k.resend(a)
		k.flush()
		k.expect("sent again", "sms sent 1")
		k.post(notice.Letter{To: a.ID})
		k.clock.Advance(3*24*time.Hour + time.Minute)
		k.flush()
		k.expect("too late", "sms sent 1", "sms dropped 0 late")
		if n := len(state.Texts("")); n != 1 {
			t.Errorf("%d messages", n)
		}
	})
}

func (k *desk) resend(by account.Account) {
	k.Helper()
	var id string
	k.write(func(tx *db.Tx) error {
		if err := tx.Get(&id, `SELECT id FROM notice_delivery WHERE state = 'dropped'`); err != nil {
			return err
		}
		return notice.Resend(tx, id, by)
	})
	err := k.db.Write(context.Background(), k.clock.Now(), func(tx *db.Tx) error { return notice.Resend(tx, id, by) })
	if !errors.Is(err, notice.ErrNoDelivery) {
		k.Errorf("sent again twice: %v", err)
	}
}

func TestWithoutAServerALetterWaitsAndTheStateSaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d, nil)
		a := k.person(words.Kazakh, "asel@example.kz", "", true, false)
		k.post(notice.Letter{To: a.ID})
		if k.flush() != 0 || k.courier.Carries(account.Mail) {
			t.Error("something was sent without a server")
		}
		k.expect("no server", "mail waiting 0")
		err := k.courier.Confirm(context.Background(), account.Mail, "asel@example.kz", "123456", words.Kazakh)
		if !errors.Is(err, notice.ErrNoCarrier) {
			t.Errorf("a code: %v", err)
		}
	})
}

func TestACodeIsSentAtOnce(t *testing.T) {
	k, state := newPhones(t, dbtest.Open(t, db.SQLite))
	ok(t, k.courier.Confirm(context.Background(), account.SMS, "+77010000001", "012345", words.Russian))
	ok(t, k.courier.Confirm(context.Background(), account.Mail, "asel@example.kz", "543210", words.Kazakh))
	if texts := state.Texts(""); len(texts) != 1 || texts[0].Text != "Код Ruqsat: 012345. Действует 10 минут. Никому не говорите." {
		t.Errorf("%+v", texts)
	}
	letters := state.Letters("")
	if len(letters) != 1 || !strings.Contains(letters[0].Body, "543210") || letters[0].Header.Get("List-Unsubscribe") != "" {
		t.Errorf("%+v", letters)
	}
	ok(t, state.Set(simulator.Switch{System: simulator.Mail, Mode: simulator.Error500}))
	err := k.courier.Confirm(context.Background(), account.Mail, "asel@example.kz", "543210", words.Kazakh)
	if trouble := (notice.Trouble{}); !errors.As(err, &trouble) || trouble.Code != "smtp-451" {
		t.Errorf("a server that is out of order: %v", err)
	}
}

// A gateway that takes the message and loses its answer has shown it; the repetition bears the same number.
func TestTwoHundredMessagesArriveOnceOnABadDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, state := newPhones(t, d)
		a := k.person(words.Kazakh, "", "+77010000001", false, true)
		for range 200 {
			k.post(notice.Letter{To: a.ID})
		}
		for round, mode := range []string{simulator.Half, simulator.Reset, simulator.WrongCorrelation, simulator.Error500, simulator.OK} {
			ok(t, state.Set(simulator.Switch{System: simulator.SMS, Mode: mode, Every: min(round+2, 4)}))
			k.flush()
			k.clock.Advance(time.Hour)
		}
		for _, row := range k.rows() {
			if !strings.HasPrefix(row, "sms sent") {
				t.Fatalf("one is %s", row)
			}
		}
		seen := map[string]bool{}
		for _, text := range state.Texts("") {
			seen[text.ID] = true
		}
		if n := len(state.Texts("")); n != 200 || len(seen) != 200 {
			t.Errorf("%d messages under %d numbers", n, len(seen))
		}
	})
}

func TestWhatWaitedForAServerGoesWithTheFirstLetterThatReachesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, state := newPhones(t, d)
		a := k.person(words.Kazakh, "", "+77010000001", false, true)
		ok(t, state.Set(simulator.Switch{System: simulator.SMS, Mode: simulator.Reset}))
		k.post(notice.Letter{To: a.ID})
		for range 8 {
			k.flush()
			k.clock.Advance(time.Hour)
		}
		k.flush() // its next try is an hour away
		ok(t, state.Set(simulator.Switch{System: simulator.SMS, Mode: simulator.OK}))
		k.post(notice.Letter{To: a.ID})
		k.flush()
		if n := len(state.Texts("")); n != 2 {
			t.Errorf("%d messages: %v", n, k.rows())
		}
	})
}

func TestALetterOfACourierThatDiedIsSentByAnother(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, state := newPhones(t, d)
		k.post(notice.Letter{To: k.person(words.Kazakh, "", "+77010000001", false, true).ID})
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE notice_delivery SET claim = 'dead', claimed_until = ?`, db.At(tx.Now().Add(time.Minute)))
			return err
		})
		k.clock.Advance(59 * time.Second)
		if k.flush() != 0 {
			t.Error("it was taken from a courier that may still live")
		}
		k.clock.Advance(time.Second)
		k.flush()
		if n := len(state.Texts("+77010000001")); n != 1 {
			t.Errorf("%d messages", n)
		}
	})
}

func TestAnSMSGoesToTheNumberHoweverItIsWritten(t *testing.T) {
	k, state := newPhones(t, dbtest.Open(t, db.SQLite))
	for _, number := range []string{"+77010000001", "8 (701) 000-00-01", "77010000001", "+7 701 000 00 01"} {
		k.post(notice.Letter{Contact: notice.Contact{Phone: number, BySMS: true}})
	}
	k.post(notice.Letter{Contact: notice.Contact{Phone: "12", BySMS: true}})
	k.flush()
	k.expect("written in every way", "sms sent 1", "sms sent 1", "sms sent 1", "sms sent 1", "sms dropped 1 bad-address")
	if n := len(state.Texts("+77010000001")); n != 4 {
		t.Errorf("%d messages", n)
	}
}
