package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ruqsat/words"
)

// focused tells what has the focus: its name, and whether one can see that it has.
type focused struct {
	Text    string
	Key     string
	Visible bool
	Main    bool
}

const focus = `(() => {
	const e = document.activeElement, c = getComputedStyle(e), r = e.getBoundingClientRect();
	return {Text: (e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent || "").trim().replace(/\s+/g, " "), Key: e.dataset.key || "",
		Visible: e !== document.body && r.width > 0 && (c.outlineStyle !== "none" || c.boxShadow !== "none" || c.backgroundColor !== "rgba(0, 0, 0, 0)"),
		Main: !!e.closest("main")};
})()`

func (b *tab) press(keys ...string) {
	b.Helper()
	for _, key := range keys {
		b.do(chromedp.KeyEvent(key))
	}
}

// A case is reached from the list and left again with Tab and Enter alone; what has the focus is always seen.
func TestAWorkplaceIsWalkedByTabAndEnterAlone(t *testing.T) {
	w := walkedTown(t)
	b := w.window(t, "", w.visitor("", "staff", "abenov"))
	b.cookie("lang", string(words.Russian))
	b.width(1280)
	b.open("/work?state=all")

	b.press(kb.Tab)
	if first := ask[focused](b, focus); first.Text != words.Say(words.Russian, "web.skip") || !first.Visible {
		t.Fatalf("the first Tab does not reach the way past the header: %+v", first)
	}
	b.press(kb.Enter)
	number := w.cases["taken"].Number
	found := false
	for range 120 {
		b.press(kb.Tab)
		at := ask[focused](b, focus)
		if !at.Main {
			break
		}
		if !at.Visible {
			t.Errorf("the focus cannot be seen on %q", at.Text)
		}
		if ask[bool](b, `document.activeElement.href?.includes("/work/case/`+w.cases["taken"].ID+`") ?? false`) {
			found = true
			break
		}
	}
	if !found {
		t.Fatalf("Tab does not reach the case %s", number)
	}
	b.lead(chromedp.KeyEvent(kb.Enter))
	if at := b.at(); at != "/work/case/"+w.cases["taken"].ID {
		t.Fatalf("Enter leads to %s", at)
	}
}

// The shortcuts: ? lists those of the page, a letter typed in a field stays there, /account switches them off.
func TestShortcutsAreListedAndCanBeSwitchedOff(t *testing.T) {
	w := walkedTown(t)
	b := w.window(t, "", w.visitor("", "staff", "abenov"))
	b.cookie("lang", string(words.Russian))
	b.width(1280)
	b.open("/work?state=all")

	b.press("?")
	listed := ask[int](b, `document.querySelectorAll("dialog.rq-keys[open] dt").length`)
	if shown := ask[int](b, `[...document.querySelectorAll("[data-key]")].filter(e => e.getClientRects().length && !e.disabled).length`); listed < 4 || listed != shown {
		t.Errorf("%d shortcuts are listed of %d", listed, shown)
	}
	b.press(kb.Escape, "/")
	if at := ask[focused](b, focus); at.Key != "/" {
		t.Errorf("/ leads to %+v", at)
	}
	b.press("g", "d")
	if typed := ask[string](b, `document.activeElement.value`); !strings.HasSuffix(typed, "gd") || b.at() != "/work?state=all" {
		t.Errorf("what is typed in a field does not stay there: %q at %s", typed, b.at())
	}
	b.open("/work?state=all")
	b.press("g")
	b.lead(chromedp.KeyEvent("d"))
	if at := b.at(); at != "/work?state=decided" {
		t.Errorf("g d leads to %s", at)
	}

	b.open("/account")
	b.do(chromedp.Evaluate(`document.querySelector('input[name=keys][value=off]').click()`, nil))
	b.lead(chromedp.Evaluate(`document.querySelector('form[action="/account/keys"] button').click()`, nil))
	b.open("/work?state=all")
	b.press("?")
	if open := ask[bool](b, `!!document.querySelector("dialog[open]")`); open {
		t.Error("the shortcuts are switched off and act")
	}
}
