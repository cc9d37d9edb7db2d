package browser

import (
	"net/url"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/words"
)

// fresh are people of every role who were given a one-time password and have not changed it.
var fresh = map[string]account.Role{"fresh-operator": account.Operator, "fresh-executor": account.Executor, "fresh-head": account.Head,
	"fresh-police": account.Police, "fresh-auditor": account.Auditor, "fresh-admin": account.Administrator}

// staff are those one-time passwords, and orders of substitution: one that runs, one that comes, one that was called off.
func (w *town) staff() {
	w.t.Helper()
	unit := map[account.Role]string{account.Operator: "con " + sample.Kostanay + " 1", account.Executor: "akimat " + sample.Kostanay,
		account.Head: "akimat " + sample.Kostanay, account.Police: "police " + sample.Kostanay}
	admin, day := w.Staff["admin"].ID, calendar.DayOf(w.clock.Now())
	order := func(tx *db.Tx, absent, substitute, number string, first, last calendar.Day) (string, error) {
		o, err := account.AddSubstitution(tx, account.Substitution{Absent: w.Staff[absent].ID, Substitute: w.Staff[substitute].ID,
			First: first, Last: last, Number: number, OrderDay: day, Reason: "Еңбек демалысы"}, admin)
		return o.ID, err
	}
	w.write(func(tx *db.Tx) error {
		for login, role := range fresh {
			a, err := account.AddStaff(tx, account.Post{Role: role, Login: login, Surname: "Жаңабаев", GivenName: "Жандос", Unit: w.Units[unit[role]].ID,
				Position: words.Text{KK: "маман", RU: "специалист", EN: "specialist"}, Language: words.Kazakh, PasswordHash: w.Hash, OneTime: true}, admin)
			if err != nil {
				return err
			}
			w.Staff[login] = a
		}
		var err error
		for _, o := range []struct {
			kept, absent, substitute, number string
			first, last                      calendar.Day
		}{
			{"running", "abenov", "suleimenova", "17", day, day.AddDays(14)},
			{"coming", "petrenko", "iskakova", "18", day.AddDays(7), day.AddDays(21)},
			{"ended", "tulegen", "bekova", "16", day, day.AddDays(3)},
		} {
			if w.orders[o.kept], err = order(tx, o.absent, o.substitute, o.number, o.first, o.last); err != nil {
				return err
			}
		}
		if err = account.EndSubstitution(tx, w.orders["ended"], "Ертерек оралды", admin); err != nil {
			return err
		}
		for name, query := range map[string]string{"Өзбекстан, бүгін": "citizenship=UZB&due=today", "ХҚКО арқылы": "channel=con"} {
			if err = application.SaveFilter(tx, w.Staff["abenov"], name, query); err != nil {
				return err
			}
		}
		return nil
	})
}

// drafts are what the head's table holds beside what he can sign: his own draft, and permits whose days are over.
func (w *town) drafts() {
	w.t.Helper()
	for _, name := range []string{"stale", "renewed"} {
		w.propose(name, true)
	}
	w.write(func(tx *db.Tx) error {
		c, err := application.Find(tx, w.cases["own"].ID)
		if err == nil {
			_, err = w.Office.DraftDecision(tx, w.Staff["temirbekova"], c.ID, c.Version, true, nil, "")
		}
		return err
	})
}

