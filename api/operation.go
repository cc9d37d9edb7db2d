package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/problem"
	"ruqsat/quota"
	"ruqsat/words"
)

// table is every operation with its act.
func (a *API) table(h huma.API) {
	add(a, h, "health", "/api/health", account.Public, "Is the system up?", a.health)
	add(a, h, "services", "/api/services", account.Public, "Services in force today", a.services)
	add(a, h, "service", "/api/services/{service}", account.Public, "A service: documents, steps, grounds", a.service)
	add(a, h, "due", "/api/services/{service}/{operation}/due", account.Public, "When is a filing received, and when is each step due?", a.due)
	add(a, h, "quota", "/api/quota", account.Public, "The quota board of a year", a.quota)
	add(a, h, "permit", "/api/permits/{number}", account.Public, "Is a permit valid? By its number; no name is told", a.permitByNumber)
	add(a, h, "permit-code", "/api/permits/code/{code}", account.Public, "Is a permit valid? By the code of its status page", a.permitByCode)
	add(a, h, "register", "/api/register", account.Public, "The last signed checkpoint of the register of acts", a.checkpoint)
	add(a, h, "cases", "/api/cases", account.Self, "Own cases", a.cases)
	add(a, h, "case", "/api/cases/{id}", account.CaseOwn, "One own case, with every check", a.oneCase)
}

// add registers one GET operation. The authority is asked before the handler for acts without a thing;
// an operation about a thing asks again when it has found it.
func add[I, O any](a *API, h huma.API, id, path string, act account.Act, summary string, handler func(context.Context, *I) (*O, error)) {
	if act == "" {
		panic("api: operation " + id + " names no act")
	}
	a.operations = append(a.operations, Operation{Method: http.MethodGet, Path: path, Act: act})
	huma.Register(h, huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: path, Summary: summary,
		Errors: []int{401, 403, 404, 409, 422, 503},
	}, func(ctx context.Context, in *I) (*O, error) {
		if err := a.admit(ctx, act); err != nil {
			return nil, a.fail(err, speaks(ctx))
		}
		out, err := handler(ctx, in)
		if err != nil {
			return nil, a.fail(err, speaks(ctx))
		}
		return out, nil
	})
}

// admit asks the authority whether the caller may do the act at all.
func (a *API) admit(ctx context.Context, act account.Act) error {
	who := actor(ctx)
	if act == account.Public {
		return nil
	}
	if who == nil {
		return account.ErrSignIn
	}
	if act == account.Self {
		return account.May(who, act, &account.Thing{Account: who.ID})
	}
	return nil // about a thing: asked when it has been found
}

// fail hands an error to the one table of problems; what is not in it is logged as a bug of ours.
func (a *API) fail(err error, l words.Language) error {
	var field invalid
	if errors.As(err, &field) {
		d := describe(problem.Parameter, l)
		d.Errors = []Fault{Fault(field)}
		return d
	}
	p, known := problem.Of(err)
	if !known {
		a.Log.Error("api", "error", err.Error())
	}
	return describe(p, l)
}

type empty struct{}

type healthOut struct {
	Body struct {
		Status string `json:"status" doc:"ok"`
		At     string `json:"at" doc:"The system's moment"`
	}
}

func (a *API) health(ctx context.Context, _ *empty) (*healthOut, error) {
	var out healthOut
	err := a.read(ctx, func(tx *db.Tx) error {
		var one int
		return tx.Get(&one, `SELECT 1`)
	})
	out.Body.Status, out.Body.At = "ok", moment(a.Clock.Now())
	return &out, err
}

// moment is RFC 3339 with the zone of that date in Asia/Almaty; empty for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Zone).Format(time.RFC3339)
}

type quotaIn struct {
	Year   int    `query:"year" minimum:"2016" maximum:"2100" required:"true"`
	Ledger string `query:"ledger" required:"true" maxLength:"60" doc:"Name of the quota in the law, for example labour-immigrant"`
}

type quotaLine struct {
	Region string     `json:"region" doc:"КАТО code"`
	Name   words.Text `json:"name"`
	Set    int        `json:"set"`
	Used   int        `json:"used"`
	Held   int        `json:"held"`
	Free   int        `json:"free"`
	Sample bool       `json:"sample" doc:"A figure of a demonstration"`
	Cite   string     `json:"cite"`
}

type quotaOut struct {
	Body struct {
		AsOf  string      `json:"as_of"`
		Lines []quotaLine `json:"lines"`
	}
}

func (a *API) quota(ctx context.Context, in *quotaIn) (*quotaOut, error) {
	var out quotaOut
	out.Body.AsOf, out.Body.Lines = moment(a.Clock.Now()), []quotaLine{}
	err := a.read(ctx, func(tx *db.Tx) error {
		lines, err := quota.Board(tx, in.Year, in.Ledger)
		for _, l := range lines {
			unit, _ := a.Cases.Law().Units.Find(l.Region)
			out.Body.Lines = append(out.Body.Lines, quotaLine{l.Region, unit.Name, l.Set, l.Used, l.Held, l.Free, l.Sample, l.Cite})
		}
		return err
	})
	return &out, err
}

type permitIn struct {
	Number string `path:"number" maxLength:"40"`
}

type codeIn struct {
	Code string `path:"code" maxLength:"40"`
}

type permitOut struct {
	Body struct {
		Status    string     `json:"status" enum:"valid,not-started,expired,revoked,terminated,replaced,unknown"`
		Says      words.Text `json:"says"`
		AsOf      string     `json:"as_of" doc:"Age of the answer"`
		Number    string     `json:"number"`
		First     string     `json:"first"`
		Last      string     `json:"last"`
		Territory words.Text `json:"territory" doc:"The only territory where it is valid"`
	}
}

