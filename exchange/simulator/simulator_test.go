package simulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/identity"
)

var morning = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

func start(t *testing.T) (*simulator.Simulator, *calendar.Adjustable, string) {
	t.Helper()
	clock := calendar.NewAdjustable(morning)
	sim, err := simulator.New(clock, simulator.Demo())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	return sim, clock, server.URL
}

func post(t *testing.T, address, body string) (int, map[string]any) {
	t.Helper()
	resp, err := http.Post(address, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var m map[string]any
	json.NewDecoder(resp.Body).Decode(&m)
	return resp.StatusCode, m
}

func get(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", address, resp.StatusCode, err)
	}
	return string(body)
}

func TestThePeopleOfTheDemoHaveNumbersThatHold(t *testing.T) {
	demo := simulator.Demo()
	people, phones := map[string]simulator.Person{}, map[string]bool{}
	for _, p := range demo.Persons {
		check := identity.CheckNumber(p.IIN)
		if !check.Valid || check.Kind != identity.IIN || len(check.Warnings) != 0 {
			t.Errorf("%s %s: %+v", p.Surname, p.GivenName, check)
		}
		if born := p.BirthDate[2:4] + p.BirthDate[5:7] + p.BirthDate[8:10]; born != p.IIN[:6] {
			t.Errorf("%s %s was born on %s", p.Surname, p.GivenName, p.BirthDate)
		}
		if people[p.IIN].IIN != "" || p.Phone != "" && phones[p.Phone] {
			t.Errorf("%s %s has another's ИИН or phone", p.Surname, p.GivenName)
		}
		people[p.IIN], phones[p.Phone] = p, true
	}
	if len(people) < 12 {
		t.Errorf("%d people", len(people))
	}
	passports := map[string]bool{}
	for _, c := range demo.Crossings {
		passports[c.Passport] = true
	}
	for _, p := range demo.Policies {
		if !passports[p.Passport] {
			t.Errorf("policy %s is of a passport that never crossed the border", p.Number)
		}
	}
	for _, p := range demo.Payments {
		if people[p.IIN].IIN == "" || !passports[p.Passport] {
			t.Errorf("payment %s is of nobody", p.Number)
		}
	}
	for _, r := range demo.Rights {
		if people[r.IIN].Citizenship != "KAZ" || !identity.ValidCode(r.Unit) {
			t.Errorf("home %s: owner %s, unit %s", r.Cadastre, r.IIN, r.Unit)
		}
	}
}

func TestDaysOfAScenarioCountFromTheDayItIsLoaded(t *testing.T) {
	sim, _, _ := start(t)
	for _, p := range sim.World().Policies {
		if p.Number == "000-26-4417803" && (p.First != "2026-03-23" || p.Last != "2027-04-30") {
			t.Errorf("the policy is from %s to %s", p.First, p.Last)
		}
	}
}

func TestPeopleAreAddedAtRunTimeAndReplaceThoseOfTheSameNumber(t *testing.T) {
	sim, _, base := start(t)
	before := len(sim.World().Persons)
	yaml := `
persons: [{iin: "920308490018", surname: Сапарова, given_name: Динара, birth_date: 1992-03-08, sex: f, citizenship: KAZ, phone: "+77010000001"}]
policies: [{number: P-1, passport: AA0000001, first: today, last: today+30}]`
	if status, _ := post(t, base+"/simulator/scenario", yaml); status != http.StatusNoContent {
		t.Fatalf("YAML: %d", status)
	}
	if status, _ := post(t, base+"/simulator/scenario", `{"policies":[{"number":"p 1","passport":"BB0000002","first":"today","last":"today+60"}]}`); status != http.StatusNoContent {
		t.Fatalf("JSON: %d", status)
	}
	if after := len(sim.World().Persons); after != before+1 {
		t.Errorf("%d people, then %d", before, after)
	}
	_, found := post(t, base+"/esbd/policy", `{"id":"1","kind":"policy","number":"P-1"}`)
	policy, _ := found["policy"].(map[string]any)
	if found["status"] != "found" || found["id"] != "1" || policy["passport"] != "BB0000002" || policy["last"] != "2026-05-25" {
		t.Errorf("the policy is %v", found)
	}
	_, sent := post(t, base+"/person/contact", `{"id":"2","iin":"920308490018","code":"771045"}`)
	if sent["phone"] != "+7 701 *** ** 01" {
		t.Errorf("the contact base says %v", sent)
	}
}

func TestAMistakenScenarioIsRefusedWhole(t *testing.T) {
	sim, _, base := start(t)
	before := len(sim.World().Policies)
	for _, text := range []string{
		`{"policies":[{"number":"1","pasport":"A"}]}`, `{"policies":[{"number":"1","first":"tomorrow","last":"today"}]}`,
		`{"police":{"decision":"perhaps"}}`, `{"police":{"rules":[{"passport":"A","decision":"object"}]}}`, `[`,
		`{"policies":[{"number":"1","first":"today","last":"today"}],"payments":[{"number":"2","date":"2026-02-31"}]}`,
	} {
		if status, _ := post(t, base+"/simulator/scenario", text); status != http.StatusBadRequest {
			t.Errorf("%s: %d", text, status)
		}
	}
	if after := len(sim.World().Policies); after != before {
		t.Errorf("%d policies, then %d", before, after)
	}
}

