package account_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ruqsat/account"
)

var update = flag.Bool("update", false, "write the golden files anew")

// someone makes an active account of a role whose identity is proven.
func someone(role account.Role) *account.Account {
	proven := time.Unix(0, 0)
	a := &account.Account{ID: "me", Role: role, State: account.Active, ProvenAt: &proven}
	if posted(role) {
		a.Unit = "here"
	}
	return a
}

// posted says whether a role works in a unit.
func posted(role account.Role) bool {
	return role.Staff() && role != account.Auditor && role != account.Administrator
}

// thing makes what stands to the role in the relation, or false where nothing can.
func thing(role account.Role, r account.Relation) (*account.Thing, bool) {
	switch r {
	case account.None:
		return nil, true
	case account.Own:
		if role == account.Person {
			return &account.Thing{Applicant: "me", Employer: "you", Unit: "here", PoliceUnit: "here", Part: account.ApplicantPart}, true
		}
		return &account.Thing{Account: "me"}, role != account.Anonymous
	case account.SameUnit:
		return &account.Thing{Applicant: "you", Employer: "they", Unit: "here", PoliceUnit: "here", Counter: "here"}, posted(role)
	case account.OtherUnit:
		return &account.Thing{Applicant: "you", Employer: "they", Unit: "there", PoliceUnit: "there", Counter: "there"}, role.Staff() || role == account.Anonymous
	}
	return &account.Thing{Applicant: "you", Employer: "they", Unit: "here", PoliceUnit: "here", Part: account.ApplicantPart}, role == account.Person
}

func who(role account.Role) *account.Account {
	if role == account.Anonymous {
		return nil
	}
	return someone(role)
}

func answer(err error) string {
	switch {
	case err == nil:
		return "yes"
	case errors.Is(err, account.ErrSignIn):
		return "401"
	case errors.Is(err, account.ErrForbidden):
		return "403"
	case errors.Is(err, account.ErrHidden):
		return "404"
	}
	return err.Error()
}

// every act, role and relation.
func TestTheWholeMatrixIsAsAgreed(t *testing.T) {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "act\trole\tnone\town\tsame-unit\tother-unit\tother-person\tonly if")
	cells := 0
	for _, act := range account.Acts() {
		for _, role := range account.Roles {
			row := []string{string(act), string(role)}
			if role == account.Anonymous {
				row[1] = "(nobody)"
			}
			for _, r := range account.Relations {
				cell := "-"
				if th, ok := thing(role, r); ok {
					cell = answer(account.May(who(role), act, th))
					cells++
				}
				row = append(row, cell)
			}
			fmt.Fprintln(w, strings.Join(append(row, condition(act, role)), "\t"))
		}
	}
	w.Flush()
	var got strings.Builder
	for line := range strings.Lines(out.String()) {
		fmt.Fprintln(&got, strings.TrimRight(line, " \n"))
	}
	if *update {
		if err := os.WriteFile("testdata/authority.txt", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/authority.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the matrix of authority has changed (-want +got):\n%s", diff)
	}
	t.Logf("%d cells", cells)
}

func condition(act account.Act, role account.Role) string {
	for _, r := range account.Rules() {
		if r.Act == act && r.Role == role {
			return string(r.If)
		}
	}
	return ""
}

func TestEveryActOfThePackageHasARule(t *testing.T) {
	source, err := os.ReadFile("authority.go")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(source)) {
		if _, after, ok := strings.Cut(line, ` Act = "`); ok {
			if act, _, _ := strings.Cut(after, `"`); !slices.Contains(account.Acts(), account.Act(act)) {
				t.Errorf("no rule for %s", act)
			}
		}
	}
	for _, r := range account.Rules() {
		if r.Why == "" || len(r.Relations) == 0 {
			t.Errorf("%s of %s: no reason or no relation", r.Act, r.Role)
		}
	}
}

func TestNothingIsAllowedWithoutARule(t *testing.T) {
	ids := rapid.SampledFrom([]string{"", "me", "you", "they"})
	units := rapid.SampledFrom([]string{"", "here", "there"})
	acts := rapid.SampledFrom(append(account.Acts(), "case.delete", "", "public "))
	rapid.Check(t, func(t *rapid.T) {
		a := someone(rapid.SampledFrom(account.Roles).Draw(t, "role"))
		a.Unit = units.Draw(t, "own unit")
		act := acts.Draw(t, "act")
		th := account.Thing{Account: ids.Draw(t, "account"), Applicant: ids.Draw(t, "applicant"), Employer: ids.Draw(t, "employer"),
			Executor: ids.Draw(t, "executor"), Drafter: ids.Draw(t, "drafter"), Unit: units.Draw(t, "unit"), PoliceUnit: units.Draw(t, "police unit"), Counter: units.Draw(t, "counter"),
			Part: rapid.SampledFrom([]string{"", account.ApplicantPart, account.EmployerPart, "other"}).Draw(t, "part")}
		if err := account.May(a, act, &th); err != nil || act == account.Public {
			return
		}
		relation := account.Relate(*a, th)
		if !slices.ContainsFunc(account.Rules(), func(r account.Rule) bool {
			return r.Act == act && r.Role == a.Role && slices.Contains(r.Relations, relation)
		}) {
			t.Fatalf("%s may %s (%s) without a rule", a.Role, act, relation)
		}
		if !strings.HasPrefix(string(act), "case.") && !strings.HasPrefix(string(act), "counter.") && act != account.PoliceAnswer && !strings.HasPrefix(string(act), "decision.") && act != account.PermitRead {
			return
		}
		party := th.Applicant == a.ID || th.Employer == a.ID
		of := map[account.Role]string{account.Operator: th.Counter, account.Police: th.PoliceUnit, account.Executor: th.Unit, account.Head: th.Unit}[a.Role]
		territory := a.Unit != "" && of == a.Unit
		if act == account.CounterWork && relation == account.None {
			return // lists and reports are of the own office, whatever is asked
		}
		if act != account.CaseStart && !(a.Role == account.Person && party) && !(a.Role.Staff() && territory) {
			t.Fatalf("%s may %s what is neither theirs nor their unit's: %+v", a.Role, act, th)
		}
	})
}

