package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/cmd/ruqsat/visitor"
	"ruqsat/permit"
	"ruqsat/regulation"
)

const defaultJourney = "issue"

// journeys by name, in the order of --list.
var journeys = []struct {
	name string
	walk func(context.Context, *traveller) error
}{
	{defaultJourney, issueJourney},
	{"refusal", refusalJourney},
	{"issue-counter", counterJourney},
	{"refusal-of-acceptance", acceptanceJourney},
}

// traveller walks a journey: a client that knows only a base URL.
type traveller struct {
	base   string
	law    *regulation.Law
	now    time.Time
	say    func(step string)
	hire   sample.Hire
	permit string
	pdf    []byte
	qr     string
	log    registerHead
}

type registerHead struct {
	Size int64  `json:"size"`
	Root string `json:"root"`
}

type journeyStep struct {
	Step string `json:"step"`
	OK   bool   `json:"ok"`
}

// walk starts a server, walks the journey through its HTTP doors, and stops it. It holds only if every
// step did and the register verifies afterwards.
func (c demoCommand) walk(e *env) error {
	var found func(context.Context, *traveller) error
	for _, j := range journeys {
		if j.name == *c.Journey {
			found = j.walk
		}
	}
	if found == nil {
		return usagef("there is no journey %q; see ruqsat demo --list", *c.Journey)
	}
	dir, err := os.MkdirTemp("", "ruqsat-journey-")
	if err != nil {
		return err
	}
	c.Data, c.Listen, c.Fill = filepath.Join(dir, "demo"), "127.0.0.1:0", 0
	s, err := startDemo(e, c)
	if err != nil {
		return err
	}
	defer os.RemoveAll(c.Data)
	var steps []journeyStep
	t := &traveller{base: s.base, law: s.office.Law(), now: s.clock.Now(), say: func(step string) {
		steps = append(steps, journeyStep{step, true})
		if !e.cli.JSON {
			fmt.Fprintf(e.out, "%2d. %s\n", len(steps), step)
		}
	}}
	ctx, cancel := context.WithTimeout(e.ctx, 3*time.Minute)
	defer cancel()
	err = found(ctx, t)
	if err == nil {
		err = c.prove(ctx, e, s, t)
	}
	err = errors.Join(err, s.stop(), keepTrust(c.Data, dir))
	return c.arrive(e, dir, t, steps, err)
}

// keepTrust leaves what an outside reader needs to check the permit beside its PDF.
func keepTrust(data, dir string) error {
	return os.Rename(filepath.Join(data, "trust"), filepath.Join(dir, "trust"))
}

// prove re-verifies the whole register after the journey.
func (c demoCommand) prove(ctx context.Context, e *env, s *stage, t *traveller) error {
	if _, err := s.register.Sequence(ctx, s.clock.Now()); err != nil {
		return err
	}
	report, err := verifyHouse(ctx, s.house)
	if err != nil {
		return err
	}
	if !report.OK() {
		return fmt.Errorf("the register does not verify: %s", report.Damages[0])
	}
	t.log = registerHead{report.Size, report.Root.String()}
	t.say(fmt.Sprintf("the register of %d acts verifies", report.Size))
	return nil
}

// arrive writes the permit's PDF and the last line.
func (c demoCommand) arrive(e *env, dir string, t *traveller, steps []journeyStep, walked error) error {
	if walked != nil {
		steps = append(steps, journeyStep{walked.Error(), false})
		e.status = fails
	}
	pdf := ""
	if len(t.pdf) > 0 {
		pdf = filepath.Join(dir, t.permit+".pdf")
		if err := os.WriteFile(pdf, t.pdf, 0o600); err != nil {
			return err
		}
	}
	out := struct {
		Journey  string        `json:"journey"`
		Permit   string        `json:"permit"`
		PDF      string        `json:"pdf"`
		QR       string        `json:"qr"`
		Register registerHead  `json:"register"`
		Steps    []journeyStep `json:"steps"`
	}{*c.Journey, t.permit, pdf, t.qr, t.log, steps}
	if err := e.print(out, func(w io.Writer) {
		if out.Permit != "" {
			fmt.Fprintf(w, "permit %s\npdf    %s\nqr     %s\n", out.Permit, out.PDF, out.QR)
		}
	}); err != nil {
		return err
	}
	return walked
}

