package part

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"

	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/words"
)

var moment = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

func text(s string) words.Text { return words.Text{KK: s, RU: s, EN: s} }

// gallery is one of every component, in every state it has.
func gallery() []templ.Component {
	day := calendar.NewDay(2026, 3, 19)
	wrong := []Problem{{Field: "passport", Text: "Паспорт нөмірін жазыңыз"}, {Text: "ЖСН"}}
	link := Link{Text: "Сілтеме", Href: "/help", Count: 3, Note: "26.03.2026, 10:20"}
	return []templ.Component{
		ErrorSummary(wrong), ErrorSummary(nil),
		BackLink(link), Breadcrumbs([]Link{link, {Text: "Осы бет"}}), Links([]Link{link}), DatedLinks([]Link{link}),
		Pages(Pagination{Newer: "/a", Older: "/b", Shown: 50, Total: 120}), Pages(Pagination{Total: -1}),
		TextField(Field{ID: "passport", Label: "Паспорт нөмірі", Hint: "FA4821735", Error: "Паспорт нөмірін жазыңыз", Value: `<"&'>`, Width: "10", Mode: "numeric", Max: 20}),
		TextField(Field{ID: "name", Label: "Тегі", Value: "YULDASHEVA", Language: "en", Locked: true, Complete: "family-name"}),
		Password(Field{ID: "password", Label: "Құпиясөз", Value: "never shown", Complete: "current-password"}),
		TextArea(Field{ID: "why", Label: "Түсіндірме", Value: "мәтін", Rows: 4}),
		Radios(Field{ID: "who", Label: "Кім?", Hint: "Біреуін таңдаңыз", Error: "Таңдаңыз"}, Choose([]Option{{Value: "a", Text: "Бірінші"}, {Value: "b", Text: "Екінші", Hint: "Түсініктеме"}, {Value: "c", Text: "Үшінші", Barred: true}}, "b")),
		Checkboxes(Field{ID: "ground", Label: "Негіздер"}, Choose([]Option{{Value: "a", Text: "Бірінші"}, {Value: "b", Text: "Екінші"}}, "a", "b")),
		Tick(Field{ID: "agree", Label: "Келісемін", Value: "1"}), Tick(Field{ID: "agree2", Label: "Келісемін", Hint: "Түсініктеме", Error: "Белгілеңіз"}),
		Select(Field{ID: "country", Label: "Ел", Error: "Таңдаңыз"}, []Option{{Value: "UZB", Text: "Өзбекстан", Chosen: true}}),
		DateField(Field{ID: "expiry", Label: "Жарамдылық мерзімі", Hint: "Мысалы, 14 05 2031", Value: "2031-05-14"}),
		DateField(Field{ID: "entry", Label: "Кірген күні", Value: "31.02.2026", Error: "Мұндай күн жоқ", Complete: "bday"}),
		FileField(Upload{Field: Field{ID: "scan", Label: "Көшірме", Hint: "PDF, JPG, PNG"}, Accept: "application/pdf,image/png", Many: true, Files: []File{{Name: "pasport.pdf", Detail: "2 бет, 300 КБ", Href: "/file/1", Remove: "1"}}}),
		Buttons(), Submit(Button{Text: "Сақтау", Name: "do", Value: "save"}), Submit(Button{Text: "Бас тарту", Kind: "warning"}), Go(Button{Text: "Бастау", Start: true}, "/a"),
		SummaryList([]Row{{Key: "Тегі", Value: "Рахимов", Change: "/a"}, {Key: "ЖСН", Wrong: "12 цифр керек", Change: "/b"}, {Key: "Файл", Value: "pasport.pdf", Href: "/c", Lines: []string{"2 бет"}}}),
		Facts([]Fact{{"Жұмыскер", "Рахимов Шерзод", "Өзбекстан"}}, false), Facts([]Fact{{Term: "Мерзімі", Value: "6 ай"}}, true),
		TaskList([]Task{{"t1", "Жеке деректер", "/a", "", TaskDone}, {"t2", "Паспорт", "/b", "Белгі ескірген", TaskProblem}, {"t3", "Құжаттар", "/c", "", TaskBegun}, {"t4", "Төлем", "/d", "103 800 ₸", TaskNew}, {"t5", "Қол қою", "", "Қалғаны дайын болғанда ашылады", TaskBarred}}),
		Progress(4, 8), Steps([]string{"Өзіңіз туралы", "Паспорт", "Жұмыс беруші", "Құжаттар"}, 1, []bool{true}),
		Tag("green", "Берілді"),
		Grid(Table{ID: "history", Caption: "Тарих", Columns: []Column{{Text: "Қашан"}, {Text: "Кім"}, {Text: "Сома", Number: true}}, Rows: [][]Cell{{{Text: "26.03.2026", Short: true}, {Text: "Әбенов Нұрлан", Href: "/a", Note: "орындаушы", Heading: true}, {Text: "17 300 ₸", Number: true}}}}),
		Nothing(Empty{Title: "Кезек жоқ", Text: "Өтінішті бірден бере аласыз.", Icon: "check", Link: &link}),
		Inset("Бас тартпауға болады."), Warning("Мұны қайтару мүмкін емес."), Notice("Демалыс күндері.", "Шешім 27 наурызда."), Unconfirmed("reason"), Unconfirmed(""),
		DueBadge(Due{Critical, "7 жұмыс күніне кешікті", "12.03, 18:30"}), DueBadge(Due{Overdue, "1 жұмыс күніне кешікті", ""}), DueBadge(Due{Soon, "бүгін", "26.03, 18:30"}), DueBadge(Due{Later, "ертең", "27.03, 18:30"}), DueBadge(Due{Good, "уақытында", ""}),
		WhoHolds(Holds{Title: "Қазір полицияның жауабын күтіп отырмыз", Lead: "Шешім мерзімі:", Until: "2026 ж. 27 наурыз, 18:30", Rest: "Сізден ештеңе керек емес.", Facts: []Fact{{Term: "Кімде", Value: "Көші-қон полициясы"}, {Term: "Қашаннан", Value: "20 наурыз, 09:01"}, {Term: "Мерзімі", Value: "26 наурыз, 18:30"}, {Term: "Неге ұзақ", Value: "21–25 наурыз – демалыс"}}}),
		Timeline([]Event{{State: EventDone, Title: "Екеуіңіз растадыңыз", At: moment}, {State: EventNow, Title: "Полиция қарап жатыр", At: moment, When: "жауап мерзімі 18:30", Text: "Жауапсыз шешім қабылданбайды.", Link: &link}, {State: EventBad, Title: "Бас тартылды", At: moment}, {State: EventNext, Title: "Басшы шешеді", When: "27 наурызға дейін"}}),
		LegalClock(clock(day, 8)), LegalClock(clock(day, 20)),
		Checks([]regulation.Verdict{
			{Result: regulation.Passed, Title: text("Азаматтығы"), Explain: text("Тізімде бар."), Cite: []regulation.Cite{{Act: "a", Clause: "пункт 5 статьи 43-2"}}},
			{Result: regulation.Waiting, Title: text("Сақтандыру"), Explain: text("База жауап бермей тұр."), Source: "esbd", At: moment},
			{Result: regulation.Referral, Title: text("Басқа қызмет"), Explain: text("Рұқсат керек емес.")},
			{Result: regulation.Failed, Title: text("Төлем"), Explain: text("17 300 ₸ жетпейді."), Source: "tax", At: moment, Values: []regulation.Value{{Name: text("Сома"), Want: "103 800 ₸", Got: "86 500 ₸"}}},
		}),
		Next(Action{Why: "Екі қатені өтініш беруші түзете алады.", After: "Мерзім жылжымайды.", Button: &Button{Text: "Ескертпе жіберу"}, Post: "/work/1/remarks", Version: 3, Others: []Other{{"Бас тартуды дайындау", "/work/1/refuse", ""}, {"Рұқсат дайындау", "", "2 тексеру өтпеді"}}}),
		Next(Action{Why: "Ашып қараңыз.", Button: &Button{Text: "Ашу"}, Href: "/work/1", Colour: "gold"}),
		Working(Sum{Caption: "Есеп", Lines: []Line{{"Керегі", "103 800 ₸"}, {"Жетпейді", "17 300 ₸"}}}),
		Calculator(Sum{Caption: "Есеп", Title: "6 ай үшін", Total: "103 800 ₸", Lines: []Line{{"6 ай", "103 800 ₸"}}}),
		Strip([]Step{{"Өтініш", "Екеуіңіз", "кез келген уақытта", false}, {"Шешім", "Бөлім", "2 жұмыс күні", true}}),
		Hatch(), QuotaBar(Places{1200, 684, 41, 475}, false), QuotaBar(Places{}, true), Legend(Places{1200, 684, 41, 475}),
		BigVerdict(Verdict{VerdictPending, "Ұзарту қаралып жатыр", "Шешім 27 наурызда."}), AsOf(moment, "VALID"), Checked(moment, "UNKNOWN"),
		Permit(PermitCard{"ZH-3944-26-000127", "Еңбекші көшіп келушіге рұқсат", []Fact{{Term: "Мерзімі", Value: "12.02.2026 – 11.08.2026"}}}),
	}
}

