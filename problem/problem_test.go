package problem_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"ruqsat/application"
	"ruqsat/problem"
	"ruqsat/quota"
	"ruqsat/words"
)

func TestEveryProblemSpeaksEveryLanguage(t *testing.T) {
	for _, p := range problem.All() {
		for _, l := range words.Languages {
			if s := p.Title(l) + p.Detail(l); strings.Contains(s, "⟦") {
				t.Errorf("%s has no words in %s", p.Code, l)
			}
		}
		if http.StatusText(p.Status) == "" {
			t.Errorf("%s has the status %d", p.Code, p.Status)
		}
	}
}

func TestAnErrorIsKnownThroughItsWrapping(t *testing.T) {
	p, known := problem.Of(fmt.Errorf("act: %w", errors.Join(application.ErrNoUnit, quota.ErrNoPlace)))
	if !known || p.Code != "no-unit" {
		t.Errorf("got %s, %v", p.Code, known)
	}
}

func TestAnUnknownErrorIsOurBug(t *testing.T) {
	p, known := problem.Of(errors.New("passport N1234567"))
	if known || p.Status != http.StatusInternalServerError {
		t.Errorf("got %s, %v", p.Code, known)
	}
	for _, l := range words.Languages {
		if strings.Contains(p.Title(l)+p.Detail(l), "N1234567") {
			t.Error("the error's text reached the person")
		}
	}
}
