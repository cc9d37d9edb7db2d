// Package law_test answers one question: does the program obey the law? Every example is a
// sentence of an act, what happens, and what the sentence demands, written by hand.
package law_test

import (
	"testing"

	"ruqsat/law"
	"ruqsat/regulation"
)

func TestTheLawObeysItsExamples(t *testing.T) {
	l, err := regulation.Load(law.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range readExamples(t) {
		if err := e.play(l); err != nil {
			t.Error(err)
		}
	}
}
