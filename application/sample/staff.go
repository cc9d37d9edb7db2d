package sample

import (
	"ruqsat/account"
	"ruqsat/words"
)

func text(kk, ru, en string) words.Text { return words.Text{KK: kk, RU: ru, EN: en} }

// units of the sample districts.
func units() []account.Unit {
	department := text("Жұмыспен қамту және әлеуметтік бағдарламалар бөлімі", "Отдел занятости и социальных программ", "Department of Employment and Social Programmes")
	police := text("Көші-қон қызметі бөлімі", "Отдел миграционной службы", "Migration Service Division")
	front := text("«Азаматтарға арналған үкімет» мемлекеттік корпорациясы", "Государственная корпорация «Правительство для граждан»", "State Corporation “Government for Citizens”")
	frontHours := text("Дүйсенбі – жұма, 09:00–18:00", "Понедельник – пятница, 09:00–18:00", "Monday to Friday, 09:00–18:00")
	hours := text("Дүйсенбі – жұма, 09:00–18:30", "Понедельник – пятница, 09:00–18:30", "Monday to Friday, 09:00–18:30")
	return []account.Unit{
		{Kind: account.Akimat, KATO: Zhitikara, Department: department, Hours: hours, Phone: "+77143520000",
			Name:    text("Қостанай облысы Жітіқара ауданының әкімдігі", "Акимат Житикаринского района Костанайской области", "Akimat of Zhitikara District, Kostanay Region"),
			Address: text("Жітіқара қаласы, Ыбырай Алтынсарин көшесі, 14", "г. Житикара, ул. Ибрая Алтынсарина, 14", "14 Ybyray Altynsarin Street, Zhitikara")},
		{Kind: account.PoliceUnit, KATO: Zhitikara, Department: police, Hours: hours, Phone: "+77143521102", Answers: account.ByWorkplace,
			Name:    text("Жітіқара ауданының полиция бөлімі", "Отдел полиции Житикаринского района", "Police Department of Zhitikara District"),
			Address: text("Жітіқара қаласы, Павлов көшесі, 5", "г. Житикара, ул. Павлова, 5", "5 Pavlov Street, Zhitikara")},
		{Kind: account.Akimat, KATO: Kostanay, Department: department, Hours: hours, Phone: "+77142575000",
			Name:    text("Қостанай қаласының әкімдігі", "Акимат города Костанай", "Akimat of the City of Kostanay"),
			Address: text("Қостанай қаласы, Пушкин көшесі, 98", "г. Костанай, ул. Пушкина, 98", "98 Pushkin Street, Kostanay")},
		{Kind: account.PoliceUnit, KATO: Kostanay, Department: police, Hours: hours, Phone: "+77142575102", Answers: account.BySystem,
			Name:    text("Қостанай қаласының полиция басқармасы", "Управление полиции города Костанай", "Police Directorate of the City of Kostanay"),
			Address: text("Қостанай қаласы, Баймағамбетов көшесі, 197", "г. Костанай, ул. Баймагамбетова, 197", "197 Baimagambetov Street, Kostanay")},
		{Kind: account.Akimat, KATO: Astana, Department: department, Hours: hours, Phone: "+77172556000",
			Name:    text("Астана қаласы Алматы ауданының әкімдігі", "Акимат района Алматы города Астаны", "Akimat of Almaty District, Astana"),
			Address: text("Астана қаласы, Жұмабаев көшесі, 20", "г. Астана, ул. Жумабаева, 20", "20 Zhumabaev Street, Astana")},
		{Kind: account.PoliceUnit, KATO: Astana, Department: police, Hours: hours, Phone: "+77172716102", Answers: account.BySystem,
			Name:    text("Астана қаласы Алматы ауданының полиция басқармасы", "Управление полиции района Алматы города Астаны", "Police Directorate of Almaty District, Astana"),
			Address: text("Астана қаласы, Тәшенов көшесі, 27", "г. Астана, ул. Ташенова, 27", "27 Tashenov Street, Astana")},
		{Kind: account.Counter, KATO: Zhitikara, Number: "1", Department: front, Hours: frontHours, Phone: "1414",
			Name:    text("ХҚКО, Жітіқара ауданының № 1 бөлімі", "ЦОН, отдел № 1 Житикаринского района", "Front office No. 1 of Zhitikara District"),
			Address: text("Жітіқара қаласы, 5-шағын аудан, 10", "г. Житикара, 5-й микрорайон, 10", "10, 5th Microdistrict, Zhitikara")},
		{Kind: account.Counter, KATO: Kostanay, Number: "1", Department: front, Hours: frontHours, Phone: "1414",
			Name:    text("ХҚКО, Қостанай қаласының № 1 бөлімі", "ЦОН, отдел № 1 города Костанай", "Front office No. 1 of the City of Kostanay"),
			Address: text("Қостанай қаласы, Таран көшесі, 114", "г. Костанай, ул. Тарана, 114", "114 Taran Street, Kostanay")},
		{Kind: account.Counter, KATO: Kostanay, Number: "2", Department: front, Hours: frontHours, Phone: "1414",
			Name:    text("ХҚКО, Қостанай қаласының № 2 бөлімі", "ЦОН, отдел № 2 города Костанай", "Front office No. 2 of the City of Kostanay"),
			Address: text("Қостанай қаласы, Мәуленов көшесі, 28", "г. Костанай, ул. Мауленова, 28", "28 Maulenov Street, Kostanay")},
	}
}

