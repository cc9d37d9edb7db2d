package account

import (
	"errors"
	"regexp"
	"strings"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/identity"
	"ruqsat/register"
	"ruqsat/words"
)

// Newcomer is what a person signs up with: регистрация / тіркелу (M-22, M-99). Either IIN, or the
// passport's country and number for somebody who has no ИИН yet.
type Newcomer struct {
	IIN                             string
	PassportCountry, PassportNumber string // ISO 3166 alpha-3; letters and digits
	MRZ                             [2]string
	Surname, GivenName, Patronymic  string
	SurnameLatin, GivenNameLatin    string
	BirthDate                       calendar.Day
	Sex, Citizenship                string
	Phone, Email                    string
	Language                        words.Language
	Cabinet                         string // Immigrant or Employer
	PasswordHash                    string // from HashPassword, after CheckPassword
}

// The fields of a sign-up, as Flaw names them.
const (
	FieldIIN      = "iin"
	FieldCountry  = "passport-country"
	FieldPassport = "passport-number"
	FieldMRZ      = "mrz"
	FieldName     = "name"
	FieldPhone    = "phone"
	FieldEmail    = "email"
	FieldCabinet  = "cabinet"
	FieldPassword = "password"
)

// The reasons that are not already codes of identity.
const (
	WhyMissing      = "missing"
	WhyFormat       = "format"
	WhyOrganisation = "organisation"
	WhyDisagrees    = "disagrees"
)

// SignUp makes the account of a person (P14: a household employer has an ИИН). What is not right
// comes back as Flaws, all at once; a БИН among them is ErrOrganisation.
//
// ErrTaken says that there is such an account already. The door must show what it shows after
// success, the page to sign in, so that nobody learns who has an account: the owner signs in with
// the old password or recovers it, a stranger gets nowhere.
func SignUp(tx *db.Tx, n Newcomer) (Account, error) {
	n = n.tidy()
	if err := n.Flaws().err(); err != nil {
		return Account{}, err
	}
	a := n.account()
	a.ID = db.NewID(tx.Now())
	if err := insert(tx, a, n.PasswordHash); err != nil {
		return Account{}, err
	}
	_, err := register.Append(tx, register.Entry{At: tx.Now(), Act: "account.sign-up", Subject: subject(a.ID),
		Actor: a.ID, ActorName: name(a), ActorRole: string(a.Role), Detail: map[string]any{"cabinet": a.Cabinet}})
	return a, err
}

// Warnings are what looks odd in the ИИН and yet is accepted (P18): codes of identity.
func (n Newcomer) Warnings() []string {
	if n.IIN == "" {
		return nil
	}
	return identity.CheckNumber(n.IIN).Warnings
}

// WarningText tells the person about one of the Warnings.
func WarningText(code string) words.Text { return words.All("account.warning." + code) }

// Flaws says all that has to be mended before the sign-up can be made.
func (n Newcomer) Flaws() Flaws {
	var f Flaws
	n = n.tidy()
	n.number(&f)
	n.person(&f)
	if n.Cabinet != Immigrant && n.Cabinet != Employer {
		f.add(FieldCabinet, WhyMissing, ErrIncomplete)
	}
	if n.PasswordHash == "" {
		f.add(FieldPassword, WhyMissing, ErrIncomplete)
	}
	return f
}

// number judges what the account will be known by.
func (n Newcomer) number(f *Flaws) {
	passport := n.PassportCountry != "" || n.PassportNumber != ""
	switch {
	case n.IIN != "":
		n.iin(f)
		if passport {
			n.passport(f)
		}
	case n.Cabinet == Employer || !passport: // a household employer is known by the ИИН (P14)
		f.add(FieldIIN, WhyMissing, ErrIncomplete)
	default:
		n.passport(f)
	}
}

func (n Newcomer) iin(f *Flaws) {
	check := identity.CheckNumber(n.IIN)
	switch {
	case check.Valid && check.Kind == identity.BIN:
		f.add(FieldIIN, WhyOrganisation, ErrOrganisation)
	case !check.Valid:
		f.add(FieldIIN, check.Why, ErrIIN)
	}
}

