package browser

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"ruqsat/account"
	"ruqsat/words"
)

// look is what the browser found on one page in one language.
type look struct {
	Sight    string
	Language words.Language
	Wrong    []string
	Said     []string // the text of the page that is in its own language
	Tongue   string   // lang of the document
}

// inspect is asked on the page: what axe-core finds, what scrolls, what is inline, what is said.
const inspect = `(async (part) => {
	const wrong = [];
	const found = await axe.run(document.querySelector(part), {
		runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}, resultTypes: ["violations"]});
	for (const v of found.violations) for (const n of v.nodes)
		wrong.push("axe: " + v.id + ": " + n.target.join(" ") + ": " + n.failureSummary.split("\n").slice(1, 3).join("; ").trim());
	if (document.querySelector("[style]")) wrong.push("a style attribute: " + document.querySelector("[style]").outerHTML.slice(0, 200));
	if (document.querySelector("style, script:not([src])")) wrong.push("inline style or script");
	for (const e of document.querySelectorAll("*")) for (const a of e.attributes) if (/^on/.test(a.name)) wrong.push("an inline handler: " + a.name);
	if (document.documentElement.scrollWidth > innerWidth) wrong.push("scrolls sideways at " + innerWidth + ": " + ` + widest + `);
	if (part === "html") {
		const office = [...document.querySelectorAll("footer .rq-office > p")].map(p => p.innerText.trim());
		if (office.length !== 4 || office.some(t => !t) || !document.querySelector("footer .rq-office a[href^='tel:']"))
			wrong.push("does not name the department with address, hours and phone: " + office.join("; "));
	}
	const said = [], tongue = document.documentElement.lang;
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const n = walk.currentNode, own = n.parentElement.closest("[lang]");
		if (own && own.lang === tongue && n.data.trim()) said.push(n.data.trim().replace(/\s+/g, " "));
	}
	said.push(document.title);
	for (const e of document.querySelectorAll("[aria-label],[title],[alt],[placeholder]")) if (e.closest("[lang]").lang === tongue)
		for (const a of ["aria-label", "title", "alt", "placeholder"]) if (e.getAttribute(a)) said.push(e.getAttribute(a));
	return {wrong, said, tongue};
})`