func TestThePoliceLookForAWhileByTheHousesClock(t *testing.T) {
	sim, clock, base := start(t)
	ask := `{"id":"1","kind":"agreement","passport":"FA4821735","country":"UZB"}`
	if status, a := post(t, base+"/mp/agreement", ask); status != http.StatusAccepted || a["status"] != "pending" {
		t.Errorf("at once: %d %v", status, a)
	}
	clock.Advance(6 * time.Second)
	if status, a := post(t, base+"/mp/agreement", ask); status != http.StatusOK || a["decision"] != "agree" {
		t.Errorf("six seconds on: %d %v", status, a)
	}
	if err := sim.Decide(simulator.Rule{Passport: "FA4821735", Decision: "object", Reason: "Ограничен въезд"}); err != nil {
		t.Fatal(err)
	}
	if _, a := post(t, base+"/mp/agreement", ask); a["decision"] != "object" || a["reason"] != "Ограничен въезд" {
		t.Errorf("with a rule: %v", a)
	}
	if _, a := post(t, base+"/mp/agreement", `{"id":"2","kind":"agreement","passport":"AA1","country":"UZB"}`); a["status"] != "pending" {
		t.Errorf("another case does not wait: %v", a)
	}
}

func TestARequestOutsideTheContractIsRefused(t *testing.T) {
	_, _, base := start(t)
	for _, body := range []string{``, `{`, `[]`, `{"id":"1"}`, `{"number":"1"}`, `{"id":"1","number":5}`} {
		if status, _ := post(t, base+"/esbd/policy", body); status != http.StatusBadRequest {
			t.Errorf("%q: %d", body, status)
		}
	}
}

func TestASwitchIsTurnedByAProgramAndByThePage(t *testing.T) {
	sim, _, base := start(t)
	if status, _ := post(t, base+"/simulator/switch", `{"system":"esbd","mode":"error500","every":2}`); status != http.StatusNoContent {
		t.Fatalf("%d", status)
	}
	var got []int
	for range 4 {
		status, _ := post(t, base+"/esbd/policy", `{"id":"1","kind":"policy","number":"P-1"}`)
		got = append(got, status)
	}
	if got[0] != 200 || got[1] != 500 || got[2] != 200 || got[3] != 500 {
		t.Errorf("every second message fails: %v", got)
	}
	resp, err := http.PostForm(base+"/simulator/switch", url.Values{"system": {"esbd"}, "mode": {"delay"}, "delay": {"20"}, "every": {""}})
	if err != nil || resp.StatusCode != http.StatusOK || resp.Request.URL.Path != "/simulator/" {
		t.Fatalf("the form: %v %v", resp, err)
	}
	if s := sim.Switches()[0]; s.System != exchange.ESBD || s.Mode != simulator.Delay || s.Delay != 20 {
		t.Errorf("the switch is %+v", s)
	}
	for _, bad := range []string{`{"system":"esbd","mode":"sulk"}`, `{"system":"moon","mode":"ok"}`, `{"system":"esbd","mode":"delay","delay":-1}`, `{"mod":"ok"}`} {
		if status, _ := post(t, base+"/simulator/switch", bad); status != http.StatusBadRequest {
			t.Errorf("%s: %d", bad, status)
		}
	}
}

func TestThePageShowsTheCodeAndHasNoScriptOrStyleInside(t *testing.T) {
	_, _, base := start(t)
	post(t, base+"/person/contact", `{"id":"1","iin":"850115390017","code":"402917"}`)
	page := get(t, base+"/simulator/")
	for _, want := range []string{"402917", "77013150045", "person/contact", "FA4821735", "error500", "26.03.2026, 10:20"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %s", want)
		}
	}
	for _, bad := range []string{"<script", "<style", " style=", " onclick", "http://", "https://"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
	if codes := get(t, base+"/simulator/codes?iin=850115390017"); !strings.Contains(codes, `"code":"402917"`) {
		t.Errorf("the codes are %s", codes)
	}
	if codes := get(t, base+"/simulator/codes?iin=790422490009"); strings.TrimSpace(codes) != "[]" {
		t.Errorf("another's codes are %s", codes)
	}
	if css := get(t, base+"/simulator/page.css"); !strings.Contains(css, "focus-visible") {
		t.Error("the page has no style sheet")
	}
}

func TestAnotherSitesPageCannotTurnASwitch(t *testing.T) {
	sim, _, base := start(t)
	r, _ := http.NewRequest(http.MethodPost, base+"/simulator/switch", strings.NewReader("system=esbd&mode=error500"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://elsewhere.example")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := http.DefaultClient.Do(r)
	if err != nil || resp.StatusCode != http.StatusForbidden || sim.Switches()[0].Mode != simulator.OK {
		t.Errorf("%v %v, the switch is %+v", resp.StatusCode, err, sim.Switches()[0])
	}
}
