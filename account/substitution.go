package account

import (
	"errors"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/words"
)

// Errors of a substitution.
var (
	// ErrNoOrder says that no order in force lets this account act for another today.
	ErrNoOrder = errors.New("account: no such order of substitution is in force")
	// ErrOrder says that an order of substitution does not fit: days, roles or units (a Flaw names what).
	ErrOrder = errors.New("account: the order of substitution does not fit")
)

// Substitution is замещение отсутствующего / жоқ қызметкердің міндетін атқару: by a dated order one member of
// staff does the work of another. Days are civil days of Asia/Almaty, both ends included.
type Substitution struct {
	ID                 string       `db:"id"`
	Absent             string       `db:"absent"`     // account ids
	Substitute         string       `db:"substitute"` //
	First              calendar.Day `db:"first_day"`
	Last               calendar.Day `db:"last_day"`
	Number             string       `db:"number"` // of the order
	OrderDay           calendar.Day `db:"order_day"`
	Reason             string       `db:"reason"`
	GivenBy            string       `db:"given_by"`
	GivenAt            time.Time    `db:"given_at"`
	EndedAt            time.Time    `db:"ended_at"` // zero while it was not called off
	AbsentRole         Role         `db:"absent_role"`
	AbsentUnit         string       `db:"absent_unit"`
	AbsentSurname      string       `db:"absent_surname"`
	AbsentGiven        string       `db:"absent_given"`
	AbsentPatronymic   string       `db:"absent_patronymic"`
	SubstituteSurname  string       `db:"own_surname"`
	SubstituteGiven    string       `db:"own_given"`
	SubstitutePatronym string       `db:"own_patronymic"`
}

// AbsentName is the ФИО of who is absent.
func (s Substitution) AbsentName() string {
	return Account{Surname: s.AbsentSurname, GivenName: s.AbsentGiven, Patronymic: s.AbsentPatronymic}.FullName()
}

// SubstituteName is the ФИО of who acts for them.
func (s Substitution) SubstituteName() string {
	return Account{Surname: s.SubstituteSurname, GivenName: s.SubstituteGiven, Patronymic: s.SubstitutePatronym}.FullName()
}

// The times of an order, seen from a day.
const (
	Running = "running"
	Coming  = "coming"
	Past    = "past" // run out or called off
)

// When says whether an order runs on a day, comes or is over.
func (s Substitution) When(today calendar.Day) string {
	switch {
	case !s.EndedAt.IsZero() || s.Last.Before(today):
		return Past
	case s.First.After(today):
		return Coming
	}
	return Running
}

// The fields of an order, as Flaw.Field.
const (
	FieldAbsent     = "absent"
	FieldSubstitute = "substitute"
	FieldFirstDay   = "first-day"
	FieldLastDay    = "last-day"
	FieldNumber     = "order-number"
	FieldOrderDay   = "order-day"
	FieldReason     = "reason"
)

// The reasons for which an order does not fit, as Flaw.Why.
const (
	WhySame     = "same"     // one and the same person
	WhyClosed   = "closed"   // the account is disabled, or is no post
	WhyRole     = "role"     // a role that nobody stands in for, or of another kind of unit
	WhyOrder    = "order"    // the days are in the wrong order
	WhyPast     = "past"     // the last day is over
	WhyFuture   = "future"   // the order's own day has not come
	WhyOverlaps = "overlaps" // somebody stands in for the absent person on these days already
	WhyAway     = "away"     // the substitute is absent on these days too
)

// AddSubstitution enters a dated order. What does not fit comes back as Flaws of ErrIncomplete or ErrOrder. by is
// the administrator's account id.
func AddSubstitution(tx *db.Tx, s Substitution, by string) (Substitution, error) {
	s.Number, s.Reason = strings.Join(strings.Fields(s.Number), " "), strings.TrimSpace(s.Reason)
	f := s.flaws(calendar.DayOf(tx.Now()))
	if err := s.people(tx, &f); err != nil {
		return s, err
	}
	if err := f.err(); err != nil {
		return s, err
	}
	s.ID, s.GivenBy, s.GivenAt = db.NewID(tx.Now()), by, tx.Now()
	if err := s.insert(tx); err != nil {
		return s, err
	}
	return s, recordBy(tx, "staff.substitution", subject(s.Absent), by, s.detail())
}

