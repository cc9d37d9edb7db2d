package sample

import (
	"fmt"
	"strconv"

	"ruqsat/calendar"
	"ruqsat/identity"
	"ruqsat/regulation"
)

// Invent makes the n-th invented hiring, complete and right on the day today. The same n gives the same
// people; different n never share an ИИН, a passport, a policy or a receipt.
func Invent(l *regulation.Law, n int, today calendar.Day, unit string, months int) (Hire, error) {
	from := landOf(n)
	surname, given, sex := from.surnames[n%len(from.surnames)], from.men[n/3%len(from.men)], "M"
	if n%11%3 == 2 { // about three of eleven are women
		given, sex = from.women[n/3%len(from.women)], "F"
		surname = name{surname.cyrillic + "а", surname.latin + "A"}
	}
	employer := inventEmployer(n)
	employerSex := "M"
	if employer.woman {
		employerSex = "F"
	}
	workerIIN, workerBorn := number(n, false, sex == "F")
	employerIIN, employerBorn := number(n, true, employer.woman)
	h := Hire{
		Worker: Person{
			IIN: workerIIN, Surname: surname.cyrillic, GivenName: given.cyrillic, SurnameLatin: surname.latin, GivenNameLatin: given.latin,
			BirthDate: workerBorn, Sex: sex, Citizenship: from.country, Phone: fmt.Sprintf("+7701%07d", n),
			Passport: fmt.Sprintf("FB%07d", n), Birthplace: from.places[n%len(from.places)], Home: from.homes[n%len(from.homes)], Relative: from.relative,
		},
		Employer: Person{
			IIN: employerIIN, Surname: employer.surname, GivenName: employer.given, Patronymic: employer.patronymic,
			BirthDate: employerBorn, Sex: employerSex, Citizenship: "KAZ", Phone: fmt.Sprintf("+7702%07d", n),
		},
		Months: months, Unit: unit, Address: inventAddress(unit, n), Policy: fmt.Sprintf("000-26-%07d", n), Certificate: strconv.Itoa(100 + n*13%890),
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
