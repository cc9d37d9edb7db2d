package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/identity"
	"ruqsat/web/part"
	"ruqsat/words"
)

// The ways to sign up (M-22, M-99, P14).
const (
	asWorker    = "worker"    // a worker with an ИИН
	asPassport  = "passport"  // a worker without one: passport and country
	asHousehold = "household" // a household employer, by ИИН
	asCompany   = "company"   // a БИН: referred to the other service
)

// signUpView is the page to sign up: the choice, or the form of one way, with what was entered.
type signUpView struct {
	As        string
	Form      account.Newcomer
	MRZ, Born string
	Wrong     []part.Problem
	Ways      []part.Option
	Countries []part.Option
}

func (s *Site) signUp(v *Visit) error {
	view := signUpView{As: v.Text("as")}
	if !slices.Contains([]string{asWorker, asPassport, asHousehold, asCompany}, view.As) {
		if view.As != "" || v.Form.Has("go") {
			view.As, view.Wrong = "", []part.Problem{{Field: "as", Text: v.Say("cabinet.signup.as.wrong")}}
		}
		view.Ways = signUpWays(v)
		return v.ShowAs(statusOf(view.Wrong), signUpChoice(view))
	}
	view.options(v)
	return v.Show(signUpPage(view))
}

func signUpWays(v *Visit) []part.Option {
	var list []part.Option
	for _, as := range []string{asWorker, asPassport, asHousehold, asCompany} {
		list = append(list, part.Option{Value: as, Text: v.Say("cabinet.signup.as." + as), Hint: v.Say("cabinet.signup.hint." + as)})
	}
	return list
}

func (view *signUpView) options(v *Visit) {
	chosen := view.Form.PassportCountry
	if view.As == asWorker {
		chosen = view.Form.Citizenship
	}
	view.Countries = countries(v, chosen)
}

// countries is the law's list of countries in the order of the language, with an empty answer first.
func countries(v *Visit, chosen string) []part.Option {
	list := []part.Option{}
	for _, c := range v.Law.Countries {
		list = append(list, part.Option{Value: c.Code, Text: c.Name.In(v.Language)})
	}
	slices.SortFunc(list, func(a, b part.Option) int { return words.Compare(v.Language, a.Text, b.Text) })
	list = append([]part.Option{{Text: v.Say("cabinet.choose")}}, list...)
	return part.Choose(list, chosen)
}

// makeAccount signs a person up. One who has an account already gets the same answer, the page to
// sign in, so that nobody learns who has one.
func (s *Site) makeAccount(v *Visit) error {
	view := readNewcomer(v)
	if view.As == asCompany || view.As == "" {
		return v.Go("/signup?as=" + view.As)
	}
	if ok, wait := s.limit.allow("signup "+address(v.Request), 20, 10*time.Minute, v.Now); !ok {
		return errTooMany{wait}
	}
	password := v.Form.Get("password")
	if view.Wrong = view.flaws(v, password); len(view.Wrong) > 0 {
		view.options(v)
		return v.ShowAs(http.StatusUnprocessableEntity, signUpPage(view))
	}
	hash, err := account.HashPassword(v.Request.Context(), password)
	if err != nil {
		return err
	}
	view.Form.PasswordHash = hash
	err = v.Write(func(tx *db.Tx) error { _, err := account.SignUp(tx, view.Form); return err })
	if err != nil && !errors.Is(err, account.ErrTaken) {
		return err
	}
	if view.As == asPassport {
		return v.Go("/signin?welcome=1&by=passport")
	}
	return v.Go("/signin?welcome=1")
}

func readNewcomer(v *Visit) signUpView {
	view := signUpView{As: v.Text("as"), MRZ: v.Form.Get("mrz"), Born: part.DateValue(v.Form, "born")}
	view.Form = account.Newcomer{
		IIN: v.Text("iin"), PassportCountry: v.Text("passport-country"), PassportNumber: v.Text("passport-number"),
		Surname: v.Text("surname"), GivenName: v.Text("given-name"), Patronymic: v.Text("patronymic"),
		SurnameLatin: strings.ToUpper(v.Text("surname-latin")), GivenNameLatin: strings.ToUpper(v.Text("given-name-latin")),
		Citizenship: v.Text("citizenship"), Phone: v.Text("phone"), Email: v.Text("email"),
		Language: v.Language, Cabinet: account.Immigrant,
	}
	switch view.As {
	case asWorker, asCompany:
	case asHousehold:
		view.Form.Cabinet = account.Employer
	case asPassport:
		view.Form.IIN, view.Form.Citizenship = "", view.Form.PassportCountry
		view.readMRZ()
	default:
		view.As = ""
	}
	if day, err := calendar.ParseDay(view.Born); err == nil {
		view.Form.BirthDate = day
	}
	return view
}

// readMRZ takes from the two lines what the person has not typed.
func (view *signUpView) readMRZ() {
	lines := strings.FieldsFunc(view.MRZ, func(r rune) bool { return r == '\n' || r == '\r' })
	if len(lines) == 0 {
		return
	}
	view.Form.MRZ[0] = strings.TrimSpace(lines[0])
	if len(lines) > 1 {
		view.Form.MRZ[1] = strings.TrimSpace(lines[1])
	}
	m, err := identity.ParseMRZ(view.Form.MRZ[0], view.Form.MRZ[1])
	if err != nil {
		return
	}
	if view.Form.SurnameLatin == "" && view.Form.GivenNameLatin == "" {
		view.Form.SurnameLatin, view.Form.GivenNameLatin = m.Surname, m.GivenNames
	}
	if view.Born == "" && !m.BirthDate.IsZero() {
		view.Born = m.BirthDate.String()
	}
	view.Form.Sex = m.Sex
}

// flaws are all that has to be mended, each at its field (B-05).
func (view *signUpView) flaws(v *Visit, password string) []part.Problem {
	view.Form.PasswordHash = "judged below"
	var list []part.Problem
	for _, f := range view.Form.Flaws() {
		list = append(list, part.Problem{Field: flawField(*view, f.Field), Text: flawText(v, f)})
	}
	view.Form.PasswordHash = ""
	if _, err := calendar.ParseDay(view.Born); view.Born != "" && err != nil {
		list = append(list, part.Problem{Field: "born", Text: v.Say("cabinet.born.wrong")})
	}
	own := []string{view.Form.IIN, view.Form.PassportNumber, view.Form.Surname, view.Form.GivenName,
		view.Form.SurnameLatin, view.Form.GivenNameLatin, view.Form.Phone, view.Form.Email}
	var flaw *account.Flaw
	if err := account.CheckPassword(password, own...); errors.As(err, &flaw) {
		list = append(list, part.Problem{Field: "password", Text: flawText(v, flaw)})
	}
	return list
}

// flawField is the input at which a flaw of the account's is shown.
func flawField(view signUpView, field string) string {
	if field == account.FieldName {
		if view.As == asPassport {
			return "surname-latin"
		}
		return "surname"
	}
	return field
}

// flawText says a flaw in words: the field's own, or those any field may have.
func flawText(v *Visit, f *account.Flaw) string {
	if key := "account.flaw." + f.Field + "." + f.Why; words.Has(key) {
		return v.Say(key)
	}
	return v.Say("account.flaw." + f.Field)
}
