package dbtest_test

import (
	"context"
	"testing"

	"ruqsat/db"
	"ruqsat/db/dbtest"
)

func TestEachDatabaseIsMigratedAndFresh(t *testing.T) {
	for range 3 {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			err := d.Read(context.Background(), func(tx *db.Tx) error {
				var n int
				if err := tx.Get(&n, `SELECT COUNT(*) FROM register_entry`); err != nil {
					return err
				}
				if n != 0 {
					t.Errorf("%d entries in a fresh database", n)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestMigrateIsIdempotent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
}
