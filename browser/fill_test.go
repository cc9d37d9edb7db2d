package browser

import (
	"context"
	"errors"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange/simulator"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/quota"
	"ruqsat/words"
)

// fill makes a case of every state, on the days before now, and leaves the clock at now.
func (w *town) fill() {
	w.t.Helper()
	day := calendar.DayOf(now)
	w.at(day.AddDays(-16), 10, 0) // before Nauryz
	w.begin("issued", 6, nil)
	w.file("issued")
	w.begin("refused", 4, nil)
	w.file("refused")
	w.begin("withdrawn", 4, nil)
	w.file("withdrawn")
	w.settle()
	w.decided()
	w.write(func(tx *db.Tx) error { // an alert of control, as the watch would keep it
		unit := w.Units["akimat "+sample.Zhitikara].ID
		_, err := tx.Exec(`INSERT INTO report_alert (id, kind, unit, about, about_name, first_at, last_at, count, figure, found_at)
			VALUES ('alert-1', 'night', ?, ?, ?, ?, ?, 1, 1, ?)`, unit, w.Staff["suleimenova"].ID, w.Staff["suleimenova"].FullName(),
			db.At(w.clock.Now()), db.At(w.clock.Now()), db.At(w.clock.Now()))
		return err
	})
	w.write(func(tx *db.Tx) (err error) {
		_, err = w.Office.AnswerPolice(tx, w.Staff["sarsenov"], w.cases["issued"].ID, true, "")
		if err == nil {
			_, err = w.Office.AnswerPolice(tx, w.Staff["sarsenov"], w.cases["refused"].ID, false, "Бұрын болу мерзімін бұзған")
		}
		return err
	})
	w.decide("issued", true)
	w.decide("refused", false, "R-POLICE")
	w.write(func(tx *db.Tx) error {
		c, err := application.Find(tx, w.cases["withdrawn"].ID)
		if err == nil {
			_, err = w.Office.Withdraw(tx, w.find(tx, w.hires["withdrawn"].Worker), c.ID, c.Version)
		}
		return err
	})

	w.at(day.AddDays(-8), 10, 0)
	w.begin("overdue", 5, nil)
	w.file("overdue")
	w.at(day.AddDays(-7), 15, 0)
	for _, name := range []string{"review", "taken", "approving", "refusing", "stale", "renewed", "own", "many", "signed", "signed too"} {
		w.begin(name, 6, nil)
		w.file(name)
	}
	w.begin("unpaid", 6, func(known *sample.Hire) { known.Paid[0].Sum -= 17_300 })
	w.file("unpaid")
	w.settle()
	w.at(day.AddDays(-6), 11, 0)
	for _, name := range []string{"review", "taken", "approving", "unpaid", "stale", "renewed", "own", "many", "signed", "signed too"} {
		w.answer(name, true)
	}
	w.answer("refusing", false)
	w.write(func(tx *db.Tx) (err error) {
		if _, err = w.Office.Take(tx, w.Staff["abenov"], w.cases["taken"].ID); err == nil {
			err = application.Read(tx, w.Staff["abenov"], w.cases["taken"], "examination")
		}
		return err
	})

	w.drafts()

	w.at(day, 9, 5)
	ok(w.t, w.state.Set(simulator.Switch{System: "esbd", Mode: simulator.Error500}))
	w.begin("police", 12, nil)
	w.file("police")
	w.settle()
	ok(w.t, w.state.Set(simulator.Switch{System: "esbd", Mode: simulator.OK}))
	w.begin("awaiting", 3, nil)
	w.confirm("awaiting")
	w.begin("draft", 6, nil)
	w.bare("started")
	w.newcomers()
	w.counter()
	w.staff()
	for _, name := range []string{"approving", "signed", "signed too"} {
		w.propose(name, true)
	}
	w.propose("refusing", false, "R-POLICE")
	w.permits()
	_, err := w.record.Sequence(context.Background(), w.clock.Now())
	ok(w.t, err)
	if w.clock.Now().After(now) {
		w.t.Fatalf("the sample past ends at %s", w.clock.Now())
	}
	w.clock.Set(now)
	w.newest()
}

