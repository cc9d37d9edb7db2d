package web

import (
	"context"
	"strings"
	"testing"

	"ruqsat/account"
	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/notice"
	"ruqsat/words"
)

// names says what a page lacks of a unit's name, address, hours and phone.
func names(body string, u account.Unit, l words.Language) []string {
	var lacking []string
	for _, text := range []string{u.Name.In(l), u.Department.In(l), u.Address.In(l), u.Hours.In(l), "tel:" + u.Phone} {
		if !strings.Contains(body, text) {
			lacking = append(lacking, text)
		}
	}
	return lacking
}

func TestEveryLetterNamesTheDepartmentOfItsCase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		h := st.hire(6)
		c := st.filed(h)
		st.write(func(tx *db.Tx) error {
			for _, kind := range notice.Kinds {
				text := all("Хат", "Письмо", "Letter")
				if err := notice.Post(tx, notice.Letter{To: c.Applicant, Case: c.ID, Kind: kind, Title: text, Body: text, Short: text}); err != nil {
					return err
				}
			}
			return nil
		})
		st.Staff["worker"] = account.Account{ID: c.Applicant}
		b := st.officer("worker", words.Kazakh)
		var letters []notice.Letter
		ok(t, d.Read(context.Background(), func(tx *db.Tx) (err error) { letters, err = notice.Letters(tx, c.Applicant); return err }))
		if len(letters) < len(notice.Kinds) {
			t.Fatalf("%d letters", len(letters))
		}
		for _, letter := range letters {
			body := b.page("/cabinet/letters/"+letter.ID, 200)
			article := between(body, `<article class="rq-letter">`, "</article>")
			if lacking := names(article, st.Units["akimat "+sample.Zhitikara], words.Kazakh); lacking != nil {
				t.Errorf("%s lacks %q", letter.Kind, lacking)
			}
		}
	})
}

func TestThePagesOfACaseNameItsDepartmentAndTheOthersLeadToTheList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		zhitikara := st.Units["akimat "+sample.Zhitikara]
		for _, l := range words.Languages {
			executor := st.officer("abenov", l)
			if lacking := names(executor.page("/work/case/"+c.ID, 200), zhitikara, l); lacking != nil {
				t.Errorf("the case in %s lacks %q", l, lacking)
			}
			police := st.officer("sarsenov", l)
			if lacking := names(police.page("/police", 200), st.Units["police "+sample.Zhitikara], l); lacking != nil {
				t.Errorf("the police's list in %s lacks %q", l, lacking)
			}
			anyone := st.browser(l)
			if !strings.Contains(anyone.page("/", 200), `href="/offices"`) {
				t.Error("the first page does not lead to the list")
			}
			list := anyone.page("/offices", 200)
			for _, u := range st.Units {
				if lacking := names(list, u, l); (lacking != nil) != (u.Kind == account.PoliceUnit) {
					t.Errorf("the list in %s, %s %s: lacks %q", l, u.Kind, u.KATO, lacking)
				}
			}
		}
	})
}

func TestAnEmptyListOfDepartmentsSaysWhomToAsk(t *testing.T) {
	h := light(t)
	if body := h.get("/offices").Body.String(); !strings.Contains(body, words.Say(words.Kazakh, "web.offices.none.text")) {
		t.Error(body)
	}
}
