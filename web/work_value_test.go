package web

import (
	"regexp"
	"strings"
	"testing"

	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/words"
)

// rawValue is a cell with a word of the program instead of the reader's.
var rawValue = regexp.MustCompile(`<td[^>]*>\s*(eligible|[A-Z]{3}( [a-z-]+)?|\d{4}-\d\d-\d\d[^<]*|[0-9]{9})\s*</td>`)

// M-07 and P9 of the voice: the case says in the reader's words what was compared, and that a receipt is another case's too.
func TestACaseSaysWhatWasComparedInWordsAndWhichReceiptIsAnothersToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		first := st.hire(1)
		one := st.filed(first)
		st.settle()
		two := st.filed(st.hire(1, func(h *sample.Hire) { h.Paid = first.Paid }))
		st.settle()
		st.write(func(tx *db.Tx) error {
			_, err := st.Office.AnswerPolice(tx, st.Staff["sarsenov"], two.ID, false, "Тексеру аяқталмады")
			return err
		})
		for _, l := range words.Languages {
			body := st.officer("abenov", l).page(workPath(two, ""), 200)
			for _, raw := range rawValue.FindAllString(body, -1) {
				t.Errorf("%s: a raw value: %s", l, raw)
			}
			for _, key := range []string{"desk.value.object", "desk.value.agree", "desk.value.there"} {
				if !strings.Contains(body, words.Say(l, key)) {
					t.Errorf("%s: %s is not there", l, key)
				}
			}
			told := words.Say(l, "desk.twin", "receipt", "", "number", st.current(one).Number)
			if !strings.Contains(text(body), strings.TrimSpace(told[strings.Index(told, one.Number[:2]):])) || strings.Contains(body, one.Name) {
				t.Errorf("%s: the other case is not told by its number alone", l)
			}
		}
		st.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE application SET unit = 'another' WHERE id = ?`, one.ID)
			return err
		})
		body := st.officer("abenov", words.Russian).page(workPath(two, ""), 200)
		if strings.Contains(body, one.Number) || !strings.Contains(body, "в деле другого подразделения") {
			t.Error("another unit's case is told by its number")
		}
	})
}
