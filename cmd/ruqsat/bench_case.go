package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange/simulator"
	"ruqsat/permit"
	"ruqsat/quota"
	"ruqsat/web/part"
	"ruqsat/words"
)

// bench is a running house with clients that work at its doors.
type bench struct {
	*house
	command   benchCommand
	engine    db.Engine
	address   func(string) (string, error)
	clock     *calendar.Adjustable
	base      string
	town      *sample.Town
	state     *simulator.Simulator
	servers   []*http.Server
	recording *db.Recording
	recorder  context.Context // the loops' context: what they do is recorded with it
	cancel    context.CancelFunc
	clients   []*benchClient
	serial    atomic.Int64
}

// benchClient is one client: a worker, the employers he goes to in turn, and the staff of his own.
type benchClient struct {
	b                  *bench
	worker             sample.Hire
	workerHTTP, police *http.Client
	executor, head     *http.Client
	employers          []sample.Hire
	employerHTTP       []*http.Client
	done               int
	picture            []byte
}

const casesPerEmployer = 5 // the law's limit of workers

func newBench(e *env, c benchCommand, dir string, engine db.Engine, address func(string) (string, error)) (*bench, error) {
	l, err := e.law()
	if err != nil {
		return nil, err
	}
	b := &bench{command: c, engine: engine, address: address, clock: calendar.NewAdjustable(workingMorning()), recording: &db.Recording{}}
	if b.state, err = simulator.New(b.clock, simulator.Scenario{Police: &simulator.Police{Decision: "agree"}}); err != nil {
		return nil, err
	}
	systems, err := b.listen(b.state)
	if err != nil {
		return nil, err
	}
	dsn, err := address("house")
	if err != nil {
		return nil, err
	}
	policy := account.DefaultPolicy()
	policy.SecondFactor = false
	endless := account.Limit{Burst: 1_000_000, Every: time.Millisecond} // one machine signs everybody in
	policy.Account, policy.Address, policy.Code = endless, endless, endless
	b.house, err = open(e.ctx, setting{DSN: dsn, Data: filepath.Join(dir, "data"), Host: "bench.example", Secure: false,
		Policy: policy, Systems: simulator.Systems(systems), Office: part.Office{}}, l, b.clock, quiet())
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(e.ctx))
	b.cancel, b.recorder = cancel, db.WithRecording(ctx, b.recording)
	if b.base, err = b.listen(b.recorded(b.handler)); err != nil {
		return nil, err
	}
	if b.town, err = sample.Settle(ctx, b.db, b.office, b.store, b.clock.Now()); err != nil {
		return nil, err
	}
	if err := b.places(ctx); err != nil {
		return nil, err
	}
	b.loop(func() { b.exchange.Run(b.recorder) })
	b.loop(func() { b.wheel.Run(ctx) })
	b.loop(func() { b.register.Run(ctx, b.clock, b.log) })
	return b, nil
}

func (b *bench) listen(h http.Handler) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: h}
	b.servers = append(b.servers, server)
	go server.Serve(listener)
	return "http://" + listener.Addr().String(), nil
}

// recorded lets what the doors do be recorded, while a recording is open.
func (b *bench) recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(db.WithRecording(r.Context(), b.recording)))
	})
}

// places gives the sample oblasts more places than the measurement uses.
func (b *bench) places(ctx context.Context) error {
	return b.db.Write(ctx, b.clock.Now(), allotMany)
}

// allotMany is an order of more places than a measurement uses.
func allotMany(tx *db.Tx) error {
	return quota.Allot(tx, quota.Allotment{Region: "390000000", Year: 2026, Ledger: sample.Ledger, Places: 1_000_000,
		Cite: "bench", Since: calendar.NewDay(2026, 1, 1), Sample: true, By: "system"})
}

func (b *bench) close() {
	for _, s := range b.servers {
		s.Close()
	}
	b.cancel()
	b.house.close()
}

// staffClient signs a member of staff in.
func (b *bench) signedIn(login string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{MaxIdleConnsPerHost: 2}}
	_, err = b.post(client, "/signin", url.Values{"login": {login}, "password": {sample.Password}, "next": {""}, "by": {""}})
	return client, err
}

// post sends a form and gives where it leads.
func (b *bench) post(client *http.Client, path string, form url.Values) (string, error) {
	return b.send(client, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (b *bench) send(client *http.Client, path, kind string, body io.Reader) (string, error) {
	r, err := http.NewRequest(http.MethodPost, b.base+path, body)
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("POST %s: status %d: %.400s", path, resp.StatusCode, said)
	}
	return resp.Header.Get("Location"), nil
}

func (b *bench) get(client *http.Client, path string) (string, error) {
	resp, err := client.Get(b.base + path)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: status %d", path, resp.StatusCode)
	}
	return string(body), err
}

