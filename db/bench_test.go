package db_test

import (
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"ruqsat/db"
	"ruqsat/db/dbtest"
)

// The act of both benchmarks: one row read, one inserted, a counter moved last.
const (
	actRead   = `SELECT region FROM place WHERE id = ?`
	actInsert = `INSERT INTO place (id, region, serial) VALUES (?, ?, ?)`
	actCount  = `UPDATE place SET free = free + 1 WHERE id = ?`
	clients   = 8
)

// durable gives the address of a database that really waits for its disk.
func durable(b *testing.B, engine db.Engine) string {
	dsn := "sqlite:" + dbtest.File(b)
	if engine == db.PostgreSQL {
		dsn = dbtest.NewCluster(b).Create("bench")
	}
	d, err := db.Open(ctx, dsn)
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	write(b, d, `CREATE TABLE place (id TEXT NOT NULL PRIMARY KEY, region TEXT NOT NULL,
		serial BIGINT NOT NULL DEFAULT 0, free BIGINT NOT NULL DEFAULT 0)`)
	for i := range clients {
		write(b, d, `INSERT INTO place (id, region) VALUES (?, 'a')`, fmt.Sprint("hot", i))
	}
	return dsn
}

// share runs act b.N times by eight clients.
func share(b *testing.B, act func(client int, id string) error) {
	b.ResetTimer()
	var next atomic.Int64
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			for next.Add(1) <= int64(b.N) {
				if err := act(client, db.NewID(noon)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
}

// BenchmarkWrite is the house's way, with eight clients.
func BenchmarkWrite(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			d, err := db.Open(ctx, durable(b, engine))
			if err != nil {
				b.Fatal(err)
			}
			defer d.Close()
			share(b, func(client int, id string) error {
				return d.Write(ctx, noon, func(tx *db.Tx) error {
					hot := fmt.Sprint("hot", client)
					var region string
					if err := tx.Get(&region, actRead, hot); err != nil {
						return err
					}
					if _, err := tx.Exec(actInsert, id, region, client); err != nil {
						return err
					}
					_, err := tx.Exec(actCount, hot)
					return err
				})
			})
		})
	}
}

// BenchmarkBare is the same act by database/sql alone, prepared, one commit an act.
func BenchmarkBare(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			f, text := bare(b, engine)
			defer f.Close()
			var kept [3]*sql.Stmt
			for i, s := range []string{actRead, actInsert, actCount} {
				stmt, err := f.Prepare(text(s))
				if err != nil {
					b.Fatal(err)
				}
				defer stmt.Close()
				kept[i] = stmt
			}
			share(b, func(client int, id string) error { return bareAct(f, kept, client, id) })
		})
	}
}

func bare(b *testing.B, engine db.Engine) (*sql.DB, func(string) string) {
	dsn := durable(b, engine)
	var f *sql.DB
	if engine == db.SQLite {
		var err error
		f, err = sql.Open("sqlite", "file:"+strings.TrimPrefix(dsn, "sqlite:")+"?_txlock=immediate&_pragma=journal_mode(WAL)"+
			"&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)")
		if err != nil {
			b.Fatal(err)
		}
		f.SetMaxOpenConns(1)
		return f, func(s string) string { return s }
	}
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		b.Fatal(err)
	}
	f = stdlib.OpenDB(*config)
	f.SetMaxOpenConns(clients)
	f.SetMaxIdleConns(clients)
	return f, db.Number
}

func bareAct(f *sql.DB, kept [3]*sql.Stmt, client int, id string) error {
	tx, err := f.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	hot := fmt.Sprint("hot", client)
	var region string
	if err := tx.Stmt(kept[0]).QueryRow(hot).Scan(&region); err != nil {
		return err
	}
	if _, err := tx.Stmt(kept[1]).Exec(id, region, client); err != nil {
		return err
	}
	if _, err := tx.Stmt(kept[2]).Exec(hot); err != nil {
		return err
	}
	return tx.Commit()
}
