package web

import (
	"context"
	"errors"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/web/part"
	"ruqsat/words"
)

// lettersView is every letter of the person.
type lettersView struct{ Rows []notice.Letter }

// letterView is one letter.
type letterView struct {
	notice.Letter
	At string
}

func (s *Site) letters(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	var view lettersView
	err := v.Read(func(tx *db.Tx) (err error) { view.Rows, err = notice.Letters(tx, v.Actor.ID); return err })
	if err != nil {
		return err
	}
	return v.Show(lettersPage(view))
}

// letter shows a letter and keeps the moment it was first opened.
func (s *Site) letter(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	id := v.Request.PathValue("letter")
	if !isID(id) {
		return errNoPage
	}
	var view letterView
	err := v.Read(func(tx *db.Tx) (err error) {
		if view.Letter, err = notice.Find(tx, v.Actor.ID, id); err != nil || view.Case == "" {
			return err
		}
		c, err := application.Find(tx, view.Case)
		if errors.Is(err, application.ErrNoCase) {
			return nil // a letter outlives a draft that was thrown away
		}
		if err != nil {
			return err
		}
		return v.answersFor(tx, c)
	})
	if err == nil && !view.Read() {
		err = v.Write(func(tx *db.Tx) error { return notice.MarkRead(tx, v.Actor.ID, id) })
	}
	if err != nil {
		return err
	}
	view.At = words.Moment(v.Language, view.Letter.At.In(calendar.Zone))
	return v.Show(letterPage(view))
}

func (l lettersView) table(ctx context.Context) part.Table {
	t := part.Table{Caption: part.Say(ctx, "cabinet.letters"), Hidden: true, Columns: []part.Column{
		{Text: part.Say(ctx, "cabinet.letters.when")}, {Text: part.Say(ctx, "cabinet.letters.what")}, {Text: part.Say(ctx, "cabinet.letters.state")}}}
	for _, letter := range l.Rows {
		state := part.Say(ctx, "cabinet.letters.new")
		if letter.Read() {
			state = part.Say(ctx, "cabinet.letters.read")
		}
		t.Rows = append(t.Rows, []part.Cell{{Text: words.ShortMoment(letter.At.In(calendar.Zone)), Short: true},
			{Text: part.In(ctx, letter.Title), Href: "/cabinet/letters/" + letter.ID}, {Text: state}})
	}
	return t
}

func (l letterView) lines(ctx context.Context) []string {
	return strings.FieldsFunc(part.In(ctx, l.Body), func(r rune) bool { return r == '\n' })
}

func letterLinks(v *Visit, letters []notice.Letter) []part.Link {
	var list []part.Link
	for _, l := range letters {
		note := words.ShortMoment(l.At.In(calendar.Zone))
		if !l.Read() {
			note = joined(note, v.Say("cabinet.letters.new"))
		}
		list = append(list, part.Link{Text: l.Title.In(v.Language), Href: "/cabinet/letters/" + l.ID, Note: note})
	}
	return list
}