// posts of the sample units, by login.
func (t *Town) posts() []account.Post {
	executor := text("бас маман", "главный специалист", "chief specialist")
	head := text("бөлім басшысы", "руководитель отдела", "head of the department")
	officer := text("көші-қон қызметінің инспекторы", "инспектор миграционной службы", "inspector of the migration service")
	operator := text("оператор", "оператор", "operator")
	auditor := text("ішкі аудит қызметінің маманы", "специалист службы внутреннего аудита", "specialist of internal audit")
	admin := text("жүйе әкімшісі", "администратор системы", "administrator of the system")
	zhitikara, zhitikaraPolice := t.Units["akimat "+Zhitikara].ID, t.Units["police "+Zhitikara].ID
	kostanay, kostanayPolice := t.Units["akimat "+Kostanay].ID, t.Units["police "+Kostanay].ID
	astana := t.Units["akimat "+Astana].ID
	front, kostanay1, kostanay2 := t.Units["con "+Zhitikara+" 1"].ID, t.Units["con "+Kostanay+" 1"].ID, t.Units["con "+Kostanay+" 2"].ID
	post := func(r account.Role, login, surname, given, patronymic, unit string, position words.Text) account.Post {
		return account.Post{Role: r, Login: login, Surname: surname, GivenName: given, Patronymic: patronymic, Unit: unit,
			Position: position, Language: words.Kazakh, PasswordHash: t.Hash}
	}
	return []account.Post{
		post(account.Executor, "abenov", "Әбенов", "Нұрлан", "Қайратұлы", zhitikara, executor),
		post(account.Executor, "suleimenova", "Сүлейменова", "Айнұр", "Болатқызы", zhitikara, executor),
		post(account.Head, "temirbekova", "Темірбекова", "Айгүл", "Қанатқызы", zhitikara, head),
		post(account.Police, "sarsenov", "Сәрсенов", "Дәурен", "Асқарұлы", zhitikaraPolice, officer),
		post(account.Executor, "petrenko", "Петренко", "Олег", "Иванович", kostanay, executor),
		post(account.Head, "iskakova", "Ысқақова", "Мәдина", "Серікқызы", kostanay, head),
		post(account.Police, "volkov", "Волков", "Андрей", "Павлович", kostanayPolice, officer),
		post(account.Executor, "tulegen", "Төлеген", "Арман", "Ержанұлы", astana, executor),
		post(account.Head, "bekova", "Бекова", "Сәуле", "Нұрқызы", astana, head),
		post(account.Operator, "saparova", "Сапарова", "Динара", "Маратқызы", front, operator),
		post(account.Operator, "omarov", "Омаров", "Тимур", "Жанатұлы", front, operator),
		post(account.Operator, "kim", "Ким", "Светлана", "Викторовна", kostanay1, operator),
		post(account.Operator, "dyusenova", "Дүйсенова", "Гүлнар", "Сайлауқызы", kostanay2, operator),
		post(account.Auditor, "zhumabaeva", "Жұмабаева", "Раушан", "Ержанқызы", "", auditor),
		post(account.Administrator, "admin", "Қасымов", "Ерлан", "Тимурұлы", "", admin),
	}
}