// listSights are the worklist's filters, many cases at once, the head's table and the reports.
func (w *town) listSights() []sight {
	var list []sight
	see := func(who string, status int, paths ...string) {
		for _, path := range paths {
			list = append(list, sight{who: who, path: path, status: status})
		}
	}
	send := func(who string, status int, path string, form url.Values, from string) {
		list = append(list, sight{who: who, path: path, form: form, status: status, from: from})
	}
	one := func(name string) []string { return []string{asShown + " " + w.cases[name].ID} }
	found := "/work?state=all&q=" + w.cases["many"].Number
	see("abenov", 200, "/work?state=all&tick=page", "/work?state=all&channel=con", "/work?state=all&citizenship=none", "/work/filters", "/work/filters?channel=con")
	see("temirbekova", 200, "/work/filters", "/work?state=all&tick=page", "/work/sign?tick=permits", "/work/sign?tick=stale")
	see("abenov", 403, "/work/report", "/audit")
	send("abenov", 422, "/work/filters", url.Values{"list": {"channel=con"}, "name": {""}}, "")
	send("temirbekova", 422, "/work/many", url.Values{"do": {"assign"}, "list": {"state=all"}}, "")
	send("temirbekova", 422, "/work/many", url.Values{"do": {"assign"}, "list": {"state=all"}, "to": {w.Staff["abenov"].ID}}, "")
	send("temirbekova", 200, "/work/many", url.Values{"do": {"assign"}, "to": {w.Staff["suleimenova"].ID}, "pick": one("many")}, found)
	send("temirbekova", 200, "/work/many", url.Values{"do": {"assign"}, "to": {w.Staff["abenov"].ID}, "pick": one("many")}, found)
	send("temirbekova", 200, "/work/many", url.Values{"do": {"assign"}, "to": {w.Staff["suleimenova"].ID}, "pick": {w.cases["taken"].ID + ":1", w.cases["issued"].ID + ":1"}}, "")
	for name, l := range map[string]words.Language{"signed": words.Kazakh, "signed too": words.Russian} {
		list = append(list, sight{who: "temirbekova", path: "/work/sign", form: url.Values{"pick": one(name)}, from: "/work/sign?show=all", only: l})
	}
	list = append(list, sight{who: "temirbekova", path: "/work/sign/renew", form: url.Values{"pick": one("renewed")}, from: "/work/sign?show=all", only: words.Kazakh})
	send("temirbekova", 409, "/work/sign", url.Values{"pick": {w.cases["approving"].ID + ":1:0", w.cases["own"].ID + ":1:0"}}, "")
	send("temirbekova", 422, "/work/sign/return", url.Values{"pick": {w.cases["approving"].ID + ":1:0"}}, "")
	for _, who := range []string{"abenov", "temirbekova"} {
		send(who, 200, "/work/print", url.Values{"pick": {w.cases["taken"].ID + ":1", w.cases["unpaid"].ID + ":1"}}, "")
		send(who, 422, "/work/print", url.Values{"list": {"state=all"}}, "")
	}
	see("bekova", 200, "/work/sign", "/work/report", "/work/report/refusals", "/work/report/overdue", "/work/report/alerts")
	send("temirbekova", 409, "/work/report/alerts/alert-1", url.Values{"version": {"99"}, "comment": {"Қаралды"}}, "")
	acting := "suleimenova for abenov"
	see(acting, 200, "/work", "/work?state=all", "/work/case/"+w.cases["taken"].ID, "/work/case/"+w.cases["unpaid"].ID+"/refuse", "/account")
	see("suleimenova", 200, "/work", "/account")
	return list
}

// controlSights are the pages of the auditor, of the administrator's orders, and of one-time passwords.
func (w *town) controlSights() []sight {
	var list []sight
	see := func(who string, status int, paths ...string) {
		for _, path := range paths {
			list = append(list, sight{who: who, path: path, status: status})
		}
	}
	send := func(who string, status int, path string, form url.Values) {
		list = append(list, sight{who: who, path: path, form: form, status: status})
	}
	number := w.cases["issued"].Number
	see("zhumabaeva", 200, "/audit", "/audit?act=counter.accept", "/audit?number="+number, "/audit?from=01.01.2025&to=02.01.2025", "/audit/readings",
		"/audit/readings?unit="+w.Units["con "+sample.Zhitikara+" 1"].ID, "/audit/case/"+w.cases["issued"].ID, "/audit/case/"+w.cases["denied"].ID,
		"/audit/substitutions", "/account", "/account/letters", "/work/report?span=year")
	see("zhumabaeva", 422, "/audit?from=x", "/audit?number=OT-0", "/audit/readings?from=02.03.2026&to=01.03.2026")
	see("zhumabaeva", 404, "/audit/case/none", "/audit/case/"+w.cases["draft"].ID)
	see("zhumabaeva", 403, "/work", "/admin")

	see("admin", 200, "/admin/substitutions", "/admin/substitutions/new", "/admin/substitutions/new?absent="+w.Staff["abenov"].ID,
		"/admin/substitutions/"+w.orders["running"], "/admin/substitutions/"+w.orders["coming"], "/admin/staff/"+w.Staff["fresh-operator"].ID)
	see("admin", 404, "/admin/substitutions/none")
	see("admin", 403, "/audit")
	send("admin", 422, "/admin/substitutions/new", url.Values{})
	send("admin", 422, "/admin/substitutions/new", url.Values{"absent": {w.Staff["abenov"].ID}, "substitute": {w.Staff["abenov"].ID}, "order-number": {"1"},
		"order-day-day": {"31"}, "order-day-month": {"2"}, "order-day-year": {"2026"}})
	send("admin", 422, "/admin/substitutions/"+w.orders["running"], url.Values{})
	send("admin", 409, "/admin/unit/"+w.Units["akimat "+sample.Astana].ID, w.unitForm("akimat "+sample.Astana, "99"))
	for login := range fresh {
		see(login, 200, "/password")
	}
	send("fresh-operator", 422, "/password", url.Values{"password": {"x"}, "new": {"y"}})
	send("fresh-operator", 422, "/password", url.Values{"password": {"not the one given"}, "new": {"Tobyl-2027-qaragai"}})
	return list
}

// unitForm is the administrator's form of a unit, as it would be sent over a version.
func (w *town) unitForm(name, version string) url.Values {
	u := w.Units[name]
	form := url.Values{"version": {version}, "phone": {"+77172556001"}}
	for id, text := range map[string]words.Text{"name": u.Name, "department": u.Department, "address": u.Address, "hours": u.Hours} {
		form.Set(id+"-kk", text.KK)
		form.Set(id+"-ru", text.RU)
		form.Set(id+"-en", text.EN)
	}
	return form
}