// begin makes two people and the worker's complete draft.
func (w *town) begin(name string, months int, spoil func(known *sample.Hire)) {
	w.t.Helper()
	h := w.invent(name, months)
	known := h
	known.Paid = append([]sample.Receipt{}, h.Paid...)
	if spoil != nil {
		spoil(&known)
	}
	ok(w.t, w.state.Add(known.Scenario()))
	file, err := w.Scan(context.Background(), "Құжат көшірмесі", w.clock.Now())
	ok(w.t, err)
	w.write(func(tx *db.Tx) error {
		worker, err := w.Join(tx, h.Worker, account.Immigrant, words.Kazakh)
		if err != nil {
			return err
		}
		if _, err = w.Join(tx, h.Employer, account.Employer, words.Kazakh); err != nil {
			return err
		}
		scan, err := attachment.Keep(tx, file, worker.ID)
		if err == nil {
			w.scans[name] = scan.ID
			w.cases[name], err = w.Draft(tx, worker, h, scan)
		}
		if err != nil {
			return err
		}
		papers, err := application.Papers(tx, w.cases[name].ID)
		if len(papers) > 0 {
			w.papers[name] = papers[0].ID
		}
		return err
	})
}

func (w *town) invent(name string, months int) sample.Hire {
	w.t.Helper()
	w.people++
	h, err := sample.Invent(w.law, w.people, calendar.DayOf(w.clock.Now()), sample.Zhitikara, months)
	ok(w.t, err)
	w.hires[name] = h
	return h
}

// bare is a draft that holds nothing yet, of a person who has nothing else.
func (w *town) bare(name string) {
	w.t.Helper()
	h := w.invent(name, 6)
	ok(w.t, w.state.Add(h.Scenario()))
	w.write(func(tx *db.Tx) error {
		worker, err := w.Join(tx, h.Worker, account.Immigrant, words.Kazakh)
		if err == nil {
			_, err = w.Join(tx, h.Employer, account.Employer, words.Kazakh)
		}
		if err == nil {
			w.cases[name], err = w.Office.Start(tx, worker, sample.Service, sample.Operation, sample.Channel)
		}
		return err
	})
}

func (w *town) find(tx *db.Tx, p sample.Person) account.Account {
	w.t.Helper()
	a, err := account.ByIIN(tx, p.IIN)
	ok(w.t, err)
	return a
}

func (w *town) confirm(name string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		c := w.cases[name]
		papers, err := application.Papers(tx, c.ID)
		if err != nil {
			return err
		}
		_, sum, err := c.Canonical(papers)
		if err == nil {
			_, _, err = w.Office.Confirm(tx, w.find(tx, w.hires[name].Worker), c.ID, sum)
		}
		return err
	})
}

func (w *town) file(name string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		h := w.hires[name]
		c, defects, err := w.File(tx, w.find(tx, h.Worker), w.find(tx, h.Employer), w.cases[name])
		if len(defects) > 0 {
			return errors.New(name + ": " + defects[0].Text.EN)
		}
		w.cases[name] = c
		return err
	})
}

func (w *town) answer(name string, agrees bool) {
	w.t.Helper()
	reason := ""
	if !agrees {
		reason = "Бұрын болу мерзімін бұзған"
	}
	w.write(func(tx *db.Tx) error {
		_, err := w.Office.AnswerPolice(tx, w.Staff["sarsenov"], w.cases[name].ID, agrees, reason)
		return err
	})
}

func (w *town) propose(name string, approve bool, grounds ...string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		c, err := application.Find(tx, w.cases[name].ID)
		if err == nil {
			_, err = w.Office.DraftDecision(tx, w.Staff["suleimenova"], c.ID, c.Version, approve, grounds, "")
		}
		return err
	})
}

func (w *town) decide(name string, approve bool, grounds ...string) {
	w.t.Helper()
	w.propose(name, approve, grounds...)
	w.write(func(tx *db.Tx) error {
		c, err := application.Find(tx, w.cases[name].ID)
		if err != nil {
			return err
		}
		decisions, err := application.Decisions(tx, c.ID)
		if err == nil {
			_, err = w.Office.Decide(tx, w.Staff["temirbekova"], c.ID, c.Version, decisions[0].Prepared)
		}
		return err
	})
}

