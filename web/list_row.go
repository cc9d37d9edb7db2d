package web

import (
	"strconv"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/web/part"
	"ruqsat/words"
)

// workRow is a case as the worklist shows it.
type workRow struct {
	ID                 string
	Href, Number, What string
	Name, Country      string
	Employer, Place    string
	Stage, StageNote   string
	Executor           string
	Own                bool
	Due                part.Due
	Pick               string // id and version; empty where nothing can be done with it
	Picked             bool
}

// row says one case in a list.
func (v *Visit) row(b application.Bounds, c application.Summary) workRow {
	r := workRow{
		ID: c.ID, Href: "/work/case/" + c.ID, Number: c.Number, Name: c.Name, Country: v.country(c.Citizenship),
		What:     v.operation(c.Service, c.Operation) + ", " + unbroken(words.Months(v.Language, c.Months)),
		Employer: c.EmployerName, Place: c.Address, Executor: c.ExecutorName, Own: v.Actor.Holds(c.Executor),
	}
	if c.State.Running() {
		r.Due, r.Pick = v.due(b, c.DueAt, account.Akimat), c.ID+":"+strconv.Itoa(c.Version)
		r.Stage, r.StageNote = v.Say("list.stage."+string(c.Lies)), v.stageNote(c)
		r.Picked = v.Text("tick") == "page" || v.ticked(r.Pick)
	} else {
		r.Due = v.decided(c.State, c.DecidedAt)
		r.Stage = v.Say("application.state." + string(c.State))
	}
	return r
}

// ticked says whether the form that is shown again had this case ticked.
func (v *Visit) ticked(pick string) bool {
	for _, p := range v.Form["pick"] {
		if p == pick {
			return true
		}
	}
	return false
}

// stageNote says beside the stage what it waits for.
func (v *Visit) stageNote(c application.Summary) string {
	switch c.Lies {
	case application.StageOpening:
		return words.ShortMoment(c.ReceivedAt)
	case application.StagePolice:
		if !c.PoliceDueAt.After(v.Now) {
			return v.Say("staff.stage.police.late", "moment", words.ShortMoment(c.PoliceDueAt))
		}
		return v.Say("staff.stage.police", "moment", words.ShortMoment(c.PoliceDueAt))
	case application.StageSystems:
		return v.Say("staff.stage.systems", "n", c.Waiting)
	case application.StageFailed, application.StageReturned:
		if c.Failed > 0 {
			return v.Say("staff.stage.failed", "n", c.Failed)
		}
		return ""
	case application.StageReady:
		return v.Say("staff.stage.ready")
	}
	return ""
}

// unbroken keeps a number and its word on one line.
func unbroken(text string) string { return strings.ReplaceAll(text, " ", "\u00a0") }
