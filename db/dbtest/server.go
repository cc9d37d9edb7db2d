package dbtest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

var errNoPostgres = errors.New("PostgreSQL is not installed: apt-get install --no-install-recommends postgresql")

// account is who runs PostgreSQL: it refuses root, so root runs it as the user postgres.
type account struct {
	bin  string
	name string
	as   *syscall.Credential
}

func owner() (*account, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	me, err := user.Current()
	if err != nil {
		return nil, err
	}
	if me.Uid != "0" {
		return &account{bin: bin, name: me.Username}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, errNoPostgres
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	return &account{bin: bin, name: u.Username, as: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

// binaries finds the newest server: Debian keeps it out of PATH.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", errNoPostgres
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

// folder makes a folder that belongs to the account.
func (a *account) folder(path string) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	if a.as == nil {
		return nil
	}
	return os.Chown(path, int(a.as.Uid), int(a.as.Gid))
}

// command runs one of PostgreSQL's programs, or sh, as the account in a session of its own.
func (a *account) command(name string, args ...string) *exec.Cmd {
	if name != "sh" {
		name = filepath.Join(a.bin, name)
	}
	c := exec.Command(name, args...)
	c.Dir = "/"
	c.Env = []string{"PATH=" + a.bin + ":/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: a.as}
	return c
}

func (a *account) run(name string, args ...string) error {
	if out, err := a.command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// server is one cluster: its data in home/data, its socket and its log in home.
type server struct {
	account *account
	home    string
}

func (s *server) data() string { return filepath.Join(s.home, "data") }

func (s *server) dsn(name string) string {
	return "postgres:///" + name + "?host=" + url.QueryEscape(s.home) + "&user=" + url.QueryEscape(s.account.name) + "&sslmode=disable"
}

// make writes an empty cluster. settings are lines of postgresql.conf.
func (s *server) make(settings ...string) error {
	err := s.account.run("initdb", "-D", s.data(), "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if err != nil {
		return err
	}
	settings = append([]string{
		"listen_addresses = ''", "unix_socket_directories = '" + s.home + "'",
		"max_connections = 300", "shared_buffers = 64MB", "timezone = 'UTC'",
	}, settings...)
	f, err := os.OpenFile(filepath.Join(s.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(strings.Join(settings, "\n") + "\n")
	return err
}

func (s *server) start() error {
	return s.account.run("pg_ctl", "-D", s.data(), "-l", filepath.Join(s.home, "log"), "-w", "-t", "60", "start")
}

func (s *server) stop(mode string) error {
	return s.account.run("pg_ctl", "-D", s.data(), "-m", mode, "-w", "-t", "60", "stop")
}

// renew starts the shared cluster: what a crash left is thrown away.
func (s *server) renew() error {
	s.stop("immediate") // fails when nothing runs
	if err := os.RemoveAll(s.data()); err != nil {
		return err
	}
	if err := s.make("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_wal_size = 4GB"); err != nil {
		return err
	}
	return s.start()
}

// watch leaves a watchdog behind, unless there is one. It looks under the same lock as connect does
// whether any test program is connected, and stops and removes the cluster after a minute without.
func (s *server) watch() error {
	const script = `
exec 8<"$0/watch"
flock -n 8 || exit 0 # another one watches
idle=0
while [ $idle -lt 6 ]; do
	sleep 10
	users=$(psql -h "$0" -d postgres -Atc "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()") || exit 0
	if [ "$users" = 0 ]; then idle=$((idle+1)); else idle=0; fi
	if [ $idle -ge 6 ]; then
		exec 9<"$0/lock"
		flock 9
		users=$(psql -h "$0" -d postgres -Atc "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()") || exit 0
		if [ "$users" != 0 ]; then idle=0; flock -u 9; exec 9<&-; continue; fi
		pg_ctl -D "$0/data" -m immediate -w stop 9>&-
		rm -rf "$0/data"
		exit 0
	fi
done`
	if err := os.WriteFile(filepath.Join(s.home, "watch"), nil, 0o644); err != nil {
		return err
	}
	c := s.account.command("sh", "-c", script, s.home)
	if err := c.Start(); err != nil {
		return err
	}
	return c.Process.Release()
}
