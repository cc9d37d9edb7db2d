package browser

import (
	"net/url"
	"strings"

	"ruqsat/account"
	"ruqsat/application/sample"
	"ruqsat/permit"
	"ruqsat/words"
)

// sight is one state of one page, as one visitor meets it.
type sight struct {
	who    string // visitor, a key of town.visitors
	path   string
	form   url.Values     // what is sent to the path; nil: it is opened
	many   bool           // the form may hold files
	from   string         // page whose form is sent, where it is another one; see asShown
	status int            // 0: 200
	door   string         // a door of the town; empty: the usual one
	only   words.Language // seen in this one; empty: in both
	other  bool           // a page of strangers, opened by one who is signed in: it may lead home
}

func (s sight) String() string {
	method := "GET "
	if s.form != nil {
		method = "POST "
	}
	who := s.who
	if who == "" {
		who = "anyone"
	}
	return method + s.path + " by " + who
}

// asShown stands for the value that the page's own form holds; before an id, for that case's tick.
const asShown = "as shown"

// visitor is who looks: how they sign in, and as what role.
type visitor struct {
	door, by, login string
	role            account.Role
}

func (w *town) visitors() map[string]visitor {
	list := map[string]visitor{"": {role: account.Anonymous}, "second": {door: "strict", by: "staff", login: "abenov", role: account.Executor}}
	for name, h := range w.hires {
		list["worker of "+name] = visitor{login: h.Worker.IIN, role: account.Person}
		list["employer of "+name] = visitor{login: h.Employer.IIN, role: account.Person}
	}
	for login, a := range w.Staff {
		list[login] = visitor{by: "staff", login: login, role: a.Role}
	}
	list["suleimenova for abenov"] = visitor{by: "staff", login: "suleimenova for abenov", role: account.Executor}
	list["newcomer"] = visitor{login: w.hires["newcomer"].Worker.IIN, role: account.Person}
	list["traveller"] = visitor{by: "passport", login: w.hires["traveller"].Worker.Citizenship + " " + w.hires["traveller"].Worker.Passport, role: account.Person}
	return list
}

const service = "/services/labour-immigrant-permit"

// publicSights are the pages that anyone opens, in every state.
func (w *town) publicSights() []sight {
	open := map[int][]string{
		200: {"/", "/services", service, service + "?months=12", "/need", "/need?who=company", "/need?who=worker", "/need?who=worker&country=KGZ",
			"/need?who=worker&country=USA", "/need?who=worker&country=other", "/need?who=household&country=UZB", "/need?who=worker&country=UZB&age=no",
			"/need?who=worker&country=UZB&age=yes", "/need?who=household&country=UZB&age=yes&region=390000000",
			"/need?who=worker&country=GEO&age=yes&region=390000000", "/need?who=worker&country=UZB&age=yes&region=470000000",
			"/need?who=worker&country=UZB&age=yes&region=750000000", "/quota", "/quota?region=390000000", "/quota?region=750000000", "/quota?year=2025",
			"/check", w.stopLink(), "/status", "/law", "/law?year=2024", "/help", "/help/keys", "/offices", "/signup", "/signup?as=worker", "/signup?as=passport", "/signup?as=household",
			"/signup?as=company", "/signin", "/signin?by=passport", "/signin?by=staff", "/signin?welcome=1", "/signin?ended=1", "/recover", "/P/" + w.qr},
		404: {"/nowhere", "/p/none", "/P/FORGED", "/check?number=ZH-0000-00-000000", "/services/none"},
		405: {"/signout"},
		422: {"/need?ask=who", "/need?who=worker&ask=country", service + "?months=13", "/quota?year=1999", "/check?number=", "/check?number=12", "/law?year=2050", "/signup?go=1"},
		400: {"/quota?year=%zz"},
	}
	var list []sight
	for status, paths := range open {
		for _, path := range paths {
			list = append(list, sight{path: path, status: status})
		}
	}
	for _, state := range []string{permit.Valid, permit.NotStarted, permit.Expired, permit.Revoked, permit.Terminated, permit.Replaced} {
		list = append(list, sight{path: "/p/" + w.codes[state]})
	}
	send := func(status int, path string, form url.Values) {
		list = append(list, sight{path: path, form: form, status: status})
	}
	send(422, "/signup", url.Values{"as": {"worker"}, "iin": {"85011539001"}, "password": {"short"}, "born-day": {"31"}, "born-month": {"2"}, "born-year": {"1990"}})
	send(422, "/signup", url.Values{"as": {"passport"}, "mrz": {"P<UZB"}})
	send(422, "/signup", url.Values{"as": {"household"}})
	send(422, "/signin", url.Values{"login": {"990101300000"}, "password": {"not this one"}})
	send(422, "/recover", url.Values{"iin": {"1"}})
	send(200, "/recover", url.Values{"iin": {w.hires["issued"].Worker.IIN}})
	send(422, "/check", url.Values{"number": {w.number}, "passport": {""}})
	send(200, "/check", url.Values{"number": {w.number}, "passport": {"FA0000001"}})
	send(413, "/signin", url.Values{"login": {strings.Repeat("9", 70<<10)}})
	return append(list,
		sight{path: "/p/" + w.codes[permit.Valid], door: "silent", status: 503}, sight{path: "/quota", door: "silent", status: 503},
		sight{path: "/", door: "silent"}, sight{path: "/help", door: "faulty", status: 500, who: "second"},
		sight{path: "/signin/code", who: "second", door: "strict"},
		sight{path: "/signin/code", who: "second", door: "strict", form: url.Values{"code": {"000000"}}, status: 422})
}