// prepare makes the clients and as many employers as a measurement may use: hashing passwords is no act
// of a case and happens before.
func (b *bench) prepare(clients, cases int) error {
	picture, err := samplePicture()
	if err != nil {
		return err
	}
	for i := len(b.clients); i < clients; i++ {
		c := &benchClient{b: b, picture: picture}
		if c.worker, err = b.invent(); err != nil {
			return err
		}
		if c.workerHTTP, err = b.enrol(c.worker, c.worker.Worker, account.Immigrant); err != nil {
			return err
		}
		for _, login := range []struct {
			name string
			to   **http.Client
		}{{"abenov", &c.executor}, {"temirbekova", &c.head}, {"sarsenov", &c.police}} {
			if *login.to, err = b.signedIn(login.name); err != nil {
				return err
			}
		}
		b.clients = append(b.clients, c)
	}
	for _, c := range b.clients {
		for len(c.employers)*casesPerEmployer < c.done+cases {
			h, err := b.invent()
			if err != nil {
				return err
			}
			client, err := b.enrol(h, h.Employer, account.Employer)
			if err != nil {
				return err
			}
			c.employers, c.employerHTTP = append(c.employers, h), append(c.employerHTTP, client)
		}
	}
	return nil
}

func (b *bench) invent() (sample.Hire, error) {
	return sample.Invent(b.office.Law(), int(b.serial.Add(1)), calendar.DayOf(b.clock.Now()), sample.Zhitikara, 6)
}

// enrol makes an account and signs it in.
func (b *bench) enrol(h sample.Hire, p sample.Person, cabinet string) (*http.Client, error) {
	if err := b.state.Add(h.Scenario()); err != nil {
		return nil, err
	}
	err := b.db.Write(context.Background(), b.clock.Now(), func(tx *db.Tx) error {
		_, err := b.town.Join(tx, p, cabinet, words.Kazakh)
		return err
	})
	if err != nil {
		return nil, err
	}
	return b.signedIn(p.IIN)
}

// one is all acts of one case through the doors: the draft page by page with its scans, both
// confirmations, the police, the executor, the head.
func (c *benchClient) one() (string, error) {
	b, n := c.b, c.done
	c.done++
	employer := c.employers[n/casesPerEmployer]
	hire := c.worker
	hire.Employer, hire.Address = employer.Employer, employer.Address
	where, err := b.post(c.workerHTTP, "/cabinet/start", url.Values{"service": {sample.Service}, "operation": {sample.Operation}, "channel": {sample.Channel}})
	if err != nil {
		return "", err
	}
	id := caseID.FindString(where)
	if id == "" {
		return "", fmt.Errorf("no draft was opened, but %s", where)
	}
	if err := c.pages(id, hire); err != nil {
		return id, err
	}
	for _, who := range []*http.Client{c.workerHTTP, c.employerHTTP[n/casesPerEmployer]} {
		sum, err := b.hidden(who, "/cabinet/case/"+id+"/check", "sum")
		if err != nil {
			return id, err
		}
		if _, err := b.post(who, "/cabinet/case/"+id+"/confirm", url.Values{"sum": {sum}}); err != nil {
			return id, err
		}
	}
	return id, c.state(id)
}

// pages answers the form's pages.
func (c *benchClient) pages(id string, hire sample.Hire) error {
	service, _ := c.b.office.Law().Service(sample.Service)
	edition, err := service.On(hire.Today)
	if err != nil {
		return err
	}
	op, _ := edition.Operation(sample.Operation)
	fields, papers, version := hire.Fields(), hire.Papers(), 1
	for _, sectionID := range op.Sections {
		section, _ := edition.Section(sectionID)
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		form.WriteField("version", strconv.Itoa(version))
		version++
		for _, f := range section.Fields {
			writeAnswer(form, f.ID, f.Kind, fields[f.ID])
		}
		for _, document := range section.Documents {
			d, _ := edition.Document(document)
			for i, values := range papers[document] {
				prefix := fmt.Sprintf("paper.%s.%d", document, i)
				form.WriteField(prefix, "")
				for _, f := range d.Fields {
					writeAnswer(form, prefix+"."+f.ID, f.Kind, values[f.ID])
				}
				file, err := form.CreateFormFile(prefix+".file", "scan.png")
				if err != nil {
					return err
				}
				file.Write(c.picture)
			}
		}
		if err := form.Close(); err != nil {
			return err
		}
		if _, err := c.b.send(c.workerHTTP, "/cabinet/case/"+id+"/section/"+sectionID, form.FormDataContentType(), &body); err != nil {
			return err
		}
	}
	return nil
}

