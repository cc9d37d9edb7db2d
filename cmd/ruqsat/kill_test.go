package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/law"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/words"
)

// errand is an application that only its employer's word keeps from being registered, and the session
// that the employer has.
type errand struct{ id, sum, token string }

// prey is a server that is killed again and again, and the clients that file with it.
type prey struct {
	*testing.T
	binary, dsn, data, listen string
	clock                     time.Time
	process                   *exec.Cmd
	log                       *os.File

	mu       sync.Mutex
	numbers  map[string]string // acknowledged: case by number
	errands  chan errand
	slowest  time.Duration
	failures int // requests that met a dead server
}

// B-01, R-04: the server is killed with SIGKILL while clients file, and started again. Every number that
// a client was told exists once, no number stands twice, every running case holds one place, the
// register verifies.
func TestAKilledServerLosesAndDoublesNoFiling(t *testing.T) {
	binary := build(t)
	kills, errands := 20, 900
	if testing.Short() {
		kills, errands = 5, 300
	}
	for _, engine := range dbtest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			dsn := "sqlite:" + filepath.Join(t.TempDir(), "ruqsat.db")
			if engine == db.PostgreSQL {
				dsn = dbtest.NewCluster(t).Create("ruqsat")
			}
			p := &prey{T: t, binary: binary, dsn: dsn, data: t.TempDir(), listen: freeAddress(t), numbers: map[string]string{},
				clock: calendar.NewDay(2026, 3, 26).At(10, 20), errands: make(chan errand, errands)}
			p.stock(errands)
			p.hunt(kills)
			p.count()
		})
	}
}

// build makes the program as it is shipped.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "ruqsat")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return binary
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (p *prey) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// stock prepares the applications through the rooms: units, staff, people, drafts that the worker has
// confirmed, and a session for each employer, who has four workers.
func (p *prey) stock(n int) {
	p.Helper()
	ctx := p.Context()
	l, err := regulation.Load(law.Files)
	p.must(err)
	h, err := open(ctx, setting{DSN: p.dsn, Data: p.data, Host: "ruqsat.example", Policy: account.DefaultPolicy()}, l, calendar.NewAdjustable(p.clock), slog.New(slog.DiscardHandler))
	p.must(err)
	defer h.close()
	town, err := sample.Settle(ctx, h.db, h.office, h.store, p.clock)
	p.must(err)
	scan, err := town.Scan(ctx, "Көшірме", p.clock)
	p.must(err)
	for first := 0; first < n; first += 4 {
		p.must(h.db.Write(ctx, p.clock, func(tx *db.Tx) error { return p.employ(tx, town, scan, first) }))
	}
	close(p.errands)
}

func (p *prey) employ(tx *db.Tx, town *sample.Town, scan attachment.File, first int) error {
	var employer sample.Person
	var made []errand
	for i := first; i < first+4; i++ {
		h, err := sample.Invent(town.Office.Law(), i+1, calendar.DayOf(p.clock), sample.Zhitikara, 3)
		if err != nil {
			return err
		}
		if i == first {
			employer = h.Employer
			if _, err := town.Join(tx, employer, account.Employer, words.Kazakh); err != nil {
				return err
			}
		}
		h.Employer = employer
		e, err := p.draft(tx, town, scan, h)
		if err != nil {
			return err
		}
		made = append(made, e)
	}
	token, err := sessionOf(tx, employer.IIN)
	for _, e := range made {
		e.token = token
		p.errands <- e
	}
	return err
}

func (p *prey) draft(tx *db.Tx, town *sample.Town, scan attachment.File, h sample.Hire) (errand, error) {
	worker, err := town.Join(tx, h.Worker, account.Immigrant, words.Russian)
	if err != nil {
		return errand{}, err
	}
	kept, err := attachment.Keep(tx, scan, worker.ID)
	if err != nil {
		return errand{}, err
	}
	c, err := town.Draft(tx, worker, h, kept)
	if err != nil {
		return errand{}, err
	}
	papers, err := application.Papers(tx, c.ID)
	if err != nil {
		return errand{}, err
	}
	_, sum, err := c.Canonical(papers)
	if err != nil {
		return errand{}, err
	}
	_, defects, err := town.Office.Confirm(tx, worker, c.ID, sum)
	if len(defects) > 0 {
		return errand{}, fmt.Errorf("a draft has a defect: %s", defects[0].Text.EN)
	}
	return errand{id: c.ID, sum: sum}, err
}

// sessionOf makes a session of an employer by his password.
func sessionOf(tx *db.Tx, iin string) (string, error) {
	policy := account.DefaultPolicy()
	policy.Address.Burst = 1_000_000
	try, err := account.Attempt(tx, account.Credential{Login: iin, Address: "192.0.2.1"}, policy)
	if err != nil {
		return "", err
	}
	if try, err = try.Verify(context.Background(), sample.Password); err != nil {
		return "", err
	}
	s, ok, err := account.SignIn(tx, try, policy, "")
	if err == nil && !ok {
		err = errors.New("an employer cannot sign in")
	}
	return s.Token, err
}

