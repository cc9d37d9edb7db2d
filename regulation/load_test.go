package regulation_test

import (
	"sync"
	"testing"

	"ruqsat/law"
	"ruqsat/regulation"
	"ruqsat/words"
)

var loaded = sync.OnceValues(func() (*regulation.Law, error) { return regulation.Load(law.Files) })

// theLaw is the law as the program carries it; it never changes, so it is read once.
func theLaw(t testing.TB) *regulation.Law {
	t.Helper()
	l, err := loaded()
	if err != nil {
		t.Fatalf("the law does not load:\n%v", err)
	}
	return l
}

func TestTheCatalogueHasNoProblems(t *testing.T) {
	for _, err := range words.Problems() {
		t.Error(err)
	}
}

func TestTheLawLoads(t *testing.T) {
	l := theLaw(t)
	if len(l.Services) != 1 || len(l.Lint()) == 0 {
		t.Errorf("%d services, %d findings", len(l.Services), len(l.Lint()))
	}
}

func TestEveryQuestionAndEveryPaperSaysWhyItIsAsked(t *testing.T) {
	s, _ := theLaw(t).Service(service)
	for _, e := range s.Editions {
		sentences := 0
		ask := func(id string, r regulation.Reason) {
			if !r.Text.Complete() || (r.Written == "") == (r.Unconfirmed == "") {
				t.Errorf("%s: %+v", id, r)
			}
			if r.Written != "" {
				sentences++
			}
		}
		for _, page := range e.Sections {
			for _, f := range page.Fields {
				ask(f.ID, f.Reason)
			}
		}
		for _, d := range e.Documents {
			ask(d.ID, d.Reason)
			for _, f := range d.Fields {
				ask(d.ID+"."+f.ID, f.Reason)
			}
		}
		if sentences < 30 {
			t.Errorf("only %d have the sentence of the act", sentences)
		}
	}
}
