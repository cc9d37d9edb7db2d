package sample

import (
	"fmt"
	"strconv"

	"ruqsat/calendar"
	"ruqsat/exchange/simulator"
	"ruqsat/identity"
	"ruqsat/regulation"
)

// Service and Operation of the sample cases.
const (
	Service   = "labour-immigrant-permit"
	Operation = "issue"
	Channel   = "egov"
	Ledger    = "labour-immigrant"
)

// Person is an invented person as the state's register holds him, and his passport.
type Person struct {
	IIN                            string
	Surname, GivenName, Patronymic string // Cyrillic
	SurnameLatin, GivenNameLatin   string
	BirthDate                      calendar.Day
	Sex, Citizenship, Phone        string
	Passport                       string
	Birthplace, Home, Relative     string // of a worker: where he was born, his address and a relative there
}

// Hire is one hiring: who works for whom, where, how long, with which papers.
type Hire struct {
	Worker, Employer Person
	Months           int
	Unit, Address    string // КАТО code and address of the employer's house
	Policy           string
	Certificate      string // number of the certificate 028/у
	Paid             []Receipt
	Today            calendar.Day // the day its facts are told for
	Entered, Issued  calendar.Day // entry to Kazakhstan; passport issued
	Expires          calendar.Day // passport
	Medical, Agreed  calendar.Day
	Insured, Until   calendar.Day // the policy's days
}

// Receipt is a paid part of the prepayment.
type Receipt struct {
	Number string
	Date   calendar.Day
	Sum    int64
}

// Fields are the answers to the form of the labour-immigrant permit.
func (h Hire) Fields() map[string]string {
	mrz1, mrz2 := h.MRZ()
	return map[string]string{
		"applicant.surname": h.Worker.SurnameLatin, "applicant.given-name": h.Worker.GivenNameLatin,
		"applicant.native-name": h.Worker.Surname + " " + h.Worker.GivenName,
		"applicant.birth-date":  h.Worker.BirthDate.String(), "applicant.birth-place": h.Worker.Birthplace,
		"applicant.sex": h.Worker.Sex, "applicant.citizenship": h.Worker.Citizenship, "applicant.iin": h.Worker.IIN,
		"applicant.phone": h.Worker.Phone, "home.country": h.Worker.Citizenship, "home.address": h.Worker.Home,
		"family.status": "single", "relative.abroad": h.Worker.Relative, "stay.address": h.Address,
		"passport.number": h.Worker.Passport, "passport.issued": h.Issued.String(), "passport.expires": h.Expires.String(),
		"passport.mrz": mrz1 + "\n" + mrz2, "entry.date": h.Entered.String(),
		"employer.iin": h.Employer.IIN, "employer.surname": h.Employer.Surname, "employer.given-name": h.Employer.GivenName,
		"employer.patronymic": h.Employer.Patronymic, "employer.phone": h.Employer.Phone,
		"work.unit": h.Unit, "work.address": h.Address, "months": strconv.Itoa(h.Months), "acknowledged": "yes",
	}
}

// MRZ is the machine-readable zone of the worker's passport.
func (h Hire) MRZ() (line1, line2 string) {
	return identity.MRZ{
		Document: "P", Issuer: h.Worker.Citizenship, Surname: h.Worker.SurnameLatin, GivenNames: h.Worker.GivenNameLatin,
		Number: h.Worker.Passport, Nationality: h.Worker.Citizenship, BirthDate: h.Worker.BirthDate,
		Sex: h.Worker.Sex, Expiry: h.Expires,
	}.Lines()
}

// Papers are the data of each paper by document, in the order of the list.
func (h Hire) Papers() map[string][]map[string]string {
	receipts := []map[string]string{}
	for _, r := range h.Paid {
		receipts = append(receipts, map[string]string{
			"number": r.Number, "date": r.Date.String(), "sum": strconv.FormatInt(r.Sum, 10),
		})
	}
	return map[string][]map[string]string{
		"receipts":  receipts,
		"passport":  {{}},
		"medical":   {{"number": h.Certificate, "date": h.Medical.String()}},
		"insurance": {{"number": h.Policy, "from": h.Insured.String(), "until": h.Until.String()}},
		"agreement": {{"date": h.Agreed.String(), "employer-iin": h.Employer.IIN, "passport": h.Worker.Passport, "address": h.Address}},
	}
}

// Scenario is what the simulated state systems hold of this hiring.
func (h Hire) Scenario() simulator.Scenario {
	s := simulator.Scenario{
		Policies: []simulator.Policy{{Number: h.Policy, Insurer: "Жетісу қорғаны", Surname: h.Worker.SurnameLatin,
			GivenName: h.Worker.GivenNameLatin, Passport: h.Worker.Passport, First: h.Insured.String(), Last: h.Until.String()}},
		Crossings: []simulator.Crossing{{Passport: h.Worker.Passport, Country: h.Worker.Citizenship,
			Date: h.Entered.String(), Direction: "entry", Point: "Жибек жолы"}},
		Rights: []simulator.Right{{IIN: h.Employer.IIN, Cadastre: "12:187:002:112:14", Unit: h.Unit, Address: h.Address, Since: "2014-08-19"}},
	}
	for _, p := range []Person{h.Worker, h.Employer} {
		if p.IIN != "" {
			s.Persons = append(s.Persons, p.row())
		}
	}
	for _, r := range h.Paid {
		s.Payments = append(s.Payments, simulator.Payment{Number: r.Number, Date: r.Date.String(), Sum: r.Sum,
			Code: "101205", IIN: h.Worker.IIN, Passport: h.Worker.Passport})
	}
	return s
}

func (p Person) row() simulator.Person {
	sex := "m"
	if p.Sex == "F" {
		sex = "f"
	}
	return simulator.Person{IIN: p.IIN, Surname: p.Surname, GivenName: p.GivenName, Patronymic: p.Patronymic,
		BirthDate: p.BirthDate.String(), Sex: sex, Citizenship: p.Citizenship, Phone: p.Phone}
}

// Pay writes one receipt that covers the months by the law of the day.
func (h *Hire) Pay(l *regulation.Law, number string) error {
	s, ok := l.Service(Service)
	if !ok {
		return fmt.Errorf("sample: the law has no %s", Service)
	}
	e, err := s.On(h.Today)
	if err != nil {
		return err
	}
	payment, err := e.Payment(Operation, h.Months, h.Today)
	h.Paid = []Receipt{{Number: number, Date: h.Today.AddDays(-3), Sum: payment.Sum}}
	return err
}
