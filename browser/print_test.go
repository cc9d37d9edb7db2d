package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"ruqsat/account"
	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/words"
)

// paper prints the page that the window shows on A4, as a person would, and gives its text and its pages.
func (b *tab) paper(t *testing.T, name string) (text string, pages int) {
	t.Helper()
	var raw []byte
	b.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		raw, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPrintBackground(false).Do(ctx)
		return err
	}))
	dir := os.Getenv("RUQSAT_PAPER") // to look at what was printed
	if dir == "" {
		dir = t.TempDir()
	}
	path := filepath.Join(dir, name+".pdf")
	ok(t, os.WriteFile(path, raw, 0o600))
	if _, err := exec.LookPath("pdftotext"); err != nil {
		missing(t, "pdftotext")
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	ok(t, err)
	size, err := exec.Command("pdfinfo", path).Output()
	ok(t, err)
	if !strings.Contains(string(size), "(A4)") {
		t.Errorf("%s is not on A4:\n%s", name, size)
	}
	return string(out), strings.Count(string(out), "\f")
}

func TestPagesArePrintedWithoutWhatIsOnlyForTheScreen(t *testing.T) {
	w := walkedTown(t)
	unit := w.Units["akimat "+sample.Zhitikara]
	refused := w.cases["refused"]
	var letters []notice.Letter
	ok(t, w.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		letters, err = notice.Letters(tx, refused.Applicant)
		return err
	}))
	if len(letters) == 0 {
		t.Fatal("no letter to print")
	}
	of := func(name string) string { return "/cabinet/case/" + w.cases[name].ID }
	for _, p := range []struct {
		name, who, path string
		most            int    // pages
		says            string // what it is printed for
	}{
		{"letter", "worker of refused", "/cabinet/letters/" + letters[0].ID, 1, refused.Number},
		{"refusal", "worker of refused", of("refused") + "/refusal", 1, refused.Number},
		{"copy", "worker of issued", of("issued") + "/copy", 4, w.cases["issued"].Number},
		{"case", "worker of issued", of("issued"), 4, w.cases["issued"].Number},
		{"done", "worker of awaiting", of("awaiting") + "/done", 1, w.cases["awaiting"].EmployerName},
		{"service", "", service, 8, ""},
		{"offices", "", "/offices", 2, unit.Phone[:2]},
		{"permit", "", "/p/" + w.codes["valid"], 2, w.number},
		{"officers-case", "abenov", "/work/case/" + w.cases["taken"].ID, 8, w.cases["taken"].Number},
		{"officers-list", "abenov", "/work?state=all", 4, w.cases["taken"].Number},
	} {
		t.Run(p.name, func(t *testing.T) {
			v := w.visitors()[p.who]
			cookies := map[string]string{}
			if v.login != "" {
				cookies = w.visitor(v.door, v.by, v.login)
			}
			b := w.window(t, "", cookies)
			for _, l := range []words.Language{words.Kazakh, words.Russian} {
				b.cookie("lang", string(l))
				if status := b.open(p.path); status != 200 {
					t.Fatalf("%s: %d", p.path, status)
				}
				text, pages := b.paper(t, p.name+"-"+string(l))
				if pages > p.most {
					t.Errorf("%s: %d pages, at most %d", l, pages, p.most)
				}
				for _, screen := range []string{words.Say(l, "web.signout"), words.Say(l, "web.signin"), words.Say(l, "web.skip"), words.Say(l, "keys.title"), "http", "javascript"} {
					if strings.Contains(text, screen) {
						t.Errorf("%s: the paper says %q", l, screen)
					}
				}
				if p.says != "" && !strings.Contains(text, p.says) {
					t.Errorf("%s: the paper lacks %q", l, p.says)
				}
				w.answered(t, text, unit, p.who != "", l)
			}
		})
	}
}

// answered: paper names a department and its phone; a paper of a case names the department of the case.
func (w *town) answered(t *testing.T, text string, unit account.Unit, ofCase bool, l words.Language) {
	t.Helper()
	flat := strings.Join(strings.Fields(text), " ")
	if !strings.Contains(flat, words.Say(l, "web.phone")) {
		t.Errorf("%s: the paper names no phone", l)
	}
	for _, want := range []string{unit.Name.In(l), unit.Address.In(l), unit.Hours.In(l)} {
		if ofCase && !strings.Contains(flat, want) {
			t.Errorf("%s: the paper lacks %q", l, want)
		}
	}
}
