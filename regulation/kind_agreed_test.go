package regulation

import "testing"

func TestSilenceNeverAgrees(t *testing.T) {
	check := Check{Kind: "agreed", Number: "answer.decision", Reason: "answer.reason", Agree: []string{"agree"}, Object: []string{"object"},
		Asks: &Ask{Key: "q", System: "mp"}, NotFound: Waiting, Contra: Waiting}
	for title, c := range map[string]struct {
		answer Answer
		want   Result
	}{
		"not asked": {Answer{}, Waiting}, "silent": {Answer{State: Silent}, Waiting}, "no such case": {Answer{State: NotFound}, Waiting},
		"agreed":     {Answer{State: Answered, Fields: map[string]string{"decision": "agree"}}, Passed},
		"objected":   {Answer{State: Answered, Fields: map[string]string{"decision": "object", "reason": "іздеуде"}}, Failed},
		"some word":  {Answer{State: Answered, Fields: map[string]string{"decision": "Agree"}}, Waiting},
		"empty word": {Answer{State: Answered}, Waiting},
	} {
		if v := try(t, check, Facts{Answers: map[string]Answer{"q": c.answer}}, nil); v.Result != c.want {
			t.Errorf("%s: %s", title, v.Result)
		}
	}
}
