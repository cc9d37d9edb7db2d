package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"ruqsat/db"
)

// client is this test program's hold on the shared cluster. Its open connection is what tells the
// watchdog that the cluster is in use.
type client struct {
	server   *server
	template string

	mu sync.Mutex
	to *pgx.Conn
	n  int
}

var (
	once    sync.Once
	mine    *client
	mineErr error
)

// shared connects to the cluster, starting it when it is not there.
func shared(t testing.TB) *client {
	t.Helper()
	once.Do(func() { mine, mineErr = connect() })
	if errors.Is(mineErr, errNoPostgres) && os.Getenv("CI") != "true" {
		t.Skip(mineErr)
	}
	if mineErr != nil {
		t.Fatal(mineErr)
	}
	return mine
}

func connect() (*client, error) {
	account, err := owner()
	if err != nil {
		return nil, err
	}
	home := filepath.Join(os.TempDir(), fmt.Sprintf("ruqsat-pg-%d", os.Getuid()))
	if err := account.folder(home); err != nil {
		return nil, err
	}
	s := &server{account: account, home: home}

	unlock, err := flock(filepath.Join(home, "lock"))
	if err != nil {
		return nil, err
	}
	defer unlock()
	c := &client{server: s}
	if c.to, err = pgx.Connect(context.Background(), s.dsn("postgres")); err != nil {
		if err := s.renew(); err != nil {
			return nil, err
		}
		if c.to, err = pgx.Connect(context.Background(), s.dsn("postgres")); err != nil {
			return nil, err
		}
	}
	if err := s.watch(); err != nil {
		return nil, err
	}
	return c, c.prepare()
}

// prepare makes the template of exactly these migrations, once for all test programs.
func (c *client) prepare() error {
	sum, err := fingerprint(db.Migrations())
	if err != nil {
		return err
	}
	c.template = "template_" + sum
	var found bool
	ctx := context.Background()
	err = c.to.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, c.template).Scan(&found)
	if err != nil || found {
		return err
	}

	raw := "raw_" + sum
	for _, text := range []string{"DROP DATABASE IF EXISTS " + raw + " WITH (FORCE)", "CREATE DATABASE " + raw} {
		if _, err := c.to.Exec(ctx, text); err != nil {
			return err
		}
	}
	if err := migrate(c.dsn(raw)); err != nil {
		return err
	}
	_, err = c.to.Exec(ctx, "ALTER DATABASE "+raw+" RENAME TO "+c.template)
	return err
}

// fingerprint is short enough for a database's name.
func fingerprint(files fs.FS) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(content), content)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}

func (c *client) clone() (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), c.n)
	_, err := c.to.Exec(context.Background(), "CREATE DATABASE "+name+" TEMPLATE "+c.template)
	return name, err
}

func (c *client) drop(name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.to.Exec(context.Background(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	return err
}

func (c *client) dsn(name string) string { return c.server.dsn(name) }

// flock waits for the file's lock; the kernel frees it when this program ends, however it ends.
func flock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}
