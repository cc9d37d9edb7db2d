package browser

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/words"
)

// hand is a person at the keyboard: fields are typed into, buttons are pressed, links are followed.
type hand struct {
	*tab
	script bool
}

func (w *town) hand(t testing.TB, l words.Language, script bool) *hand {
	t.Helper()
	b := newTab(t, w.doors[""])
	b.do(emulation.SetScriptExecutionDisabled(!script))
	b.width(1280)
	b.cookie("lang", string(l))
	return &hand{b, script}
}

// visit opens a page and wants it to be there.
func (h *hand) visit(path string) {
	h.Helper()
	if status := h.open(path); status != http.StatusOK {
		h.Fatalf("%s: %d: %s", path, status, h.headline())
	}
}

func (h *hand) headline() string {
	h.Helper()
	return ask[string](h.tab, `[...document.querySelectorAll(".govuk-error-summary li, h1")].map(e => e.textContent.trim()).join(" | ")`)
}

// says fails when the page does not say something of the catalogue in its language, or a text.
func (h *hand) says(text string) {
	h.Helper()
	body := strings.Join(strings.Fields(ask[string](h.tab, `document.querySelector("main").textContent`)), " ")
	if !strings.Contains(body, strings.Join(strings.Fields(text), " ")) {
		h.Errorf("%s does not say %q", h.at(), text)
	}
}

// fill types the answers into the fields that the page has.
func (h *hand) fill(answers map[string]string) {
	h.Helper()
	type field struct{ Name, Kind string }
	for _, f := range ask[[]field](h.tab, `[...document.querySelectorAll("main form :is(input, select, textarea)")]
		.filter(e => e.name && e.type !== "hidden").map(e => ({Name: e.name, Kind: e.type}))`) {
		value, known := answers[f.Name]
		if !known {
			continue
		}
		at := `main form [name="` + f.Name + `"]`
		var how chromedp.Action
		switch f.Kind {
		case "checkbox":
			how = chromedp.Click(at, chromedp.ByQuery)
		case "radio":
			how = chromedp.Click(at+`[value="`+value+`"]`, chromedp.ByQuery)
		case "select-one":
			how = chromedp.SetValue(at, value, chromedp.ByQuery)
		case "file":
			how = chromedp.SetUploadFiles(at, []string{value}, chromedp.ByQuery)
		default:
			how = chromedp.Tasks{chromedp.Evaluate(fmt.Sprintf("document.querySelector(%q).value = ''", at), nil), chromedp.SendKeys(at, value, chromedp.ByQuery)}
		}
		h.do(how)
	}
}

// press presses the first main button of the form whose action ends so, and gives the status of what comes.
func (h *hand) press(action string) int {
	h.Helper()
	button := `main form[action$="` + action + `"] button[type=submit]:not([aria-hidden], [name])`
	return h.lead(chromedp.Click(button, chromedp.ByQuery))
}

// send presses and wants the page that follows.
func (h *hand) send(action string) {
	h.Helper()
	if status := h.press(action); status != http.StatusOK {
		h.Fatalf("%s at %s: %d: %s", action, h.at(), status, h.headline())
	}
}

// dated puts a day beside its three inputs.
func dated(answers map[string]string) map[string]string {
	all := map[string]string{}
	for name, value := range answers {
		all[name] = value
		if day, err := calendar.ParseDay(value); err == nil {
			y, m, d := day.Date()
			all[name+"-year"], all[name+"-month"], all[name+"-day"] = strconv.Itoa(y), strconv.Itoa(int(m)), strconv.Itoa(d)
		}
	}
	return all
}

func (h *hand) join(w *town, p sample.Person, as string) {
	h.Helper()
	h.visit("/signup")
	h.fill(map[string]string{"as": as})
	h.send("/signup")
	h.fill(dated(map[string]string{"iin": p.IIN, "surname": p.Surname, "given-name": p.GivenName, "patronymic": p.Patronymic,
		"surname-latin": p.SurnameLatin, "given-name-latin": p.GivenNameLatin, "citizenship": p.Citizenship, "born": p.BirthDate.String(),
		"phone": p.Phone, "password": sample.Password}))
	h.send("/signup")
	h.signIn(p.IIN)
	h.visit("/prove")
	h.send("/prove")
	codes := w.state.Codes(p.IIN)
	if len(codes) == 0 {
		h.Fatal("no code came to the phone")
	}
	h.fill(map[string]string{"code": codes[0].Code})
	h.send("/prove/code")
}

func (h *hand) signIn(login string) {
	h.Helper()
	if !strings.HasPrefix(h.at(), "/signin") {
		h.visit("/signin?by=staff")
	}
	h.fill(map[string]string{"login": login, "password": sample.Password})
	h.send("/signin")
}

var draftPath = regexp.MustCompile(`^/cabinet/case/[0-9a-f-]{36}`)