// flaws judges what the order says by itself.
func (s Substitution) flaws(today calendar.Day) (f Flaws) {
	add := func(wrong bool, field, why string, kind error) {
		if wrong {
			f.add(field, why, kind)
		}
	}
	add(s.Absent == "", FieldAbsent, WhyMissing, ErrIncomplete)
	add(s.Substitute == "", FieldSubstitute, WhyMissing, ErrIncomplete)
	add(s.Absent != "" && s.Absent == s.Substitute, FieldSubstitute, WhySame, ErrOrder)
	add(s.Number == "", FieldNumber, WhyMissing, ErrIncomplete)
	add(s.OrderDay.IsZero(), FieldOrderDay, WhyMissing, ErrIncomplete)
	add(s.OrderDay.After(today), FieldOrderDay, WhyFuture, ErrOrder)
	add(s.First.IsZero(), FieldFirstDay, WhyMissing, ErrIncomplete)
	add(!s.First.IsZero() && s.First.Before(s.OrderDay), FieldFirstDay, WhyOrder, ErrOrder)
	add(s.Last.IsZero(), FieldLastDay, WhyMissing, ErrIncomplete)
	switch {
	case s.Last.IsZero():
	case s.Last.Before(s.First):
		f.add(FieldLastDay, WhyOrder, ErrOrder)
	case s.Last.Before(today):
		f.add(FieldLastDay, WhyPast, ErrOrder)
	}
	add(s.Reason == "", FieldReason, WhyMissing, ErrIncomplete)
	return f
}

// people judges whom the order names. Both rows are kept still until the order is written, the smaller id first, so
// that two orders at once are judged one after the other.
func (s Substitution) people(tx *db.Tx, f *Flaws) error {
	if s.Absent == "" || s.Substitute == "" || s.Absent == s.Substitute {
		return nil
	}
	found := map[string]Account{}
	for _, id := range []string{min(s.Absent, s.Substitute), max(s.Absent, s.Substitute)} {
		a, err := find(tx, `a.id = ?`+tx.Lock(), id)
		if err != nil && !errors.Is(err, ErrUnknown) {
			return err
		}
		found[id] = a
	}
	absent, substitute := found[s.Absent], found[s.Substitute]
	if absent.State != Active {
		f.add(FieldAbsent, WhyClosed, ErrOrder)
	} else if kindOf[absent.Role] == "" {
		f.add(FieldAbsent, WhyRole, ErrOrder)
	}
	if substitute.State != Active {
		f.add(FieldSubstitute, WhyClosed, ErrOrder)
	} else if absent.State == Active && !standsIn(substitute.Role, absent.Role) {
		f.add(FieldSubstitute, WhyRole, ErrOrder)
	}
	return s.days(tx, f)
}

// days looks for other orders on the same days.
func (s Substitution) days(tx *db.Tx, f *Flaws) error {
	if s.First.IsZero() || s.Last.IsZero() {
		return nil
	}
	for _, other := range []struct{ absent, field, why string }{
		{s.Absent, FieldAbsent, WhyOverlaps}, {s.Substitute, FieldSubstitute, WhyAway},
	} {
		var n int
		err := tx.Get(&n, `SELECT COUNT(*) FROM substitution
			WHERE absent = ? AND ended_at IS NULL AND first_day <= ? AND last_day >= ?`, other.absent, s.Last, s.First)
		if err != nil {
			return err
		}
		if n > 0 {
			f.add(other.field, other.why, ErrOrder)
		}
	}
	return nil
}

// standsIn says whether one role may do another's work: both work in units of one kind. Nobody stands in for an
// auditor or an administrator: another is appointed.
func standsIn(substitute, absent Role) bool {
	return kindOf[absent] != "" && kindOf[absent] == kindOf[substitute]
}

