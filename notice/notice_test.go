package notice_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/notice"
	"ruqsat/words"
)

var now = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

func write(t *testing.T, d *db.DB, at time.Time, f func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(context.Background(), at, f); err != nil {
		t.Fatal(err)
	}
}

func post(t *testing.T, d *db.DB, at time.Time, to, caseID, kind string) {
	t.Helper()
	write(t, d, at, func(tx *db.Tx) error {
		return notice.Post(tx, notice.Letter{To: to, Case: caseID, Kind: kind,
			Title: words.Text{KK: "тақырып " + kind, RU: "тема " + kind, EN: "title " + kind},
			Body:  words.Text{KK: "мәтін", RU: "текст", EN: "body"}})
	})
}

func letters(t *testing.T, d *db.DB, account string) (all []notice.Letter, unread int) {
	t.Helper()
	err := d.Read(context.Background(), func(tx *db.Tx) (err error) {
		if all, err = notice.Letters(tx, account); err == nil {
			unread, err = notice.Unread(tx, account)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, unread
}

func TestALetterIsReadByItsReaderOnlyTheNewestFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		post(t, d, now, "anna", "c1", notice.Filed)
		post(t, d, now.Add(time.Minute), "anna", "c1", notice.Approved)
		post(t, d, now.Add(time.Minute), "serik", "c1", notice.Hired)
		post(t, d, now, "serik", "", notice.Moved)

		all, unread := letters(t, d, "anna")
		if len(all) != 2 || unread != 2 || all[0].Kind != notice.Approved || all[1].Kind != notice.Filed {
			t.Fatalf("%d letters, %d unread: %+v", len(all), unread, all)
		}
		l := all[0]
		if l.Title.KK != "тақырып approved" || l.Title.RU != "тема approved" || l.Body.EN != "body" || l.Case != "c1" ||
			!l.At.Equal(now.Add(time.Minute)) || l.Read() || l.To != "anna" {
			t.Errorf("the letter came back as %+v", l)
		}
		if err := d.Read(context.Background(), func(tx *db.Tx) error {
			_, err := notice.Find(tx, "serik", l.ID)
			return err
		}); !errors.Is(err, notice.ErrNone) {
			t.Errorf("another person opened the letter: %v", err)
		}
	})
}

func TestTheFirstReadingIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		post(t, d, now, "anna", "c1", notice.Filed)
		post(t, d, now, "anna", "c1", notice.Received)
		all, _ := letters(t, d, "anna")
		for _, minutes := range []int{5, 50} {
			write(t, d, now.Add(time.Duration(minutes)*time.Minute), func(tx *db.Tx) error {
				return notice.MarkRead(tx, "anna", all[0].ID)
			})
		}
		after, unread := letters(t, d, "anna")
		if unread != 1 || !after[0].ReadAt.Equal(now.Add(5*time.Minute)) || after[1].Read() {
			t.Errorf("%d unread, %+v", unread, after)
		}
		err := d.Write(context.Background(), now, func(tx *db.Tx) error { return notice.MarkRead(tx, "serik", all[1].ID) })
		if !errors.Is(err, notice.ErrNone) {
			t.Errorf("another person marked it: %v", err)
		}
		write(t, d, now.Add(time.Hour), func(tx *db.Tx) error { return notice.MarkAllRead(tx, "anna") })
		after, unread = letters(t, d, "anna")
		if unread != 0 || !after[0].ReadAt.Equal(now.Add(5*time.Minute)) || !after[1].ReadAt.Equal(now.Add(time.Hour)) {
			t.Errorf("%d unread, %+v", unread, after)
		}
	})
}

func TestTheCaseKeepsItsLettersInTheirOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		post(t, d, now, "anna", "c1", notice.Filed)
		post(t, d, now, "serik", "c1", notice.Filed)
		post(t, d, now, "anna", "c2", notice.Filed)
		post(t, d, now.Add(time.Hour), "anna", "c1", notice.Refused)
		post(t, d, now, "anna", "", notice.Moved)

		var ofCase, ofNone []notice.Letter
		if err := d.Read(context.Background(), func(tx *db.Tx) (err error) {
			if ofCase, err = notice.ForCase(tx, "c1"); err == nil {
				ofNone, err = notice.ForCase(tx, "")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(ofCase) != 3 || ofCase[0].To != "anna" || ofCase[1].To != "serik" || ofCase[2].Kind != notice.Refused {
			t.Errorf("%+v", ofCase)
		}
		if len(ofNone) != 0 {
			t.Errorf("letters about no case were listed as a case's: %+v", ofNone)
		}
	})
}

func TestALetterOfAnUndoneActIsNotWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		undone := errors.New("undone")
		err := d.Write(context.Background(), now, func(tx *db.Tx) error {
			text := words.Text{KK: "а", RU: "б", EN: "c"}
			if err := notice.Post(tx, notice.Letter{To: "anna", Kind: notice.Filed, Title: text, Body: text}); err != nil {
				return err
			}
			return undone
		})
		if all, _ := letters(t, d, "anna"); !errors.Is(err, undone) || len(all) != 0 {
			t.Errorf("%v, %+v", err, all)
		}
	})
}

func TestALetterWithoutItsWordsInALanguageIsNotWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		whole := words.Text{KK: "а", RU: "б", EN: "c"}
		for _, l := range []notice.Letter{
			{Kind: notice.Filed, Title: whole, Body: whole},
			{To: "anna", Title: whole, Body: whole},
			{To: "anna", Kind: notice.Filed, Body: whole},
			{To: "anna", Kind: notice.Filed, Title: whole, Body: words.Text{RU: "б", EN: "c"}},
		} {
			err := d.Write(context.Background(), now, func(tx *db.Tx) error { return notice.Post(tx, l) })
			if !errors.Is(err, notice.ErrEmpty) {
				t.Errorf("%+v was written: %v", l, err)
			}
		}
	})
}

func TestEveryKindHasItsWordsInThreeLanguages(t *testing.T) {
	moment := func(l words.Language) string { return words.Moment(l, now) }
	args := []any{}
	for name := range strings.FieldsSeq("applicant employer number permit system reason grounds note territory unit address hours") {
		args = append(args, name, "<"+name+">")
	}
	for name := range strings.FieldsSeq("filed received due was since first last") {
		args = append(args, name, moment)
	}
	for _, kind := range notice.Kinds {
		for _, part := range []string{"title", "body", "sms"} {
			text := words.All(fmt.Sprintf("notice.%s.%s", kind, part), args...)
			for _, l := range words.Languages {
				if s := text.In(l); s == "" || strings.Contains(s, "⟦") || strings.Contains(s, "..") {
					t.Errorf("%s %s in %s: %q", kind, part, l, s)
				}
			}
		}
	}
}

func TestTheLetterOfRegistrationSaysDateAndTimeOfTheResult(t *testing.T) { // M-21
	due := time.Date(2026, 3, 27, 18, 30, 0, 0, calendar.Zone)
	at := func(t time.Time) func(words.Language) string {
		return func(l words.Language) string { return words.Moment(l, t) }
	}
	for _, kind := range []string{notice.Filed, notice.FiledLater, notice.Received, notice.Moved} {
		text := words.All("notice."+kind+".body", "number", "OT-3944-26-000418", "filed", at(now), "received", at(now),
			"due", at(due), "was", at(now), "reason", "-")
		for l, want := range map[words.Language]string{words.Kazakh: "2026\u00a0ж. 27\u00a0наурыз, 18:30",
			words.Russian: "27\u00a0марта 2026\u00a0г., 18:30", words.English: "27\u00a0March 2026, 18:30"} {
			if !strings.Contains(text.In(l), want) {
				t.Errorf("%s in %s does not say %s: %s", kind, l, want, text.In(l))
			}
		}
	}
}

// An SMS in Kazakh or Russian letters holds 70 of them, and 67 a part when it has two.
func TestAnSMSHasAtMostTwoParts(t *testing.T) {
	const parts, address = 2 * 67, "ruqsat.kostanay.example/cabinet"
	moment := words.ShortMoment(time.Date(2026, 12, 28, 18, 30, 0, 0, calendar.Zone))
	for _, kind := range notice.Kinds {
		text := words.All("notice."+kind+".sms", "number", "OT-3944-26-000418", "due", moment, "received", moment,
			"unit", words.Text{KK: "Жітіқара ауданының № 1 ХҚКО", RU: "ЦОН № 1 Житикаринского района", EN: "Front office No. 1 of Zhitikara"})
		for _, l := range words.Languages {
			if whole := text.In(l) + " " + address; len(utf16.Encode([]rune(whole))) > parts {
				t.Errorf("%s in %s: %d letters: %s", kind, l, len(utf16.Encode([]rune(whole))), whole)
			}
		}
	}
	for _, l := range words.Languages {
		if code := words.Say(l, "contact.code.sms", "code", "123456"); len(utf16.Encode([]rune(code))) > 70 {
			t.Errorf("the code in %s takes two parts: %s", l, code)
		}
	}
}
