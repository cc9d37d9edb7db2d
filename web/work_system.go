package web

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/quota"
	"ruqsat/register"
	"ruqsat/web/part"
	"ruqsat/words"
)

// quotaAdminView is the entry of a quota order and the board of the year.
type quotaAdminView struct {
	part.StaffPage
	Problems []part.Problem
	Regions  []part.Option
	Year     string
	Places   string
	Cite     string
	Since    string
	Board    part.Table
	Done     bool
}

func (s *Site) adminQuota(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	view, err := s.quotaAdminView(v, calendar.DayOf(v.Now).Year())
	if err != nil {
		return err
	}
	view.Year, view.Since = strconv.Itoa(calendar.DayOf(v.Now).Year()), calendar.DayOf(v.Now).String()
	view.Done = v.Text("done") != ""
	return v.Show(quotaAdminPage(view))
}

func (s *Site) quotaAdminView(v *Visit, year int) (quotaAdminView, error) {
	view := quotaAdminView{Regions: []part.Option{{Text: v.Say("staff.quota.region.choose")}}}
	for _, r := range v.Law.Units.Regions() {
		view.Regions = append(view.Regions, part.Option{Value: r.Code, Text: r.Name.In(v.Language)})
	}
	view.Board = part.Table{Caption: v.Say("staff.quota.board", "year", year), Columns: []part.Column{
		{Text: v.Say("staff.quota.region")}, {Text: v.Say("staff.quota.set"), Number: true}, {Text: v.Say("staff.quota.used"), Number: true},
		{Text: v.Say("staff.quota.held"), Number: true}, {Text: v.Say("staff.quota.free"), Number: true}, {Text: v.Say("staff.quota.cite")}}}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, tabQuota, v.Say("staff.tab.quota")); err != nil {
			return err
		}
		board, err := quota.Board(tx, year, s.ledger(v))
		for _, l := range board {
			view.Board.Rows = append(view.Board.Rows, v.boardRow(l))
		}
		return err
	})
	return view, err
}

func (v *Visit) boardRow(l quota.Line) []part.Cell {
	n := func(x int) part.Cell { return part.Cell{Text: words.Number(v.Language, int64(x)), Number: true} }
	note := words.ShortDate(l.Since)
	if l.Sample {
		note += ", " + v.Say("web.quota.sample.tag")
	}
	return []part.Cell{{Text: v.place(l.Region), Heading: true}, n(l.Set), n(l.Used), n(l.Held), n(l.Free), {Text: l.Cite, Note: note}}
}

// ledger is the quota's name in the law of this day: that of the first service that keeps one.
func (s *Site) ledger(v *Visit) string {
	for _, service := range v.Law.Services {
		if e, err := service.On(calendar.DayOf(v.Now)); err == nil && e.Ledger != "" {
			return e.Ledger
		}
	}
	return ""
}

// adminAllot enters a quota order (P19): the whole number of places from its first day on.
func (s *Site) adminAllot(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	year, yearErr := strconv.Atoi(v.Text("year"))
	shown := year
	if yearErr != nil {
		shown = calendar.DayOf(v.Now).Year()
	}
	view, err := s.quotaAdminView(v, shown)
	if err != nil {
		return err
	}
	region := v.Text("region")
	view.Year, view.Places, view.Cite, view.Since = v.Text("year"), v.Text("places"), v.Text("cite"), part.DateValue(v.Form, "since")
	view.Regions = part.Choose(view.Regions, region)
	places, placesErr := strconv.Atoi(view.Places)
	since, sinceErr := calendar.ParseDay(view.Since)
	add := func(wrong bool, field, key string) {
		if wrong {
			view.Problems = append(view.Problems, part.Problem{Field: field, Text: v.Say(key)})
		}
	}
	add(!v.isRegion(region), "region", "staff.quota.region.none")
	add(yearErr != nil || year < 2000 || year > 2100, "year", "staff.quota.year.wrong")
	add(placesErr != nil || places < 0 || places > 10_000_000, "places", "staff.quota.places.wrong")
	add(view.Cite == "" || len([]rune(view.Cite)) > 300, "cite", "staff.quota.cite.none")
	add(sinceErr != nil, "since", "staff.quota.since.wrong")
	if len(view.Problems) == 0 {
		err = v.Write(func(tx *db.Tx) error {
			return errors.Join(quota.Allot(tx, quota.Allotment{Region: region, Year: year, Ledger: s.ledger(v), Places: places,
				Cite: view.Cite, Since: since, Sample: s.Sample, By: v.Actor.ID}), s.recordOrder(v, tx, region, year, places, view.Cite))
		})
		add(errors.Is(err, quota.ErrBelowUse), "places", "staff.quota.below")
		add(errors.Is(err, quota.ErrNotYet), "since", "staff.quota.notyet")
		if err == nil {
			return v.Go("/admin/quota?done=1")
		}
		if len(view.Problems) == 0 {
			return err
		}
	}
	view.Wrong = true
	return v.ShowAs(http.StatusUnprocessableEntity, quotaAdminPage(view))
}

