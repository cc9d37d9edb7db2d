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