// permits issues one more permit of every state, beside those of the cases.
func (w *town) permits() {
	w.t.Helper()
	day := calendar.DayOf(now)
	first := map[string]calendar.Day{permit.Valid: day.AddDays(-30), permit.NotStarted: day.AddDays(10), permit.Expired: day.AddMonths(-8),
		permit.Revoked: day.AddDays(-40), permit.Terminated: day.AddDays(-40), permit.Replaced: day.AddDays(-40)}
	var valid permit.Permit
	for _, state := range []string{permit.Valid, permit.NotStarted, permit.Expired, permit.Revoked, permit.Terminated, permit.Replaced} {
		issued := first[state].At(9, 30)
		if issued.After(w.clock.Now()) {
			issued = w.clock.Now()
		}
		var p permit.Permit
		ok(w.t, w.DB.Write(context.Background(), issued, func(tx *db.Tx) (err error) { p, err = w.issue(tx, state, first[state]); return err }))
		w.codes[state] = p.Code
		if state == permit.Valid {
			valid = p
		}
		if state == permit.Revoked || state == permit.Terminated || state == permit.Replaced {
			w.write(func(tx *db.Tx) error { return permit.End(tx, p.ID, state, "ground", w.clock.Now()) })
		}
	}
	text, err := w.seal.QR("ruqsat.example", valid)
	ok(w.t, err)
	w.number = valid.Number
	_, w.qr, _ = strings.Cut(text, "/P/")
	w.write(func(tx *db.Tx) error { // an oblast without a free place
		a := quota.Allotment{Region: "470000000", Year: day.Year(), Ledger: sample.Ledger, Places: 1, Cite: "№ 2", By: "system", Sample: true}
		return errors.Join(quota.Allot(tx, a), quota.Hold(tx, quota.Place{Region: a.Region, Year: a.Year, Ledger: a.Ledger, Subject: "case:last"}))
	})
}

// issue copies the permit of the issued case under another holder and term.
func (w *town) issue(tx *db.Tx, state string, first calendar.Day) (permit.Permit, error) {
	p, err := permit.FindPrepared(tx, w.cases["issued"].ID)
	if err != nil {
		return permit.Permit{}, err
	}
	data := p.Data
	data.HolderAccount, data.First, data.Last = "", first, first.AddMonths(6).AddDays(-1)
	made, err := permit.Prepare(tx, db.NewID(tx.Now()), data)
	if err != nil {
		return permit.Permit{}, err
	}
	return permit.Issue(tx, made, permit.Signatory{Account: w.Staff["temirbekova"].ID, Name: w.Staff["temirbekova"].FullName()})
}

// newest reads every case again.
func (w *town) newest() {
	w.t.Helper()
	ok(w.t, w.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		for name, c := range w.cases {
			if w.cases[name], err = application.Find(tx, c.ID); err != nil {
				return err
			}
		}
		return nil
	}))
}

// letterOf is the newest letter to a person.
func (w *town) letterOf(p sample.Person) (id string) {
	w.t.Helper()
	ok(w.t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
		letters, err := notice.Letters(tx, w.find(tx, p).ID)
		if err == nil && len(letters) > 0 {
			id = letters[0].ID
		}
		return err
	}))
	return id
}

// newcomers are two who have only signed up: one by ИИН, one by passport.
func (w *town) newcomers() {
	w.t.Helper()
	byIIN, byPassport := w.invent("newcomer", 6).Worker, w.invent("traveller", 6).Worker
	w.write(func(tx *db.Tx) error {
		newcomer := account.Newcomer{IIN: byIIN.IIN, Surname: byIIN.Surname, GivenName: byIIN.GivenName, SurnameLatin: byIIN.SurnameLatin,
			GivenNameLatin: byIIN.GivenNameLatin, BirthDate: byIIN.BirthDate, Citizenship: byIIN.Citizenship, Language: words.Kazakh,
			Cabinet: account.Immigrant, PasswordHash: w.Hash}
		_, err := account.SignUp(tx, newcomer)
		newcomer.IIN, newcomer.PassportCountry, newcomer.PassportNumber = "", byPassport.Citizenship, byPassport.Passport
		_, err2 := account.SignUp(tx, newcomer)
		return errors.Join(err, err2)
	})
}
