package register_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
	"ruqsat/words"
)

// An entry from before the register kept the unit is found by it all the same.
func TestOldEntriesAreFoundByTheUnitOfTheirActor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		build(t, d)
		name := words.Text{KK: "Темірбекова", RU: "Темірбекова", EN: "Temirbekova"}
		entry := func(act, role, unit string) register.Entry {
			return register.Entry{At: time.Date(2026, 3, 26, 10, 0, 0, 0, time.UTC), Act: act, Subject: "case:1", Actor: role,
				ActorName: name, ActorRole: role, ActorUnit: unit, Detail: map[string]any{"unit": "none"}}
		}
		err := d.Write(ctx, time.Now(), func(tx *db.Tx) error {
			unit := db.NewID(tx.Now())
			if _, err := tx.Exec(`INSERT INTO unit (id, kind, kato, name) VALUES (?, 'akimat', '394400000', '{}')`, unit); err != nil {
				return err
			}
			for _, e := range []register.Entry{entry("application.take", "executor", unit), entry("application.approve", "head", unit),
				entry("application.start", "person", ""), entry("staff.add", "administrator", "")} {
				if _, err := register.Append(tx, e); err != nil {
					return err
				}
			}
			if _, err := tx.Exec(`UPDATE register_entry SET unit = ''`); err != nil {
				return err
			}
			if _, err := tx.Exec(backfill(t)); err != nil {
				return err
			}
			list, err := register.List(tx, register.Filter{Unit: unit}, register.Place{}, 10)
			if len(list) != 2 {
				t.Errorf("%d entries of the unit, not the executor's and the head's", len(list))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// backfill is the statement of the migration that finds the units.
func backfill(t *testing.T) string {
	t.Helper()
	text, err := fs.ReadFile(db.Migrations(), "0023_review.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "UPDATE register_entry")
	statement, _, _ := strings.Cut(rest, ";")
	return "UPDATE register_entry" + statement
}
