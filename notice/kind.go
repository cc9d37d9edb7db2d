package notice

// Kinds of letters (түрлері · виды уведомлений). The words of kind K stand in words/catalogue/notice.yaml under
// notice.K.title, notice.K.body and notice.K.sms; the placeholders each takes are named there.
const (
	SignEmployer  = "sign-employer"  // the applicant has confirmed: the employer is asked for the second signature (M-05)
	SignApplicant = "sign-applicant" // the employer has confirmed: the applicant is asked
	Filed         = "filed"          // registered: number, moment, and date and time of the result (M-21)
	FiledLater    = "filed-later"    // filed outside working hours: received at the next opening (P2)
	Received      = "received"       // taken into work: terms run from now
	Moved         = "moved"          // the moment of the result has moved, and why (M-21)
	Overdue       = "overdue"        // the term of the decision has passed, and what the case waits for (T5)
	Waiting       = "waiting"        // a system is silent; the case waits and goes on by itself (B-06)
	Resumed       = "resumed"        // the system has answered, the case goes on
	Objected      = "objected"       // the police object
	Approved      = "approved"       // permit issued: number, days, territory
	Hired         = "hired"          // the same, to the employer
	Refused       = "refused"        // refused: ground, article, the way on
	Returned      = "returned"       // the draft goes back: what to mend
	Withdrawn     = "withdrawn"      // withdrawn at the person's wish
	Unsigned      = "unsigned"       // changed data: both signatures are void, ask again
	Released      = "released"       // the quota place is free again
	Ready         = "ready"          // the result waits at the counter: where, which hours
	Handed        = "handed"         // the result was handed out at the counter
	PoliceOverdue = "police-overdue" // to staff: the police's term has passed without an answer
)

// Kinds are all of them.
var Kinds = []string{SignEmployer, SignApplicant, Filed, FiledLater, Received, Moved, Overdue, Waiting, Resumed, Objected,
	Approved, Hired, Refused, Returned, Withdrawn, Unsigned, Released, Ready, Handed, PoliceOverdue}
