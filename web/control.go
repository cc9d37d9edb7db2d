package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// control is one question of the law's form as the page asks it: no field is named here, every kind
// has its control.
type control struct {
	part.Field
	Kind    string
	Options []part.Option
	Groups  []optionGroup // of units: districts by oblast
	Why     regulation.Reason
}

type optionGroup struct {
	Name    string
	Options []part.Option
}

// complete is how a browser may fill what the person has typed elsewhere (WCAG 1.3.5).
var complete = map[string]string{
	application.FieldSurname: "family-name", application.FieldGivenName: "given-name",
	application.FieldBirthDate: "bday", application.FieldPhone: "tel", application.FieldEmail: "email",
}

// widths and modes of the kinds, in characters and as keyboards.
var kinds = map[string]struct{ width, mode string }{
	"iin": {"20", "numeric"}, "phone": {"20", "tel"}, "months": {"3", "numeric"}, "tenge": {"10", "numeric"},
	"number": {"5", "numeric"}, "passport": {"10", ""}, "email": {"20", "email"}, "latin": {"20", ""}, "text": {"", ""},
}

// controlOf draws a field under this id with what was entered and what is wrong with it.
func controlOf(v *Visit, f regulation.Field, id, value, wrong string) control {
	c := control{Kind: f.Kind, Why: f.Reason}
	c.Field = part.Field{ID: id, Label: f.Label.In(v.Language), Hint: f.Hint.In(v.Language), Error: wrong, Value: value,
		Width: kinds[f.Kind].width, Mode: kinds[f.Kind].mode, Complete: complete[f.ID]}
	switch f.Kind {
	case "choice":
		for _, o := range f.Choices {
			c.Options = append(c.Options, part.Option{Value: o.Value, Text: o.Label.In(v.Language), Chosen: o.Value == value})
		}
	case "country":
		c.Options = countries(v, value)
	case "unit":
		c.Groups = districts(v, value)
	case "latin", "passport":
		c.Language = "en"
	case "mrz":
		c.Rows, c.Language = 3, "en"
	case "months":
		c.Hint = joinedHint(c.Hint, v.Say("cabinet.months.hint"))
	}
	return c
}

// districts are the territories that issue permits, by oblast.
func districts(v *Visit, chosen string) []optionGroup {
	var groups []optionGroup
	for _, region := range v.Law.Units.Regions() {
		g := optionGroup{Name: region.Name.In(v.Language)}
		for _, u := range v.Law.Units.Districts(region.Code) {
			if u.Issues() {
				g.Options = append(g.Options, part.Option{Value: u.Code, Text: u.Name.In(v.Language), Chosen: u.Code == chosen})
			}
		}
		if len(g.Options) == 0 {
			continue
		}
		byName(v.Language, g.Options)
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b optionGroup) int { return words.Compare(v.Language, a.Name, b.Name) })
	return groups
}

func joinedHint(texts ...string) string {
	texts = slices.DeleteFunc(texts, func(s string) bool { return s == "" })
	return strings.Join(texts, ". ")
}

// entered reads a field's answer from the form: a date has three inputs, or one at the counter and where it
// was chosen whole.
func entered(form url.Values, f regulation.Field, id string) string {
	switch {
	case f.Kind == "date" && form.Has(id):
		return shorten(typedDay(form.Get(id)))
	case f.Kind == "date":
		return shorten(part.DateValue(form, id))
	}
	return shorten(strings.TrimSpace(form.Get(id)))
}

// typedDay reads a day that was typed in one field, 14.05.2031 or 14052031, as it is kept; what is no day
// stays as it was typed.
func typedDay(text string) string {
	text = strings.TrimSpace(text)
	if len(text) == 8 && strings.Trim(text, "0123456789") == "" {
		text = text[:2] + "." + text[2:4] + "." + text[4:]
	}
	if p := strings.Split(text, "."); len(p) == 3 {
		return part.DateValue(url.Values{"-day": {p[0]}, "-month": {p[1]}, "-year": {p[2]}}, "")
	}
	return text
}

// longest is as much of an answer as a draft keeps, in characters; the form's own limits are shorter,
// so that what is cut is wrong already and is said to be too long.
const longest = 4000

func shorten(s string) string {
	if runes := []rune(s); len(runes) > longest {
		return string(runes[:longest])
	}
	return s
}

// shown is an answer as people read it.
func shown(v *Visit, f regulation.Field, value string) string {
	switch f.Kind {
	case "date":
		if day, err := calendar.ParseDay(value); err == nil {
			return words.Date(v.Language, day)
		}
	case "country":
		if c, ok := v.Law.Country(value); ok {
			return c.Name.In(v.Language)
		}
	case "unit":
		if u, ok := v.Law.Units.Find(value); ok {
			return u.Name.In(v.Language)
		}
	case "choice":
		for _, o := range f.Choices {
			if o.Value == value {
				return o.Label.In(v.Language)
			}
		}
	case "tick":
		if value != "" {
			return v.Say("common.yes")
		}
	case "months":
		if n, err := strconv.Atoi(value); err == nil {
			return words.Months(v.Language, n)
		}
	case "tenge":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return words.Tenge(v.Language, n)
		}
	}
	return value
}

// condition says in words when a question is to be answered that depends on another one.
func condition(v *Visit, e *regulation.Edition, w *regulation.When) string {
	other, _, ok := e.Field(w.Field)
	if !ok {
		return ""
	}
	var answers []string
	for _, value := range w.In {
		answers = append(answers, "«"+shown(v, other, value)+"»")
	}
	if len(answers) == 0 {
		return v.Say("cabinet.when.given", "field", other.Label)
	}
	return v.Say("cabinet.when", "field", other.Label, "answers", strings.Join(answers, ", "))
}
