package application

import (
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/words"
)

// system is who acts when nobody does: the timers, the answers of other systems.
var system = account.Account{ID: "system"}

// act describes one entry of the register.
type act struct {
	name   string // "application.file"
	ground string
	due    time.Time
	detail map[string]any
}

// enter writes the act into the register in its own transaction: who, when, ground, due.
func enter(tx *db.Tx, c Case, actor account.Account, a act) error {
	e := actor.Signed(register.Entry{At: tx.Now(), Act: a.name, Subject: c.Subject(), Ground: a.ground, Detail: a.detail})
	if actor.ID == system.ID {
		e.ActorName = words.All("application.system")
	}
	if !a.due.IsZero() {
		e.Due = &a.due
	}
	_, err := register.Append(tx, e)
	return err
}

// advance saves what an act changed and raises the version; db.ErrStale when another act came first.
func advance(tx *db.Tx, c *Case) error {
	n, err := tx.Exec(`UPDATE application SET number = ?, edition = ?, state = ?, applicant_name = ?, citizenship = ?,
		employer = ?, employer_iin = ?, employer_name = ?, unit = ?, police_unit = ?, territory = ?, address = ?,
		months = ?, executor = ?, executor_name = ?, fields = ?, saved_at = ?, filed_at = ?,
		received_at = ?, due_at = ?, decided_at = ?, applicant_iin = ?, operator = ?, operator_name = ?,
		counter_number = ?, contact = ?, kept_until = ?, stage = `+nextStage+`, version = version + 1
		WHERE id = ? AND version = ?`,
		c.Number, c.Edition, c.State, c.Name, c.Citizenship, c.Employer, c.EmployerIIN, c.EmployerName, c.Unit,
		c.PoliceUnit, c.Territory, c.Address, c.Months, c.Executor, c.ExecutorName, c.Fields, tx.Now(),
		moment(c.FiledAt), moment(c.ReceivedAt), moment(c.DueAt), moment(c.DecidedAt),
		c.ApplicantIIN, c.Operator, c.OperatorName, c.CounterNumber, c.Contact, moment(c.KeptUntil), c.State,
		c.ID, c.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return db.ErrStale
	}
	c.Version++
	return nil
}

// moment keeps "has not come" as NULL.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
