package permit_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/words"
)

const host = "ruqsat.example"

var now = time.Date(2026, 2, 11, 16, 32, 8, 0, calendar.Zone)

var head = permit.Signatory{Account: "head", Name: "Темірбекова Айгүл Қанатқызы",
	Position: words.Text{KK: "бөлім басшысы", RU: "руководитель отдела", EN: "head of the department"}}

// data is the permit of the mock-up: six months from the day of decision.
func data() permit.Data {
	return permit.Data{
		Service: "labour-immigrant-permit", Prefix: "ZH", Case: "OT-3944-26-000311",
		Title:           words.Text{KK: "Еңбекші көшіп келушіге рұқсат", RU: "Разрешение трудовому иммигранту"},
		Issuer:          words.Text{KK: "Қостанай облысы Жітіқара ауданының әкімдігі", RU: "Акимат Житикаринского района Костанайской области"},
		Department:      words.Text{KK: "Жұмыспен қамту және әлеуметтік бағдарламалар бөлімі", RU: "Отдел занятости и социальных программ"},
		Unit:            "394400000",
		HolderAccount:   "holder",
		HolderLatin:     "NAZAROV FARRUKH",
		HolderNative:    "Назаров Фаррух",
		BirthDate:       calendar.NewDay(1990, 6, 7),
		Citizenship:     words.Text{KK: "Тәжікстан", RU: "Таджикистан", EN: "Tajikistan"},
		PassportCountry: "TJK", Passport: "402771936",
		Employer: "Жақсылықов Серік Бақытұлы", EmployerIIN: "850115390017",
		Address:       words.Text{KK: "Жітіқара қаласы, 6-шағын аудан, 12-үй", RU: "г. Житикара, 6-й микрорайон, дом 12"},
		Territory:     words.Text{KK: "Жітіқара ауданы", RU: "Житикаринский район", EN: "Zhitikara district"},
		TerritoryCode: "394400000",
		First:         calendar.NewDay(2026, 2, 11), Last: calendar.NewDay(2026, 8, 10), Months: 6,
		Allowed: words.Text{KK: "Жұмыс беруші жеке тұлғаның үй шаруашылығында еңбек етуге", RU: "Трудовая деятельность в домашнем хозяйстве работодателя – физического лица"},
		Basis: []words.Text{{KK: "«Халықтың көші-қоны туралы» Заңның 43-2-бабы", RU: "Статья 43-2 Закона «О миграции населения»"},
			{KK: "15.04.2022 № 123 бұйрық", RU: "приказ от 15.04.2022 № 123"}},
		Conditions: permit.Conditions(),
		Head:       head.Name, HeadPosition: head.Position,
	}
}

func write(t testing.TB, d *db.DB, verb func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(context.Background(), now, verb); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, d *db.DB, question func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Read(context.Background(), question); err != nil {
		t.Fatal(err)
	}
}

// issued prepares and issues a permit for a case in two acts.
func issued(t testing.TB, d *db.DB, caseID string, of permit.Data) permit.Permit {
	t.Helper()
	var p permit.Permit
	write(t, d, func(tx *db.Tx) error {
		_, err := permit.Prepare(tx, caseID, of)
		return err
	})
	write(t, d, func(tx *db.Tx) error {
		ready, err := permit.FindPrepared(tx, caseID)
		if err != nil {
			return err
		}
		p, err = permit.Issue(tx, ready, head)
		return err
	})
	return p
}

// sample is an issued permit without a database.
func sample() permit.Permit {
	return permit.Permit{ID: "1", Case: "case", Number: "ZH-3944-26-000127", Code: "mfrggzdfmztwq2lknnwg23tpoa",
		Data: data(), Sum: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", By: head, Issued: now}
}

func seal(t testing.TB) *permit.Seal {
	t.Helper()
	s, err := permit.KeyFile(filepath.Join(t.TempDir(), "seal.pem"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
