package browser

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/words"
)

// board is a person with a keyboard and no mouse. What he does is counted: an answer typed into a box, a choice
// made, a file chosen, a key or a button pressed. Going from box to box with Tab is not counted, and a box that holds
// the right answer already is left alone. A day is three boxes and counts three times.
type board struct {
	*hand
	done int
	log  []string
}

func (w *town) board(t testing.TB, l words.Language, login string) *board {
	t.Helper()
	h := w.hand(t, l, true)
	h.signIn(login)
	return &board{hand: h}
}

func (b *board) counted(what string) {
	b.done++
	b.log = append(b.log, what)
}

// most fails when more was done than people are asked for.
func (b *board) most(limit int) {
	b.Helper()
	b.Logf("%d interactions of at most %d: %s", b.done, limit, strings.Join(b.log, ", "))
	if b.done > limit {
		b.Errorf("%d interactions; at most %d are asked for", b.done, limit)
	}
}

// here is what has the focus, by its name, value, kind and whether it is what the selector means.
type here struct {
	Hit, Checked       bool
	Name, Value, Kind  string
	Selected, Tag, Key string
}

func (b *board) focus(selector string) here {
	b.Helper()
	return ask[here](b.tab, fmt.Sprintf(`(() => { const e = document.activeElement; return {
		Hit: !!e && e.matches(%q), Checked: !!e.checked, Name: e.name || "", Value: e.value || "", Kind: e.type || "", Tag: e.tagName,
		Selected: e.tagName === "SELECT" ? e.value : "", Key: e.dataset ? e.dataset.key || "" : "" } })()`, selector))
}

// reach goes with Tab until the focus is on what the selector means.
func (b *board) reach(selector string) here {
	b.Helper()
	for range 400 {
		if at := b.focus(selector); at.Hit {
			return at
		}
		b.do(chromedp.KeyEvent(kb.Tab))
	}
	b.Fatalf("%s: Tab never reaches %s", b.at(), selector)
	return here{}
}

// press1 presses what the selector means, and wants the page that follows.
func (b *board) enter(selector string) {
	b.Helper()
	b.reach(selector)
	b.counted("press " + selector)
	if status := b.lead(chromedp.KeyEvent(kb.Enter)); status >= 400 {
		b.Fatalf("%s at %s: %d: %s", selector, b.at(), status, b.headline())
	}
}

// type puts an answer into one box, by the keys alone.
func (b *board) put(name, value string) {
	b.Helper()
	selector := fmt.Sprintf(`main form [name=%q]`, name)
	if ask[string](b.tab, fmt.Sprintf(`document.querySelector(%q).type`, selector)) == "radio" {
		selector = fmt.Sprintf(`main form [name=%q]`, name)
	}
	at := b.reach(selector)
	switch at.Kind {
	case "checkbox":
		if at.Checked {
			return
		}
		b.do(chromedp.KeyEvent(" "))
	case "radio":
		for range 20 {
			if at = b.focus(selector); at.Checked && at.Value == value {
				break
			}
			if at.Value == value {
				b.do(chromedp.KeyEvent(" "))
				continue
			}
			b.do(chromedp.KeyEvent(kb.ArrowDown))
		}
	case "select-one":
		if at.Selected == value {
			return
		}
		for range 400 {
			b.do(chromedp.KeyEvent(kb.ArrowDown))
			if b.focus(selector).Selected == value {
				break
			}
		}
	case "file":
		b.do(chromedp.SetUploadFiles(selector, []string{value}, chromedp.ByQuery))
	default:
		if strings.TrimLeft(at.Value, "0") == strings.TrimLeft(value, "0") {
			return
		}
		b.do(chromedp.Evaluate(`document.activeElement.select()`, nil))
		if ask[bool](b.tab, `!!document.activeElement.closest("[data-zone]")`) { // the sheet of the counter saves itself then
			b.lead(input.InsertText(value))
		} else {
			b.do(input.InsertText(value))
		}
	}
	b.counted(name)
}

// answer puts the answers into the boxes that the page has, in the order of the page.
func (b *board) answer(answers map[string]string) {
	b.Helper()
	seen := map[string]bool{}
	for _, name := range ask[[]string](b.tab, `[...document.querySelectorAll("main form :is(input, select, textarea)")]
		.filter(e => e.name && e.type !== "hidden" && e.offsetParent).map(e => e.name)`) {
		if value, known := answers[name]; known && value != "" && !seen[name] {
			seen[name] = true
			b.put(name, value)
		}
	}
}

// needed are the answers that the form cannot do without; what it only may be told is left out, as a person in a
// hurry does.
func (w *town) needed(hire sample.Hire, scan string) map[string]string {
	service, _ := w.law.Service(sample.Service)
	edition, err := service.On(hire.Today)
	ok(w.t, err)
	op, _ := edition.Operation(sample.Operation)
	fields, papers, answers := hire.Fields(), hire.Papers(), map[string]string{}
	for _, id := range op.Sections {
		section, _ := edition.Section(id)
		for _, f := range section.Fields {
			if f.Required || f.Kind == "mrz" {
				answers[f.ID] = fields[f.ID]
			}
		}
		for _, document := range section.Documents {
			d, _ := edition.Document(document)
			for i, values := range papers[document] {
				prefix := fmt.Sprintf("paper.%s.%d", document, i)
				answers[prefix+".file"] = scan
				for _, f := range d.Fields {
					if f.Required {
						answers[prefix+"."+f.ID] = values[f.ID]
					}
				}
			}
		}
	}
	return dated(answers)
}

