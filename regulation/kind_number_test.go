package regulation

import "testing"

func TestTheRangeIncludesItsBounds(t *testing.T) {
	for n, r := range map[string]Result{"1": Passed, "12": Passed, "0": Failed, "13": Failed, "-1": Failed, "1.5": Failed, "": Waiting, "six": Failed} {
		want(t, try(t, Check{Kind: "in-range", Number: "form.n", Min: always(1), Max: always(12)}, Facts{Fields: map[string]string{"n": n}}, nil), r)
	}
}

func TestTheTotalStaysWithinTheCap(t *testing.T) {
	for n, r := range map[string]Result{"4": Passed, "5": Failed, "0": Failed, "": Waiting} {
		facts := Facts{Fields: map[string]string{"n": n}, Counts: map[string]int{"c": 8}}
		want(t, try(t, Check{Kind: "total-at-most", Number: "form.n", Count: "c", Max: always(12)}, facts, nil), r)
	}
}

func TestTheSixthWorkerIsOneTooMany(t *testing.T) {
	for n, r := range map[int]Result{0: Passed, 4: Passed, 5: Failed, 6: Failed} {
		want(t, try(t, Check{Kind: "counted-at-most", Count: "c", Max: always(5)}, Facts{Counts: map[string]int{"c": n}}, nil), r)
	}
}

func TestAPlaceIsHeldFreeGoneOrUnknown(t *testing.T) {
	for p, r := range map[Place]Result{{Held: true}: Passed, {Known: true, Free: 1}: Passed, {Known: true}: Failed, {}: Waiting, {Free: 5}: Waiting} {
		want(t, try(t, Check{Kind: "place-available", Ledger: "l"}, Facts{Places: map[string]Place{"l": p}}, nil), r)
	}
}
