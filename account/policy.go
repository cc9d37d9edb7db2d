package account

import "time"

// Policy is how strict sign-in is. It is given by cmd and the same for the whole run.
type Policy struct {
	SecondFactor bool          // staff need a code from their phone; the demo may switch it off
	Account      Limit         // tries of a password for one account
	Address      Limit         // tries of a password from one address
	Code         Limit         // tries of a second factor, and codes sent to prove an identity
	PersonIdle   time.Duration // a person's session ends when nothing is done for so long
	PersonLife   time.Duration // and in any case after so long
	StaffIdle    time.Duration
	StaffLife    time.Duration
}

// DefaultPolicy is the policy of a real deployment. The figures are this system's own (ASVS 5,
// V7.3): an applicant may look for a paper for an hour, an official's screen closes after half of one.
func DefaultPolicy() Policy {
	return Policy{
		SecondFactor: true,
		Account:      Limit{Burst: 10, Every: 90 * time.Second},
		Address:      Limit{Burst: 60, Every: 5 * time.Second},
		Code:         Limit{Burst: 5, Every: 3 * time.Minute},
		PersonIdle:   time.Hour, PersonLife: 24 * time.Hour,
		StaffIdle: 30 * time.Minute, StaffLife: 12 * time.Hour,
	}
}

// secondStep is how long the second step may take.
const secondStep = 10 * time.Minute

func (p Policy) terms(r Role) (idle, life time.Duration) {
	if r.Staff() {
		return p.StaffIdle, p.StaffLife
	}
	return p.PersonIdle, p.PersonLife
}