// widest names the elements that reach beyond the window.
const widest = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
	.slice(-3).map(e => e.tagName + "." + e.className + " «" + e.textContent.trim().slice(0, 40) + "»").join(", ")`

const tooWide = `document.documentElement.scrollWidth > innerWidth ? ` + widest + ` || "?" : ""`

var walked struct {
	sync.Once
	built sync.Once
	town  *town
	looks []look
}

// walkedTown is the town of all tests of this program; they only look at it.
func walkedTown(t *testing.T) *town {
	t.Helper()
	walked.built.Do(func() {
		w := newTown(&lasting{TB: t})
		w.fill()
		walked.town = w
	})
	return walked.town
}

// lasting is a test whose cleaning up waits for the end of the program.
type lasting struct {
	testing.TB
}

func (l *lasting) Cleanup(f func()) { chromium.stop = append(chromium.stop, f) }

func (l *lasting) TempDir() string {
	dir, err := os.MkdirTemp("", "ruqsat-town")
	ok(l.TB, err)
	l.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// walk looks at every sight in Kazakh and in Russian, once for all tests, in two windows at a time.
func walk(t *testing.T) []look {
	t.Helper()
	axe, err := os.ReadFile("../tools/node_modules/axe-core/axe.min.js")
	if err != nil {
		missing(t, "axe-core")
	}
	start(t)
	w := walkedTown(t)
	walked.Do(func() {
		byVisitor := map[string][]sight{}
		for _, s := range w.sights() {
			byVisitor[s.who+"@"+s.door] = append(byVisitor[s.who+"@"+s.door], s)
		}
		who := w.visitors()
		var mu sync.Mutex
		t.Run("the walk", func(t *testing.T) {
			for _, sights := range byVisitor {
				v, known := who[sights[0].who]
				if !known {
					t.Fatalf("%s: nobody is called so", sights[0])
				}
				cookies := map[string]string{}
				if v.login != "" {
					cookies = w.visitor(v.door, v.by, v.login)
				}
				t.Run(cmp.Or(sights[0].who, "anyone")+sights[0].door, func(t *testing.T) {
					t.Parallel()
					b := w.window(t, sights[0].door, cookies)
					for _, l := range []words.Language{words.Kazakh, words.Russian} {
						w.tour(b, string(axe), l, sights, func(found look) {
							mu.Lock()
							defer mu.Unlock()
							walked.looks = append(walked.looks, found)
						})
					}
				})
			}
		})
	})
	return walked.looks
}

// window is a window with a visitor's cookies.
func (w *town) window(t testing.TB, door string, cookies map[string]string) *tab {
	t.Helper()
	b := newTab(t, w.doors[door])
	for name, value := range cookies {
		b.cookie(name, value)
	}
	return b
}

// tour is one visitor's way through the sights, in one language.
func (w *town) tour(b *tab, axe string, l words.Language, sights []sight, keep func(look)) {
	mux, _ := w.routes()
	b.cookie("lang", string(l))
	for _, s := range sights {
		if s.only != "" && s.only != l {
			continue
		}
		b.width(1280)
		found := look{Sight: s.String(), Language: l}
		status := b.see(s)
		want := s.status
		if want == 0 {
			want = http.StatusOK
		}
		if status != want {
			found.Wrong = append(found.Wrong, fmt.Sprintf("status %d, want %d, at %s", status, want, b.at()))
		}
		if to := b.at(); want == http.StatusOK && s.form == nil && !s.other && pattern(mux, s) != pattern(mux, sight{path: to}) {
			found.Wrong = append(found.Wrong, "leads to "+to)
		}
		b.do(chromedp.Evaluate(axe, nil))
		part := "html"
		if s.other { // the rest is what strangers were shown
			part = "header"
		}
		answer := ask[struct {
			Wrong, Said []string
			Tongue      string
		}](b, inspect+`("`+part+`")`)
		found.Wrong, found.Said, found.Tongue = append(found.Wrong, answer.Wrong...), answer.Said, answer.Tongue
		b.width(320)
		if wide := ask[string](b, tooWide); wide != "" {
			found.Wrong = append(found.Wrong, "scrolls sideways at 320: "+wide)
		}
		found.Wrong = append(found.Wrong, b.noted()...)
		keep(found)
	}
}

// see opens or sends a sight and gives the status.
func (b *tab) see(s sight) int {
	b.Helper()
	if s.form == nil {
		return b.open(s.path)
	}
	form := url.Values{}
	for name, values := range s.form {
		form[name] = values
	}
	if id, ticked := strings.CutPrefix(form.Get("pick"), asShown+" "); ticked {
		b.open(s.from)
		form.Set("pick", ask[string](b, fmt.Sprintf(`document.querySelector('[name=pick][value^="%s:"]').value`, id)))
	}
	if form.Get("version") == asShown {
		b.open(s.path)
		form.Set("version", ask[string](b, `document.querySelector("[name=version]").value`))
	}
	if b.at() == "about:blank" {
		b.open("/help")
	}
	return b.post(s.path, form, s.many)
}

func (w *town) sights() []sight {
	list := slices.Concat(w.publicSights(), w.cabinetSights(), w.windowSights(), w.workSights(), w.listSights(), w.controlSights())
	return append(list, w.publicToOthers(list)...)
}

// publicToOthers opens every public page once for every role that is signed in: its header is another.
func (w *town) publicToOthers(list []sight) (more []sight) {
	mux, act := w.routes()
	seen := map[string]bool{}
	for _, s := range list {
		at := pattern(mux, s)
		if s.who != "" || s.form != nil || s.status != 0 && s.status != 200 || s.door != "" || act[at] != account.Public || seen[at] {
			continue
		}
		seen[at] = true
		for _, who := range []string{"newcomer", "saparova", "abenov", "temirbekova", "sarsenov", "zhumabaeva", "admin"} {
			more = append(more, sight{who: who, path: s.path, other: true, only: words.Russian}) // its words are the longest
		}
	}
	return more
}

// routes is the door's own table as a mux that tells the pattern of a path, and the act of a pattern.
func (w *town) routes() (*http.ServeMux, map[string]account.Act) {
	mux, act := http.NewServeMux(), map[string]account.Act{}
	for _, r := range w.site.Routes() {
		if r.Method == http.MethodGet {
			mux.HandleFunc("GET "+r.Pattern, func(http.ResponseWriter, *http.Request) {})
			act["GET "+r.Pattern] = r.Act
		}
	}
	return mux, act
}

func pattern(mux *http.ServeMux, s sight) string {
	r, err := http.NewRequest(http.MethodGet, s.path, nil)
	if err != nil || s.form != nil {
		return ""
	}
	_, at := mux.Handler(r)
	return at
}

func TestEveryPageIsAccessible(t *testing.T) {
	looks := walk(t)
	if out := os.Getenv("RUQSAT_LOOKS"); out != "" {
		raw, _ := json.MarshalIndent(looks, "", " ")
		ok(t, os.WriteFile(out, raw, 0o600))
	}
	for _, l := range looks {
		slices.Sort(l.Wrong)
		for _, wrong := range slices.Compact(l.Wrong) {
			t.Errorf("%s in %s: %s", l.Sight, l.Language, strings.TrimSpace(wrong))
		}
	}
	t.Logf("%d pages looked at", len(looks))
}