func writeAnswer(form *multipart.Writer, id, kind, value string) {
	if kind != "date" {
		form.WriteField(id, value)
		return
	}
	if day, err := calendar.ParseDay(value); err == nil {
		y, m, d := day.Date()
		form.WriteField(id+"-day", strconv.Itoa(d))
		form.WriteField(id+"-month", strconv.Itoa(int(m)))
		form.WriteField(id+"-year", strconv.Itoa(y))
	}
}

// hidden reads a hidden field of a page.
func (b *bench) hidden(client *http.Client, path, name string) (string, error) {
	page, err := b.get(client, path)
	if err != nil {
		return "", err
	}
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		return "", fmt.Errorf("%s has no field %s", path, name)
	}
	return m[1], nil
}

// state is what the state does with the case.
func (c *benchClient) state(id string) error {
	b := c.b
	version, err := b.hidden(c.police, "/police/case/"+id, "version")
	if err != nil {
		return err
	}
	if _, err := b.post(c.police, "/police/case/"+id+"/answer", url.Values{"version": {version}, "answer": {"agree"}}); err != nil {
		return err
	}
	if err := b.answered(id); err != nil {
		return err
	}
	if version, err = b.hidden(c.executor, "/work/case/"+id, "version"); err != nil {
		return err
	}
	if _, err := b.post(c.executor, "/work/case/"+id+"/approve", url.Values{"version": {version}}); err != nil {
		return err
	}
	page, err := b.get(c.head, "/work/case/"+id+"/decide")
	if err != nil {
		return err
	}
	form := url.Values{}
	for _, name := range []string{"version", "sum"} {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
		if m == nil {
			return fmt.Errorf("the page of the decision has no field %s", name)
		}
		form.Set(name, m[1])
	}
	_, err = b.post(c.head, "/work/case/"+id+"/decide", form)
	return err
}

// answered waits until the state systems have answered everything.
func (b *bench) answered(id string) error {
	for range 2000 {
		var c application.Case
		err := b.db.Peek(context.Background(), func(tx *db.Tx) error {
			return tx.Get(&c, `SELECT passed, failed, waiting FROM application WHERE id = ?`, id)
		})
		if err != nil || c.Passed > 0 && c.Waiting == 0 && c.Failed == 0 {
			return err
		}
		if c.Failed > 0 {
			return errors.New("a check of the bench case failed")
		}
		time.Sleep(5 * time.Millisecond)
	}
	return errors.New("the state systems did not answer")
}

// cases measures whole cases a second against the same rows written by bare SQL in the same run.
func (b *bench) cases() (measure, error) {
	m := measure{What: "cases", Engine: string(b.engine), Unit: "cases/s", Bar: 0.35}
	if err := b.prepare(1, 2); err != nil {
		return m, err
	}
	if _, err := b.clients[0].one(); err != nil { // caches and statements are warm
		return m, err
	}
	rows, err := b.record()
	if err != nil {
		return m, err
	}
	if err := b.prepare(b.command.Clients, 60*int(b.command.For.Seconds())/b.command.Clients+10); err != nil {
		return m, err
	}
	var rates, floors []float64
	for turn := range 2 {
		floor, err := b.floor(rows, turn)
		if err != nil {
			return m, err
		}
		rate, err := b.run()
		if err != nil {
			return m, err
		}
		floors, rates = append(floors, floor), append(rates, rate)
	}
	m.Rate, m.Floor = mean(rates), mean(floors)
	m.Ratio = m.Rate / m.Floor
	m.Note = fmt.Sprintf("%d acts and %d statements a case", len(rows), statements(rows))
	return m, nil
}

func mean(list []float64) (sum float64) {
	for _, x := range list {
		sum += x
	}
	return sum / float64(len(list))
}

// run lets every client work for a while.
func (b *bench) run() (float64, error) {
	until := time.Now().Add(b.command.For / 2)
	var done atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	began := time.Now()
	for _, c := range b.clients {
		all.Go(func() {
			for time.Now().Before(until) && c.done < len(c.employers)*casesPerEmployer {
				if _, err := c.one(); err != nil {
					failed.Store(&err)
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return float64(done.Load()) / time.Since(began).Seconds(), nil
}

// onePermit is the permit that the checks are measured on.
func (b *bench) onePermit() (p permit.Permit, err error) {
	if err = b.prepare(1, 1); err != nil {
		return p, err
	}
	id, err := b.clients[0].one()
	if err != nil {
		return p, err
	}
	err = b.db.Read(context.Background(), func(tx *db.Tx) error { p, err = permit.ByCase(tx, id); return err })
	return p, err
}