// person opens a browser for somebody new, signs up and in, and proves the ИИН by the code that the
// state's contact base sends to the phone.
func (t *traveller) join(ctx context.Context, p sample.Person, as string) (*visitor.Visitor, error) {
	v, err := visitor.New(t.base)
	if err != nil {
		return nil, err
	}
	if err := v.Open(ctx, "/signup?as="+as); err != nil {
		return nil, err
	}
	f, err := v.Form("iin")
	if err != nil {
		return nil, err
	}
	f.Set("iin", p.IIN).Set("surname", p.Surname).Set("given-name", p.GivenName).Set("patronymic", p.Patronymic).
		Set("phone", p.Phone).Set("password", sample.Password)
	if as == "worker" {
		f.Set("surname-latin", p.SurnameLatin).Set("given-name-latin", p.GivenNameLatin).Set("citizenship", p.Citizenship)
		setDate(f, "born", p.BirthDate)
	}
	if err := f.Send(ctx); err != nil {
		return nil, err
	}
	if err := signInAs(ctx, v, "/signin", p.IIN); err != nil {
		return nil, err
	}
	return v, t.prove(ctx, v, p.IIN)
}

func setDate(f *visitor.Form, name string, d calendar.Day) {
	y, m, day := d.Date()
	f.Set(name+"-day", fmt.Sprint(day)).Set(name+"-month", fmt.Sprint(int(m))).Set(name+"-year", fmt.Sprint(y))
}

func signInAs(ctx context.Context, v *visitor.Visitor, path, login string) error {
	if err := v.Open(ctx, path); err != nil {
		return err
	}
	f, err := v.Form("password")
	if err != nil {
		return err
	}
	return f.Set("login", login).Set("password", sample.Password).Send(ctx)
}

func (t *traveller) prove(ctx context.Context, v *visitor.Visitor, iin string) error {
	if err := v.Open(ctx, "/prove"); err != nil {
		return err
	}
	f, err := v.Form("next")
	if err != nil {
		return err
	}
	if err := f.Send(ctx); err != nil {
		return err
	}
	code, err := t.phone(ctx, iin)
	if err != nil {
		return err
	}
	if f, err = v.Form("code"); err != nil {
		return err
	}
	return f.Set("code", code).Send(ctx)
}

// phone reads the last code that was sent to the person's phone.
func (t *traveller) phone(ctx context.Context, iin string) (string, error) {
	var codes []struct{ Code string }
	if err := t.getJSON(ctx, "/simulator/codes?iin="+iin, &codes); err != nil {
		return "", err
	}
	if len(codes) == 0 {
		return "", errors.New("no code came to the phone")
	}
	return codes[0].Code, nil
}

func (t *traveller) getJSON(ctx context.Context, path string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, t.base+path, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: status %d", path, resp.StatusCode)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

func (t *traveller) postJSON(ctx context.Context, path string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.base+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		said, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		return fmt.Errorf("%s: status %d: %s", path, resp.StatusCode, said)
	}
	return nil
}

