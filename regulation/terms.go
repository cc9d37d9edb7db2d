package regulation

import (
	"time"

	"ruqsat/calendar"
)

// Terms is when a filing is received and when each step is due (P2-P4), with a trace of every day
// counted and skipped. All moments are in Asia/Almaty.
type Terms struct {
	Service, Operation, Edition string
	Filed, Received             time.Time
	Steps                       []StepDue
	ResultDue                   time.Time
	Trace                       []calendar.Traced
}

// StepDue is the term of one step: it runs from From and is overdue after Due.
type StepDue struct {
	Step, Unit string
	From       time.Time
	Due        time.Time
	Days       int
	Trace      []calendar.Traced
}

// Payment is the prepayment with its working (P9): Months x Coefficient x MRP = Sum, in tenge.
type Payment struct {
	Months      int
	Coefficient int
	MRP         int64
	Month       int64 // for one month
	Sum         int64
	Year        int // the МРП's year
	KBK         string
	Cite        []Cite
	Unconfirmed []string
}
