package exchange_test

import (
	"testing"

	"ruqsat/exchange"
	"ruqsat/law"
	"ruqsat/regulation"
)

// What the law asks and what the systems can be asked are written in two places; this holds them together.
func TestEveryQuestionOfTheLawCanBeAskedOfItsSystem(t *testing.T) {
	l, err := regulation.Load(law.Files)
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, service := range l.Services {
		for _, edition := range service.Editions {
			for _, operation := range edition.Operations {
				for _, check := range operation.Checks {
					if check.Asks == nil {
						continue
					}
					q := regulation.Question{System: check.Asks.System, Kind: check.Asks.Kind, Fields: map[string]string{}}
					for field := range check.Asks.Fields {
						q.Fields[field] = "x"
					}
					asked[q.System] = true
					if err := exchange.Understands(q); err != nil {
						t.Errorf("%s %s, check %s: %v", service.ID, operation.ID, check.ID, err)
					}
				}
			}
		}
	}
	for _, system := range exchange.Systems {
		if !asked[system] {
			t.Errorf("the law asks %s nothing: is the test blind?", system)
		}
	}
}