// fillDraft answers every page of the form and attaches every paper.
func (t *traveller) fillDraft(ctx context.Context, v *visitor.Visitor, scan visitor.File) (draft string, err error) {
	if err := v.Open(ctx, "/apply/"+sample.Service+"/"+sample.Operation); err != nil {
		return "", err
	}
	f, err := v.Form("/cabinet/start")
	if err != nil {
		return "", err
	}
	if err := f.Send(ctx); err != nil {
		return "", err
	}
	id := caseID.FindString(v.Page.URL.Path)
	if id == "" {
		return "", fmt.Errorf("no draft was opened: %s", v.Page.URL.Path)
	}
	draft = "/cabinet/case/" + id
	service, _ := t.law.Service(sample.Service)
	edition, err := service.On(t.hire.Today)
	if err != nil {
		return "", err
	}
	op, _ := edition.Operation(sample.Operation)
	for _, section := range op.Sections {
		if err := t.fillPage(ctx, v, draft+"/section/"+section, scan); err != nil {
			return "", fmt.Errorf("page %s: %w", section, err)
		}
	}
	return draft, nil
}

var caseID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// fillPage answers the fields that the page has, whatever they are, and sends it.
func (t *traveller) fillPage(ctx context.Context, v *visitor.Visitor, path string, scan visitor.File) error {
	if err := v.Open(ctx, path); err != nil {
		return err
	}
	f, err := v.Form("/section/")
	if err != nil {
		return err
	}
	for id, value := range t.hire.Fields() {
		put(f, id, value)
	}
	for document, papers := range t.hire.Papers() {
		for i, fields := range papers {
			prefix := fmt.Sprintf("paper.%s.%d", document, i)
			for id, value := range fields {
				put(f, prefix+"."+id, value)
			}
			if f.Has(prefix + ".file") {
				f.Attach(prefix+".file", scan)
			}
		}
	}
	return f.Send(ctx)
}

// put answers a field if the form has it: a date has three inputs.
func put(f *visitor.Form, id, value string) {
	if f.Has(id) {
		f.Set(id, value)
		return
	}
	if day, err := calendar.ParseDay(value); err == nil && f.Has(id+"-day") {
		setDate(f, id, day)
	}
}

// confirm signs what the page of answers shows.
func confirmCase(ctx context.Context, v *visitor.Visitor, draft string) error {
	if err := v.Open(ctx, draft+"/check"); err != nil {
		return err
	}
	f, err := v.Form("/confirm")
	if err != nil {
		return err
	}
	return f.Send(ctx)
}

// until opens a page again and again until its words hold what is awaited.
func until(ctx context.Context, v *visitor.Visitor, path string, seen func(*visitor.Page) bool) error {
	for range 60 {
		if err := v.Open(ctx, path); err != nil {
			return err
		}
		if seen(v.Page) {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(300 * time.Millisecond):
		}
	}
	return fmt.Errorf("waited in vain at %s: %s", path, v.Page.Words())
}

// readPermit checks what the holder received as a stranger would: the PDF, the page behind its QR, the
// seal, and the machines' door.
func (t *traveller) readPermit(ctx context.Context, text string) error {
	_, at, found := strings.Cut(text, "/P/")
	if !found {
		return errors.New("the QR leads nowhere")
	}
	stranger, err := visitor.New(t.base)
	if err != nil {
		return err
	}
	if err := stranger.Open(ctx, "/P/"+at); err != nil {
		return err
	}
	words := stranger.Page.Words()
	if !strings.Contains(words, t.permit) {
		return fmt.Errorf("the page behind the QR does not show the permit: %s", words)
	}
	for _, private := range []string{t.hire.Worker.SurnameLatin, t.hire.Worker.Surname, t.hire.Worker.Passport, t.hire.Worker.IIN} {
		if strings.Contains(words, private) {
			return errors.New("the page behind the QR tells who the holder is")
		}
	}
	var answer struct{ Status string }
	if err := t.getJSON(ctx, "/api/permits/"+t.permit, &answer); err != nil {
		return err
	}
	if answer.Status != permit.Valid {
		return fmt.Errorf("the API says %q", answer.Status)
	}
	return nil
}

// scan is a small picture to attach: what is judged is its bytes.
func scan() (visitor.File, error) {
	raw, err := samplePicture()
	return visitor.File{Name: "scan.png", Content: raw}, err
}
