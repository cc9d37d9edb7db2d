package regulation

import (
	"ruqsat/calendar"
	"ruqsat/words"
)

// Act (акт, НПА) is a published act of the law, keyed by its number and its date (T15): two orders
// carry the number 279.
type Act struct {
	ID       string       `yaml:"id"`
	Name     words.Text   `yaml:"name"`  // as it is quoted in a line of law: «Закон «О миграции населения»»
	Title    words.Text   `yaml:"title"` // the full title
	Number   string       `yaml:"number"`
	Date     calendar.Day `yaml:"date"`
	Source   string       `yaml:"source"`
	InForce  calendar.Day `yaml:"in_force"`
	Repealed calendar.Day `yaml:"repealed"`
	// Unconfirmed says what of the act was not read in a published copy.
	Unconfirmed string `yaml:"unconfirmed"`
}

// Cite (ссылка на норму) is a place in an act: the act's id in law/acts.yaml and the clause as the
// act numbers it. An empty clause means the act as a whole; a clause is never invented.
type Cite struct {
	Act    string `yaml:"act"`
	Clause string `yaml:"clause"`
}

// Figure is one dated value of the law with the words it was read from. Unconfirmed holds the
// reason where neither the seed nor the law says the value (mission.md, section 0).
type Figure[T any] struct {
	Since       calendar.Day `yaml:"since"`
	Value       T            `yaml:"value"`
	Cite        []Cite       `yaml:"cite"`
	Written     string       `yaml:"written"`
	Because     string       `yaml:"because"`
	Unconfirmed string       `yaml:"unconfirmed"`
	Source      string       `yaml:"source"` // where it was read, when not in an act
}

// Dated is a value's history, oldest first. An amendment adds a figure and never overwrites one.
type Dated[T any] []Figure[T]

// On returns the figure in force on day d; false when the law did not yet say anything.
func (f Dated[T]) On(d calendar.Day) (Figure[T], bool) {
	for i := len(f) - 1; i >= 0; i-- {
		if !d.Before(f[i].Since) {
			return f[i], true
		}
	}
	return Figure[T]{}, false
}