var (
	country  = regexp.MustCompile(`^[A-Z]{3}$`)
	passport = regexp.MustCompile(`^[A-Z0-9]{5,14}$`)
	phone    = regexp.MustCompile(`^\+?[0-9]{10,15}$`)
	email    = regexp.MustCompile(`^[^@\s]{1,64}@[^@\s]{1,190}$`)
)

func (n Newcomer) passport(f *Flaws) {
	if !country.MatchString(n.PassportCountry) {
		f.add(FieldCountry, missingOr(n.PassportCountry), ErrIncomplete)
	}
	if !passport.MatchString(n.PassportNumber) {
		f.add(FieldPassport, missingOr(n.PassportNumber), ErrIncomplete)
	}
	if n.MRZ != [2]string{} {
		n.mrz(f)
	}
}

// mrz verifies the check digits, and that the lines are those of the passport typed in (M-22).
func (n Newcomer) mrz(f *Flaws) {
	m, err := identity.ParseMRZ(n.MRZ[0], n.MRZ[1])
	if bad := (*identity.MRZError)(nil); errors.As(err, &bad) {
		f.add(FieldMRZ, bad.Why, ErrMRZ)
		return
	}
	if err != nil {
		f.add(FieldMRZ, WhyFormat, ErrMRZ)
		return
	}
	same := strings.TrimRight(m.Number, "<") == n.PassportNumber && m.Issuer == n.PassportCountry
	if born := n.BirthDate; !born.IsZero() && !born.Equal(m.BirthDate) {
		same = false
	}
	if !same {
		f.add(FieldMRZ, WhyDisagrees, ErrMRZ)
	}
}

func (n Newcomer) person(f *Flaws) {
	if n.Surname+n.GivenName == "" && n.SurnameLatin+n.GivenNameLatin == "" {
		f.add(FieldName, WhyMissing, ErrIncomplete)
	}
	if n.Phone != "" && !phone.MatchString(n.Phone) {
		f.add(FieldPhone, WhyFormat, ErrIncomplete)
	}
	if n.Email != "" && !email.MatchString(n.Email) {
		f.add(FieldEmail, WhyFormat, ErrIncomplete)
	}
}

// tidy brings the numbers into the one form in which they are compared.
func (n Newcomer) tidy() Newcomer {
	n.IIN = digits(n.IIN)
	n.PassportCountry, n.PassportNumber = capitals(n.PassportCountry), capitals(n.PassportNumber)
	n.Citizenship = capitals(n.Citizenship)
	n.Phone = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "\u00a0", "").Replace(n.Phone)
	for _, field := range []*string{&n.Surname, &n.GivenName, &n.Patronymic, &n.SurnameLatin, &n.GivenNameLatin, &n.Email} {
		*field = strings.Join(strings.Fields(*field), " ")
	}
	if n.Language == "" {
		n.Language = words.Kazakh
	}
	return n
}

func (n Newcomer) account() Account {
	return Account{Role: Person, IIN: n.IIN, PassportCountry: n.PassportCountry, PassportNumber: n.PassportNumber,
		Surname: n.Surname, GivenName: n.GivenName, Patronymic: n.Patronymic,
		SurnameLatin: n.SurnameLatin, GivenNameLatin: n.GivenNameLatin, BirthDate: n.BirthDate, Sex: n.Sex,
		Citizenship: n.Citizenship, Phone: n.Phone, Email: n.Email, Language: n.Language, Cabinet: n.Cabinet,
		State: Active, Version: 1}
}

func missingOr(value string) string {
	if value == "" {
		return WhyMissing
	}
	return WhyFormat
}

// digits drops the spaces and dashes that people group a number with.
func digits(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\t", "").Replace(s)
}

func capitals(s string) string { return strings.ToUpper(digits(s)) }

// subject is how the register names an account.
func subject(id string) string { return "account:" + id }

// name is the account's name in the three languages, which is the same.
func name(a Account) words.Text {
	n := a.FullName()
	return words.Text{KK: n, RU: n, EN: n}
}
