package api

import (
	"context"
	"time"

	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/words"
)

// Due is the answer of `ruqsat law due` and of the API: moments in RFC 3339 with the zone of that date.
type Due struct {
	Service   string    `json:"service"`
	Operation string    `json:"operation"`
	Edition   string    `json:"edition"`
	Adopted   bool      `json:"adopted,omitempty" doc:"The edition is not in force on the day of filing; it is adopted for it"`
	Filed     string    `json:"filed"`
	Received  string    `json:"received"`
	Steps     []DueStep `json:"steps"`
	ResultDue string    `json:"result_due"`
	Trace     []DueDay  `json:"trace"`
}

// DueStep is when one step is due.
type DueStep struct {
	Step string `json:"step"`
	Unit string `json:"unit"`
	Due  string `json:"due"`
}

// DueDay is one day of the trace: counted or skipped, and why.
type DueDay struct {
	Day     string `json:"day"`
	Counted bool   `json:"counted"`
	Why     string `json:"why"`
}

// NewDue writes terms down.
func NewDue(t regulation.Terms, l words.Language) Due {
	d := Due{
		Service: t.Service, Operation: t.Operation, Edition: t.Edition, Adopted: t.Adopted, Filed: moment(t.Filed),
		Received: moment(t.Received), ResultDue: moment(t.ResultDue), Steps: []DueStep{}, Trace: []DueDay{},
	}
	for _, s := range t.Steps {
		d.Steps = append(d.Steps, DueStep{s.Step, s.Unit, moment(s.Due)})
	}
	for _, day := range t.Trace {
		d.Trace = append(d.Trace, DueDay{day.Day.String(), day.Counted, day.Reason().In(l)})
	}
	return d
}

type dueIn struct {
	Service   string `path:"service" maxLength:"60"`
	Operation string `path:"operation" maxLength:"60"`
	Filed     string `query:"filed" required:"true" maxLength:"35" doc:"Moment of filing: RFC 3339, or 2026-03-20T18:45 in Asia/Almaty"`
	Edition   string `query:"edition" maxLength:"10" doc:"Day whose edition to use instead of the day of filing"`
	Language  string `header:"Accept-Language"`
}

type dueOut struct{ Body Due }

func (a *API) due(_ context.Context, in *dueIn) (*dueOut, error) {
	filed, err := ParseMoment(in.Filed)
	if err != nil {
		return nil, invalid{"query.filed", "write the moment as 2026-03-20T18:45"}
	}
	day := calendar.DayOf(filed)
	if in.Edition != "" {
		if day, err = calendar.ParseDay(in.Edition); err != nil {
			return nil, invalid{"query.edition", "write the day as 2026-03-20"}
		}
	}
	e, err := a.edition(in.Service, day)
	if err != nil {
		return nil, err
	}
	if _, ok := e.Operation(in.Operation); !ok {
		return nil, errNone
	}
	t, err := e.Terms(in.Operation, filed)
	return &dueOut{NewDue(t, language(in.Language))}, err
}

func (a *API) edition(service string, day calendar.Day) (*regulation.Edition, error) {
	s, ok := a.Cases.Law().Service(service)
	if !ok {
		return nil, errNone
	}
	return s.On(day)
}

// layouts that people and machines write moments in; without a zone it is Asia/Almaty.
var layouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly}

// ParseMoment reads a moment, in Asia/Almaty where no zone is given.
func ParseMoment(s string) (t time.Time, err error) {
	for _, layout := range layouts {
		if t, err = time.ParseInLocation(layout, s, calendar.Zone); err == nil {
			return t.In(calendar.Zone), nil
		}
	}
	return t, err
}

type serviceLine struct {
	ID         string     `json:"id"`
	Name       words.Text `json:"name"`
	Edition    string     `json:"edition" doc:"Edition in force today"`
	Operations []string   `json:"operations"`
}

type servicesOut struct {
	Body struct {
		Services []serviceLine `json:"services"`
	}
}

func (a *API) services(context.Context, *empty) (*servicesOut, error) {
	var out servicesOut
	out.Body.Services = []serviceLine{}
	for _, s := range a.Cases.Law().Services {
		line := serviceLine{ID: s.ID, Name: s.Name, Operations: []string{}}
		if e, err := s.On(calendar.DayOf(a.Clock.Now())); err == nil {
			line.Edition = e.ID
			for _, op := range e.Operations {
				line.Operations = append(line.Operations, op.ID)
			}
		}
		out.Body.Services = append(out.Body.Services, line)
	}
	return &out, nil
}

type serviceIn struct {
	Service string `path:"service" maxLength:"60"`
}

type paper struct {
	ID       string     `json:"id"`
	Number   int        `json:"number"`
	Name     words.Text `json:"name"`
	What     words.Text `json:"what"`
	Required bool       `json:"required"`
	Law      []string   `json:"law"`
}

type step struct {
	Step string     `json:"step"`
	Unit string     `json:"unit"`
	Name words.Text `json:"name"`
	Days int        `json:"days" doc:"Working days from the receipt, the day of receipt not counted"`
}

type ground struct {
	Code string     `json:"code"`
	Name words.Text `json:"name"`
	Law  []string   `json:"law"`
}

type serviceOut struct {
	Body struct {
		ID        string            `json:"id"`
		Name      words.Text        `json:"name"`
		Edition   string            `json:"edition"`
		InForce   string            `json:"in_force"`
		Repealed  string            `json:"repealed"`
		Documents []paper           `json:"documents"`
		Steps     map[string][]step `json:"steps" doc:"By operation"`
		Grounds   []ground          `json:"grounds" doc:"Of refusal"`
		Law       []string          `json:"law"`
	}
}

func (a *API) service(_ context.Context, in *serviceIn) (*serviceOut, error) {
	today := calendar.DayOf(a.Clock.Now())
	e, err := a.edition(in.Service, today)
	if err != nil {
		return nil, err
	}
	s, _ := a.Cases.Law().Service(in.Service)
	var out serviceOut
	b := &out.Body
	b.ID, b.Name, b.Edition, b.InForce, b.Repealed = s.ID, s.Name, e.ID, e.InForce.String(), e.Repealed.String()
	b.Law, b.Documents, b.Steps, b.Grounds = a.quotes(e.Basis), []paper{}, map[string][]step{}, []ground{}
	for _, d := range e.Documents {
		b.Documents = append(b.Documents, paper{d.ID, d.No, d.Name, d.What, d.Required, a.quotes(d.Cite)})
	}
	for _, op := range e.Operations {
		for _, st := range op.Steps {
			days, _ := st.Days.On(today)
			b.Steps[op.ID] = append(b.Steps[op.ID], step{st.ID, st.Unit, st.Name, days.Value})
		}
	}
	for _, g := range e.Grounds {
		b.Grounds = append(b.Grounds, ground{g.Code, g.Name, a.quotes(g.Cite)})
	}
	return &out, nil
}

func (a *API) quotes(cites []regulation.Cite) []string {
	list := []string{}
	for _, c := range cites {
		list = append(list, a.Cases.Law().Quote(c).RU)
	}
	return list
}