// cabinetSights are the pages of a person, in every state of a case.
func (w *town) cabinetSights() []sight {
	var list []sight
	see := func(who string, status int, paths ...string) {
		for _, path := range paths {
			list = append(list, sight{who: who, path: path, status: status})
		}
	}
	send := func(who string, status int, path string, form url.Values) {
		list = append(list, sight{who: who, path: path, form: form, status: status, many: strings.Contains(path, "/section/")})
	}
	of := func(name string) string { return "/cabinet/case/" + w.cases[name].ID }
	apply := "/apply/" + sample.Service + "/" + sample.Operation

	see("newcomer", 200, "/cabinet", "/cabinet/letters", "/account", "/account?saved=1", "/prove", "/prove?sent=1", apply)
	see("newcomer", 404, of("draft"), "/cabinet/case/none")
	see("newcomer", 403, "/work", "/admin")
	see("traveller", 200, "/prove", "/cabinet", "/account", "/account/letters")
	see("employer of started", 200, "/cabinet", "/account", "/prove", "/cabinet/letters", apply)
	send("newcomer", 422, "/account", url.Values{"phone": {"12"}, "email": {"x"}})
	send("newcomer", 422, "/account/password", url.Values{"password": {"x"}, "new": {"y"}})
	send("newcomer", 422, "/prove/code", url.Values{"code": {"000000"}})
	send("traveller", 422, "/prove", url.Values{"iin": {"123"}})
	send("newcomer", 404, "/cabinet/start", url.Values{})

	started := of("started")
	see("worker of started", 200, "/cabinet", started, started+"/check", started+"/discard")
	see("worker of draft", 200, "/cabinet", "/cabinet/letters", of("draft"), of("draft")+"/check", of("draft")+"/copy", apply)
	for _, section := range w.sections() {
		see("worker of started", 200, started+"/section/"+section, started+"/section/"+section+"?fix=1")
		see("worker of draft", 200, of("draft")+"/section/"+section)
		send("worker of started", 422, started+"/section/"+section, url.Values{"version": {asShown}, "applicant.iin": {"123"}, "months": {"13"}})
	}
	send("worker of started", 409, started+"/section/person", url.Values{"version": {"99"}})
	file := "/file/" + w.cases["draft"].ID + "/" + w.scans["draft"]
	see("worker of draft", 200, file+"/view")
	see("worker of draft", 404, "/file/"+w.cases["draft"].ID+"/"+w.scans["issued"]+"/view")

	for _, name := range []string{"awaiting", "police", "overdue", "unpaid", "taken", "approving", "issued", "refused", "withdrawn"} {
		see("worker of "+name, 200, "/cabinet", of(name), of(name)+"/copy")
		see("employer of "+name, 200, of(name))
	}
	see("worker of awaiting", 200, of("awaiting")+"/done", of("awaiting")+"/check")
	see("worker of awaiting", 409, of("awaiting")+"/withdraw")
	see("employer of awaiting", 200, "/cabinet", of("awaiting")+"/check", of("awaiting")+"/copy")
	send("employer of awaiting", 409, of("awaiting")+"/confirm", url.Values{"sum": {strings.Repeat("0", 64)}})
	send("worker of issued", 409, of("issued")+"/withdraw", url.Values{"version": {"1"}})
	see("worker of police", 200, of("police")+"/done", of("police")+"/withdraw", "/cabinet/letters")
	see("employer of police", 200, "/cabinet", of("police")+"/done")
	see("worker of refused", 200, of("refused")+"/refusal", "/cabinet/letters", "/cabinet/letters/"+w.letterOf(w.hires["refused"].Worker))
	see("employer of refused", 200, of("refused")+"/refusal", "/cabinet/letters/"+w.letterOf(w.hires["refused"].Employer))
	see("worker of issued", 200, "/cabinet/letters/"+w.letterOf(w.hires["issued"].Worker))
	return list
}

