package calendar

import (
	"time"

	"ruqsat/words"
)

// Why says why a day stands in a trace.
type Why string

// The reasons of a trace. Filed opens a trace and Received ends its first part;
// NotCountedReceipt opens the second, Due ends it.
const (
	Filed             Why = "filed"
	FiledAfterHours   Why = "filed-after-hours"
	BeforeOpening     Why = "before-opening"
	Received          Why = "received"
	NotCountedReceipt Why = "not-counted-receipt"
	OnWeekend         Why = "weekend"
	OnHoliday         Why = "holiday"
	OnTransferred     Why = "transferred"
	OnWorking         Why = "working"
	OnWorkingWeekend  Why = "working-weekend"
	OnDue             Why = "due"
)

// Traced is one line of the legal clock (B-07): a day, whether it counted, why,
// the holiday's name where there is one, and which working day it was.
type Traced struct {
	Day     Day        `json:"day"`
	Counted bool       `json:"counted"`
	Why     Why        `json:"why"`
	Name    words.Text `json:"name,omitzero"`
	N       int        `json:"n,omitempty"`
}

var _ = time.Time{}