func TestConditionsOfTheRules(t *testing.T) {
	person, executor, head := someone(account.Person), someone(account.Executor), someone(account.Head)
	unproven := *person
	unproven.ProvenAt = nil
	disabled := *head
	disabled.State = account.Disabled
	both := account.Thing{Applicant: "me", Employer: "you"}
	employer := account.Thing{Applicant: "you", Employer: "me"}
	here := account.Thing{Unit: "here"}
	part := func(t account.Thing, p string) *account.Thing { t.Part = p; return &t }
	with := func(t account.Thing, executor, drafter string) *account.Thing {
		t.Executor, t.Drafter = executor, drafter
		return &t
	}
	for _, c := range []struct {
		name string
		who  *account.Account
		act  account.Act
		what *account.Thing
		want error
	}{
		{"the applicant confirms as applicant", person, account.CaseConfirm, part(both, account.ApplicantPart), nil},
		{"the applicant confirms for the employer", person, account.CaseConfirm, part(both, account.EmployerPart), account.ErrForbidden},
		{"the applicant confirms for nobody in particular", person, account.CaseConfirm, part(both, ""), account.ErrForbidden},
		{"the employer confirms as employer", person, account.CaseConfirm, part(employer, account.EmployerPart), nil},
		{"the employer confirms for the applicant", person, account.CaseConfirm, part(employer, account.ApplicantPart), account.ErrForbidden},
		{"an unproven applicant confirms", &unproven, account.CaseConfirm, part(both, account.ApplicantPart), account.ErrUnproven},
		{"an unproven applicant writes", &unproven, account.CaseWrite, part(both, account.ApplicantPart), nil},
		{"the applicant writes the employer's part of the draft", person, account.CaseWrite, part(both, account.EmployerPart), nil},
		{"the employer writes the own part", person, account.CaseWrite, part(employer, account.EmployerPart), nil},
		{"the employer writes the applicant's part", person, account.CaseWrite, part(employer, account.ApplicantPart), account.ErrForbidden},
		{"the employer writes some part", person, account.CaseWrite, part(employer, ""), account.ErrForbidden},
		{"an executor takes a free case", executor, account.CaseTake, with(here, "", ""), nil},
		{"an executor takes another's case", executor, account.CaseTake, with(here, "you", ""), account.ErrForbidden},
		{"an executor drafts in another's case", executor, account.DecisionDraft, with(here, "you", ""), account.ErrForbidden},
		{"a head decides what an executor drafted", head, account.DecisionMake, with(here, "you", "you"), nil},
		{"a head decides what they drafted themselves", head, account.DecisionMake, with(here, "me", "me"), account.ErrForbidden},
		{"an executor decides", executor, account.DecisionMake, with(here, "me", "you"), account.ErrForbidden},
		{"a disabled head decides", &disabled, account.DecisionMake, with(here, "you", "you"), account.ErrSignIn},
		{"an executor reads a draft, which belongs to no unit", executor, account.CaseRead, &both, account.ErrHidden},
		{"the police read a case that was not handed to them", someone(account.Police), account.CaseRead, &here, account.ErrHidden},
		{"the police read tax and quota", someone(account.Police), account.CaseReadAll, &account.Thing{PoliceUnit: "here"}, account.ErrForbidden},
		{"a person reads another's account", person, account.Self, &account.Thing{Account: "you"}, account.ErrHidden},
		{"an act that nobody has heard of", person, "case.delete", &both, account.ErrForbidden},
		{"nobody does an act that nobody has heard of", nil, "case.delete", nil, account.ErrSignIn},
	} {
		if got := account.May(c.who, c.act, c.what); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func BenchmarkMay(b *testing.B) {
	executor, th := someone(account.Executor), &account.Thing{Applicant: "you", Employer: "they", Unit: "here"}
	for b.Loop() {
		if account.May(executor, account.CaseRead, th) != nil {
			b.Fatal("refused")
		}
	}
}
