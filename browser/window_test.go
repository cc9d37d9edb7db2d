package browser

import (
	"context"
	"net/url"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/words"
)

// insured is the document that a short sheet of the counter lacks.
const insured = "insurance"

// scan is a scan of an operator.
func (w *town) scan(operator, title string) (kept attachment.Attachment) {
	w.t.Helper()
	file, err := w.Scan(context.Background(), title, w.clock.Now())
	ok(w.t, err)
	w.write(func(tx *db.Tx) (err error) {
		kept, err = attachment.Keep(tx, file, w.Staff[operator].ID)
		return err
	})
	return kept
}

// sheet is a sheet of the counter with everything on it.
func (w *town) sheet(name string) {
	w.t.Helper()
	h := w.invent(name, 6)
	ok(w.t, w.state.Add(h.Scenario()))
	scan := w.scan("saparova", name)
	w.scans[name] = scan.ID
	w.write(func(tx *db.Tx) (err error) {
		w.cases[name], err = w.Intake(tx, w.Staff["saparova"], h, scan)
		return err
	})
}

// short takes a document off a sheet.
func (w *town) short(name, document string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		papers, err := application.Papers(tx, w.cases[name].ID)
		for _, p := range papers {
			if err == nil && p.Document == document {
				w.cases[name], err = w.Office.RemovePaper(tx, w.Staff["saparova"], w.cases[name].ID, w.cases[name].Version, p.ID, "")
			}
		}
		return err
	})
}

// takenIn is a sheet that was accepted.
func (w *town) takenIn(name string) {
	w.t.Helper()
	w.sheet(name)
	w.write(func(tx *db.Tx) (err error) {
		var list []application.Shortfall
		w.cases[name], list, err = w.Accept(tx, w.Staff["saparova"], w.cases[name])
		for _, s := range list {
			w.t.Fatalf("%s: %s", name, s.Text.EN)
		}
		return err
	})
}

// givenBack gives the originals of a document back; of every document that goes back when none is named.
func (w *town) givenBack(name, document string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		originals, err := w.Office.Originals(tx, w.cases[name])
		for _, o := range originals {
			if err == nil && !o.Stays && (document == "" || o.Document == document) {
				err = w.Office.ReturnOriginal(tx, w.Staff["saparova"], w.cases[name].ID, o.Paper)
			}
		}
		return err
	})
}

// decided are the cases of the counter that are decided, before Nauryz: handed out, ready, refused, withdrawn.
func (w *town) decided() {
	w.t.Helper()
	for _, name := range []string{"handed", "ready", "denied", "left"} {
		w.takenIn(name)
	}
	w.settle()
	w.givenBack("handed", "receipt")
	w.givenBack("denied", "")
	for _, name := range []string{"handed", "ready"} {
		w.answer(name, true)
		w.decide(name, true)
	}
	w.answer("denied", false)
	w.decide("denied", false, "R-POLICE")
	w.write(func(tx *db.Tx) error {
		hand := application.HandOver{Receiver: w.hires["handed"].Worker.SurnameLatin + " " + w.hires["handed"].Worker.GivenNameLatin,
			Document: w.hires["handed"].Worker.Passport, As: application.AsApplicant, Signed: true}
		return w.Office.HandOver(tx, w.Staff["omarov"], w.cases["handed"].ID, hand)
	})
	request := w.scan("omarov", "left")
	w.write(func(tx *db.Tx) error {
		c, err := application.Find(tx, w.cases["left"].ID)
		if err == nil {
			_, err = w.Office.WithdrawAtCounter(tx, w.Staff["omarov"], c.ID, c.Version, request)
		}
		return err
	})
}

