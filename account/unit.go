package account

import (
	"errors"
	"regexp"

	"ruqsat/db"
	"ruqsat/identity"
	"ruqsat/words"
)

// ErrNoUnit says that no unit of that kind answers for the territory. The case then waits for an
// administrator: nobody else's unit is guessed.
var ErrNoUnit = errors.New("account: no unit answers for this territory")

// The kinds of unit, as the steps of the law name them (СФЕ).
const (
	Akimat     = "akimat" // уполномоченный отдел местного исполнительного органа / жергілікті атқарушы органның бөлімі
	PoliceUnit = "police" // территориальный орган внутренних дел / аумақтық ішкі істер органы
	Counter    = "con"    // отделение Государственной корпорации (ЦОН) / Мемлекеттік корпорация (ХҚКО)
)

// Who answers for the police of a unit (P16).
const (
	ByWorkplace = "workplace" // its officers, in the police workplace
	BySystem    = "system"    // ИС «МП»; the workplace only reads
)

// Unit is подразделение / бөлімше: a body that answers for a territory (M-01).
type Unit struct {
	ID         string     // UUIDv7
	Kind       string     // Akimat, PoliceUnit or Counter
	KATO       string     // code of the territory; one akimat's and one police unit for each
	Number     string     // of a front office, where a district has several: "1"
	Name       words.Text // as printed on a permit
	Department words.Text // the department inside the body
	Address    words.Text
	Hours      words.Text // reception hours as people read them; terms go by the law's hours
	Phone      string
	Answers    string // police: ByWorkplace, or BySystem when ИС «МП» answers and the workplace only reads (P16)
	Version    int    // rises with every change
}

// unitRow is a Unit as the table holds it.
type unitRow struct {
	ID         string `db:"id"`
	Kind       string `db:"kind"`
	KATO       string `db:"kato"`
	Number     string `db:"number"`
	Name       string `db:"name"`
	Department string `db:"department"`
	Address    string `db:"address"`
	Hours      string `db:"hours"`
	Phone      string `db:"phone"`
	Answers    string `db:"answers"`
	Version    int    `db:"version"`
}

const unitColumns = `id, kind, kato, number, name, department, address, hours, phone, answers, version`

func (r unitRow) unit() (Unit, error) {
	u := Unit{ID: r.ID, Kind: r.Kind, KATO: r.KATO, Number: r.Number, Phone: r.Phone, Answers: r.Answers, Version: r.Version}
	var errs [4]error
	u.Name, errs[0] = readText(r.Name)
	u.Department, errs[1] = readText(r.Department)
	u.Address, errs[2] = readText(r.Address)
	u.Hours, errs[3] = readText(r.Hours)
	return u, errors.Join(errs[:]...)
}

// AddUnit sets up a unit. A second one of the kind for the same territory is ErrTaken; without a
// valid КАТО code, a name in every language or, for the police, who answers, it is ErrIncomplete.
// by is the administrator's account id, or "system" at the first start.
func AddUnit(tx *db.Tx, u Unit, by string) (Unit, error) {
	if err := u.check(); err != nil {
		return Unit{}, err
	}
	u.ID, u.Version = db.NewID(tx.Now()), 1
	_, err := tx.Exec(`INSERT INTO unit (`+unitColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		u.ID, u.Kind, u.KATO, u.Number, writeText(u.Name), writeText(u.Department), writeText(u.Address), writeText(u.Hours),
		u.Phone, u.Answers, u.Version)
	if err != nil {
		return Unit{}, taken(err)
	}
	return u, recordBy(tx, "unit.add", "unit:"+u.ID, by, map[string]any{"kind": u.Kind, "kato": u.KATO})
}

// SetUnit changes what a unit is called and where it is; kind and territory stay. Version is that of the
// unit as it was read; another one is db.ErrStale.
func SetUnit(tx *db.Tx, u Unit, by string) error {
	if err := u.check(); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE unit SET name = ?, department = ?, address = ?, hours = ?, phone = ?, answers = ?,
		version = version + 1 WHERE id = ? AND kind = ? AND kato = ? AND version = ?`, writeText(u.Name), writeText(u.Department),
		writeText(u.Address), writeText(u.Hours), u.Phone, u.Answers, u.ID, u.Kind, u.KATO, u.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return db.ErrStale
	}
	return recordBy(tx, "unit.change", "unit:"+u.ID, by, map[string]any{"answers": u.Answers})
}

// number is how a front office is numbered in its district.
var number = regexp.MustCompile(`^[1-9][0-9]{0,2}$`)

// ValidNumber says whether a text is the number of a front office in its district: 1 to 999.
func ValidNumber(text string) bool { return number.MatchString(text) }

func (u Unit) check() error {
	kind := u.Kind == Akimat || u.Kind == PoliceUnit || u.Kind == Counter
	answers := u.Answers == ""
	if u.Kind == PoliceUnit {
		answers = u.Answers == ByWorkplace || u.Answers == BySystem
	}
	if !kind || !answers || u.Number != "" && (u.Kind != Counter || !ValidNumber(u.Number)) || !identity.ValidCode(u.KATO) || !u.Name.Complete() {
		return ErrIncomplete
	}
	return nil
}

// FindUnit reads a unit by its id, or answers ErrNoUnit.
func FindUnit(tx *db.Tx, id string) (Unit, error) {
	return findUnit(tx, `id = ?`, id)
}

// UnitFor finds the unit of a kind that answers for a place: its own, or else the one of the
// territory that the place lies in, up to the oblast. КАТО codes nest by their digits: two of the
// oblast, two of the district or city, two of the rural district, three of the village.
func UnitFor(tx *db.Tx, kind, kato string) (Unit, error) {
	if !identity.ValidCode(kato) {
		return Unit{}, ErrNoUnit
	}
	return findUnit(tx, `kind = ? AND kato IN (?, ?, ?, ?) ORDER BY kato DESC, number`,
		kind, kato, kato[:6]+"000", kato[:4]+"00000", kato[:2]+"0000000")
}

func findUnit(tx *db.Tx, where string, args ...any) (Unit, error) {
	var r unitRow
	err := tx.Get(&r, `SELECT `+unitColumns+` FROM unit WHERE `+where, args...)
	if errors.Is(err, db.ErrNone) {
		return Unit{}, ErrNoUnit
	}
	if err != nil {
		return Unit{}, err
	}
	return r.unit()
}

// Units lists all units by kind and territory.
func Units(tx *db.Tx) ([]Unit, error) {
	var rows []unitRow
	if err := tx.Select(&rows, `SELECT `+unitColumns+` FROM unit ORDER BY kind, kato, number`); err != nil {
		return nil, err
	}
	units := make([]Unit, len(rows))
	for i, r := range rows {
		u, err := r.unit()
		if err != nil {
			return nil, err
		}
		units[i] = u
	}
	return units, nil
}
