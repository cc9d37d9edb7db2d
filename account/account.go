package account

import (
	"errors"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/words"
)

// Errors that a caller branches on.
var (
	// ErrUnknown says that there is no such account.
	ErrUnknown = errors.New("account: no such account")
	// ErrTaken says that an account with this ИИН, passport or login exists already. A stranger
	// must not learn it: the door answers a sign-up that is taken as one that succeeded.
	ErrTaken = errors.New("account: taken")
	// ErrOrganisation says that a БИН was given: an organisation is referred to the other service (P14).
	ErrOrganisation = errors.New("account: an organisation is served by another service")
	// ErrIncomplete says that a field that the account cannot do without is empty or malformed.
	ErrIncomplete = errors.New("account: a required field is missing")
	// ErrIIN says that the ИИН is not one: length, digits or checksum (P18).
	ErrIIN = errors.New("account: not a valid ИИН")
	// ErrMRZ says that the lines of the passport do not verify or do not agree with the form (M-22).
	ErrMRZ = errors.New("account: the machine-readable lines do not agree")
	// ErrPassword says that the password is too short, too common or made of the person's own data.
	ErrPassword = errors.New("account: the password is not allowed")
)

// Role is роль / рөл: what kind of work an account may do. What it may do is decided by May.
type Role string

// The roles of this system.
const (
	Anonymous     Role = ""              // nobody is signed in
	Person        Role = "person"        // заявитель или работодатель - физическое лицо / өтініш беруші не жұмыс беруші
	Operator      Role = "operator"      // оператор ЦОН / ХҚКО операторы: takes papers, hands out results
	Executor      Role = "executor"      // исполнитель / орындаушы of the akimat's department
	Head          Role = "head"          // руководитель / басшы who decides
	Police        Role = "police"        // сотрудник миграционной полиции / көші-қон полициясының қызметкері
	Auditor       Role = "auditor"       // аудитор / аудитор: reads acts and readings of all units, changes nothing
	Administrator Role = "administrator" // администратор / әкімші of the system; sees no case
)

// Roles lists the roles in the order of the authority table, the anonymous one first.
var Roles = []Role{Anonymous, Person, Operator, Executor, Head, Police, Auditor, Administrator}

// Staff says whether the role is a post in a unit and not a private person.
func (r Role) Staff() bool {
	return r != Anonymous && r != Person
}

// Text names the role.
func (r Role) Text() words.Text { return words.All("account.role." + string(r)) }

// The cabinets of a person (M-119): the same person may be both.
const (
	Immigrant = "immigrant" // кабинет трудового иммигранта / еңбекші көшіп келушінің кабинеті
	Employer  = "employer"  // кабинет работодателя / жұмыс берушінің кабинеті
)

// The states of an account.
const (
	Active   = "active"
	Disabled = "disabled"
)

// Account is учётная запись / тіркелгі: a person, or a person's post in a unit.
type Account struct {
	ID                              string // UUIDv7
	Role                            Role
	Login                           string // staff only: the name to sign in with
	IIN                             string // 12 digits; empty for a person without one
	PassportCountry, PassportNumber string // ISO 3166 alpha-3 and the number in capitals, or both empty
	Surname, GivenName, Patronymic  string // as the person writes them
	SurnameLatin, GivenNameLatin    string // as the passport has them
	BirthDate                       calendar.Day
	Sex                             string // "M", "F" or empty
	Citizenship                     string // ISO 3166 alpha-3
	Phone, Email                    string
	Language                        words.Language
	Cabinet                         string     // Immigrant or Employer: the cabinet that opens first
	ProvenAt                        *time.Time // when the identity was proven (P13), or nil
	Unit                            string     // staff: id of the unit
	Position                        words.Text // staff: должность / лауазымы
	State                           string     // Active or Disabled
	TOTP                            bool       // staff: the second factor is confirmed
	OneTime                         bool       // the password was given by an administrator and must be changed first
	Duty                            Duty       // for whom it acts in this session by a dated order; else zero
	ByMail, BySMS                   bool       // the person asked for letters by mail, by SMS (2.5 of the mission)
	ConfirmedEmail, ConfirmedPhone  string     // the addresses whose owner this person has shown to be, or empty
	Version                         int        // counts the changes
}

// Proven says whether the person has shown that the ИИН is theirs (P13). Before that nothing is
// confirmed or signed. A post in a unit is proven by the administrator who gave it.
func (a Account) Proven() bool { return a.ProvenAt != nil || a.Role.Staff() }

// FullName is ФИО / аты-жөні, surname first; in Latin letters when there are no others.
func (a Account) FullName() string {
	names := []string{a.Surname, a.GivenName, a.Patronymic}
	if a.Surname == "" && a.GivenName == "" {
		names = []string{a.SurnameLatin, a.GivenNameLatin}
	}
	return strings.Join(strings.Fields(strings.Join(names, " ")), " ")
}
