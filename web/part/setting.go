package part

import (
	"context"
	"strings"
	"time"

	"ruqsat/regulation"
	"ruqsat/words"
)

// Setting is what every part of a page may know: who reads it, in which
// language, at which address and when. The door puts it into the context.
type Setting struct {
	Language words.Language
	Here     string    // path and query of this page, without lang: links of the language bar return to it
	Now      time.Time // the moment of the request
	Law      *regulation.Law
	Office   Office  // the responsible department: of the page's case, of the workplace, or else the one for all
	Central  bool    // Office answers for no case: whoever reads looks for their own
	Reader   *Reader // nil: nobody has signed in
	Sample   bool    // a demo: names and numbers are invented, and the footer says so
	Still    bool    // the shortcuts of the workplaces are switched off in this browser (WCAG 2.1.4)
	Request  string  // request id, shown on error pages
}

// Office (ответственный отдел) is the department that answers for the service,
// as the footer and letters name it.
type Office struct {
	Name       words.Text `yaml:"name"`
	Department words.Text `yaml:"department"` // inside the body; may be empty
	Address    words.Text `yaml:"address"`
	Hours      words.Text `yaml:"hours"`
	Phone      string     `yaml:"phone"`       // as it is dialled: "+77143520000"
	PhoneShown string     `yaml:"phone_shown"` // as it is read: "8 (71435) 2-00-00"; empty: as dialled, in groups
}

// Complete tells whether it can be found, visited and called (M-57).
func (o Office) Complete() bool {
	return o.Name.Complete() && o.Address.Complete() && o.Hours.Complete() && o.Phone != ""
}

// Reader is the person or staff member who has signed in.
type Reader struct {
	Name string // shown to themselves only
	Home string // path of their cabinet or workplace
}

// homeWord is what the page at Home is called.
func (r Reader) homeWord() string {
	if strings.HasPrefix(r.Home, "/cabinet") {
		return "web.cabinet"
	}
	return "web.workplace"
}

type settingKey struct{}

// With returns a context whose components speak and link as s says.
func With(ctx context.Context, s Setting) context.Context {
	return context.WithValue(ctx, settingKey{}, s)
}

// Of is the Setting of the context; without one the reader is a stranger who reads Kazakh.
func Of(ctx context.Context) Setting {
	if s, ok := ctx.Value(settingKey{}).(Setting); ok {
		return s
	}
	return Setting{Language: words.Kazakh, Here: "/"}
}

// Say is the catalogue's text under key in the reader's language.
func Say(ctx context.Context, key string, args ...any) string {
	return words.Say(Of(ctx).Language, key, args...)
}

// In is t in the reader's language.
func In(ctx context.Context, t words.Text) string { return t.In(Of(ctx).Language) }

// Tongue is the reader's language, for the functions of package words.
func Tongue(ctx context.Context) words.Language { return Of(ctx).Language }

// InLanguage is the address of this page in another language.
func InLanguage(ctx context.Context, l words.Language) string {
	here := Of(ctx).Here
	if strings.Contains(here, "?") {
		return here + "&lang=" + string(l)
	}
	return here + "?lang=" + string(l)
}
