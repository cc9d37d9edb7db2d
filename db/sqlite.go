package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// A group is closed after this many acts or this long, so that the first of them does not wait
// for a commit without end.
const (
	groupActs = 128
	groupTime = 25 * time.Millisecond
)

// sqliteStore is one writer goroutine over one connection, and a pool of readers.
type sqliteStore struct {
	dsn       string
	files     []*sql.DB // the writer's and the readers'
	readers   chan *conn
	count     int
	groupTime time.Duration

	writing, reading pace

	acts chan *act
	quit chan struct{}
	done chan struct{}
	once sync.Once
}

// openSQLite reads PATH or PATH?extra, where extra pragmas come after the house's own.
func openSQLite(ctx context.Context, path string) (*sqliteStore, error) {
	path, extra, _ := strings.Cut(path, "?")
	if path == "" || path == ":memory:" {
		return nil, errors.New("db: sqlite: the path of a file is needed")
	}
	if err := private(path); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrUnavailable, err)
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(" + fmt.Sprint(patience.Milliseconds()) + ")&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)" +
		"&_pragma=temp_store(MEMORY)&_pragma=cache_size(-16000)" // an act's way back stays in memory, and 16 MB of pages
	if extra != "" {
		dsn += "&" + extra
	}

	n := max(4, runtime.NumCPU())
	s := &sqliteStore{
		dsn: dsn, readers: make(chan *conn, n), count: n, groupTime: groupTime,
		acts: make(chan *act), quit: make(chan struct{}), done: make(chan struct{}),
	}
	writer, err := s.file(ctx, dsn+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	readers, err := s.file(ctx, dsn+"&_pragma=query_only(1)")
	if err != nil {
		writer.Close()
		return nil, err
	}
	for range n {
		s.readers <- &conn{from: readers}
	}
	go s.serve(&conn{from: writer})
	return s, nil
}

// private makes the file for its owner alone: it holds personal data. SQLite gives its WAL the same
// mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (s *sqliteStore) file(ctx context.Context, dsn string) (*sql.DB, error) {
	f, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	if err := f.PingContext(ctx); err != nil {
		f.Close()
		return nil, known(err)
	}
	s.files = append(s.files, f)
	return f, nil
}

func (s *sqliteStore) read(ctx context.Context, fn func(*Tx) error) error {
	c, err := s.reader(ctx)
	if err != nil {
		return err
	}
	defer s.back(c)

	if err := c.begin(ctx, "BEGIN"); err != nil {
		return known(err)
	}
	defer c.rollback()
	return look(ctx, c, SQLite, fn)
}

// peek asks on a reader's connection, where nothing can be changed.
func (s *sqliteStore) peek(ctx context.Context, fn func(*Tx) error) error {
	c, err := s.reader(ctx)
	if err != nil {
		return err
	}
	defer s.back(c)

	if err := c.open(ctx); err != nil {
		return known(err)
	}
	err = look(ctx, c, SQLite, fn)
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		c.drop()
	}
	return err
}

// look runs fn over a connection that is there to read.
func look(ctx context.Context, r runner, e Engine, fn func(*Tx) error) error {
	tx := newTx(ctx, time.Time{}, e, r)
	defer tx.close()
	if err := tx.do(fn); err != nil {
		return err
	}
	tx.committed()
	return nil
}

func (s *sqliteStore) reader(ctx context.Context) (*conn, error) {
	select {
	case <-s.quit:
		return nil, ErrClosed
	default:
	}
	select {
	case c := <-s.readers:
		return c, nil
	default:
	}
	var c *conn
	err := s.reading.wait(ctx, func(hurry context.Context) error {
		select {
		case c = <-s.readers:
			return nil
		case <-s.quit:
			return ErrClosed
		case <-hurry.Done():
			return hurry.Err()
		}
	})
	return c, err
}

// back gives a reader to the next one.
func (s *sqliteStore) back(c *conn) {
	s.reading.step()
	s.readers <- c
}

// close stops the writer, waits for the readers and closes the files.
func (s *sqliteStore) close() error {
	var err error
	s.once.Do(func() {
		close(s.quit)
		<-s.done
		for range s.count {
			(<-s.readers).drop()
		}
		for _, f := range s.files {
			err = errors.Join(err, f.Close())
		}
	})
	return err
}
