package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // edits a row behind the house's back

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/law"
	"ruqsat/permit"
	"ruqsat/regulation"
)

// The program is run as a program: its arguments, its output, its exit status.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ruqsat": main})
}

func TestTheCommandLine(t *testing.T) {
	postgres := dbtest.Postgres(t)
	testscript.Run(t, testscript.Params{
		Dir:             filepath.Join("testdata", "script"),
		ContinueOnError: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status, "json": readJSON, "lawfolder": lawFolder, "replace": replace, "sqlite": editSQLite, "house": buildHouse, "permits": makePermits, "http": getHTTP,
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("POSTGRES", postgres)
			e.Setenv("LISTEN", freeAddress(t))
			e.Setenv("OPS", freeAddress(t))
			e.Setenv("DOCS", must(filepath.Abs(filepath.Join("..", "..", "docs"))))
			return nil
		},
	})
}

// must is for what cannot fail in a test.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// status N COMMAND... runs a command that ends with the exit status N. Testscript itself only tells 0
// from the others.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command...")
	}
	want := must(strconv.Atoi(args[0]))
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := err.(interface{ ExitCode() int })
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// json KEYS: the last line of the output is one JSON object of exactly these keys, parted by commas, in
// this order. json PATH VALUE: the value at the path, such as steps.0.step.
func readJSON(ts *testscript.TestScript, neg bool, args []string) {
	lines := strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	last := lines[len(lines)-1]
	if len(args) == 1 {
		if got := keys(last); got != args[0] {
			ts.Fatalf("keys %s, want %s", got, args[0])
		}
		return
	}
	var v any
	ts.Check(json.Unmarshal([]byte(last), &v))
	for name := range strings.SplitSeq(args[0], ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[name]
		case []any:
			v = x[must(strconv.Atoi(name))]
		default:
			ts.Fatalf("nothing at %s", args[0])
		}
	}
	got := strings.Trim(string(must(json.Marshal(v))), `"`)
	if (got == args[1]) == neg {
		ts.Fatalf("%s is %s", args[0], got)
	}
}

// keys of a JSON object in their order.
func keys(object string) string {
	d := json.NewDecoder(strings.NewReader(object))
	var list []string
	must(d.Token())
	for d.More() {
		list = append(list, must(d.Token()).(string))
		var skip json.RawMessage
		if d.Decode(&skip) != nil {
			return "no JSON"
		}
	}
	return strings.Join(list, ",")
}

// lawfolder DIR writes the built-in law there, to be spoilt.
func lawFolder(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), law.Files))
}

// replace FILE OLD NEW spoils a file.
func replace(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	text := string(must(os.ReadFile(name)))
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(name, []byte(strings.Replace(text, args[1], args[2], 1)), 0o600))
}

// sqlite FILE STATEMENT edits the database behind the house's back.
func editSQLite(ts *testscript.TestScript, _ bool, args []string) {
	d := must(sql.Open("sqlite", ts.MkAbs(args[0])))
	defer d.Close()
	done, err := d.Exec(args[1])
	ts.Check(err)
	if n := must(done.RowsAffected()); n == 0 {
		ts.Fatalf("no row was changed")
	}
}

// house DIR N makes a house with a register of about N acts, or adds as many, and writes its
// checkpoint to DIR/checkpoint.
func buildHouse(ts *testscript.TestScript, _ bool, args []string) {
	dir, n := ts.MkAbs(args[0]), must(strconv.Atoi(args[1]))
	ctx, moment := context.Background(), calendar.NewDay(2026, 3, 26).At(10, 20)
	l := must(regulation.Load(law.Files))
	h, err := open(ctx, setting{DSN: "sqlite:" + filepath.Join(dir, "ruqsat.db"), Data: dir, Host: "ruqsat.example", Policy: account.DefaultPolicy()},
		l, calendar.NewAdjustable(moment), slog.New(slog.DiscardHandler))
	ts.Check(err)
	for i := range n {
		ts.Check(h.db.Write(ctx, moment, func(tx *db.Tx) error {
			_, err := account.AddStaff(tx, account.Post{Role: account.Administrator, Login: "admin-" + strconv.Itoa(i) + "-" + strconv.Itoa(n), Surname: "A", PasswordHash: "x"}, "system")
			return err
		}))
	}
	must(h.register.Sequence(ctx, moment))
	signed, _, _, err := h.register.Checkpoint(ctx)
	ts.Check(err)
	ts.Check(os.WriteFile(filepath.Join(dir, "checkpoint"), signed, 0o600))
	ts.Check(h.close())
}

// permits DIR makes the seal of a house, what its readers trust, and a permit's QR: valid.txt, damaged.txt.
func makePermits(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	seal := must(permit.KeyFile(filepath.Join(dir, "seal.key")))
	h := &house{setting: setting{Data: dir, Host: "ruqsat.example", Secure: true}, seal: seal}
	ts.Check(h.publish())
	first := calendar.NewDay(2026, 3, 26)
	p := permit.Permit{Number: "ZH-3944-26-000127", Code: strings.Repeat("A", 26), Issued: first.At(12, 0), Data: permit.Data{
		First: first, Last: calendar.LastDay(first, 6), TerritoryCode: "394400000", PassportCountry: "UZB", Passport: "FA4821735"}}
	qr := must(seal.QR("ruqsat.example", p))
	ts.Check(os.WriteFile(filepath.Join(dir, "valid.txt"), []byte(qr+"\n"), 0o600))
	middle := len(qr) / 2
	other := byte('A')
	if qr[middle] == other {
		other = 'B'
	}
	ts.Check(os.WriteFile(filepath.Join(dir, "damaged.txt"), []byte(qr[:middle]+string(other)+qr[middle+1:]), 0o600))
}

// http ADDRESS STATUS [TEXT] reads a page of a program in the background, as soon as it answers.
func getHTTP(ts *testscript.TestScript, neg bool, args []string) {
	var answer *http.Response
	err := errors.New("not asked")
	for began := time.Now(); err != nil && time.Since(began) < 20*time.Second; time.Sleep(20 * time.Millisecond) {
		answer, err = http.Get(args[0])
	}
	ts.Check(err)
	defer answer.Body.Close()
	body := string(must(io.ReadAll(answer.Body)))
	if strconv.Itoa(answer.StatusCode) != args[1] {
		ts.Fatalf("%s: %d", args[0], answer.StatusCode)
	}
	if len(args) > 2 && strings.Contains(body, args[2]) == neg {
		ts.Fatalf("%s: %s", args[0], body)
	}
}
