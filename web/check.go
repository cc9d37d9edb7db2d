package web

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/web/part"
	"ruqsat/words"
)

// Limits of the public check: numbers follow each other, so that a stranger could
// walk through them, and a passport could be tried.
const (
	lookups  = 120 // checks of a permit for one address
	guesses  = 10  // passports for one address and permit
	interval = 15 * time.Minute
)

// checkView is the page of a check: the form, or the verdict with the permit.
type checkView struct {
	Number   string // as it was entered
	Verdict  *part.Verdict
	Code     string // for machines: VALID, EXPIRED, ...
	AsOf     time.Time
	Card     *part.PermitCard
	Means    []string
	Again    string // address that asks once more; empty where it makes no sense
	Holder   holderView
	Problems []part.Problem
}

// holderView is the question whether the permit belongs to a passport.
type holderView struct {
	Ask    bool
	Number string // of the permit, sent with the passport
	Answer string // empty, yes, no
	Error  string
}

// check shows the form, and the verdict when a number stands in the address.
func (s *Site) check(v *Visit) error {
	entered := v.Text("number")
	if !v.Form.Has("number") {
		return v.Show(checkPage(checkView{}))
	}
	number := permitNumber(entered)
	if problem := numberProblem(v, entered, number); problem != "" {
		return v.ShowAs(422, checkPage(checkView{Number: entered, Problems: []part.Problem{{Field: "number", Text: problem}}}))
	}
	found, err := s.lookUp(v, func(tx *db.Tx) (permit.Permit, error) { return permit.ByNumber(tx, number) })
	if errors.Is(err, permit.ErrNoPermit) {
		problem := v.Say("web.check.none", "number", number)
		return v.ShowAs(404, checkPage(checkView{Number: entered, Problems: []part.Problem{{Field: "number", Text: problem}}}))
	}
	return s.showPermit(v, found, err, holderView{})
}

// permitByCode is the page that the code of a permit opens.
func (s *Site) permitByCode(v *Visit) error {
	code := v.Request.PathValue("code")
	found, err := s.lookUpCode(v, code)
	return s.showPermit(v, found, err, holderView{})
}

// permitByQR is the page behind the QR: the seal is checked first, then the
// register tells the status of this moment. A code that the seal did not make is
// no permit, whatever is printed beside it.
func (s *Site) permitByQR(v *Visit) error {
	if s.Seal == nil {
		return errNoPage
	}
	payload, err := s.Seal.ReadQR(v.Request.PathValue("token"))
	if errors.Is(err, permit.ErrQR) {
		return v.ShowAs(404, checkPage(forged(v)))
	}
	if err != nil {
		return err
	}
	found, err := s.lookUpCode(v, payload.Code)
	if errors.Is(err, permit.ErrNoPermit) {
		return v.ShowAs(404, checkPage(forged(v)))
	}
	return s.showPermit(v, found, err, holderView{})
}

// checkHolder answers "yes" or "no" to a passport number, and keeps nothing.
func (s *Site) checkHolder(v *Visit) error {
	number := permitNumber(v.Text("number"))
	if ok, wait := s.limit.allow("holder "+address(v.Request)+" "+number, guesses, interval, v.Now); !ok {
		return errTooMany{wait}
	}
	found, err := s.lookUp(v, func(tx *db.Tx) (permit.Permit, error) { return permit.ByNumber(tx, number) })
	if err != nil {
		return s.showPermit(v, found, err, holderView{})
	}
	passport := strings.ToUpper(squeeze(v.Text("passport")))
	answer := holderView{Answer: "no"}
	switch {
	case passport == "":
		answer = holderView{Error: v.Say("web.check.passport.empty")}
	case !passportPattern.MatchString(passport):
		answer = holderView{Error: v.Say("web.check.passport.wrong")}
	case passport == strings.ToUpper(squeeze(found.Data.Passport)):
		answer.Answer = "yes"
	}
	return s.showPermit(v, found, nil, answer)
}

// lookUp reads a permit by its number, so often a quarter of an hour for one address: numbers follow
// each other.
func (s *Site) lookUp(v *Visit, find func(*db.Tx) (permit.Permit, error)) (found permit.Permit, err error) {
	if ok, wait := s.limit.allow("permit "+address(v.Request), lookups, interval, v.Now); !ok {
		return found, errTooMany{wait}
	}
	err = v.Read(func(tx *db.Tx) error { return v.foundPermit(tx, &found, find) })
	return found, err
}

// lookUpCode reads a permit by its code of 128 random bits: whoever has it holds the permit in the hand,
// and a whole building site may stand behind one address. Only codes that open nothing are counted.
func (s *Site) lookUpCode(v *Visit, code string) (found permit.Permit, err error) {
	err = v.Peek(func(tx *db.Tx) error {
		return v.foundPermit(tx, &found, func(tx *db.Tx) (permit.Permit, error) { return permit.ByCode(tx, code) })
	})
	if errors.Is(err, permit.ErrNoPermit) {
		if ok, wait := s.limit.allow("code "+address(v.Request), lookups, interval, v.Now); !ok {
			return found, errTooMany{wait}
		}
	}
	return found, err
}

// foundPermit reads a permit and names the department of its territory.
func (v *Visit) foundPermit(tx *db.Tx, found *permit.Permit, find func(*db.Tx) (permit.Permit, error)) (err error) {
	if *found, err = find(tx); err != nil {
		return err
	}
	return v.answersAt(tx, found.Data.TerritoryCode)
}

