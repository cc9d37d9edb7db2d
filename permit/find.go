package permit

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/words"
)

const columns = `SELECT p.id, p.case_id, p.number, p.code, p.signatory, p.issued_at, a.sum, a.data,
	COALESCE(e.state, '') AS state, COALESCE(e.ground, '') AS ground, e.at AS ended_at
	FROM permit p JOIN permit_preparation a ON a.id = p.preparation_id
	LEFT JOIN permit_end e ON e.permit_id = p.id `

type row struct {
	ID        string  `db:"id"`
	Case      string  `db:"case_id"`
	Number    string  `db:"number"`
	Code      string  `db:"code"`
	Signatory string  `db:"signatory"`
	Issued    db.Time `db:"issued_at"`
	Sum       string  `db:"sum"`
	Data      string  `db:"data"`
	State     string  `db:"state"`
	Ground    string  `db:"ground"`
	Ended     db.Time `db:"ended_at"`
}

func (r row) permit() (Permit, error) {
	p := Permit{ID: r.ID, Case: r.Case, Number: r.Number, Code: r.Code, Sum: r.Sum, Issued: r.Issued.Time}
	if r.State != "" {
		p.End = &Ending{State: r.State, Ground: r.Ground, At: r.Ended.Time}
	}
	if err := json.Unmarshal([]byte(r.Data), &p.Data); err != nil {
		return Permit{}, fmt.Errorf("permit: %s: %w", r.Number, err)
	}
	return p, json.Unmarshal([]byte(r.Signatory), &p.By)
}

// Find reads a permit by id. ErrNoPermit.
func Find(tx *db.Tx, id string) (Permit, error) { return one(tx, `WHERE p.id = ?`, id) }

// ByCode reads a permit by the code of its status page. ErrNoPermit.
func ByCode(tx *db.Tx, code string) (Permit, error) { return one(tx, `WHERE p.code = ?`, code) }

// ByNumber reads a permit by its number. ErrNoPermit.
func ByNumber(tx *db.Tx, number string) (Permit, error) { return one(tx, `WHERE p.number = ?`, number) }

// ByCase reads the permit that was issued on a case, by the case's id. ErrNoPermit.
func ByCase(tx *db.Tx, caseID string) (Permit, error) { return one(tx, `WHERE p.case_id = ?`, caseID) }

func one(tx *db.Tx, where, key string) (Permit, error) {
	var r row
	if err := tx.Get(&r, columns+where, key); err != nil {
		return Permit{}, none(err)
	}
	return r.permit()
}

func none(err error) error {
	if errors.Is(err, db.ErrNone) {
		return ErrNoPermit
	}
	return err
}

// ByHolder reads a person's permits, the newest first.
func ByHolder(tx *db.Tx, account string) ([]Permit, error) {
	if account == "" {
		return nil, nil // a permit without an account is nobody's list (P11)
	}
	var rows []row
	err := tx.Select(&rows, columns+`WHERE p.holder = ? ORDER BY p.issued_at DESC, p.id DESC`, account)
	permits := make([]Permit, 0, len(rows))
	for _, r := range rows {
		p, err := r.permit()
		if err != nil {
			return nil, err
		}
		permits = append(permits, p)
	}
	return permits, err
}

// CountActive counts the employer's permits that are in force on the day or still to start
// (P10): those whose last day has not passed and that have not ended. An end counts from its
// own moment when the day is the day of the act, otherwise from the beginning of the day.
func CountActive(tx *db.Tx, employerIIN string, on calendar.Day) (int, error) {
	moment := on.At(0, 0)
	if calendar.DayOf(tx.Now()) == on {
		moment = tx.Now()
	}
	var n int
	err := tx.Get(&n, `SELECT COUNT(*) FROM permit p WHERE p.employer_iin = ? AND p.last_day >= ?
		AND NOT EXISTS (SELECT 1 FROM permit_end e WHERE e.permit_id = p.id AND e.at <= ?)`, employerIIN, on, moment)
	return n, err
}

// StatusByCode is the public check: the status of the permit whose page the code opens, by
// one row and without personal data. ErrNoPermit.
func StatusByCode(tx *db.Tx, code string, now time.Time) (Status, error) {
	return status(tx, `WHERE p.code = ?`, code, now)
}

// StatusByNumber is StatusByCode for a number that somebody typed. ErrNoPermit.
func StatusByNumber(tx *db.Tx, number string, now time.Time) (Status, error) {
	return status(tx, `WHERE p.number = ?`, number, now)
}

func status(tx *db.Tx, where, key string, now time.Time) (Status, error) {
	var r struct {
		Number  string       `db:"number"`
		Service string       `db:"service"`
		First   calendar.Day `db:"first_day"`
		Last    calendar.Day `db:"last_day"`
		KK      string       `db:"territory_kk"`
		RU      string       `db:"territory_ru"`
		EN      string       `db:"territory_en"`
		State   string       `db:"state"`
		Ended   db.Time      `db:"ended_at"`
	}
	err := tx.Get(&r, `SELECT p.number, p.service, p.first_day, p.last_day, p.territory_kk, p.territory_ru, p.territory_en,
		COALESCE(e.state, '') AS state, e.at AS ended_at
		FROM permit p LEFT JOIN permit_end e ON e.permit_id = p.id `+where, key)
	if err != nil {
		return Status{Code: Unknown, AsOf: now}, none(err)
	}
	p := Permit{Number: r.Number, Data: Data{Service: r.Service, First: r.First, Last: r.Last,
		Territory: words.Text{KK: r.KK, RU: r.RU, EN: r.EN}}}
	if r.State != "" {
		p.End = &Ending{State: r.State, At: r.Ended.Time}
	}
	return p.Status(now), nil
}
