package application

import "strings"

// The vocabulary of forms: ids of fields that mean the same in every service. The law's forms use
// these ids; everything else of a form is only shown, judged and kept.
const (
	FieldSurname            = "applicant.surname"     // фамилия, Latin as in the passport
	FieldGivenName          = "applicant.given-name"  // имя, Latin as in the passport
	FieldPatronymic         = "applicant.patronymic"  // отчество, Latin as in the passport
	FieldNativeName         = "applicant.native-name" // имя на родном языке
	FieldBirthDate          = "applicant.birth-date"  // дата рождения, YYYY-MM-DD
	FieldSex                = "applicant.sex"         // пол: M, F
	FieldCitizenship        = "applicant.citizenship" // гражданство, ISO 3166-1 alpha-3
	FieldIIN                = "applicant.iin"         // ИИН иностранца, if assigned
	FieldPhone              = "applicant.phone"       // телефон
	FieldEmail              = "applicant.email"       // электронная почта
	FieldPassport           = "passport.number"       // номер паспорта
	FieldEmployerIIN        = "employer.iin"          // ИИН работодателя
	FieldEmployerSurname    = "employer.surname"      // фамилия работодателя
	FieldEmployerGivenName  = "employer.given-name"   // имя работодателя
	FieldEmployerPatronymic = "employer.patronymic"   // отчество работодателя
	FieldMonths             = "months"                // срок, whole months
	FieldUnit               = "work.unit"             // район места работы, КАТО
	FieldAddress            = "work.address"          // адрес места работы
	FieldChannel            = "channel"               // канал подачи
)

// join puts the values of several fields into one line.
func (f Fields) join(ids ...string) string {
	var parts []string
	for _, id := range ids {
		if f[id] != "" {
			parts = append(parts, f[id])
		}
	}
	return strings.Join(parts, " ")
}
