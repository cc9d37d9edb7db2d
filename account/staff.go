package account

import (
	"regexp"

	"ruqsat/db"
	"ruqsat/words"
)

// Post is должность / лауазым: what an administrator gives to a member of staff.
type Post struct {
	Role                           Role // any of the staff
	Login                          string
	IIN                            string // for the ЭЦП; may be empty
	Surname, GivenName, Patronymic string
	Position                       words.Text
	Unit                           string // id; empty for an auditor or administrator
	Phone, Email                   string
	Language                       words.Language
	PasswordHash                   string
	OneTime                        bool // the password must be changed before anything else
}

// login needs a letter, so that it is never taken for an ИИН.
var login = regexp.MustCompile(`^[a-z][a-z0-9._-]{2,39}$`)

// AddStaff gives a post. A login that is in use is ErrTaken; a missing field, or a unit of another
// kind than the role works in, is ErrIncomplete. by is the administrator's account id, or "system"
// at the first start.
func AddStaff(tx *db.Tx, p Post, by string) (Account, error) {
	p.Login = tidyLogin(p.Login)
	if !login.MatchString(p.Login) || p.Surname == "" || p.PasswordHash == "" || !p.Role.Staff() {
		return Account{}, ErrIncomplete
	}
	if err := fits(tx, p.Role, p.Unit); err != nil {
		return Account{}, err
	}
	if p.Language == "" {
		p.Language = words.Kazakh
	}
	a := Account{ID: db.NewID(tx.Now()), Role: p.Role, Login: p.Login, IIN: digits(p.IIN), Surname: p.Surname,
		GivenName: p.GivenName, Patronymic: p.Patronymic, Position: p.Position, Unit: p.Unit, Phone: p.Phone,
		Email: p.Email, Language: p.Language, State: Active, OneTime: p.OneTime, Version: 1}
	if err := insert(tx, a, p.PasswordHash); err != nil {
		return Account{}, err
	}
	return a, recordBy(tx, "staff.add", subject(a.ID), by, map[string]any{"role": string(a.Role), "unit": a.Unit})
}

// kindOf is the kind of unit that a role works in; administrators and auditors work in none.
var kindOf = map[Role]string{Operator: Counter, Executor: Akimat, Head: Akimat, Police: PoliceUnit}

// fits says whether a role works in a unit: operators in a front office, executors and heads in an akimat's
// department, the police in theirs.
func fits(tx *db.Tx, r Role, unit string) error {
	if r == Administrator || r == Auditor {
		if unit != "" {
			return ErrIncomplete
		}
		return nil
	}
	u, err := FindUnit(tx, unit)
	if err != nil {
		return err
	}
	if kindOf[r] != u.Kind {
		return ErrIncomplete
	}
	return nil
}

// Staff lists the posts of a unit by role and name; the empty id lists those without a unit.
func Staff(tx *db.Tx, unit string) ([]Account, error) {
	var rows []row
	err := tx.Select(&rows, `SELECT `+columns+` FROM account a
		WHERE a.unit = ? AND a.role <> 'person' ORDER BY a.role, a.surname, a.given_name, a.id`, unit)
	if err != nil {
		return nil, err
	}
	staff := make([]Account, len(rows))
	for i, r := range rows {
		if staff[i], err = r.account(); err != nil {
			return nil, err
		}
	}
	return staff, nil
}

// SetRole moves a member of staff to another role or unit, in effect at their next request.
// version is that of the account as it was read; another one is db.ErrStale.
func SetRole(tx *db.Tx, id string, version int, r Role, unit, by string) error {
	if !r.Staff() {
		return ErrIncomplete
	}
	if err := fits(tx, r, unit); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE account SET role = ?, unit = ?, version = version + 1
		WHERE id = ? AND version = ? AND role <> 'person'`, string(r), unit, id, version)
	if err != nil {
		return err
	}
	if n == 0 {
		return db.ErrStale
	}
	return recordBy(tx, "staff.role", subject(id), by, map[string]any{"role": string(r), "unit": unit})
}

// Disable closes an account and ends its sessions: the next request is nobody's. reason is for the
// register; by is the administrator's account id.
func Disable(tx *db.Tx, id, reason, by string) error {
	if _, err := SignOutEverywhere(tx, id); err != nil {
		return err
	}
	return setState(tx, id, Disabled, reason, by)
}

// Enable opens a closed account again.
func Enable(tx *db.Tx, id, reason, by string) error { return setState(tx, id, Active, reason, by) }

func setState(tx *db.Tx, id, state, reason, by string) error {
	err := one(tx.Exec(`UPDATE account SET state = ?, version = version + 1 WHERE id = ?`, state, id))
	if err != nil {
		return err
	}
	return recordBy(tx, "account."+state, subject(id), by, map[string]any{"reason": reason})
}

// Change saves what people may change about their own account: phone, mail, language and the cabinet
// that opens first. An account that was changed meanwhile is db.ErrStale.
func Change(tx *db.Tx, a Account) error {
	var f Flaws
	n := Newcomer{Phone: a.Phone, Email: a.Email, Surname: "-"}.tidy()
	n.person(&f)
	if err := f.err(); err != nil {
		return err
	}
	rows, err := tx.Exec(`UPDATE account SET phone = ?, email = ?, language = ?, cabinet = ?, version = version + 1
		WHERE id = ? AND version = ?`, n.Phone, n.Email, string(a.Language), a.Cabinet, a.ID, a.Version)
	if err != nil {
		return err
	}
	if rows == 0 {
		return db.ErrStale
	}
	return record(tx, "account.change", a, nil)
}
