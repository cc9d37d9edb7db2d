package web

import (
	"net/http"

	"ruqsat/account"
	"ruqsat/web/part"
)

// keysCookie holds "off" in a browser whose reader wants no shortcuts (WCAG 2.1.4).
const keysCookie = "keys"

// shortcut is a key of the workplaces and the words that say what it does.
type shortcut struct{ Key, Word string }

// shortcuts is every data-key that a workplace's page may carry, in the order of the page /help/keys.
// A letter means one act in all workplaces; a test holds the pages to this table.
var shortcuts = []shortcut{
	{"?", "keys.list"},
	{"/", "keys.find"},
	{"a", "keys.act"},
	{"n", "keys.next"},
	{"p", "keys.previous"},
	{"+", "desk.scan.in"},
	{"-", "desk.scan.out"},
	{"r", "desk.scan.right"},
	{"j", "list.key.next"},
	{"k", "list.key.previous"},
	{"x", "list.key.tick"},
	{"g c", "keys.cases"},
	{"g s", "keys.signature"},
	{"g d", "keys.decided"},
	{"g w", "keys.waiting"},
	{"g a", "keys.answered"},
	{"g e", "keys.staff"},
	{"g q", "keys.quota"},
	{"g y", "keys.systems"},
	{"g r", "keys.register"},
	{"g t", "report.key.reports"},
	{"g l", "report.key.alerts"},
	{"g i", "keys.intake"},
	{"g u", "keys.review"},
	{"g h", "keys.ready"},
	{"g f", "keys.handed"},
	{"g o", "keys.originals"},
	{"g j", "keys.journal"},
	{"F2", "keys.scan"},
	{"F4", "keys.return"},
	{"F8", "keys.accept"},
	{"F9", "keys.refuse"},
}

// keys is the page of all shortcuts, for everybody and without a script.
func (s *Site) keys(v *Visit) error { return v.Show(keysPage()) }

// still tells whether shortcuts are switched off in this browser.
func (v *Visit) still() bool {
	c, err := v.Request.Cookie(keysCookie)
	return err == nil && c.Value == "off"
}

// switchKeys switches the shortcuts of this browser off, or on again.
func (s *Site) switchKeys(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	c := &http.Cookie{Name: keysCookie, Value: "off", Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode}
	if v.Text("keys") != "off" {
		c.Value, c.MaxAge = "", -1
	}
	v.Cookie(c)
	return v.Go("/account?saved=1")
}

// keyChoice is the choice of the account's page.
func keyChoice(on, off string, still bool) []part.Option {
	return []part.Option{{Value: "on", Text: on, Chosen: !still}, {Value: "off", Text: off, Chosen: still}}
}
