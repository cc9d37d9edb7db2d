package regulation_test

import (
	"testing"

	"ruqsat/law"
	"ruqsat/regulation"
	"ruqsat/words"
)

// theLaw is the law as the program carries it.
func theLaw(t testing.TB) *regulation.Law {
	t.Helper()
	l, err := regulation.Load(law.Files)
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
