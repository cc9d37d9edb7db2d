package application

import (
	"time"
	"unicode/utf8"

	"ruqsat/account"
	"ruqsat/db"
)

// PaperVerdict (заключение по документу, құжат бойынша қорытынды) is what an executor says of one paper of
// a case: it is good, or it is not and why (M-112). The last word counts; those before it stand in the
// register. It decides nothing by itself, but a permit is not drafted over a paper that is not good.
type PaperVerdict struct {
	Paper       string    `db:"paper"`
	OK          bool      `db:"ok"`
	Comment     string    `db:"comment"`
	Officer     string    `db:"officer"`
	OfficerName string    `db:"officer_name"`
	At          time.Time `db:"said_at"`
}

// PaperVerdicts are the last words about the papers of a case, by paper; a paper that nobody has judged
// is not there.
func PaperVerdicts(tx *db.Tx, id string) (map[string]PaperVerdict, error) {
	var list []PaperVerdict
	err := tx.Select(&list, `SELECT paper, ok, comment, officer, officer_name, said_at
		FROM application_paper_verdict WHERE application = ?`, id)
	said := map[string]PaperVerdict{}
	for _, v := range list {
		said[v.Paper] = v
	}
	return said, err
}

// JudgePaper is the executor's word about one paper of a case in review. db.ErrStale when the case was
// changed since version; ErrTaken when another executor has it; ErrNoPaper when the case has no such
// paper; ErrNoReason for "not good" without a comment, ErrTooLong for an endless one.
func (o *Office) JudgePaper(tx *db.Tx, actor account.Account, id string, version int, paper string, good bool, comment string) (Case, error) {
	c, err := lock(tx, id)
	switch {
	case err != nil:
		return c, err
	case c.State != Review:
		return c, ErrState
	case c.Version != version:
		return c, db.ErrStale
	case c.Executor != "" && !actor.Holds(c.Executor):
		return c, ErrTaken
	case !good && comment == "":
		return c, ErrNoReason
	case utf8.RuneCountInString(comment) > longest:
		return c, ErrTooLong
	}
	p, err := paperByID(tx, id, paper)
	if err != nil {
		return c, err
	}
	_, err = tx.Exec(`INSERT INTO application_paper_verdict (application, paper, ok, comment, officer, officer_name, said_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (application, paper) DO UPDATE SET ok = excluded.ok, comment = excluded.comment,
		officer = excluded.officer, officer_name = excluded.officer_name, said_at = excluded.said_at`,
		id, p.ID, good, comment, actor.ID, actor.FullName(), tx.Now())
	if err != nil {
		return c, err
	}
	if err := advance(tx, &c); err != nil { // who has the older page open is told before his word covers this one
		return c, err
	}
	word := "good"
	if !good {
		word = "bad"
	}
	return c, enter(tx, c, actor, act{name: "application.paper.judge", ground: p.Document, due: c.DueAt,
		detail: map[string]any{"paper": p.ID, "word": word, "comment": comment}})
}

// papersGood is ErrPaper while an executor's last word about some paper of the case is that it is not good.
func papersGood(tx *db.Tx, id string) error {
	said, err := PaperVerdicts(tx, id)
	for _, v := range said {
		if !v.OK {
			return ErrPaper
		}
	}
	return err
}
