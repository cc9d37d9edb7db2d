package account

import (
	"encoding/json"
	"errors"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/words"
)

// columns are those of row, with the table's alias a.
const columns = `a.id, a.role, a.login, a.iin, a.passport_country, a.passport_number, a.surname, a.given_name,
	a.patronymic, a.surname_latin, a.given_name_latin, a.birth_date, a.sex, a.citizenship, a.phone, a.email,
	a.language, a.cabinet, a.proven_at, a.unit, a.position, a.state, a.totp,
	a.one_time, a.by_mail, a.by_sms, a.confirmed_email, a.confirmed_phone, a.version`

// row is an Account as the table holds it, without its secrets.
type row struct {
	ID              string       `db:"id"`
	Role            string       `db:"role"`
	Login           string       `db:"login"`
	IIN             string       `db:"iin"`
	PassportCountry string       `db:"passport_country"`
	PassportNumber  string       `db:"passport_number"`
	Surname         string       `db:"surname"`
	GivenName       string       `db:"given_name"`
	Patronymic      string       `db:"patronymic"`
	SurnameLatin    string       `db:"surname_latin"`
	GivenNameLatin  string       `db:"given_name_latin"`
	BirthDate       calendar.Day `db:"birth_date"`
	Sex             string       `db:"sex"`
	Citizenship     string       `db:"citizenship"`
	Phone           string       `db:"phone"`
	Email           string       `db:"email"`
	Language        string       `db:"language"`
	Cabinet         string       `db:"cabinet"`
	ProvenAt        *time.Time   `db:"proven_at"`
	Unit            string       `db:"unit"`
	Position        string       `db:"position"`
	State           string       `db:"state"`
	TOTP            bool         `db:"totp"`
	OneTime         bool         `db:"one_time"`
	ByMail          bool         `db:"by_mail"`
	BySMS           bool         `db:"by_sms"`
	ConfirmedEmail  string       `db:"confirmed_email"`
	ConfirmedPhone  string       `db:"confirmed_phone"`
	Version         int          `db:"version"`
}

func (r row) account() (Account, error) {
	position, err := readText(r.Position)
	return Account{
		ID: r.ID, Role: Role(r.Role), Login: r.Login,
		IIN: r.IIN, PassportCountry: r.PassportCountry, PassportNumber: r.PassportNumber,
		Surname: r.Surname, GivenName: r.GivenName, Patronymic: r.Patronymic,
		SurnameLatin: r.SurnameLatin, GivenNameLatin: r.GivenNameLatin,
		BirthDate: r.BirthDate, Sex: r.Sex, Citizenship: r.Citizenship,
		Phone: r.Phone, Email: r.Email, Language: words.Language(r.Language), Cabinet: r.Cabinet,
		ProvenAt: r.ProvenAt, Unit: r.Unit, Position: position,
		State: r.State, TOTP: r.TOTP, OneTime: r.OneTime, ByMail: r.ByMail, BySMS: r.BySMS,
		ConfirmedEmail: r.ConfirmedEmail, ConfirmedPhone: r.ConfirmedPhone, Version: r.Version,
	}, err
}

// insert writes a new account with the hash of its password. A number or login that is in use is ErrTaken.
func insert(tx *db.Tx, a Account, password string) error {
	_, err := tx.Exec(`INSERT INTO account (id, role, login, iin, passport_country, passport_number, surname,
		given_name, patronymic, surname_latin, given_name_latin, birth_date, sex, citizenship, phone, email,
		language, cabinet, proven_at, unit, position, password, one_time, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, string(a.Role), a.Login, a.IIN, a.PassportCountry, a.PassportNumber, a.Surname,
		a.GivenName, a.Patronymic, a.SurnameLatin, a.GivenNameLatin, a.BirthDate, a.Sex, a.Citizenship,
		a.Phone, a.Email, string(a.Language), a.Cabinet, a.ProvenAt, a.Unit, writeText(a.Position), password, a.OneTime, tx.Now())
	return taken(err)
}

// Find reads an account by its id, or answers ErrUnknown.
func Find(tx *db.Tx, id string) (Account, error) {
	return find(tx, `a.id = ?`, id)
}

// ByIIN reads the person's account of an ИИН, or answers ErrUnknown. Posts are not looked at.
func ByIIN(tx *db.Tx, iin string) (Account, error) {
	if iin == "" {
		return Account{}, ErrUnknown
	}
	return find(tx, `a.iin = ? AND a.role = 'person'`, iin)
}

func find(tx *db.Tx, where string, args ...any) (Account, error) {
	var r row
	err := tx.Get(&r, `SELECT `+columns+` FROM account a WHERE `+where, args...)
	if errors.Is(err, db.ErrNone) {
		return Account{}, ErrUnknown
	}
	if err != nil {
		return Account{}, err
	}
	return r.account()
}

// one turns "no row was changed" into ErrUnknown.
func one(rows int64, err error) error {
	if err == nil && rows == 0 {
		return ErrUnknown
	}
	return err
}

func taken(err error) error {
	if errors.Is(err, db.ErrTaken) {
		return ErrTaken
	}
	return err
}

func writeText(t words.Text) string {
	b, _ := json.Marshal(t) // three strings: cannot fail
	return string(b)
}

func readText(s string) (t words.Text, err error) {
	err = json.Unmarshal([]byte(s), &t)
	return t, err
}
