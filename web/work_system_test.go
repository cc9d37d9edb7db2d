package web

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/register"
	"ruqsat/regulation"
	"ruqsat/words"
)

// result of a check in the last judgement of a case.
func result(c application.Case, check string) regulation.Result {
	for _, v := range c.Verdicts {
		if v.Check == check {
			return v.Result
		}
	}
	return ""
}

func TestASystemIsAskedAgainByTheExecutor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		h := st.hire(6)
		policy := h.Policy
		h.Policy = "000-26-9999999" // the insurer has not registered it yet
		c := st.filed(h)
		st.settle()
		if c = st.current(c); result(c, "insurance") != regulation.Failed {
			t.Fatalf("an unknown policy is %s", result(c, "insurance"))
		}
		executor := st.officer("abenov", words.Kazakh)
		body := executor.page(workPath(c, ""), 200)
		executor.has(body, "staff.ask.answered", "staff.ask.again")
		scenario := h.Scenario()
		ok(t, st.state.Add(simulator.Scenario{Policies: scenario.Policies}))
		form := hidden(between(body, workPath(c, "/ask"), "</form>"))
		at, w := executor.send(workPath(c, "/ask"), form)
		if at != workPath(c, "#systems") || w.Code != 200 {
			t.Fatalf("asking leads to %s: %d", at, w.Code)
		}
		executor.has(w.Body.String(), "application.act.application.ask")
		st.settle()
		if got := result(st.current(c), "insurance"); got != regulation.Passed {
			t.Errorf("after the insurer registered it the policy is %s (%s)", got, policy)
		}
		form.Set("key", "nothing")
		if _, w := executor.send(workPath(c, "/ask"), form); w.Code != http.StatusConflict {
			t.Errorf("a question that was never asked: %d", w.Code)
		}
	})
}

func TestTheExecutorsWordSettlesWhatTheSystemCannotTell(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		c.Fields["passport.mrz"] = ""
		st.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE application SET fields = ? WHERE id = ?`, c.Fields, c.ID)
			return err
		})
		st.settle()
		if c = st.current(c); result(c, "passport") != regulation.Waiting {
			t.Fatalf("a passport without its lines is %s", result(c, "passport"))
		}
		executor := st.officer("abenov", words.Russian)
		body := executor.page(workPath(c, ""), 200)
		executor.has(body, "staff.settle.yes")
		form := hidden(between(body, workPath(c, "/settle"), "</form>"))
		form.Set("word", "no")
		if _, w := executor.send(workPath(c, "/settle"), form); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("a denial without a reason: %d", w.Code)
		} else {
			executor.has(w.Body.String(), "staff.settle.reason")
		}
		form.Set("word", "maybe")
		if _, w := executor.send(workPath(c, "/settle"), form); w.Code != http.StatusBadRequest {
			t.Errorf("no word at all: %d", w.Code)
		}
		form.Set("word", "yes")
		executor.send(workPath(c, "/settle"), form)
		if got := result(st.current(c), "passport"); got != regulation.Passed {
			t.Errorf("after the executor's word the passport is %s", got)
		}
	})
}

func TestTheAdministratorSendsARefusedQuestionAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		st.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE exchange_question SET state = 'dead', trouble = 'status-400' WHERE system = 'esbd'`)
			return err
		})
		admin := st.officer("admin", words.Kazakh)
		body := admin.page("/admin/systems", 200)
		admin.has(body, "staff.dead.resend")
		letter := url.Values{"letter": {hidden(body).Get("letter")}}
		if at, _ := admin.send("/admin/systems/resend", letter); at != "/admin/systems" {
			t.Errorf("resending leads to %s", at)
		}
		if _, w := admin.send("/admin/systems/resend", letter); w.Code != http.StatusConflict {
			t.Errorf("the second time: %d", w.Code)
		}
		st.settle()
		if got := result(st.current(c), "insurance"); got != regulation.Passed {
			t.Errorf("the policy is %s", got)
		}
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			dead, err := exchange.DeadLetters(tx)
			if len(dead) != 0 {
				t.Errorf("%d still dead", len(dead))
			}
			return err
		}))
	})
}

func TestTheRegistersCheckpointIsShownWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		signer, verifier, err := register.KeyFile(t.TempDir() + "/key")
		ok(t, err)
		st.books = func() error { return st.BooksUnder(context.Background(), st.clock.Now(), signer, verifier) }
		log := register.New(d, signer, "ruqsat")
		st.site.Checkpoint = log.Checkpoint
		admin := st.officer("admin", words.English)
		admin.has(admin.page("/admin/register", 200), "staff.register.none")
		_, err = log.Sequence(context.Background(), st.clock.Now())
		ok(t, err)
		signed, size, root, err := log.Checkpoint(context.Background())
		ok(t, err)
		body := admin.page("/admin/register", 200)
		admin.contains(body, words.Number(words.English, size))
		escaped := regexp.MustCompile(`(?s)<pre[^>]*>(.*?)</pre>`).FindStringSubmatch(body)
		if len(escaped) != 2 || strings.ReplaceAll(escaped[1], "&#43;", "+") != string(signed) {
			t.Errorf("the checkpoint on the page is not the signed one: %q", escaped)
		}
		if !strings.Contains(strings.ReplaceAll(body, "&#43;", "+"), base64.StdEncoding.EncodeToString(root[:])) {
			t.Error("the root is not shown")
		}
	})
}

func TestWhatDiffersIsMarkedAndNothingElse(t *testing.T) {
	for _, x := range []struct{ a, b, wantA, wantB string }{
		{"YULDOSHEVA", "YULDASHEVA", "YULD[O]SHEVA", "YULD[A]SHEVA"},
		{"yuldasheva", "YULDASHEVA", "yuldasheva", "YULDASHEVA"},
		{"KARIM", "KARIMOV", "KARIM", "KARIM[OV]"},
		{"AB", "XY", "[AB]", "[XY]"},
		{"", "X", "", "[X]"},
		{"ӘБЕН", "ӘБІН", "ӘБ[Е]Н", "ӘБ[І]Н"},
	} {
		a, b := differing([]rune(x.a), []rune(x.b))
		if drawn(a) != x.wantA || drawn(b) != x.wantB {
			t.Errorf("%s and %s: %s and %s", x.a, x.b, drawn(a), drawn(b))
		}
	}
}

func drawn(list []piece) string {
	text := ""
	for _, p := range list {
		if p.Mark {
			text += "[" + p.Text + "]"
		} else {
			text += p.Text
		}
	}
	return text
}

func TestANumberIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"OT-3944-26-000418": "OT-3944-26-000418", " ot-3944-26-000418 ": "OT-3944-26-000418", "ӨТ-3944-26-000418": "OT-3944-26-000418",
		"ОТ–3944–26–000418": "OT-3944-26-000418", "FA4821735": "", "850115390017": "", "Рахимов": "", "": "",
		strconv.Itoa(3944): "",
	} {
		if got := asNumber(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}
