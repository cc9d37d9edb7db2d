package account

import (
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/register"
)

// Duty is исполнение обязанностей / міндетін атқару: for whom an account acts in this session, and by which order. The
// zero Duty is nobody's but one's own.
type Duty struct {
	Order    string       // id of the substitution
	Absent   string       // account id of who is absent
	Name     string       // of who is absent
	Number   string       // of the order
	OrderDay calendar.Day // of the order
	Last     calendar.Day // the last day of acting
}

// Holds says whether work that is given to the account executor is this account's: its own, or that of the absent
// person for whom it acts. Work that nobody has is nobody's.
func (a Account) Holds(executor string) bool {
	return executor != "" && (executor == a.ID || executor == a.Duty.Absent)
}

// Signed fills in who did an act: the account, its name, role and unit and, while it acts for somebody absent, for whom
// and by which order.
func (a Account) Signed(e register.Entry) register.Entry {
	e.Actor, e.ActorName, e.ActorRole, e.ActorUnit = a.ID, name(a), string(a.Role), a.Unit
	if a.Duty.Order == "" {
		return e
	}
	detail := map[string]any{"acting-for": a.Duty.Absent, "order": a.Duty.Number, "order-day": a.Duty.OrderDay.String()}
	for key, value := range e.Detail {
		detail[key] = value
	}
	e.Detail = detail
	return e
}

// ActFor lets a session act by an order of substitution, in effect at its next request; the empty order leads back to
// one's own work. ErrNoOrder when the order is not this account's or does not run today.
func ActFor(tx *db.Tx, s Session, order string) error {
	today := calendar.DayOf(tx.Now())
	n, err := tx.Exec(`UPDATE session SET substitution = ? WHERE sum = ? AND (? = '' OR EXISTS (SELECT 1 FROM substitution x
		WHERE x.id = ? AND x.substitute = session.account AND x.ended_at IS NULL AND x.first_day <= ? AND x.last_day >= ?))`,
		order, s.sum, order, order, today, today)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNoOrder
	}
	if order == "" {
		return record(tx, "account.acting.end", s.Account, nil)
	}
	o, err := FindSubstitution(tx, order)
	if err != nil {
		return err
	}
	own := s.Account
	own.Duty = Duty{}
	return record(tx, "account.acting", own, map[string]any{"acting-for": o.Absent, "order": o.Number, "order-day": o.OrderDay.String()})
}

// dutyRow is what FindSession reads of an order that is in force and of who is absent.
type dutyRow struct {
	DutyOrder      string       `db:"duty_order"`
	DutyAbsent     string       `db:"duty_absent"`
	DutyNumber     string       `db:"duty_number"`
	DutyOrderDay   calendar.Day `db:"duty_order_day"`
	DutyLast       calendar.Day `db:"duty_last_day"`
	DutyRole       string       `db:"duty_role"`
	DutyUnit       string       `db:"duty_unit"`
	DutyPosition   string       `db:"duty_position"`
	DutySurname    string       `db:"duty_surname"`
	DutyGivenName  string       `db:"duty_given_name"`
	DutyPatronymic string       `db:"duty_patronymic"`
}

const (
	dutyColumns = `COALESCE(x.id, '') AS duty_order, COALESCE(b.id, '') AS duty_absent, COALESCE(x.number, '') AS duty_number,
		COALESCE(x.order_day, '') AS duty_order_day, COALESCE(x.last_day, '') AS duty_last_day, COALESCE(b.role, '') AS duty_role,
		COALESCE(b.unit, '') AS duty_unit, COALESCE(b.position, '{}') AS duty_position, COALESCE(b.surname, '') AS duty_surname,
		COALESCE(b.given_name, '') AS duty_given_name, COALESCE(b.patronymic, '') AS duty_patronymic`

	// dutyJoin finds the order by which the session acts, where it runs today and who is absent still has the post.
	dutyJoin = ` LEFT JOIN substitution x ON x.id = s.substitution AND x.substitute = s.account AND x.ended_at IS NULL
		AND x.first_day <= ? AND x.last_day >= ?
		LEFT JOIN account b ON b.id = x.absent AND b.state = 'active'`
)

// stand puts the absent person's role, unit and position on the account; id and name stay its own, so that nobody decides
// what they drafted themselves. Where the roles do not fit any more, nothing is put on.
func (r dutyRow) stand(a Account) (Account, error) {
	if r.DutyAbsent == "" || !standsIn(a.Role, Role(r.DutyRole)) {
		return a, nil
	}
	position, err := readText(r.DutyPosition)
	if err != nil {
		return a, err
	}
	absent := Account{Surname: r.DutySurname, GivenName: r.DutyGivenName, Patronymic: r.DutyPatronymic}
	a.Role, a.Unit, a.Position = Role(r.DutyRole), r.DutyUnit, actingAs(position)
	a.Duty = Duty{Order: r.DutyOrder, Absent: r.DutyAbsent, Name: absent.FullName(), Number: r.DutyNumber, OrderDay: r.DutyOrderDay, Last: r.DutyLast}
	return a, nil
}
