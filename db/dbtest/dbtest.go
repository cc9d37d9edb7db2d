// Package dbtest gives a test a database of its own: a fresh SQLite file, or a fresh PostgreSQL
// database cloned from a migrated template. The rooms' tests run on both:
//
//	func TestHoldTakesOnePlace(t *testing.T) {
//		dbtest.Each(t, func(t *testing.T, d *db.DB) { ... })
//	}
//
// The PostgreSQL cluster is private, on a unix socket in the temp folder, without fsync. All test
// programs of one machine share it; a watchdog stops and removes it when nobody has used it for a
// minute. Where PostgreSQL is not installed its half of a test is skipped, and with CI=true fails.
package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"ruqsat/db"
)

// Engines are the two that every room is tested on.
var Engines = []db.Engine{db.SQLite, db.PostgreSQL}

// Each runs f as two subtests, on a fresh migrated SQLite and on a fresh migrated PostgreSQL.
func Each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, engine := range Engines {
		t.Run(string(engine), func(t *testing.T) { f(t, Open(t, engine)) })
	}
}

// Open gives a fresh migrated database, closed and removed when the test ends.
func Open(t testing.TB, engine db.Engine) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), DSN(t, engine))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// DSN gives the address of a fresh migrated database, for a program under test.
func DSN(t testing.TB, engine db.Engine) string {
	t.Helper()
	if engine == db.PostgreSQL {
		return Postgres(t)
	}
	return "sqlite:" + File(t)
}

// File gives the path of a fresh migrated SQLite database.
func File(t testing.TB) string {
	t.Helper()
	migrated, err := file()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ruqsat.db")
	if err := os.WriteFile(path, migrated, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Postgres gives the address of a fresh migrated PostgreSQL database.
func Postgres(t testing.TB) string {
	t.Helper()
	c := shared(t)
	name, err := c.clone()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.drop(name); err != nil {
			t.Error(err)
		}
	})
	return c.dsn(name)
}

// file is a migrated SQLite database, made once for a test program and copied for each test.
var file = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "ruqsat-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)

	path := filepath.Join(folder, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path) // closing the last connection has folded the WAL into it
})

func migrate(dsn string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Migrate(ctx)
}
