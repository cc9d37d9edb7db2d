package sample

import (
	"fmt"
	"strconv"
	"strings"

	"ruqsat/calendar"
	"ruqsat/identity"
	"ruqsat/regulation"
)

// names that invented people are given, Cyrillic and Latin.
var (
	surnames = [][2]string{{"Рахимов", "RAKHIMOV"}, {"Каримов", "KARIMOV"}, {"Назаров", "NAZAROV"}, {"Тошматов", "TOSHMATOV"},
		{"Сафаров", "SAFAROV"}, {"Эргашев", "ERGASHEV"}, {"Мирзоев", "MIRZOEV"}, {"Холматов", "KHOLMATOV"},
		{"Абдуллаев", "ABDULLAEV"}, {"Гафуров", "GAFUROV"}, {"Усмонов", "USMONOV"}, {"Юсупов", "YUSUPOV"}}
	givenNames = [][2]string{{"Шерзод", "SHERZOD"}, {"Фаррух", "FARRUKH"}, {"Отабек", "OTABEK"}, {"Жасур", "JASUR"},
		{"Бахтиёр", "BAKHTIYOR"}, {"Умед", "UMED"}, {"Анвар", "ANVAR"}, {"Дилшод", "DILSHOD"}, {"Рустам", "RUSTAM"}}
	employers = [][3]string{{"Жақсылықов", "Серік", "Бақытұлы"}, {"Оспанова", "Гүлнар", "Маратқызы"}, {"Ким", "Светлана", "Викторовна"},
		{"Нұрғалиев", "Болат", "Ержанұлы"}, {"Досжанов", "Марат", "Қайратұлы"}, {"Мельник", "Тарас", "Петрович"},
		{"Айтбаев", "Қанат", "Сәкенұлы"}, {"Иванова", "Нина", "Сергеевна"}, {"Смағұлов", "Ербол", "Тілекұлы"}}
)

// Invent makes the n-th invented hiring, complete and right on the day today. The same n gives the same
// people; different n never share an ИИН, a passport, a policy or a receipt.
func Invent(l *regulation.Law, n int, today calendar.Day, unit string, months int) (Hire, error) {
	worker, given := surnames[n%len(surnames)], givenNames[(n/3)%len(givenNames)]
	employer := employers[n%len(employers)]
	woman := strings.HasSuffix(employer[0], "ова") || strings.HasSuffix(employer[1], "на")
	workerIIN, workerBorn := number(n, false, false)
	employerIIN, employerBorn := number(n, true, woman)
	h := Hire{
		Worker: Person{
			IIN: workerIIN, Surname: worker[0], GivenName: given[0], SurnameLatin: worker[1], GivenNameLatin: given[1],
			BirthDate: workerBorn, Sex: "M", Citizenship: []string{"UZB", "TJK", "AZE"}[n%3], Phone: fmt.Sprintf("+7701%07d", n),
			Passport: fmt.Sprintf("FB%07d", n),
		},
		Employer: Person{
			IIN: employerIIN, Surname: employer[0], GivenName: employer[1], Patronymic: employer[2],
			BirthDate: employerBorn, Sex: map[bool]string{false: "M", true: "F"}[woman], Citizenship: "KAZ", Phone: fmt.Sprintf("+7702%07d", n),
		},
		Months: months, Unit: unit, Address: fmt.Sprintf("6-шағын аудан, %d-үй", n+1), Policy: fmt.Sprintf("000-26-%07d", n),
		Today: today, Entered: today.AddDays(-30), Issued: today.AddDays(-900), Expires: today.AddDays(1800),
		Medical: today.AddDays(-20), Agreed: today.AddDays(-2), Insured: today.AddDays(-1), Until: today.AddDays(420),
	}
	return h, h.Pay(l, fmt.Sprintf("1184-%07d", n))
}

// number is an invented ИИН with a right control digit, and the birth date it writes down. Workers
// have the even serial numbers, employers the odd ones, so that no two people share a number.
func number(n int, employer, woman bool) (string, calendar.Day) {
	serial, digit := n*2%10_000, 3
	if employer {
		serial++
	}
	if woman {
		digit = 4
	}
	for _, from := range []int{1975, 1958, 1991} {
		b := calendar.NewDay(from, 1, 1).AddDays((n*97 + n/5000*3001) % 6000)
		y, m, d := b.Date()
		body := fmt.Sprintf("%02d%02d%02d%d%04d", y%100, int(m), d, digit, serial)
		for control := range 10 {
			if iin := body + strconv.Itoa(control); identity.CheckNumber(iin).Valid {
				return iin, b
			}
		}
	}
	panic(fmt.Sprintf("sample: no control digit for person %d", n)) // one in two millions; choose another n
}
