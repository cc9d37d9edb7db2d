package sample

import (
	"fmt"
	"strings"
)

// name is a name in Cyrillic and in Latin letters, as a passport has it.
type name struct{ cyrillic, latin string }

// land is what an invented worker of a country may be called and where he comes from.
type land struct {
	country    string
	share      int // of a hundred workers
	men, women []name
	surnames   []name // of men; a woman's has an а and an A at its end
	places     []string
	homes      []string
	relative   string
}

var lands = []land{
	{
		country: "UZB", share: 80,
		surnames: []name{{"Рахимов", "RAKHIMOV"}, {"Каримов", "KARIMOV"}, {"Тошматов", "TOSHMATOV"}, {"Эргашев", "ERGASHEV"},
			{"Холматов", "KHOLMATOV"}, {"Абдуллаев", "ABDULLAEV"}, {"Усмонов", "USMONOV"}, {"Юсупов", "YUSUPOV"},
			{"Юлдашев", "YULDASHEV"}, {"Мирзаев", "MIRZAEV"}, {"Турсунов", "TURSUNOV"}, {"Хакимов", "KHAKIMOV"},
			{"Норматов", "NORMATOV"}, {"Исмоилов", "ISMOILOV"}, {"Кодиров", "KODIROV"}, {"Саидов", "SAIDOV"},
			{"Маткаримов", "MATKARIMOV"}, {"Ражабов", "RAJABOV"}, {"Умаров", "UMAROV"}, {"Хошимов", "KHOSHIMOV"}},
		men: []name{{"Шерзод", "SHERZOD"}, {"Фаррух", "FARRUKH"}, {"Отабек", "OTABEK"}, {"Жасур", "JASUR"}, {"Анвар", "ANVAR"},
			{"Дилшод", "DILSHOD"}, {"Рустам", "RUSTAM"}, {"Бахтиёр", "BAKHTIYOR"}, {"Улуғбек", "ULUGBEK"}, {"Санжар", "SANJAR"},
			{"Азиз", "AZIZ"}, {"Нодир", "NODIR"}, {"Мурод", "MUROD"}, {"Равшан", "RAVSHAN"}},
		women: []name{{"Дилноза", "DILNOZA"}, {"Нигора", "NIGORA"}, {"Зулфия", "ZULFIYA"}, {"Гулнора", "GULNORA"},
			{"Феруза", "FERUZA"}, {"Малика", "MALIKA"}, {"Шаҳноза", "SHAKHNOZA"}, {"Барно", "BARNO"}, {"Озода", "OZODA"}},
		places:   []string{"Самарқанд", "Тошкент", "Фарғона", "Наманган", "Андижон", "Бухоро", "Урганч", "Қарши"},
		homes:    []string{"Бўстон кўчаси, 14", "Мустақиллик кўчаси, 7", "Навоий кўчаси, 52", "Боғишамол маҳалласи, 3"},
		relative: "Онаси, +998 90 123 45 67",
	},
	{
		country: "TJK", share: 14,
		surnames: []name{{"Назаров", "NAZAROV"}, {"Сафаров", "SAFAROV"}, {"Мирзоев", "MIRZOEV"}, {"Гафуров", "GAFUROV"},
			{"Шарипов", "SHARIPOV"}, {"Давлатов", "DAVLATOV"}, {"Раҳмонов", "RAHMONOV"}, {"Холов", "KHOLOV"}},
		men: []name{{"Умед", "UMED"}, {"Фирдавс", "FIRDAVS"}, {"Сухроб", "SUHROB"}, {"Далер", "DALER"}, {"Рустам", "RUSTAM"},
			{"Мехровар", "MEHROVAR"}, {"Сироҷ", "SIROJ"}},
		women:    []name{{"Мадина", "MADINA"}, {"Нигина", "NIGINA"}, {"Парвина", "PARVINA"}, {"Зарина", "ZARINA"}},
		places:   []string{"Душанбе", "Хуҷанд", "Кӯлоб", "Бохтар", "Панҷакент"},
		homes:    []string{"кӯчаи Рӯдакӣ, 21", "кӯчаи Айнӣ, 8", "маҳаллаи Навбаҳор, 3"},
		relative: "Падараш, +992 93 555 11 22",
	},
	{
		country: "AZE", share: 6,
		surnames: []name{{"Алиев", "ALIYEV"}, {"Мамедов", "MAMMADOV"}, {"Гусейнов", "HUSEYNOV"}, {"Гасанов", "HASANOV"}, {"Исмаилов", "ISMAYILOV"}},
		men:      []name{{"Рашад", "RASHAD"}, {"Эльчин", "ELCHIN"}, {"Фарид", "FARID"}, {"Тарлан", "TARLAN"}, {"Вюсал", "VUSAL"}},
		women:    []name{{"Айнур", "AYNUR"}, {"Гюнель", "GUNEL"}, {"Севиндж", "SEVINJ"}},
		places:   []string{"Bakı", "Gəncə", "Lənkəran", "Şəki"},
		homes:    []string{"Nizami küçəsi, 18", "Heydər Əliyev prospekti, 40"},
		relative: "Qardaşı, +994 50 333 44 55",
	},
}

