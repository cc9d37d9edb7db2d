package simulator

import (
	"embed"
	"fmt"
	"strconv"
	"strings"

	"ruqsat/calendar"

	"github.com/goccy/go-yaml"
)

//go:embed scenario/demo.yaml
var scenarios embed.FS

// Scenario (сценарий) is what the systems hold. A day is YYYY-MM-DD, "today", or "today" plus or minus days
// ("today-40"), counted from the day the scenario is loaded. Sums are whole tenge.
type Scenario struct {
	Persons   []Person   `yaml:"persons" json:"persons"`
	Policies  []Policy   `yaml:"policies" json:"policies"`
	Payments  []Payment  `yaml:"payments" json:"payments"`
	Crossings []Crossing `yaml:"crossings" json:"crossings"`
	Rights    []Right    `yaml:"rights" json:"rights"`
	Police    *Police    `yaml:"police" json:"police,omitempty"`
}

// Person (ГБД ФЛ and the contact base); Phone "" when the contact base holds none.
type Person struct {
	IIN         string `yaml:"iin" json:"iin"`
	Surname     string `yaml:"surname" json:"surname"`
	GivenName   string `yaml:"given_name" json:"given_name"`
	Patronymic  string `yaml:"patronymic" json:"patronymic"`
	BirthDate   string `yaml:"birth_date" json:"birth_date"`
	Sex         string `yaml:"sex" json:"sex"`
	Citizenship string `yaml:"citizenship" json:"citizenship"`
	Phone       string `yaml:"phone" json:"phone,omitempty"`
}

// Policy (полис, ЕСБД). State is active or cancelled; "" is active.
type Policy struct {
	Number    string `yaml:"number" json:"number"`
	Insurer   string `yaml:"insurer" json:"insurer"`
	Surname   string `yaml:"surname" json:"surname"`
	GivenName string `yaml:"given_name" json:"given_name"`
	Passport  string `yaml:"passport" json:"passport"`
	First     string `yaml:"first" json:"first"`
	Last      string `yaml:"last" json:"last"`
	State     string `yaml:"state" json:"state"`
}

// Payment (платёж по ИПН); Code is the КБК.
type Payment struct {
	Number   string `yaml:"number" json:"number"`
	Date     string `yaml:"date" json:"date"`
	Sum      int64  `yaml:"sum" json:"sum"`
	Code     string `yaml:"code" json:"code"`
	IIN      string `yaml:"iin" json:"iin"`
	Passport string `yaml:"passport" json:"passport"`
}

// Crossing (пересечение границы): Direction is entry or exit.
type Crossing struct {
	Passport  string `yaml:"passport" json:"passport"`
	Country   string `yaml:"country" json:"country"`
	Date      string `yaml:"date" json:"date"`
	Direction string `yaml:"direction" json:"direction"`
	Point     string `yaml:"point" json:"point"`
}

// Right (право собственности, ГБД РН) of the person IIN to one home; Unit is its КАТО code.
type Right struct {
	IIN      string `yaml:"iin" json:"iin"`
	Cadastre string `yaml:"cadastre" json:"cadastre"`
	Unit     string `yaml:"unit" json:"unit"`
	Address  string `yaml:"address" json:"address"`
	Since    string `yaml:"since" json:"since"`
}

// Police (ИС «МП»): how long it looks, in seconds, and what it then says: Decision (agree when empty; object; hold =
// the system never answers, the police workplace does), unless a rule names the passport.
type Police struct {
	After    int    `yaml:"after" json:"after"`
	Decision string `yaml:"decision" json:"decision"`
	Reason   string `yaml:"reason" json:"reason"`
	Rules    []Rule `yaml:"rules" json:"rules"`
}

// Rule is the police's decision about one passport.
type Rule struct {
	Passport string `yaml:"passport" json:"passport"`
	Country  string `yaml:"country" json:"country"`
	Decision string `yaml:"decision" json:"decision"`
	Reason   string `yaml:"reason" json:"reason"`
}

// Demo (демонстрационный сценарий) is the one that comes with the program.
func Demo() Scenario {
	text, err := scenarios.ReadFile("scenario/demo.yaml")
	if err != nil {
		panic(err) // it is embedded
	}
	s, err := ReadScenario(text)
	if err != nil {
		panic(err)
	}
	return s
}

// ReadScenario reads YAML or JSON strictly: a word it does not know is an error, not a person without a policy.
func ReadScenario(text []byte) (Scenario, error) {
	var s Scenario
	if err := yaml.UnmarshalWithOptions(text, &s, yaml.Strict()); err != nil {
		return s, fmt.Errorf("simulator: scenario: %w", err)
	}
	return s, s.check()
}

func (s Scenario) check() error {
	var rules []Rule
	if s.Police != nil {
		rules = append(s.Police.Rules, Rule{Decision: s.Police.Decision, Reason: s.Police.Reason})
	}
	for _, r := range rules {
		if err := r.check(); err != nil {
			return err
		}
	}
	return nil
}

func (r Rule) check() error {
	switch {
	case r.Decision == "object" && r.Reason == "":
		return fmt.Errorf("simulator: an objection without its reason")
	case r.Decision == "", r.Decision == "agree", r.Decision == "object", r.Decision == "hold":
		return nil
	}
	return fmt.Errorf("simulator: no such decision: %.20q", r.Decision)
}

// dated writes every day of the scenario out, counted from today.
func (s Scenario) dated(today calendar.Day) (Scenario, error) {
	var days []*string
	for i := range s.Persons {
		days = append(days, &s.Persons[i].BirthDate)
	}
	for i := range s.Policies {
		days = append(days, &s.Policies[i].First, &s.Policies[i].Last)
	}
	for i := range s.Payments {
		days = append(days, &s.Payments[i].Date)
	}
	for i := range s.Crossings {
		days = append(days, &s.Crossings[i].Date)
	}
	for i := range s.Rights {
		days = append(days, &s.Rights[i].Since)
	}
	for _, d := range days {
		day, err := dayOf(*d, today)
		if err != nil {
			return s, err
		}
		*d = day.String()
	}
	return s, nil
}

func dayOf(text string, today calendar.Day) (calendar.Day, error) {
	offset, relative := strings.CutPrefix(text, "today")
	if !relative {
		return calendar.ParseDay(text)
	}
	if offset == "" {
		return today, nil
	}
	n, err := strconv.Atoi(offset)
	if err != nil {
		return calendar.Day{}, fmt.Errorf("simulator: not a day: %.20q", text)
	}
	return today.AddDays(n), nil
}
