package permit

import (
	"fmt"
	"time"

	"ruqsat/db"
)

// End ends a permit before its last day: state is Revoked, Terminated or Replaced, ground the
// clause or reason code, at the moment from which it has effect. It is written once and never
// overwritten (M-56): ErrEnded. Errors: ErrIncomplete, ErrNoPermit.
func End(tx *db.Tx, id, state, ground string, at time.Time) error {
	if ended(state) == Unknown || ground == "" || at.IsZero() {
		return fmt.Errorf("%w: state, ground and moment of an end", ErrIncomplete)
	}
	var number string
	if err := tx.Get(&number, `SELECT number FROM permit WHERE id = ?`, id); err != nil {
		return none(err)
	}
	n, err := tx.Exec(`INSERT INTO permit_end (permit_id, state, ground, at, entered_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, id, state, ground, at, tx.Now())
	if err == nil && n == 0 {
		return ErrEnded
	}
	return err
}