// start runs the program and waits until it is ready.
func (p *prey) start() {
	p.Helper()
	p.clock = p.clock.Add(time.Minute)
	p.process = exec.Command(p.binary, "--clock", p.clock.Format("2006-01-02T15:04:05"), "serve", "--db", p.dsn, "--data", p.data, "--listen", p.listen, "--ops=", "--host", "ruqsat.example")
	p.process.Stderr = p.log
	began := time.Now()
	p.must(p.process.Start())
	for {
		answer, err := http.Get("http://" + p.listen + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Since(began) > 30*time.Second {
			p.Fatal("not ready after half a minute")
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.slowest = max(p.slowest, time.Since(began))
}

func (p *prey) kill() {
	p.Helper()
	p.must(p.process.Process.Kill())
	p.process.Wait()
}

// hunt kills the server so many times while four clients file.
func (p *prey) hunt(kills int) {
	p.Helper()
	var err error
	p.log, err = os.Create(filepath.Join(p.TempDir(), "log"))
	p.must(err)
	defer p.log.Close()
	ctx, stop := context.WithCancel(p.Context())
	defer stop()
	var clients sync.WaitGroup
	p.start()
	for range 4 {
		clients.Go(func() { p.file(ctx) })
	}
	for range kills {
		time.Sleep(time.Duration(100+rand.IntN(400)) * time.Millisecond)
		p.kill()
		p.start()
	}
	stop()
	clients.Wait()
	time.Sleep(3 * time.Second) // the sequencer gives the last acts their places
	p.must(p.process.Process.Signal(syscall.SIGTERM))
	if err := p.process.Wait(); err != nil {
		raw, _ := os.ReadFile(p.log.Name())
		p.Errorf("asked to stop: %v: %s", err, raw[max(0, len(raw)-2000):])
	}
	p.Logf("%d kills, %d filings acknowledged, %d requests cut off, %d errands left, slowest start %s",
		kills, len(p.numbers), p.failures, len(p.errands), p.slowest.Round(time.Millisecond))
	if p.slowest > 3*time.Second {
		p.Logf("a start took longer than 3 s")
	}
	if p.failures == 0 || len(p.numbers) < kills {
		p.Error("nobody was filing when the server was killed")
	}
}

// file is one client: it gives one employer's word after the other, again and again until it is told a
// number, as somebody does who sees an error page.
func (p *prey) file(ctx context.Context) {
	client := &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for e := range p.errands {
		for {
			if ctx.Err() != nil {
				return
			}
			number, err := p.word(client, e)
			if err == nil {
				p.told(e, number)
				break
			}
			p.mu.Lock()
			p.failures++
			p.mu.Unlock()
			time.Sleep(20 * time.Millisecond)
		}
		time.Sleep(40 * time.Millisecond)
	}
}

func (p *prey) told(e errand, number string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if other, known := p.numbers[number]; known {
		p.Errorf("%s was told for %s and for %s", number, other, e.id)
	}
	p.numbers[number] = e.id
}

var casePattern = regexp.MustCompile(`OT-\d{4}-\d{2}-\d{6}`)

// word confirms and reads the number. What is registered already (the answer was cut off) is refused the
// second time, and the page says its number all the same.
func (p *prey) word(client *http.Client, e errand) (string, error) {
	path := "http://" + p.listen + "/cabinet/case/" + e.id
	status, _, err := ask(client, http.MethodPost, path+"/confirm", e.token, url.Values{"sum": {e.sum}})
	if err != nil {
		return "", err
	}
	if status != http.StatusSeeOther && status != http.StatusConflict {
		p.Errorf("confirming: %d", status)
	}
	status, page, err := ask(client, http.MethodGet, path+"/done", e.token, nil)
	if err != nil {
		return "", err
	}
	number := casePattern.FindString(page)
	if status != http.StatusOK || number == "" {
		return "", fmt.Errorf("the page of the result: %d", status)
	}
	return number, nil
}

func ask(client *http.Client, method, to, token string, form url.Values) (int, string, error) {
	r, err := http.NewRequest(method, to, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "ruqsat", Value: token})
	answer, err := client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, html.UnescapeString(string(body)), err
}

// count opens the database after the last stop and compares it with what was told.
func (p *prey) count() {
	p.Helper()
	out, err := exec.Command(p.binary, "register", "verify", "--db", p.dsn, "--data", p.data).CombinedOutput()
	p.Logf("%s", out)
	if err != nil {
		p.Errorf("the register: %v", err)
	}
	d, err := db.Open(p.Context(), p.dsn)
	p.must(err)
	defer d.Close()
	var rows []struct {
		ID     string `db:"id"`
		Number string `db:"number"`
	}
	var held int
	p.must(d.Read(p.Context(), func(tx *db.Tx) error {
		lines, err := quota.Board(tx, 2026, sample.Ledger)
		for _, l := range lines {
			held += l.Held
		}
		return errors.Join(err, quota.Verify(tx), tx.Select(&rows, `SELECT id, number FROM application WHERE number <> ''`))
	}))
	stands := map[string]string{}
	for _, row := range rows {
		if stands[row.Number] != "" {
			p.Errorf("%s stands twice", row.Number)
		}
		stands[row.Number] = row.ID
	}
	for number, id := range p.numbers {
		if stands[number] != id {
			p.Errorf("%s was told for %s and stands for %q", number, id, stands[number])
		}
	}
	if held != len(rows) {
		p.Errorf("%d places are held by %d cases", held, len(rows))
	}
	if more := len(rows) - len(p.numbers); more < 0 || more > 4 {
		p.Errorf("%d cases have a number, %d numbers were told", len(rows), len(p.numbers))
	}
}