func (v *Visit) isRegion(code string) bool {
	u, ok := v.Law.Units.Find(code)
	return ok && v.Law.Units.Region(u.Code) == u.Code
}

// recordOrder writes the order into the register: who entered which number of places on what paper.
func (s *Site) recordOrder(v *Visit, tx *db.Tx, region string, year, places int, cite string) error {
	name := v.Actor.FullName()
	_, err := register.Append(tx, register.Entry{At: v.Now, Act: "quota.allot", Subject: "quota:" + region + ":" + strconv.Itoa(year),
		Actor: v.Actor.ID, ActorName: words.Text{KK: name, RU: name, EN: name}, ActorRole: string(v.Actor.Role),
		Detail: map[string]any{"places": places, "cite": cite}})
	return err
}

// systemView is how every other state system does, and the questions that a person must look at.
type systemView struct {
	part.StaffPage
	Status part.Table
	Dead   []deadView
}

// deadView is a refused question, without whom it is about: the administrator sees no case.
type deadView struct{ ID, System, Trouble, Asked, Tried, Tries string }

func (s *Site) adminSystems(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	view := systemView{Status: part.Table{Caption: v.Say("staff.tab.systems"), Hidden: true, Columns: []part.Column{
		{Text: v.Say("staff.ask.system")}, {Text: v.Say("staff.system.last")}, {Text: v.Say("staff.system.waiting"), Number: true},
		{Text: v.Say("staff.system.failing"), Number: true}, {Text: v.Say("staff.system.dead"), Number: true}, {Text: v.Say("staff.system.trouble")}}}}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, tabSystems, v.Say("staff.tab.systems")); err != nil {
			return err
		}
		status, err := exchange.Status(tx)
		if err != nil {
			return err
		}
		for _, x := range status {
			view.Status.Rows = append(view.Status.Rows, v.systemRow(x))
		}
		dead, err := exchange.DeadLetters(tx)
		for _, d := range dead {
			view.Dead = append(view.Dead, deadView{ID: d.ID, System: v.Say("exchange.system." + d.System),
				Trouble: exchange.SayTrouble(d.Trouble).In(v.Language), Asked: words.ShortMoment(d.Asked), Tried: words.ShortMoment(d.Tried), Tries: strconv.Itoa(d.Tries)})
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(systemPage(view))
}

func (v *Visit) systemRow(x exchange.SystemStatus) []part.Cell {
	n := func(i int) part.Cell { return part.Cell{Text: strconv.Itoa(i), Number: true} }
	last, trouble := v.Say("staff.system.never"), v.Say("staff.system.well")
	if !x.LastSuccess.IsZero() {
		last = words.ShortMoment(x.LastSuccess)
	}
	if x.LastError != "" {
		trouble = exchange.SayTrouble(x.LastError).In(v.Language)
	}
	return []part.Cell{{Text: v.Say("exchange.system." + x.System), Heading: true}, {Text: last, Short: true},
		n(x.Waiting), n(x.Failing), n(x.Dead), {Text: trouble}}
}

// adminResend sends a refused question once more.
func (s *Site) adminResend(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	err := v.Write(func(tx *db.Tx) error { return exchange.Resend(tx, v.Text("letter")) })
	if errors.Is(err, exchange.ErrNoQuestion) {
		err = db.ErrStale // somebody has sent it already
	}
	if err != nil {
		return err
	}
	return v.Go("/admin/systems")
}

// registerView is the register's size, root and last signed checkpoint.
type registerView struct {
	part.StaffPage
	Facts []part.Fact
	Note  string
	None  bool
}

func (s *Site) adminRegister(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	var view registerView
	err := v.Read(func(tx *db.Tx) (err error) {
		view.StaffPage, err = s.staffPage(v, tx, tabRegister, v.Say("staff.tab.register"))
		return err
	})
	if err != nil {
		return err
	}
	if view.None = s.Checkpoint == nil; view.None {
		return v.Show(registerPage(view))
	}
	note, size, root, err := s.Checkpoint(v.Request.Context())
	if errors.Is(err, register.ErrNoCheckpoint) {
		view.None = true
		return v.Show(registerPage(view))
	}
	if err != nil {
		return err
	}
	view.Note = string(note)
	view.Facts = []part.Fact{{Term: v.Say("staff.register.size"), Value: words.Number(v.Language, size)},
		{Term: v.Say("staff.register.root"), Value: base64.StdEncoding.EncodeToString(root[:])}}
	return v.Show(registerPage(view))
}