func (s Substitution) insert(tx *db.Tx) error {
	_, err := tx.Exec(`INSERT INTO substitution (id, absent, substitute, first_day, last_day, number, order_day, reason,
		given_by, given_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, s.Absent, s.Substitute, s.First, s.Last, s.Number, s.OrderDay, s.Reason, s.GivenBy, s.GivenAt)
	return err
}

// detail is the order in the register.
func (s Substitution) detail() map[string]any {
	return map[string]any{"substitution": s.ID, "substitute": s.Substitute, "order": s.Number, "order-day": s.OrderDay.String(),
		"first": s.First.String(), "last": s.Last.String(), "reason": s.Reason}
}

// EndSubstitution calls an order off before its time, in effect at the substitute's next request. ErrNoOrder when
// it is over already; a missing reason is a Flaw. by is the administrator's account id.
func EndSubstitution(tx *db.Tx, id, reason, by string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return &Flaw{Field: FieldReason, Why: WhyMissing, Kind: ErrIncomplete}
	}
	n, err := tx.Exec(`UPDATE substitution SET ended_at = ? WHERE id = ? AND ended_at IS NULL AND last_day >= ?`,
		tx.Now(), id, calendar.DayOf(tx.Now()))
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNoOrder
	}
	s, err := FindSubstitution(tx, id)
	if err != nil {
		return err
	}
	detail := s.detail()
	detail["reason"] = reason
	return recordBy(tx, "staff.substitution.end", subject(s.Absent), by, detail)
}

const substitutions = `SELECT x.id, x.absent, x.substitute, x.first_day, x.last_day, x.number, x.order_day, x.reason, x.given_by,
	x.given_at, x.ended_at, b.role AS absent_role, b.unit AS absent_unit, b.surname AS absent_surname,
	b.given_name AS absent_given, b.patronymic AS absent_patronymic, a.surname AS own_surname, a.given_name AS own_given,
	a.patronymic AS own_patronymic
	FROM substitution x JOIN account a ON a.id = x.substitute JOIN account b ON b.id = x.absent `

// FindSubstitution reads an order. ErrNoOrder when there is none.
func FindSubstitution(tx *db.Tx, id string) (Substitution, error) {
	var s Substitution
	err := tx.Get(&s, substitutions+`WHERE x.id = ?`, id)
	if errors.Is(err, db.ErrNone) {
		err = ErrNoOrder
	}
	return s, err
}

// Substitutions lists the orders that run, come or are over on a day, those that were entered last first; a page of size
// goes on after the order with the id after.
func Substitutions(tx *db.Tx, when string, today calendar.Day, after string, size int) ([]Substitution, error) {
	where, args := `(x.ended_at IS NOT NULL OR x.last_day < ?)`, []any{today}
	switch when {
	case Running:
		where, args = `x.ended_at IS NULL AND x.first_day <= ? AND x.last_day >= ?`, []any{today, today}
	case Coming:
		where = `x.ended_at IS NULL AND x.first_day > ?`
	}
	if after != "" {
		where, args = where+` AND x.id < ?`, append(args, after)
	}
	var list []Substitution
	err := tx.Select(&list, substitutions+`WHERE `+where+` ORDER BY x.id DESC LIMIT ?`, append(args, size)...)
	return list, err
}

// Duties are the orders by which an account may act for others on a day, the earliest to end first.
func Duties(tx *db.Tx, substitute string, today calendar.Day) ([]Substitution, error) {
	var list []Substitution
	err := tx.Select(&list, substitutions+`WHERE x.substitute = ? AND x.ended_at IS NULL AND x.first_day <= ? AND x.last_day >= ?
		AND b.state = 'active' ORDER BY x.last_day, x.id`, substitute, today, today)
	return list, err
}

// actingAs marks a position as held for somebody absent, without bending the words of the position.
func actingAs(position words.Text) words.Text {
	mark := words.All("account.acting")
	return words.Text{KK: join(position.KK, mark.KK), RU: join(position.RU, mark.RU), EN: join(position.EN, mark.EN)}
}

func join(position, mark string) string {
	if position == "" {
		return mark
	}
	return position + " (" + mark + ")"
}
