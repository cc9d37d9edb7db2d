// Package web is the door for people: the public pages, the cabinets and the
// workplaces. It speaks Kazakh (by default), Russian and English, works without a
// script, and decides nothing: it asks package account who may do what, the rooms
// do it, and package part draws it.
//
// # The frame
//
// [New] takes a [Config] and wires ONE table of [Route] (routes.go). A route names
// its act; one that does not, or names an act that account does not know, panics at
// the first start. Around every handler the frame (frame.go) gives a request id, the
// headers (strict CSP, HSTS over https, nosniff, no-store for whoever has signed in),
// the body's limit ([Ordinary], or Route.Body), [http.CrossOriginProtection], the
// language (?lang=, cookie lang, the account's, Accept-Language, Kazakh), the actor,
// one JSON log line without path, query or personal data, and an error page in the
// person's language for every error and every panic.
//
// A handler gets a [Visit] and never writes the answer itself:
//
//	func (s *Site) cases(v *Visit) error {
//		if err := v.May(nil); err != nil { // or &account.Thing{...}, once it is read
//			return err
//		}
//		var list []application.Case
//		err := v.Read(func(tx *db.Tx) (err error) { list, err = ...; return err })
//		if err != nil {
//			return err
//		}
//		return v.Show(casesPage(list)) // or v.ShowAs(422, ...), v.Go("/path"), v.Send(f)
//	}
//
// What it made is shown only if it asked v.May (public routes excepted): a handler
// that forgets is answered with 500 and shows nothing. v.Form holds query and body,
// cleaned (valid UTF-8, no control characters); a multipart form is left unread in
// v.Request.Body for the handler to read part by part.
//
// Errors that reach the frame become pages (fault.go): account.ErrSignIn leads to
// /signin?next=, account.ErrSecondStep to /signin/code; what the frame finds itself
// and every other error is answered by the one table of package problem, as the API
// answers it: 403, 404, 409, 413, 429, 503, and 500 with the request's id. A form that must be mended
// is no error: show it again with v.ShowAs(422, page), the problems in
// part.ErrorSummary and beside the fields, the entered values kept.
//
// Paths the public pages lead to: /signin, /signin/code, /signout (POST), /cabinet,
// /work, /apply/{service}/{operation}.
//
// # The parts (package part)
//
// Layouts: Public([part.Page]) and Staff([part.StaffPage]), with the page as children.
// Their words, links and footer come from the [part.Setting] in the context; in a
// templ file say part.Say(ctx, key, args...), part.In(ctx, text), part.Tongue(ctx).
//
//	ErrorSummary([]Problem{Field, Text})          At(problems, field) finds the text for a field
//	BackLink(Link) Breadcrumbs([]Link) Links([]Link) DatedLinks([]Link)   Link{Text, Href, Current, Count, Urgent, Note}
//	Pages(Pagination{Newer, Older, Shown, Total}) by key, not by number
//	TextField(Field) Password(Field) TextArea(Field) DateField(Field) Tick(Field)
//	Radios(Field, []Option) Checkboxes(Field, []Option) Select(Field, []Option)
//	   Field{ID, Name, Label, Hint, Error, Value, Width, Mode, Complete, Max, Rows, Lead, Quiet, Locked, Language}
//	   Option{Value, Text, Hint, Chosen, Barred}; Choose(options, values...) marks the chosen ones
//	   DateValue(form, name) reads a DateField: YYYY-MM-DD, or day.month.year as entered when it is none
//	FileField(Upload{Field, Accept, Many, Files []File{Name, Detail, Href, Remove}})
//	Submit(Button{Text, Kind, Name, Value}) Go(Button, href) Buttons() { ... }
//	SummaryList([]Row{Key, Value, Lines, Href, Change, Wrong}) Facts([]Fact{Term, Value, Note}, row)
//	TaskList([]Task{ID, Text, Href, Hint, State}) Progress(done, all) Steps(names, at, ready)
//	Tag(colour, text) Grid(Table{ID, Caption, Hidden, Columns, Rows [][]Cell}) Nothing(Empty{Title, Text, Link, Icon})
//	Inset(text) Warning(text) Notice(lead, text) Unconfirmed(reason) Icon(name)
//	DueBadge(Due{Severity, Text, Note}) WhoHolds(Holds{Title, Lead, Until, Rest, Facts})
//	Timeline([]Event{State, Title, At, When, Text, Link}) LegalClock(Clock{Trace, Filed, Due, Today})
//	Checks([]regulation.Verdict) Next(Action{Why, After, Button, Href, Post, Version, Others, Colour})
//	Working(Sum{Caption, Title, Total, Lines}) Calculator(Sum) { form } Strip([]Step{Title, Text, Time, Key})
//	Hatch() QuotaBar(Places{Set, Used, Kept, Free}, small) Legend(Places)
//	BigVerdict(Verdict{Kind, Title, Text}) AsOf(moment, code) Checked(moment, code) Permit(PermitCard{Number, Kind, Facts})
//	Cites(ctx, []regulation.Cite) Clause(ctx, clause) Source(ctx, system) are functions: text, not markup
//
// Generated files (*_templ.go) are committed; `make generate` runs
// "templ generate -path web", `make assets` runs assets/build.sh.
package web
