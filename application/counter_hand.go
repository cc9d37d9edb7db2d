package application

import (
	"errors"
	"strings"
	"unicode/utf8"

	"ruqsat/account"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/regulation"
	"ruqsat/words"
)

// Defects of a handing out: what the operator has still to fill in, each with the name of its field. today is the
// day in Asia/Almaty.
func (h HandOver) Defects(today calendar.Day) []regulation.Defect {
	var list []regulation.Defect
	wrong := func(field string, is bool) {
		if is {
			list = append(list, regulation.Defect{Field: field, Rule: "counter.hand." + field, Text: words.All("counter.hand." + field)})
		}
	}
	wrong("receiver", strings.TrimSpace(h.Receiver) == "" || utf8.RuneCountInString(h.Receiver) > most)
	wrong("document", strings.TrimSpace(h.Document) == "" || utf8.RuneCountInString(h.Document) > most)
	wrong("as", h.As != AsApplicant && h.As != AsEmployer && h.As != AsProxy)
	if h.As == AsProxy {
		wrong("proxy", strings.TrimSpace(h.Proxy) == "" || utf8.RuneCountInString(h.Proxy) > most)
		wrong("proxy-day", h.ProxyDay.IsZero() || h.ProxyDay.After(today))
	}
	wrong("signed", !h.Signed)
	return list
}

// HandOver hands the result out at the counter (выдача результата; нәтижені беру, M-41), once: to somebody who
// showed a document and signed for it. The parties with a cabinet are told. ErrReceiver when Defects finds
// something; ErrNoResult before the decision, and when there is none to hand out; ErrHanded the second time;
// ErrNotHere.
func (o *Office) HandOver(tx *db.Tx, operator account.Account, id string, h HandOver) error {
	c, err := here(tx, operator, id)
	if err != nil {
		return err
	}
	if len(h.Defects(calendar.DayOf(tx.Now()))) > 0 {
		return ErrReceiver
	}
	if err := resulted(tx, c); err != nil {
		return err
	}
	if h.As != AsProxy {
		h.Proxy, h.ProxyDay = "", calendar.Day{}
	}
	n, err := tx.Exec(`INSERT INTO counter_handover (application, receiver, document, relation, proxy, proxy_day, operator,
		operator_name, handed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (application) DO NOTHING`, c.ID,
		strings.TrimSpace(h.Receiver), strings.TrimSpace(h.Document), h.As, strings.TrimSpace(h.Proxy), civil(h.ProxyDay),
		operator.ID, operator.FullName(), tx.Now())
	if err == nil && n == 0 {
		err = ErrHanded
	}
	if err == nil {
		_, err = tx.Exec(`UPDATE application SET handed = 1 WHERE id = ?`, c.ID)
	}
	if err != nil {
		return err
	}
	if err := enter(tx, c, operator, act{name: "counter.hand", ground: h.As, detail: map[string]any{"state": c.State}}); err != nil {
		return err
	}
	return o.tellParties(tx, c, notice.Handed)
}

// resulted says whether there is a result to hand out: the permit, or the letter of the refusal.
func resulted(tx *db.Tx, c Case) error {
	switch c.State {
	case Refused:
		return nil
	case Approved:
		_, err := permit.ByCase(tx, c.ID)
		return err
	}
	return ErrNoResult
}

// civil keeps "no day" as an empty text.
func civil(d calendar.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// HandedOver says to whom the result was handed out; false while it was not.
func HandedOver(tx *db.Tx, id string) (HandOver, bool, error) {
	var row struct {
		HandOver
		Day string `db:"day"`
	}
	err := tx.Get(&row, `SELECT receiver, document, relation, proxy, proxy_day AS day, operator, operator_name, handed_at
		FROM counter_handover WHERE application = ?`, id)
	if errors.Is(err, db.ErrNone) {
		return HandOver{}, false, nil
	}
	h := row.HandOver
	h.Signed = true
	if err == nil && row.Day != "" {
		h.ProxyDay, err = calendar.ParseDay(row.Day)
	}
	return h, err == nil, err
}

// WithdrawAtCounter withdraws a case that was taken in here and is not decided, at the applicant's request signed
// on paper, of which scan is the scan: what he may do himself in a cabinet. The place goes back (P6). db.ErrStale,
// ErrNotHere, ErrState.
func (o *Office) WithdrawAtCounter(tx *db.Tx, operator account.Account, id string, version int, scan attachment.Attachment) (Case, error) {
	c, err := here(tx, operator, id)
	switch {
	case err != nil:
		return c, err
	case !c.State.Running():
		return c, ErrState
	case c.Version != version:
		return c, db.ErrStale
	case scan.ID == "":
		return c, ErrNoPaper
	}
	_, err = tx.Exec(`INSERT INTO counter_request (application, kind, scan, operator, taken_at) VALUES (?, 'withdraw', ?, ?, ?)`,
		c.ID, Scans{scanOf(scan)}, operator.ID, tx.Now())
	if err != nil {
		return c, err
	}
	return c, o.withdraw(tx, operator, &c, act{name: "application.withdraw", ground: "counter", detail: map[string]any{"scan": scan.Sum}})
}

// RequestOf is the scan of the request by which a case of the counter was withdrawn; false when there is none.
func RequestOf(tx *db.Tx, id string) (Scan, bool, error) {
	var scans Scans
	err := tx.Get(&scans, `SELECT scan FROM counter_request WHERE application = ? AND kind = 'withdraw'`, id)
	if errors.Is(err, db.ErrNone) {
		return Scan{}, false, nil
	}
	if err != nil || len(scans) == 0 {
		return Scan{}, false, err
	}
	return scans[0], true, nil
}
