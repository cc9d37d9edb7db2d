package db

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migration/*.sql
var migrations embed.FS

// Migrations are the tables of every room, one SQL text for both engines, in files NNNN_room.sql.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migration")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

func (s *sqliteStore) migrate(ctx context.Context) error {
	f, err := sql.Open("sqlite", s.dsn+"&_txlock=immediate")
	if err != nil {
		return err
	}
	defer f.Close()
	f.SetMaxOpenConns(1)
	return up(ctx, goose.DialectSQLite3, f)
}

// migrate uses a connection of its own, without timeouts, under a lock that nodes share.
func (p *postgresStore) migrate(ctx context.Context) error {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return err
	}
	f := stdlib.OpenDB(*p.config)
	defer f.Close()
	return up(ctx, goose.DialectPostgres, f, goose.WithSessionLocker(locker))
}

// up applies what is missing, also numbers below the last one: rooms grow at their own pace.
func up(ctx context.Context, dialect goose.Dialect, f *sql.DB, options ...goose.ProviderOption) error {
	options = append(options, goose.WithAllowOutofOrder(true), goose.WithDisableGlobalRegistry(true))
	provider, err := goose.NewProvider(dialect, f, Migrations(), options...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}
