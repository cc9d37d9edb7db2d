package web

import (
	"net/url"
	"slices"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// asked is the order of the questions of "do I need a permit?".
var asked = []string{"who", "country", "age", "region"}

// needQuestion is one question, with the answers given before it.
type needQuestion struct {
	ID      string
	N       int
	Field   part.Field
	Options []part.Option
	Given   [][2]string // name and value of the answers before
	Select  bool
}

// needOutcome is the answer: what is so, why, what to do.
type needOutcome struct {
	Kind        string // a card's colour: tint, gold, red
	Title, Text string
	Extra       string
	Cite        []regulation.Cite
	Unconfirmed string
	Go          *part.Link
	Links       []part.Link
}

// needView is the page: a question, or the outcome.
type needView struct {
	Question *needQuestion
	Outcome  *needOutcome
	Answers  []part.Row
	Back     string
	Problems []part.Problem
}

// need asks one question after another. The answers travel in the address: nothing
// personal is among them, and a link can be sent to whoever needs it.
func (s *Site) need(v *Visit) error {
	given := url.Values{}
	for i, id := range asked {
		value := v.Text(id)
		question := ask(v, i, given)
		answered := slices.ContainsFunc(question.Options, func(o part.Option) bool { return o.Value == value && value != "" })
		if !answered {
			return s.showQuestion(v, question, value != "" || v.Text("ask") == id, given)
		}
		given.Set(id, value)
		if o := s.early(v, given); o != nil {
			return s.showOutcome(v, o, given)
		}
	}
	return s.showOutcome(v, s.byQuota(v, given), given)
}

func (s *Site) showQuestion(v *Visit, q needQuestion, wrong bool, given url.Values) error {
	view := needView{Question: &q, Answers: answers(v, given), Back: before(given)}
	status := 200
	if wrong {
		q.Field.Error = v.Say("web.need." + q.ID + ".wrong")
		view.Problems, status = []part.Problem{{Field: q.Field.ID, Text: q.Field.Error}}, 422
	}
	return v.ShowAs(status, needPage(view))
}

func (s *Site) showOutcome(v *Visit, o *needOutcome, given url.Values) error {
	return v.Show(needPage(needView{Outcome: o, Answers: answers(v, given), Back: before(given)}))
}

// before is the address of the question before the last answer.
func before(given url.Values) string {
	if len(given) == 0 {
		return ""
	}
	return "/need?" + upTo(given, len(given)-1).Encode()
}

// upTo keeps the first n answers.
func upTo(given url.Values, n int) url.Values {
	kept := url.Values{}
	for _, id := range asked[:n] {
		kept.Set(id, given.Get(id))
	}
	return kept
}

func firstQuestion(v *Visit) needQuestion { return ask(v, 0, nil) }

func ask(v *Visit, i int, given url.Values) needQuestion {
	id := asked[i]
	q := needQuestion{ID: id, N: i + 1, Select: id == "country" || id == "region",
		Field: part.Field{ID: "need-" + id, Name: id, Label: v.Say("web.need." + id)}}
	for _, before := range asked[:i] {
		q.Given = append(q.Given, [2]string{before, given.Get(before)})
	}
	switch id {
	case "who":
		q.Options = choices(v, id, "worker", "household", "company")
	case "country":
		q.Field.Hint = v.Say("web.need.country.hint")
		q.Options = countryOptions(v)
	case "age":
		q.Options = choices(v, id, "yes", "no")
	case "region":
		q.Field.Hint = v.Say("web.need.region.hint")
		q.Options = append([]part.Option{{Text: v.Say("web.need.region.choose")}}, regionOptions(v)...)
	}
	return q
}

func choices(v *Visit, id string, values ...string) []part.Option {
	var list []part.Option
	for _, value := range values {
		list = append(list, part.Option{Value: value, Text: v.Say("web.need." + id + "." + value)})
	}
	return list
}

func countryOptions(v *Visit) []part.Option {
	var list []part.Option
	for _, c := range v.Law.Countries {
		list = append(list, part.Option{Value: c.Code, Text: c.Name.In(v.Language)})
	}
	byName(v.Language, list)
	list = append([]part.Option{{Text: v.Say("web.need.country.choose")}}, list...)
	return append(list, part.Option{Value: "other", Text: v.Say("web.need.country.other")})
}

func regionOptions(v *Visit) []part.Option {
	var list []part.Option
	for _, u := range v.Law.Units.Regions() {
		list = append(list, part.Option{Value: u.Code, Text: u.Name.In(v.Language)})
	}
	byName(v.Language, list)
	return list
}

func byName(l words.Language, list []part.Option) {
	slices.SortFunc(list, func(a, b part.Option) int { return words.Compare(l, a.Text, b.Text) })
}

// answers repeats what was answered, each with the way back to its question.
func answers(v *Visit, given url.Values) []part.Row {
	var rows []part.Row
	for i, id := range asked {
		if !given.Has(id) {
			break
		}
		q := ask(v, i, given)
		for _, o := range q.Options {
			if o.Value == given.Get(id) {
				rows = append(rows, part.Row{Key: q.Field.Label, Value: o.Text, Change: "/need?" + upTo(given, i).Encode()})
			}
		}
	}
	return rows
}

// early is the outcome that needs no further question: another service, no permit
// needed, or a condition that is not met.
func (s *Site) early(v *Visit, given url.Values) *needOutcome {
	today := calendar.DayOf(v.Now)
	switch {
	case given.Get("who") == "company":
		return &needOutcome{Kind: "gold", Title: v.Say("web.need.company.title"), Text: v.Say("web.need.company.text")}
	case given.Get("age") == "no":
		return &needOutcome{Kind: "red", Title: v.Say("web.need.age.title"), Text: v.Say("web.need.age.text"), Cite: citeOf(v, "age")}
	case given.Get("country") == "other":
		return &needOutcome{Kind: "red", Title: v.Say("web.need.country-no.title"), Text: v.Say("web.need.country-no.text"),
			Cite: citeOf(v, "citizenship"), Links: companyLink(v)}
	case given.Has("country") && !given.Has("age"):
		return s.byCountry(v, given.Get("country"), today)
	}
	return nil
}

func (s *Site) byCountry(v *Visit, code string, today calendar.Day) *needOutcome {
	country, _ := v.Law.Country(code)
	standing, known := country.Standing.On(today)
	switch {
	case !known || standing.Value == "not-eligible":
		return &needOutcome{Kind: "red", Title: v.Say("web.need.country-no.title"), Text: v.Say("web.need.country-no.text"),
			Cite: standing.Cite, Unconfirmed: standing.Unconfirmed, Links: companyLink(v)}
	case standing.Value == "eaeu":
		return &needOutcome{Kind: "tint", Title: v.Say("web.need.eaeu.title"), Text: v.Say("web.need.eaeu.text", "country", country.Name),
			Cite: standing.Cite, Unconfirmed: standing.Unconfirmed}
	}
	return nil
}

func companyLink(v *Visit) []part.Link {
	return []part.Link{{Text: v.Say("web.home.company"), Href: "/need?who=company"}}
}

// citeOf is the article of a check of the first service in force.
func citeOf(v *Visit, check string) []regulation.Cite {
	list := cards(v.Law, calendar.DayOf(v.Now))
	if len(list) == 0 {
		return nil
	}
	for _, c := range list[0].Operation.Checks {
		if c.ID == check {
			return c.Cite
		}
	}
	return nil
}

// byQuota is the last question: has the region a free place? Where no order is
// known, or the register is silent, the answer is "unknown" and never "yes".
func (s *Site) byQuota(v *Visit, given url.Values) *needOutcome {
	today := calendar.DayOf(v.Now)
	list := cards(v.Law, today)
	if len(list) == 0 {
		return &needOutcome{Kind: "red", Title: v.Say("web.service.no-edition.title"), Text: v.Say("web.service.no-edition")}
	}
	first := list[0]
	unit, _ := v.Law.Units.Find(given.Get("region"))
	year, _, _ := today.Date()
	board := []part.Link{{Text: v.Say("web.quota.short"), Href: "/quota?region=" + unit.Code}}
	args := []any{"region", unit.Name, "year", year}

	free, known := 0, true
	if first.Edition.Ledger != "" {
		err := v.Read(func(tx *db.Tx) (err error) {
			free, known, err = quota.Free(tx, unit.Code, year, first.Edition.Ledger)
			return err
		})
		if err != nil {
			s.Log.Warn("quota", "request", v.ID, "error", err.Error())
			return &needOutcome{Kind: "gold", Title: v.Say("web.need.quota-down.title"), Text: v.Say("web.need.quota-down.text"), Links: board}
		}
	}
	switch {
	case !known:
		return &needOutcome{Kind: "gold", Title: v.Say("web.need.quota-unknown.title"), Text: v.Say("web.need.quota-unknown.text", args...), Links: board}
	case free <= 0:
		return &needOutcome{Kind: "red", Title: v.Say("web.need.quota.title"), Text: v.Say("web.need.quota.text", args...), Cite: citeOf(v, "quota"), Links: board}
	}
	return eligible(v, given, first, append(args, "free", words.Number(v.Language, int64(free))))
}

func eligible(v *Visit, given url.Values, first serviceCard, args []any) *needOutcome {
	o := &needOutcome{Kind: "tint", Title: v.Say("web.need.eligible.title"), Text: v.Say("web.need.eligible.text", args...),
		Go:    &part.Link{Text: v.Say("web.home.start"), Href: applyPath(first)},
		Links: []part.Link{{Text: v.Say("web.home.prepare.all"), Href: first.href()}}}
	if given.Get("who") == "household" {
		o.Extra = v.Say("web.need.eligible.household")
	}
	country, _ := v.Law.Country(given.Get("country"))
	standing, _ := country.Standing.On(calendar.DayOf(v.Now))
	o.Cite, o.Unconfirmed = standing.Cite, standing.Unconfirmed
	if standing.Value == "review" {
		o.Kind, o.Title = "gold", v.Say("web.need.review.title")
		o.Extra = v.Say("web.need.review.text")
	}
	return o
}