// showPermit shows what the register says. A register out of reach is "unknown"
// and never a guess (B-02, B-06).
func (s *Site) showPermit(v *Visit, p permit.Permit, err error, holder holderView) error {
	if silent(err) {
		return v.ShowAs(503, checkPage(unknown(v)))
	}
	if err != nil {
		return err
	}
	st := p.Status(v.Now)
	view := checkView{Code: machine(st.Code), AsOf: st.AsOf, Card: card(v, p, st), Holder: holder}
	view.Verdict, view.Means = verdict(v, st)
	view.Holder.Ask, view.Holder.Number = true, st.Number
	status := 200
	if holder.Error != "" {
		view.Problems, status = []part.Problem{{Field: "passport", Text: holder.Error}}, 422
	}
	return v.ShowAs(status, checkPage(view))
}

func silent(err error) bool {
	return errors.Is(err, db.ErrUnavailable) || errors.Is(err, db.ErrBusy) || errors.Is(err, db.ErrClosed) ||
		errors.Is(err, context.DeadlineExceeded)
}

// kinds of the verdict's box, and how many lines of explanation each state has.
var states = map[string]struct {
	kind  string
	means int
}{
	permit.Valid:      {part.VerdictValid, 3},
	permit.NotStarted: {part.VerdictPending, 2},
	permit.Expired:    {part.VerdictRevoked, 2},
	permit.Revoked:    {part.VerdictRevoked, 2},
	permit.Terminated: {part.VerdictRevoked, 2},
	permit.Replaced:   {part.VerdictRevoked, 2},
	permit.Unknown:    {part.VerdictUnknown, 3},
}

// verdict puts a status into words. A status that nobody has heard of is unknown.
func verdict(v *Visit, st permit.Status) (*part.Verdict, []string) {
	state, ok := states[st.Code]
	if !ok {
		st.Code, state = permit.Unknown, states[permit.Unknown]
	}
	key := "web.check." + st.Code
	args := []any{"first", words.Date(v.Language, st.First), "last", words.Date(v.Language, st.Last), "territory", st.Territory,
		"moment", words.Moment(v.Language, st.Ended.In(calendar.Zone))}
	var means []string
	for i := range state.means {
		means = append(means, v.Say(key+"."+string(rune('1'+i)), args...))
	}
	return &part.Verdict{Kind: state.kind, Title: v.Say(key + ".title"), Text: v.Say(key+".text", args...)}, means
}

func unknown(v *Visit) checkView {
	view := checkView{Code: machine(permit.Unknown), AsOf: v.Now, Again: v.here()}
	view.Verdict, view.Means = verdict(v, permit.Status{Code: permit.Unknown})
	return view
}

func forged(v *Visit) checkView {
	return checkView{Code: "NOT_RECOGNISED", AsOf: v.Now,
		Verdict: &part.Verdict{Kind: part.VerdictUnknown, Title: v.Say("web.check.forged.title"), Text: v.Say("web.check.forged.text")},
		Means:   []string{v.Say("web.check.forged.1"), v.Say("web.check.forged.2")}}
}

// card is the permit as anyone may see it: no name.
func card(v *Visit, p permit.Permit, st permit.Status) *part.PermitCard {
	title := p.Data.Title.In(v.Language)
	if title == "" {
		title = st.Number
	}
	c := &part.PermitCard{Number: st.Number, Kind: title, Facts: []part.Fact{
		{Term: v.Say("web.check.term"), Value: words.ShortDate(st.First) + " – " + words.ShortDate(st.Last)},
		{Term: v.Say("web.check.territory"), Value: st.Territory.In(v.Language)},
	}}
	if allowed := p.Data.Allowed.In(v.Language); allowed != "" {
		c.Facts = append(c.Facts, part.Fact{Term: v.Say("web.check.work"), Value: allowed})
	}
	c.Facts = append(c.Facts, part.Fact{Term: v.Say("web.check.issued"), Value: words.ShortDate(calendar.DayOf(p.Issued))})
	return c
}

// machine is the answer's code: VALID, NOT_STARTED, ...
func machine(code string) string { return strings.ToUpper(strings.ReplaceAll(code, "-", "_")) }

var (
	numberPattern   = regexp.MustCompile(`^[A-Z]{2}-[0-9]{4}-[0-9]{2}-[0-9]{6}$`)
	passportPattern = regexp.MustCompile(`^[A-Z0-9]{5,15}$`)
	looseNumber     = regexp.MustCompile(`^([A-Z]{2})([0-9]{4})([0-9]{2})([0-9]{6})$`)
)

// permitNumber reads a number as people write it: small letters, spaces, dashes of
// any kind or none.
func permitNumber(entered string) string {
	number := strings.ToUpper(squeeze(entered))
	if m := looseNumber.FindStringSubmatch(number); m != nil {
		return strings.Join(m[1:], "-")
	}
	return number
}

// squeeze drops spaces and dashes.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\t', '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
			return -1
		}
		return r
	}, s)
}

func numberProblem(v *Visit, entered, number string) string {
	switch {
	case entered == "":
		return v.Say("web.check.empty")
	case !numberPattern.MatchString(number):
		return v.Say("web.check.wrong")
	}
	return ""
}

// statusHelp explains where an application is seen: in the cabinet, not by its number.
func (s *Site) statusHelp(v *Visit) error { return v.Show(statusPage()) }

// help is how things work and the statement on accessibility.
func (s *Site) help(v *Visit) error { return v.Show(helpPage()) }