func picture(t *testing.T) string {
	t.Helper()
	scan := filepath.Join(t.TempDir(), "scan.png")
	var raw bytes.Buffer
	ok(t, png.Encode(&raw, image.NewGray(image.Rect(0, 0, 60, 80))))
	ok(t, os.WriteFile(scan, raw.Bytes(), 0o600))
	return scan
}

// An application takes the applicant at most sixty interactions, from the service's page to the confirmation.
func TestAnApplicationTakesFewInteractions(t *testing.T) {
	start(t)
	w := newTown(t)
	w.clock.Set(now)
	hire := w.invent("counted", 6)
	ok(t, w.state.Add(hire.Scenario()))
	w.hand(t, words.Russian, true).join(w, hire.Worker, "worker")
	b := w.board(t, words.Russian, hire.Worker.IIN)
	b.visit("/services/" + sample.Service)
	b.enter(`main a[href*="/apply/"]`)
	b.enter(`main form[action="/cabinet/start"] button`)
	draft := draftPath.FindString(b.at())
	b.enter(`main .govuk-task-list a`)
	answers := w.needed(hire, picture(t))
	for _, known := range []string{"passport.number", "passport.expires"} { // the two lines of the passport say them
		for _, piece := range []string{"", "-day", "-month", "-year"} {
			delete(answers, known+piece)
		}
	}
	for !strings.HasSuffix(b.at(), "/check") {
		b.answer(answers)
		b.enter(`main form[action*="/section/"] button[type=submit]:not([aria-hidden], [name])`)
	}
	b.enter(`main form[action="` + draft + `/confirm"] button`)
	b.says(words.Say(words.Russian, "cabinet.done.confirmed"))
	b.most(60)
}

// The officer's decision on a clean case takes at most six interactions, from the list to the draft on the head's
// table, by the keys alone.
func TestADecisionOnACleanCaseTakesFewInteractions(t *testing.T) {
	start(t)
	w := newTown(t)
	w.clock.Set(now)
	w.begin("clean", 6, nil)
	w.file("clean")
	w.settle()
	w.answer("clean", true)
	b := w.board(t, words.Kazakh, "abenov")
	path := "/work/case/" + w.cases["clean"].ID
	b.visit("/work")
	b.enter(`main a[href="` + path + `"]`)
	if ask[bool](b.tab, `!!document.querySelector('main form[action$="/take"]')`) {
		b.enter(`main form[action$="/take"] button`)
	}
	b.enter(`main form[action$="/approve"] button`)
	b.visit("/work?state=signature")
	b.says(w.cases["clean"].Number)
	b.most(6)
}

// A filing at the counter takes the operator at most forty interactions in one sitting, by the keys alone: from the
// list to the number of the case.
func TestAFilingAtTheCounterTakesFewInteractions(t *testing.T) {
	start(t)
	w := newTown(t)
	w.clock.Set(now)
	hire := w.invent("counter", 6)
	ok(t, w.state.Add(hire.Scenario()))
	answers, scan := w.needed(hire, picture(t)), picture(t)
	for id, value := range hire.Fields() { // on this sheet a day is one box
		if _, asked := answers[id+"-day"]; asked || answers[id] != "" {
			answers[id] = value
		}
	}
	for _, known := range []string{"applicant.surname", "applicant.given-name", "applicant.birth-date", "applicant.sex",
		"applicant.citizenship", "passport.number", "passport.expires"} { // the two lines of the passport say them
		delete(answers, known)
	}
	for document, papers := range hire.Papers() {
		for i, values := range papers {
			for id, value := range values {
				answers[fmt.Sprintf("paper.%s.%d.%s", document, i, id)] = value
			}
		}
	}
	for name := range answers {
		switch {
		case strings.HasPrefix(name, "paper.agreement.0.") && name != "paper.agreement.0.date" && name != "paper.agreement.0.file":
			delete(answers, name) // one tick says that they are those of the application
		case name == "paper.medical.0.number":
			delete(answers, name) // not required
		}
	}
	answers["paper.agreement.0.same"], answers["paper.application.0.file"], answers["contact.consent"] = "1", scan, "1"

	b := w.board(t, words.Russian, "saparova")
	b.visit("/counter")
	b.enter(`main form[action="/counter/start"] button`)
	b.answer(answers)
	b.enter(`main button[name="do"][value="accept"], main button[name="do"][value="save"]`)
	for range 2 {
		if strings.HasPrefix(b.at(), "/counter/intake/") {
			b.enter(`main button[name="do"][value="accept"]`)
		}
	}
	b.says("OT-3944-26-000001")
	b.most(40)
}

// A hundred cases are given to an executor in at most five interactions, from the open list, by the keys alone.
func TestAHundredCasesAreAssignedInFewInteractions(t *testing.T) {
	start(t)
	w := newTown(t)
	const many = 100
	w.at(calendar.DayOf(now), 9, 5)
	for i := range many {
		name := fmt.Sprint("many ", i)
		w.begin(name, 6, nil)
		w.file(name)
	}
	w.clock.Set(now)
	b := w.board(t, words.Russian, "temirbekova")
	b.visit("/work?state=all")
	b.put("all", "1")
	b.put("to", w.Staff["abenov"].ID)
	b.enter(`main button[name="do"][value="assign"]`)
	var given int
	w.write(func(tx *db.Tx) error {
		return tx.Get(&given, `SELECT COUNT(*) FROM application WHERE executor = ?`, w.Staff["abenov"].ID)
	})
	if given != many {
		t.Errorf("%d of %d cases were given", given, many)
	}
	b.most(5)
}