// employerName is how an invented employer is called: surname, name, patronymic.
type employerName struct {
	surname, given, patronymic string
	woman                      bool
}

// inventEmployer makes the n-th: the pools meet in every pair before a name comes again.
func inventEmployer(n int) employerName {
	p := &hosts[n%len(hosts)]
	woman := n/len(hosts)%2 == 1
	k := n / len(hosts)
	e := employerName{surname: p.surnames[k%len(p.surnames)], woman: woman}
	if woman {
		e.given, e.patronymic = p.women[k/3%len(p.women)], p.fathers[k/5%len(p.fathers)]+p.daughter
		e.surname += p.feminine
	} else {
		e.given, e.patronymic = p.men[k/3%len(p.men)], p.fathers[k/5%len(p.fathers)]+p.son
	}
	return e
}

// host is how employers of one people are called; a surname that does not bend has no feminine ending.
type host struct {
	surnames, men, women, fathers []string
	son, daughter, feminine       string
}

var hosts = []host{
	{
		surnames: []string{"Жақсылықов", "Нұрғалиев", "Смағұлов", "Досжанов", "Айтбаев", "Оспанов", "Әбілқасымов", "Тілеубаев", "Серікбаев", "Мұқанов", "Қожахметов"},
		men:      []string{"Серік", "Болат", "Ербол", "Марат", "Қанат", "Асқар", "Дәулет", "Нұрлан", "Талғат"},
		women:    []string{"Гүлнар", "Айжан", "Сәуле", "Бақыт", "Жанар", "Раушан", "Әсел", "Маржан"},
		fathers:  []string{"Бақыт", "Ержан", "Қайрат", "Сәкен", "Тілек", "Марат", "Жұмабек", "Сайлау"}, son: "ұлы", daughter: "қызы", feminine: "а",
	},
	{
		surnames: []string{"Иванов", "Савченков", "Кузнецов", "Морозов", "Белов", "Соколов", "Орлов", "Киселёв", "Тарасов"},
		men:      []string{"Олег", "Сергей", "Андрей", "Виктор", "Павел", "Николай", "Юрий"},
		women:    []string{"Нина", "Ольга", "Ирина", "Татьяна", "Елена", "Наталья"},
		fathers:  []string{"Иванов", "Петров", "Сергеев", "Викторов", "Александров", "Павлов"}, son: "ич", daughter: "на", feminine: "а",
	},
	{
		surnames: []string{"Ким", "Шнайдер", "Мельник", "Цой", "Петренко", "Вебер", "Пак", "Бондарь", "Миллер"},
		men:      []string{"Тарас", "Эдуард", "Роберт", "Виталий", "Александр"},
		women:    []string{"Светлана", "Анна", "Людмила", "Марина", "Инна"},
		fathers:  []string{"Эдуардов", "Викторов", "Владимиров", "Робертов"}, son: "ич", daughter: "на",
	},
}

// streets of the sample districts, as employers write them.
var streets = map[string][]string{
	Zhitikara: {"Жітіқара қаласы, 6-шағын аудан", "Жітіқара қаласы, 5-шағын аудан", "Жітіқара қаласы, Тарас Шевченко көшесі",
		"Жітіқара қаласы, Ыбырай Алтынсарин көшесі", "Милютин ауылы, Мектеп көшесі", "Забелов ауылы, Тың көшесі",
		"Чайковский ауылы, Бейбітшілік көшесі", "Аққарға ауылы, Достық көшесі", "Тохтаров ауылы, Орталық көшесі"},
	Kostanay: {"Қостанай қаласы, Абай даңғылы", "Қостанай қаласы, Баймағамбетов көшесі", "Қостанай қаласы, Тәуелсіздік көшесі",
		"Қостанай қаласы, Гоголь көшесі", "Қостанай қаласы, Мерейтой шағын ауданы", "Қостанай қаласы, Аэропорт шағын ауданы"},
	Astana: {"Астана қаласы, Жұмабаев көшесі", "Астана қаласы, Бауыржан Момышұлы даңғылы", "Астана қаласы, Кеншілер көшесі",
		"Астана қаласы, Тәшенов көшесі", "Астана қаласы, Мирзоян көшесі"},
}

// inventAddress is a house, or a flat in one of every three.
func inventAddress(unit string, n int) string {
	list := streets[unit]
	if len(list) == 0 {
		list = []string{"Орталық көшесі"}
	}
	at := fmt.Sprintf("%s, %d-үй", list[n%len(list)], 1+n*7%180)
	if n%3 == 2 && !strings.Contains(at, "ауылы") {
		at += fmt.Sprintf(", %d-пәтер", 1+n*5%90)
	}
	return at
}

// landOf spreads workers over the countries by their shares.
func landOf(n int) land {
	at := n * 37 % 100
	for _, l := range lands {
		if at -= l.share; at < 0 {
			return l
		}
	}
	return lands[0]
}