// clock is a term of so many days from a filing after hours.
func clock(from calendar.Day, n int) Clock {
	c := Clock{Filed: from.At(18, 42), Due: from.AddDays(n).At(18, 30), Today: from.AddDays(7), Trace: []calendar.Traced{
		{Day: from, Why: calendar.FiledAfterHours}, {Day: from.AddDays(1), Why: calendar.Received}, {Day: from.AddDays(1), Why: calendar.NotCountedReceipt},
		{Day: from.AddDays(2), Why: calendar.OnHoliday, Name: text("Наурыз мейрамы")},
	}}
	for i := 3; i < n; i++ {
		c.Trace = append(c.Trace, calendar.Traced{Day: from.AddDays(i), Why: calendar.OnWorking, Counted: true, N: i - 2})
	}
	c.Trace = append(c.Trace, calendar.Traced{Day: from.AddDays(n), Why: calendar.OnDue, Counted: true, N: n - 2})
	return c
}

// whole sets every component on one page of a layout.
func whole(layout func(templ.Component) templ.Component) templ.Component {
	return layout(templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, c := range gallery() {
			if err := c.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	}))
}

func public(page templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return Public(Page{Title: "Беттің бөлшектері", Nav: "services", Back: &Link{Text: "Артқа", Href: "/"}, Wrong: true}).Render(templ.WithChildren(ctx, page), w)
	})
}

func staff(page templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return Staff(StaffPage{Title: "Істер", Unit: "Жұмыспен қамту бөлімі", Place: "Жітіқара ауданы", Name: "Әбенов Нұрлан", Role: "орындаушы", Home: "/work",
			Tabs: []Link{{Text: "Істер", Href: "/work", Current: true, Count: 25}, {Text: "Шешімге", Href: "/work/decide", Count: 1, Urgent: true}},
			Find: &Find{Action: "/work", Label: "Іздеу", Placeholder: "Нөмір, ЖСН немесе паспорт"}}).Render(templ.WithChildren(ctx, page), w)
	})
}
