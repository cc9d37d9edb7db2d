package exchange_test

import (
	"strings"
	"testing"

	"ruqsat/exchange"
	"ruqsat/words"
)

func TestEverySystemHasItsNameInThreeLanguages(t *testing.T) {
	for _, system := range exchange.Systems {
		name := exchange.SystemName(system)
		if !name.Complete() || name.KK == system || name.KK == name.RU || strings.Contains(name.EN, "⟦") {
			t.Errorf("%s is called %+v", system, name)
		}
	}
}

func TestEverySilenceAndEveryTroubleIsSaid(t *testing.T) {
	said := map[string]bool{}
	for _, s := range []exchange.Silence{{}, {Looking: true}, {Looking: true, Failing: true}, {Failing: true, Dead: true}} {
		s.System = exchange.MP
		text := s.Say()
		whole(t, text)
		said[text.KK] = true
	}
	if len(said) != 4 {
		t.Errorf("%d ways of saying four kinds of silence", len(said))
	}
	for code := range strings.FieldsSeq(`timeout unreachable cut-short status-503 too-long not-json unknown-status no-id
		no-reference wrong-content wrong-correlation unheard not-stored unknown-kind unknown-field missing-field`) {
		whole(t, exchange.SayTrouble(code))
	}
	if exchange.SayTrouble("").KK != "" {
		t.Error("no trouble needs no words")
	}
}

func whole(t *testing.T, text words.Text) {
	t.Helper()
	for _, l := range words.Languages {
		if s := text.In(l); s == "" || strings.Contains(s, "⟦") {
			t.Errorf("in %s: %q", l, s)
		}
	}
}
