package web

import (
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/web/part"
	"ruqsat/words"
)

// next finds the one clear next action of a case for its reader.
type next struct {
	v      *Visit
	c      application.Case
	thing  account.Thing
	stage  application.Stage
	police application.Police
	doubts []sheet // papers that are not good by the executor's word
}

func (n next) path(last string) string { return "/work/case/" + n.c.ID + last }

func (n next) may(act account.Act) error { return account.May(n.v.Actor, act, &n.thing) }

// executor: take, draft a permit, draft a refusal, or wait and know for whom. The second answer is a
// further act that is open besides the main one.
func (n next) executor() (part.Action, *actForm) {
	v, c := n.v, n.c
	a := part.Action{Version: c.Version}
	if c.State != application.Review {
		return n.elsewhere(a), nil
	}
	if n.may(account.DecisionDraft) != nil {
		a.Why = v.Say("staff.next.taken", "name", c.ExecutorName)
		a.Others = n.barred(v.Say("staff.bar.taken", "name", c.ExecutorName))
		return a, nil
	}
	refuse := part.Other{Text: v.Say("staff.act.refuse"), Href: n.path("/refuse")}
	if c.Executor == "" {
		a.Why, a.After = v.Say("staff.next.take"), v.Say("staff.next.take.after")
		a.Button, a.Post = &part.Button{Text: v.Say("staff.act.take")}, n.path("/take")
		a.Others = []part.Other{n.approveBarred(), refuse}
		if n.clean() {
			a.Others = []part.Other{refuse}
			return a, &actForm{Post: n.path("/approve"), Text: v.Say("staff.act.approve")}
		}
		return a, nil
	}
	switch {
	case n.clean():
		a.Why, a.After = v.Say("staff.next.approve"), v.Say("staff.next.approve.after")
		a.Button, a.Post = &part.Button{Text: v.Say("staff.act.approve")}, n.path("/approve")
		a.Others = []part.Other{refuse}
	case c.Ready():
		a.Colour, a.Why, a.After = "red", n.doubted(), v.Say("staff.next.refuse.after")
		a.Button, a.Href = &part.Button{Text: v.Say("staff.act.refuse")}, n.path("/refuse")
		a.Others = []part.Other{n.approveBarred(), {Text: v.Say("desk.paper.again"), Href: n.doubts[0].Href}}
	case c.Failed > 0:
		a.Colour, a.Why, a.After = "red", v.Say("staff.next.refuse", "n", c.Failed), v.Say("staff.next.refuse.after")
		a.Button, a.Href = &part.Button{Text: v.Say("staff.act.refuse")}, n.path("/refuse")
		a.Others = []part.Other{n.approveBarred()}
	default:
		a.Colour, a.Why = "gold", n.waiting()
		a.Others = []part.Other{n.approveBarred(), refuse}
	}
	return a, nil
}

// head: decide over the draft, or know where the case lies.
func (n next) head() part.Action {
	v, c := n.v, n.c
	a := part.Action{Version: c.Version}
	if c.State != application.Signature {
		a = n.elsewhere(a)
		if c.State == application.Review {
			a.Why = v.Say("staff.next.head.review", "stage", v.Say("application.stage."+string(n.stage)))
			a.Others = []part.Other{{Text: v.Say("staff.act.decide"), Why: v.Say("staff.bar.draft")}}
		}
		return a
	}
	if n.may(account.DecisionMake) != nil {
		a.Why = v.Say("staff.next.own")
		a.Others = []part.Other{
			{Text: v.Say("staff.act.decide"), Why: v.Say("staff.bar.own")},
			{Text: v.Say("staff.act.look"), Href: n.path("/decide")},
		}
		return a
	}
	a.Why, a.After = v.Say("staff.next.decide"), v.Say("staff.next.decide.after")
	a.Button, a.Href = &part.Button{Text: v.Say("staff.act.decide.open")}, n.path("/decide")
	return a
}

// elsewhere: nothing is to be done here now.
func (n next) elsewhere(a part.Action) part.Action {
	v, c := n.v, n.c
	switch {
	case c.State == application.Filed:
		a.Colour, a.Why = "gold", v.Say("staff.next.filed", "moment", words.Moment(v.Language, c.ReceivedAt))
		a.Others = n.barred(v.Say("staff.bar.filed"))
	case c.State == application.Signature:
		a.Colour, a.Why = "gold", v.Say("staff.next.signature")
		a.Others = n.barred(v.Say("staff.bar.signature"))
	case c.State == application.Approved || c.State == application.Refused:
		a.Why = v.Say("staff.next.done", "state", v.Say("application.state."+string(c.State)))
		a.Button, a.Href = &part.Button{Text: v.Say("staff.act.result"), Kind: "secondary"}, n.path("/done")
	default:
		a.Why = v.Say("staff.next.done", "state", v.Say("application.state."+string(c.State)))
	}
	return a
}

// barred acts of an executor stay visible with their reason.
func (n next) barred(why string) []part.Other {
	return []part.Other{{Text: n.v.Say("staff.act.approve"), Why: why}, {Text: n.v.Say("staff.act.refuse"), Why: why}}
}

// clean: every check has passed, and no paper is marked as not good: a permit may be drafted.
func (n next) clean() bool { return n.c.Ready() && len(n.doubts) == 0 }

// doubted names the papers that bar a permit (M-112).
func (n next) doubted() string {
	var names []string
	for _, x := range n.doubts {
		names = append(names, x.Name)
	}
	return n.v.Say("desk.bar.paper", "documents", strings.Join(names, "; "))
}

// approveBarred: a permit is drafted only when every check has passed (B-06, T5) and no paper is marked as
// not good.
func (n next) approveBarred() part.Other {
	if n.c.Ready() && len(n.doubts) > 0 {
		return part.Other{Text: n.v.Say("staff.act.approve"), Why: n.doubted()}
	}
	return part.Other{Text: n.v.Say("staff.act.approve"),
		Why: n.unpassed()}
}

// unpassed says how many checks stand in the way, and which kind.
func (n next) unpassed() string {
	switch {
	case n.c.Waiting == 0 && n.c.Failed > 0:
		return n.v.Say("staff.bar.checks.failed", "n", n.c.Failed)
	case n.c.Failed == 0 && n.c.Waiting > 0:
		return n.v.Say("staff.bar.checks.waiting", "n", n.c.Waiting)
	}
	return n.v.Say("staff.bar.checks", "failed", n.c.Failed, "waiting", n.c.Waiting)
}

// waiting says for whom.
func (n next) waiting() string {
	if n.stage == application.StagePolice {
		key := "staff.next.police"
		if !n.police.DueAt.After(n.v.Now) {
			key = "staff.next.police.late"
		}
		return n.v.Say(key, "moment", words.Moment(n.v.Language, n.police.DueAt))
	}
	return n.v.Say("staff.next.systems", "n", n.c.Waiting)
}
