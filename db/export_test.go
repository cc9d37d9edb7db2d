package db

import "time"

// Number gives PostgreSQL's placeholders to the benchmark of the bare library.
var Number = number

// GroupFor lets the groups of a SQLite database stay open longer than a test takes.
func GroupFor(d *DB, long time.Duration) { d.store.(*sqliteStore).groupTime = long }
