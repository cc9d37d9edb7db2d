package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/web/part"
	"ruqsat/words"
)

// staleSave (устаревшее сохранение, ескірген сақтау) is the one answer to a form that was sent over data
// that have changed since it was shown: 409 with both versions side by side, field by field, who changed
// them and when. Nothing is overwritten and nothing typed is lost: every field that differs is chosen
// anew, and what is chosen is saved over the newest version, or what was typed is dropped.
type staleSave struct {
	Staff   *part.StaffPage // the frame of a workplace; nil: a page of the cabinet
	Title   string
	About   string // what was to be saved: a case's number, a unit's name
	What    string // what has happened
	Way     string
	Acts    part.Table // what was done meanwhile, by whom and when
	Fields  []staleField
	With    url.Values // what else the form holds, sent again as it is
	Files   []string   // names of the files that came with the form: they are kept, and go with the chosen
	Post    string     // where the chosen is saved; empty: it cannot be saved any more
	Version int        // the newest one
	Newest  part.Link  // the newest data, without what was typed
	Act     *actForm   // a further way out
}

// staleField is one field of the form on both sides, as the form sends it. The texts are the same as
// people read it; empty ones are the values themselves.
type staleField struct {
	Name, Label         string
	Typed, Kept         string
	TypedText, KeptText string
	Tongue              words.Language // of both texts; empty: the page's
}

// same says that both sides say the same.
func (f staleField) same() bool { return f.Typed == f.Kept }

// mine says whether what was typed stands chosen when the page opens: an empty answer replaces nothing
// unless the person wants it.
func (f staleField) mine() bool { return f.Typed != "" }

func (f staleField) typed() string { return cmp.Or(f.TypedText, f.Typed) }
func (f staleField) kept() string  { return cmp.Or(f.KeptText, f.Kept) }

// differing are the fields to choose; alike are those that both sides say the same.
func (x staleSave) differing() []staleField {
	return slices.DeleteFunc(slices.Clone(x.Fields), staleField.same)
}

func (x staleSave) alike() []staleField {
	return slices.DeleteFunc(slices.Clone(x.Fields), func(f staleField) bool { return !f.same() })
}

// pair is a name of a form with one value.
type pair struct{ Name, Value string }

// hidden is what the form sends beside the chosen: the newest version, the fields that are alike and all
// that is no field.
func (x staleSave) hidden() []pair {
	list := []pair{{"version", strconv.Itoa(x.Version)}}
	for _, f := range x.alike() {
		list = append(list, pair{f.Name, f.Typed})
	}
	for _, name := range slices.Sorted(maps.Keys(x.With)) {
		for _, value := range x.With[name] {
			list = append(list, pair{name, value})
		}
	}
	return list
}

// showStale answers with the page.
func (v *Visit) showStale(x staleSave) error {
	if x.Staff != nil {
		x.Staff.Title = x.Title
	}
	return v.ShowAs(http.StatusConflict, stalePage(x))
}

// changes are the newest acts over a subject that the reader may know of: what has changed, who did it
// and when.
func (v *Visit) changes(tx *db.Tx, subject string, untold func(register.Entry) bool) (part.Table, error) {
	const newest = 3
	t := part.Table{Caption: v.Say("staff.conflict.acts"), Columns: []part.Column{
		{Text: v.Say("staff.history.when")}, {Text: v.Say("staff.history.who")}, {Text: v.Say("staff.history.what")}}}
	entries, err := register.History(tx, subject)
	newestFirst(entries)
	for _, e := range entries {
		if len(t.Rows) == newest {
			break
		}
		if !untold(e) {
			t.Rows = append(t.Rows, []part.Cell{{Text: words.ShortMoment(e.At), Short: true},
				{Text: e.ActorName.In(v.Language), Note: v.role(e)}, {Text: v.actName(e)}})
		}
	}
	return t, err
}

// actName is what people call an act of the register.
func (v *Visit) actName(e register.Entry) string {
	for _, room := range []string{"application", "desk", "window"} {
		if key := room + ".act." + e.Act; words.Has(key) {
			return v.Say(key)
		}
	}
	return v.Say("desk.act.changed")
}

// formFields are the fields of a form with these names, with what stands in kept now.
func (v *Visit) formFields(form url.Values, kept map[string]string, labels ...pair) []staleField {
	var list []staleField
	for _, l := range labels {
		list = append(list, staleField{Name: l.Name, Label: v.Say(l.Value), Typed: strings.TrimSpace(form.Get(l.Name)), Kept: kept[l.Name]})
	}
	return list
}

// beside are the parts of a form that are none of these fields.
func beside(form url.Values, fields []staleField, also ...string) url.Values {
	rest := maps.Clone(form)
	for _, f := range fields {
		delete(rest, f.Name)
	}
	for _, name := range append(also, "version", "lang") {
		delete(rest, name)
	}
	return rest
}

// staleID is the id of one side of the i-th field.
func staleID(i int, side string) string { return "stale-" + strconv.Itoa(i) + "-" + side }