// workSights are the pages of the workplaces.
func (w *town) workSights() []sight {
	var list []sight
	see := func(who string, status int, paths ...string) {
		for _, path := range paths {
			list = append(list, sight{who: who, path: path, status: status})
		}
	}
	send := func(who string, status int, path string, form url.Values) {
		list = append(list, sight{who: who, path: path, form: form, status: status})
	}
	of := func(name string) string { return "/work/case/" + w.cases[name].ID }
	for _, login := range []string{"abenov", "temirbekova"} {
		see(login, 200, "/work?state=all", "/work?state=decided", "/work?state=all&q="+w.cases["taken"].Number, "/account", "/account/letters")
		for _, name := range []string{"police", "overdue", "unpaid", "review", "taken", "approving", "refusing", "issued", "refused"} {
			see(login, 200, of(name))
		}
		see(login, 200, of("taken")+"/paper/"+w.papers["taken"], of("taken")+"/paper/"+w.papers["taken"]+"?zoom=200&rotate=90", of("issued")+"/paper/"+w.papers["issued"])
		see(login, 404, of("taken")+"/paper/none")
		see(login, 200, of("issued")+"/done", of("refused")+"/done", "/file/"+w.cases["taken"].ID+"/"+w.scans["taken"]+"/view")
		see(login, 404, "/work/case/none")
		see(login, 403, "/admin/quota")
		send(login, 200, "/work/search", url.Values{"q": {w.hires["taken"].Worker.Passport}})
		send(login, 200, "/work/search", url.Values{"q": {"nobody"}})
	}
	see("abenov", 200, "/work")
	see("tulegen", 200, "/work", "/work?state=decided")
	see("bekova", 200, "/work?state=all")
	see("temirbekova", 200, of("approving")+"/decide", of("refusing")+"/decide")
	see("temirbekova", 200, "/work/sign", "/work/sign?show=all", "/work/report", "/work/report?span=year", "/work/report/refusals?span=year", "/work/report/overdue",
		"/work/report/alerts", "/work/report/alerts/alert-1")
	see("temirbekova", 422, "/work/report?span=dates&from=x")
	send("temirbekova", 422, "/work/sign", url.Values{})
	send("temirbekova", 422, "/work/report/alerts/alert-1", url.Values{"version": {"1"}})
	see("zhumabaeva", 200, "/work/report", "/work/report/refusals", "/work/report/overdue", "/work/report/alerts", "/work/report/alerts/alert-1")
	see("admin", 200, "/work/report")
	see("abenov", 200, of("taken")+"/refuse", of("unpaid")+"/refuse", of("police")+"/refuse")
	send("abenov", 422, of("unpaid")+"/refuse", url.Values{"version": {w.version("unpaid")}, "do": {"send"}})
	send("abenov", 200, of("unpaid")+"/refuse", url.Values{"version": {w.version("unpaid")}, "do": {"preview"}, "ground": {w.failing("unpaid")}, "note": {"Төлем жеткіліксіз."}})
	send("abenov", 409, of("taken")+"/approve", url.Values{"version": {"1"}})
	send("suleimenova", 409, of("taken")+"/approve", url.Values{"version": {w.version("taken")}})
	send("abenov", 422, of("taken")+"/paper/"+w.papers["taken"], url.Values{"version": {w.version("taken")}, "word": {"bad"}})
	send("abenov", 409, of("taken")+"/paper/"+w.papers["taken"], url.Values{"version": {"1"}, "word": {"bad"}, "comment": {"Мөр көрінбейді"}})
	send("abenov", 409, of("unpaid")+"/refuse", url.Values{"version": {"1"}, "ground": {w.failing("unpaid")}, "note": {"Төлем жеткіліксіз."}, "do": {"send"}})
	send("abenov", 400, of("unpaid")+"/settle", url.Values{"version": {w.version("unpaid")}})
	send("temirbekova", 409, of("approving")+"/decide", url.Values{"version": {w.version("approving")}, "sum": {strings.Repeat("0", 64)}})
	send("temirbekova", 422, of("approving")+"/return", url.Values{"version": {w.version("approving")}})
	send("abenov", 400, of("taken")+"/approve", url.Values{})

	police := func(name string) string { return "/police/case/" + w.cases[name].ID }
	see("sarsenov", 200, "/police", "/police?answered=1", police("police"), police("overdue"), police("review"), police("refused"), "/account", "/account/letters",
		"/file/"+w.cases["police"].ID+"/"+w.scans["police"]+"/view")
	see("sarsenov", 403, of("police"), "/admin")
	see("volkov", 200, "/police", "/police?answered=1")
	see("volkov", 404, police("police"))
	send("sarsenov", 422, police("police")+"/answer", url.Values{"version": {w.version("police")}})
	send("sarsenov", 422, police("police")+"/answer", url.Values{"version": {w.version("police")}, "answer": {"object"}})
	send("sarsenov", 409, police("review")+"/answer", url.Values{"version": {w.version("review")}, "answer": {"agree"}})

	unit, member := "/admin/unit/"+w.Units["akimat "+sample.Zhitikara].ID, "/admin/staff/"+w.Staff["abenov"].ID
	see("admin", 200, "/admin", "/admin/unit/new", unit, "/admin/unit/"+w.Units["police "+sample.Zhitikara].ID, "/admin/staff/new", member,
		"/admin/quota", "/admin/systems", "/admin/letters", "/admin/register", "/account", "/account/letters")
	see("admin", 403, "/work")
	see("admin", 404, "/admin/staff/none", "/admin/unit/none")
	send("admin", 422, "/admin/unit/new", url.Values{})
	send("admin", 422, "/admin/staff/new", url.Values{})
	send("admin", 422, member+"/role", url.Values{"version": {"1"}})
	send("admin", 422, "/admin/quota", url.Values{})
	return list
}