// write answers the whole form; on its first page a wrong ИИН is found, and mended from the summary.
func (h *hand) write(hire sample.Hire, scan string) (draft string) {
	h.Helper()
	h.visit("/apply/" + sample.Service + "/" + sample.Operation)
	h.send("/cabinet/start")
	draft = draftPath.FindString(h.at())
	h.lead(chromedp.Click(`main .govuk-task-list a`, chromedp.ByQuery))
	answers := dated(hire.Fields())
	for document, papers := range hire.Papers() {
		for i, fields := range papers {
			prefix := "paper." + document + "." + string(rune('0'+i))
			for id, value := range dated(fields) {
				answers[prefix+"."+id] = value
			}
			answers[prefix+".file"] = scan
		}
	}
	h.mistake(answers)
	for range 20 {
		if at := h.at(); strings.HasSuffix(at, "/check") {
			return draft
		}
		h.fill(answers)
		path, _, _ := strings.Cut(h.at(), "#")
		path, _, _ = strings.Cut(path, "?")
		h.send(path)
	}
	h.Fatalf("the form does not end: %s", h.at())
	return ""
}

func (h *hand) mistake(answers map[string]string) {
	h.Helper()
	wrong := map[string]string{}
	for name, value := range answers {
		wrong[name] = value
	}
	wrong["applicant.iin"] = "85011539001"
	h.fill(wrong)
	if status := h.press(h.at()); status != http.StatusUnprocessableEntity {
		h.Fatalf("a wrong ИИН: %d", status)
	}
	h.do(chromedp.Click(`.govuk-error-summary a[href="#applicant.iin"]`, chromedp.ByQuery))
	where := `location.hash`
	if h.script { // the field itself is ready to be typed into
		where = `"#" + document.activeElement.id`
	}
	if to := ask[string](h.tab, where); to != "#applicant.iin" {
		h.Errorf("the link of the summary leads to %q", to)
	}
	if typed := ask[string](h.tab, `document.getElementById("applicant.iin").value`); typed != "85011539001" {
		h.Errorf("what was typed is lost: %q", typed)
	}
}

var qrText = regexp.MustCompile(`/Subject \(([^)]*)\)`)

// From the sign-up to the permit that a stranger checks, in the browser alone: in Kazakh and in Russian,
// with a script and without one.
func TestTheJourneyByHand(t *testing.T) {
	start(t)
	for name, j := range map[string]struct {
		language words.Language
		script   bool
	}{"Kazakh": {words.Kazakh, true}, "Russian": {words.Russian, true},
		"Kazakh without a script": {words.Kazakh, false}, "Russian without a script": {words.Russian, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newTown(t).journey(t, j.language, j.script)
		})
	}
}

func (w *town) journey(t *testing.T, l words.Language, script bool) {
	w.clock.Set(now)
	hire := w.invent("journey", 6)
	ok(t, w.state.Add(hire.Scenario()))
	scan := filepath.Join(t.TempDir(), "scan.png")
	var picture bytes.Buffer
	ok(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 60, 80))))
	ok(t, os.WriteFile(scan, picture.Bytes(), 0o600))
	say := func(key string, args ...any) string { return words.Say(l, key, args...) }

	worker, employer := w.hand(t, l, script), w.hand(t, l, script)
	worker.join(w, hire.Worker, "worker")
	employer.join(w, hire.Employer, "household")
	draft := worker.write(hire, scan)
	worker.send("/confirm")
	worker.says(say("cabinet.done.confirmed"))
	employer.visit("/cabinet")
	employer.lead(chromedp.Click(`main a[href*="`+draft+`"]`, chromedp.ByQuery))
	employer.visit(draft + "/check")
	employer.send("/confirm")
	employer.says("OT-3944-26-000001")
	w.settle()
	worker.visit(draft)
	worker.says(say("application.stage.police"))

	id := strings.TrimPrefix(draft, "/cabinet/case/")
	police, executor, head := w.hand(t, l, script), w.hand(t, l, script), w.hand(t, l, script)
	police.signIn("sarsenov")
	police.lead(chromedp.Click(`main a[href="/police/case/`+id+`"]`, chromedp.ByQuery))
	police.fill(map[string]string{"answer": "agree"})
	police.send("/answer")
	police.says(say("staff.police.agreed"))
	executor.signIn("abenov")
	executor.lead(chromedp.Click(`main a[href="/work/case/`+id+`"]`, chromedp.ByQuery))
	executor.send("/take")
	executor.send("/approve")
	head.signIn("temirbekova")
	head.visit("/work/case/" + id + "/decide")
	head.says(hire.Worker.SurnameLatin)
	head.send("/decide")
	head.says("ZH-3944-26-000001")

	worker.visit(draft)
	worker.says("ZH-3944-26-000001")
	link := ask[string](worker.tab, `document.querySelector('main a[href$="permit.pdf"]').getAttribute("href")`)
	_, pdf := w.get(t, link, "", hire.Worker.IIN)
	m := qrText.FindSubmatch(pdf)
	if m == nil {
		t.Fatal("the PDF does not tell the text of its QR")
	}
	_, token, _ := strings.Cut(string(m[1]), "/P/")
	stranger := w.hand(t, l, script)
	stranger.visit("/P/" + token)
	stranger.says(say("web.check.valid.title"))
	stranger.says("ZH-3944-26-000001")
	for _, h := range []*hand{worker, employer, police, executor, head, stranger} {
		for _, wrong := range h.noted() {
			t.Error(wrong)
		}
	}
}
