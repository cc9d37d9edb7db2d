package main

import (
	"context"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
)

// arrange is what the staff of the sample have made for themselves: orders of substitution, one running and one
// coming, and filters of the list that officers keep.
func (s *stage) arrange(ctx context.Context, now time.Time) error {
	day := s.workday(now, 2)
	return s.db.Write(ctx, day.At(9, 30), func(tx *db.Tx) error {
		today, staff := calendar.DayOf(now), s.town.Staff
		for _, order := range []account.Substitution{
			{Absent: staff["suleimenova"].ID, Substitute: staff["abenov"].ID, First: s.workday(now, 1), Last: today.AddDays(9),
				Number: "41-Ж", OrderDay: day, Reason: "Еңбек демалысы / Трудовой отпуск"},
			{Absent: staff["omarov"].ID, Substitute: staff["saparova"].ID, First: today.AddDays(5), Last: today.AddDays(18),
				Number: "43-Ж", OrderDay: day, Reason: "Іссапар / Командировка"},
		} {
			if _, err := account.AddSubstitution(tx, order, staff["admin"].ID); err != nil {
				return err
			}
		}
		for _, f := range filters {
			if err := application.SaveFilter(tx, staff[f.login], f.name, f.query); err != nil {
				return err
			}
		}
		return nil
	})
}

// filters that officers of the sample keep.
var filters = []struct{ login, name, query string }{
	{"abenov", "Менікі, мерзімі өткен", "whose=mine&due=overdue"},
	{"abenov", "Ешкімдікі емес, бүгін", "whose=none&due=today"},
	{"temirbekova", "Полицияда мерзімі өткен", "due=overdue&stage=police"},
	{"petrenko", "Мои на сегодня", "whose=mine&due=today"},
}

// remark is the executor's word about a paper: good, or of a case that will be refused, not good and why.
func (y *story) remark(tx *db.Tx, document string, good bool, comment string) error {
	papers, err := application.Papers(tx, y.c.ID)
	if err != nil {
		return err
	}
	c, err := application.Glimpse(tx, y.c.ID)
	if err != nil {
		return err
	}
	for _, p := range papers {
		if p.Document == document {
			_, err = y.stage.office.JudgePaper(tx, y.executor(), c.ID, c.Version, p.ID, good, comment)
			return err
		}
	}
	return application.ErrNoPaper
}

// praise is a word about a paper that is good, complain one about a paper that is not.
func (y *story) praise(tx *db.Tx) error {
	return y.remark(tx, certificate, true, "Нөмірі мен күні анық көрінеді / Номер и дата читаются")
}

func (y *story) complain(tx *db.Tx) error {
	return y.remark(tx, "receipts", false, "Төлем деректері салық базасымен сәйкес емес / Сведения об оплате расходятся с налоговой базой")
}