// counter is the morning at the counter: sheets in every state, a case that waits, and the tray of omarov.
func (w *town) counter() {
	w.t.Helper()
	w.takenIn("waiting")
	w.write(func(tx *db.Tx) error { // he has a cabinet too, and the case is in it (P11)
		_, err := w.Join(tx, w.hires["waiting"].Worker, account.Immigrant, words.Kazakh)
		return err
	})
	w.sheet("whole")
	w.sheet("half")
	w.short("half", insured)
	w.write(func(tx *db.Tx) (err error) {
		w.cases["half"], _, err = w.Office.SaveIntake(tx, w.Staff["saparova"], w.cases["half"].ID, w.cases["half"].Version,
			map[string]string{"employer.iin": "123", application.ContactPhone: "701"})
		return err
	})
	w.write(func(tx *db.Tx) (err error) {
		w.cases["blank"], err = w.Office.StartIntake(tx, w.Staff["saparova"], sample.Service, sample.Operation)
		return err
	})
	w.sheet("declined")
	w.short("declined", insured)
	w.write(func(tx *db.Tx) error {
		c := w.cases["declined"]
		entry, err := w.Office.RefuseAcceptance(tx, w.Staff["saparova"], c.ID, c.Version, []string{insured}, "Сақтандыру шартын әкеліңіз.")
		w.entry = entry.ID
		return err
	})
	for _, title := range []string{"Паспорт", "Шарт"} {
		scan := w.scan("omarov", title)
		w.tray = scan.ID
		w.write(func(tx *db.Tx) error {
			_, err := w.Office.PutInTray(tx, w.Staff["omarov"], scan)
			return err
		})
	}
}

// windowSights are the pages of the front office.
func (w *town) windowSights() []sight {
	var list []sight
	see := func(who string, status int, paths ...string) {
		for _, path := range paths {
			list = append(list, sight{who: who, path: path, status: status})
		}
	}
	send := func(status int, path string, form url.Values) {
		list = append(list, sight{who: "saparova", path: path, form: form, status: status, many: strings.Contains(path, "/intake/") && !strings.HasSuffix(path, "/refuse") || strings.HasSuffix(path, "/withdraw")})
	}
	sheet := func(name string) string { return "/counter/intake/" + w.cases[name].ID }
	of := func(name string) string { return "/counter/case/" + w.cases[name].ID }
	tabs := []string{"/counter", "/counter/waiting", "/counter/ready", "/counter/done", "/counter/originals", "/counter/journal", "/counter/tray"}

	see("dyusenova", 200, tabs...) // nothing anywhere
	see("saparova", 200, tabs...)
	see("omarov", 200, "/counter/tray", sheet("half"))
	see("saparova", 200, "/account", "/account/letters", sheet("blank"), sheet("half"), sheet("whole"), sheet("declined"),
		sheet("half")+"/refuse", sheet("whole")+"/refuse", sheet("half")+"/discard",
		"/counter/entry/"+w.entry, "/counter/entry/"+w.entry+"?first=ru",
		of("waiting"), of("ready"), of("denied"), of("handed"), of("left"), of("handed")+"/handed", of("handed")+"/mark", of("denied")+"/letter",
		of("waiting")+"/copy", of("waiting")+"/receipt", of("waiting")+"/withdraw", of("ready")+"/hand", of("denied")+"/hand",
		"/file/"+w.cases["waiting"].ID+"/"+w.scans["waiting"]+"/view")
	see("saparova", 404, "/counter/case/none", "/counter/intake/none", "/counter/entry/none")
	see("saparova", 403, "/work", "/admin")
	see("saparova", 409, of("waiting")+"/letter", of("waiting")+"/hand")
	see("saparova", 422, "/counter/journal?from-day=31&from-month=2&from-year=2026")
	send(200, "/counter/search", url.Values{"q": {w.hires["waiting"].Worker.Passport}})
	send(200, "/counter/search", url.Values{"q": {"nobody"}})
	send(422, sheet("half")+"/refuse", url.Values{"version": {w.version("half")}})
	send(409, sheet("half"), url.Values{"version": {"1"}, "employer.iin": {"850115390017"}})
	send(422, sheet("half"), url.Values{"version": {asShown}, "do": {"accept"}, "employer.iin": {"123"}})
	send(422, of("ready")+"/hand", url.Values{})
	send(422, of("ready")+"/hand", url.Values{"as": {"proxy"}, "receiver": {"A"}})
	send(409, of("denied")+"/return", url.Values{"paper": {"all"}})
	send(422, of("waiting")+"/withdraw", url.Values{"version": {w.version("waiting")}})
	list = append(list, sight{who: "omarov", path: "/counter/tray", form: url.Values{}, many: true, status: 422})

	see("worker of waiting", 200, "/cabinet", "/cabinet/case/"+w.cases["waiting"].ID)
	return list
}
