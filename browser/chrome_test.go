package browser

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// chromium is the one browser of this test program.
var chromium struct {
	sync.Once
	ctx  context.Context
	stop []func()
	why  error // it cannot be started
}

func TestMain(m *testing.M) {
	flag.Parse()
	status := m.Run()
	for i := len(chromium.stop) - 1; i >= 0; i-- {
		chromium.stop[i]()
	}
	os.Exit(status)
}

// missing skips a test for want of a tool; a machine that proves everything may not skip.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing, and CI=true skips nothing: tools/setup test", what)
	}
	t.Skipf("%s is missing: tools/setup test", what)
}

// start starts Chromium with a new profile, once.
func start(t testing.TB) context.Context {
	t.Helper()
	chromium.Do(func() {
		var path string
		for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"} {
			if found, err := exec.LookPath(name); err == nil {
				path = found
				break
			}
		}
		if path == "" {
			chromium.why = errors.New("no browser")
			return
		}
		profile, err := os.MkdirTemp("", "ruqsat-browser")
		if err != nil {
			chromium.why = err
			return
		}
		options := []chromedp.ExecAllocatorOption{
			chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
			chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-background-networking", true),
			chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-extensions", true),
			chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "en"),
			chromedp.Flag("font-render-hinting", "none"),
		}
		allocated, cancel := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, end := chromedp.NewContext(allocated, chromedp.WithErrorf(unknownEvents))
		chromium.ctx = ctx
		chromium.stop = append(chromium.stop, func() { os.RemoveAll(profile) }, cancel, end)
		chromium.why = chromedp.Run(ctx)
	})
	if chromium.why != nil {
		missing(t, "Chromium ("+chromium.why.Error()+")")
	}
	return chromium.ctx
}

// tab is one window of one visitor: cookies of its own, and what it saw that a page may not do.
type tab struct {
	testing.TB
	ctx  context.Context
	home *url.URL

	mu    sync.Mutex
	wrong []string // requests to other hosts, what the policy of content refused, faults of a script
}

// newTab opens a window with cookies of its own on a site.
func newTab(t testing.TB, base string) *tab {
	t.Helper()
	home, err := url.Parse(base)
	ok(t, err)
	ctx, cancel := chromedp.NewContext(start(t), chromedp.WithTargetID(window(t)))
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(stop)
	b := &tab{TB: t, ctx: ctx, home: home}
	chromedp.ListenTarget(ctx, b.hear)
	// The first run opens the target, which lives as long as the context of this run.
	ok(t, chromedp.Run(ctx, network.Enable(), cdplog.Enable(), audits.Enable(), runtime.Enable()))
	return b
}

// unknownEvents drops what the library says of events that the browser has and it does not know.
func unknownEvents(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !strings.Contains(text, "could not unmarshal event") {
		fmt.Fprintln(os.Stderr, text)
	}
}

// window opens a window in a profile of its own; a profile without any window cannot open a tab.
func window(t testing.TB) (id target.ID) {
	t.Helper()
	ok(t, chromedp.Run(start(t), chromedp.ActionFunc(func(ctx context.Context) error {
		ctx = cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser)
		profile, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
		if err == nil {
			id, err = target.CreateTarget("about:blank").WithBrowserContextID(profile).WithNewWindow(true).Do(ctx)
		}
		return err
	})))
	return id
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (b *tab) do(actions ...chromedp.Action) {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, 20*time.Second)
	defer stop()
	if err := chromedp.Run(ctx, actions...); err != nil {
		var here string
		chromedp.Run(b.ctx, chromedp.Location(&here))
		b.Fatalf("at %s: %v", here, err)
	}
}

// hear notes what no page may do.
func (b *tab) hear(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		to, err := url.Parse(e.Request.URL)
		if err != nil || to.Scheme != "data" && to.Scheme != "about" && to.Host != b.home.Host {
			b.note("a request to another host: " + e.Request.URL)
		}
	case *cdplog.EventEntryAdded:
		if e.Entry.Source != cdplog.SourceNetwork { // a page with status 422 is told as a network error
			b.note("the console says: " + e.Entry.Text)
		}
	case *audits.EventIssueAdded:
		if e.Issue.Code == audits.InspectorIssueCodeContentSecurityPolicyIssue {
			d := e.Issue.Details.ContentSecurityPolicyIssueDetails
			b.note(fmt.Sprintf("the policy of content refuses %s %s", d.ViolatedDirective, d.BlockedURL))
		}
	case *runtime.EventExceptionThrown:
		b.note("a script fails: " + e.ExceptionDetails.Error())
	}
}

func (b *tab) note(wrong string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong = append(b.wrong, wrong)
}

// noted gives what was noted since it was asked last.
func (b *tab) noted() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.wrong
	b.wrong = nil
	return list
}

// cookie gives the visitor a cookie of the site.
func (b *tab) cookie(name, value string) {
	b.Helper()
	b.do(network.SetCookie(name, value).WithURL(b.home.String()))
}

// width sets the window's width in CSS pixels. It does not pretend to be a telephone: that would widen
// the page to what sticks out of it, and nothing would seem to.
func (b *tab) width(px int64) {
	b.Helper()
	b.do(emulation.SetDeviceMetricsOverride(px, 900, 1, false))
}

// open goes to a path and gives the status that is answered.
func (b *tab) open(path string) int {
	b.Helper()
	return b.lead(chromedp.Navigate(b.home.String() + path))
}

// lead does what leads to another page, waits for it and gives its status.
func (b *tab) lead(how chromedp.Action) int {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, 20*time.Second)
	defer stop()
	from := b.at()
	answer, err := chromedp.RunResponse(ctx, how)
	if err != nil {
		b.Fatalf("no page follows %s: %v", from, err)
	}
	if answer == nil {
		return 0
	}
	return int(answer.Status)
}

// post sends a form that this page need not have, as a page of the site would send it.
func (b *tab) post(path string, form url.Values, many bool) int {
	b.Helper()
	var fields []string
	for name, values := range form {
		for _, v := range values {
			fields = append(fields, fmt.Sprintf("[%q,%q]", name, v))
		}
	}
	kind := "application/x-www-form-urlencoded"
	if many {
		kind = "multipart/form-data"
	}
	return b.lead(chromedp.Evaluate(fmt.Sprintf(`{
		const form = document.createElement("form");
		form.method = "post"; form.action = %q; form.enctype = %q;
		for (const [name, value] of [%s]) {
			const field = document.createElement("textarea");
			field.name = name; field.value = value; form.append(field);
		}
		document.body.append(form); HTMLFormElement.prototype.submit.call(form);
	}`, path, kind, strings.Join(fields, ",")), nil))
}

// at is the path and query that the window shows.
func (b *tab) at() string {
	b.Helper()
	var here string
	b.do(chromedp.Location(&here))
	return strings.TrimPrefix(here, b.home.String())
}

// ask evaluates an expression on the page.
func ask[T any](b *tab, expression string) (answer T) {
	b.Helper()
	b.do(chromedp.Evaluate(expression, &answer, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
		return p.WithAwaitPromise(true)
	}))
	return answer
}
