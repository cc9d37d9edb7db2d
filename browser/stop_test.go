package browser

import (
	"context"

	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/words"
)

// stopLink is the page behind the link of a letter to somebody without an account.
func (w *town) stopLink() string {
	w.t.Helper()
	if w.stop != "" {
		return w.stop
	}
	text := words.Text{KK: "Өтініш тіркелді", RU: "Заявление зарегистрировано", EN: "Registered"}
	ok(w.t, w.DB.Write(context.Background(), w.clock.Now(), func(tx *db.Tx) error {
		err := notice.Post(tx, notice.Letter{Case: "case-of-the-link", Kind: notice.Filed, Title: text, Body: text,
			Contact: notice.Contact{Email: "reader@example.kz", ByMail: true}})
		if err == nil {
			err = tx.Get(&w.stop, `SELECT stop FROM notice_delivery WHERE case_id = 'case-of-the-link'`)
		}
		return err
	}))
	w.stop = "/stop/" + w.stop
	return w.stop
}
