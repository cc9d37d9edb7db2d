package db

import "time"

// GroupFor lets the groups of a SQLite database stay open longer than a test takes.
func GroupFor(d *DB, long time.Duration) { d.store.(*sqliteStore).groupTime = long }