func (a *API) permitByNumber(ctx context.Context, in *permitIn) (*permitOut, error) {
	return a.status(ctx, func(tx *db.Tx) (permit.Status, error) {
		return permit.StatusByNumber(tx, strings.ToUpper(strings.TrimSpace(in.Number)), a.Clock.Now())
	})
}

func (a *API) permitByCode(ctx context.Context, in *codeIn) (*permitOut, error) {
	return a.status(ctx, func(tx *db.Tx) (permit.Status, error) {
		return permit.StatusByCode(tx, strings.ToLower(in.Code), a.Clock.Now())
	})
}

func (a *API) status(ctx context.Context, find func(*db.Tx) (permit.Status, error)) (*permitOut, error) {
	var s permit.Status
	err := a.DB.Peek(ctx, func(tx *db.Tx) (err error) {
		s, err = find(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out permitOut
	b := &out.Body
	b.Status, b.Says, b.AsOf, b.Number = s.Code, words.All("permit.status."+s.Code), moment(s.AsOf), s.Number
	b.First, b.Last, b.Territory = s.First.String(), s.Last.String(), s.Territory
	return &out, nil
}

type caseSummary struct {
	ID       string            `json:"id"`
	Number   string            `json:"number"`
	Service  string            `json:"service"`
	State    application.State `json:"state"`
	Stage    application.Stage `json:"stage"`
	Says     words.Text        `json:"says"`
	Filed    string            `json:"filed"`
	Received string            `json:"received"`
	Due      string            `json:"due"`
	Decided  string            `json:"decided"`
}

type casesOut struct {
	Body struct {
		Cases []caseSummary `json:"cases"`
	}
}

func (a *API) cases(ctx context.Context, _ *empty) (*casesOut, error) {
	who := actor(ctx)
	var out casesOut
	out.Body.Cases = []caseSummary{}
	err := a.read(ctx, func(tx *db.Tx) error {
		own, err := application.ForApplicant(tx, *who)
		if err == nil && who.Proven() && who.IIN != "" {
			var asEmployer []application.Summary
			asEmployer, err = application.ForEmployer(tx, who.IIN)
			own = append(own, asEmployer...)
		}
		for _, s := range own {
			out.Body.Cases = append(out.Body.Cases, summary(s))
		}
		return err
	})
	return &out, err
}

func summary(s application.Summary) caseSummary {
	return caseSummary{
		ID: s.ID, Number: s.Number, Service: s.Service, State: s.State, Stage: s.Stage(),
		Says:  words.All("application.stage." + string(s.Stage())),
		Filed: moment(s.FiledAt), Received: moment(s.ReceivedAt), Due: moment(s.DueAt), Decided: moment(s.DecidedAt),
	}
}

type caseIn struct {
	ID string `path:"id" maxLength:"40"`
}

type check struct {
	Check   string     `json:"check"`
	Verdict string     `json:"verdict" enum:"passed,failed,waiting,referral"`
	Title   words.Text `json:"title"`
	Explain words.Text `json:"explanation"`
	Ground  string     `json:"ground"`
	Law     []string   `json:"law"`
	Values  []compared `json:"values"`
	Source  string     `json:"source"`
	At      string     `json:"at"`
}

type compared struct {
	Name words.Text `json:"name"`
	Want string     `json:"want"`
	Got  string     `json:"got"`
	Same bool       `json:"same"`
}

type caseOut struct {
	Body struct {
		ID       string            `json:"id"`
		Number   string            `json:"number"`
		Service  string            `json:"service"`
		Edition  string            `json:"edition"`
		State    application.State `json:"state"`
		Says     words.Text        `json:"says"`
		Filed    string            `json:"filed"`
		Received string            `json:"received"`
		Due      string            `json:"due"`
		Decided  string            `json:"decided"`
		Checks   []check           `json:"checks"`
	}
}

func (a *API) oneCase(ctx context.Context, in *caseIn) (*caseOut, error) {
	var c application.Case
	err := a.read(ctx, func(tx *db.Tx) (err error) {
		if c, err = application.Find(tx, in.ID); err != nil {
			return err
		}
		who := actor(ctx)
		thing := c.Thing(who)
		return account.May(who, account.CaseOwn, &thing) // staff read in their workplace, where it leaves a trace
	})
	if err != nil {
		return nil, err
	}
	return a.describeCase(c), nil
}

func (a *API) describeCase(c application.Case) *caseOut {
	var out caseOut
	b := &out.Body
	b.ID, b.Number, b.Service, b.Edition, b.State = c.ID, c.Number, c.Service, c.Edition, c.State
	b.Says = words.All("application.state." + string(c.State))
	b.Filed, b.Received, b.Due, b.Decided = moment(c.FiledAt), moment(c.ReceivedAt), moment(c.DueAt), moment(c.DecidedAt)
	b.Checks = []check{}
	for _, v := range c.Verdicts {
		one := check{Check: v.Check, Verdict: string(v.Result), Title: v.Title, Explain: v.Explain, Ground: v.Ground,
			Source: v.Source, At: moment(v.At), Law: []string{}, Values: []compared{}}
		for _, value := range v.Values {
			one.Values = append(one.Values, compared{value.Name, value.Want, value.Got, value.Same})
		}
		for _, cite := range v.Cite {
			one.Law = append(one.Law, a.Cases.Law().Quote(cite).RU)
		}
		b.Checks = append(b.Checks, one)
	}
	return &out
}
