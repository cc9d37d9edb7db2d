package permit

import (
	"bytes"
	"crypto/ecdsa"
	"slices"
	"time"
)

// StatusList is the dated list of permits that ended before their last day.
type StatusList struct {
	AsOf  time.Time
	Ended map[string]string // by number: Revoked, Terminated or Replaced
}

// Trust is what a reader believes before it reads a QR.
type Trust struct {
	Keys   []*ecdsa.PublicKey // seals of the servers
	Hosts  []string           // hosts of the status pages, as in Seal.QR
	List   *StatusList        // what is known of ended permits
	MaxAge time.Duration      // a list older than this is no knowledge

	// SealOnly asks about seal and days alone, for a reader that asks the status page itself.
	// Without it and without a list the verdict is Unknown: revoked cannot be told from valid.
	SealOnly bool
}

// Verdict is what a QR proves at a moment. Payload is set when the seal is good.
type Verdict struct {
	Code    string // Valid, NotStarted, Expired, Revoked, Terminated, Replaced or Unknown
	Why     string // of Unknown: damaged, host, key, moment, state, no-list, old-list, early-list
	Payload Payload
	AsOf    time.Time // age of the status list, zero without one
}

// VerifyQR judges a QR at a moment without a network. A damaged text, an address that is not
// trusted, an unknown key, a list that is missing, older than the limit or from the future
// are Unknown, never Valid.
func VerifyQR(text string, t Trust, now time.Time) Verdict {
	m, err := parse(text)
	switch {
	case now.IsZero():
		return Verdict{Code: Unknown, Why: "moment"}
	case err != nil:
		return Verdict{Code: Unknown, Why: "damaged"}
	case !t.knows(m.base):
		return Verdict{Code: Unknown, Why: "host"}
	}
	keys := t.keys(m.id)
	if len(keys) == 0 {
		return Verdict{Code: Unknown, Why: "key"}
	}
	for _, k := range keys {
		if p, err := m.open(k); err == nil {
			return t.judge(p, now)
		}
	}
	return Verdict{Code: Unknown, Why: "damaged"}
}

// knows tells whether the QR leads to a page of ours: a good seal behind another address
// would send people there.
func (t Trust) knows(address string) bool {
	return slices.ContainsFunc(t.Hosts, func(host string) bool {
		b, err := base(host)
		return err == nil && b == address
	})
}

func (t Trust) keys(id []byte) []*ecdsa.PublicKey {
	var keys []*ecdsa.PublicKey
	for _, k := range t.Keys {
		if own, err := keyID(k); err == nil && bytes.Equal(own, id) {
			keys = append(keys, k)
		}
	}
	return keys
}

// judge says what the payload and the list prove. An end in the list counts however old the
// list is, because an end is never undone; that a permit is valid needs a fresh list.
func (t Trust) judge(p Payload, now time.Time) Verdict {
	v := Verdict{Payload: p}
	if t.List != nil {
		v.AsOf = t.List.AsOf
		if s, listed := t.List.Ended[p.Number]; listed {
			if v.Code = ended(s); v.Code == Unknown {
				v.Why = "state"
			}
			return v
		}
	}
	if v.Code = state(p.First, p.Last, nil, now); v.Code != Valid {
		return v
	}
	if why := t.doubt(now); why != "" {
		v.Code, v.Why = Unknown, why
	}
	return v
}

// doubt says why nothing is known of an early end; empty when the list is fresh.
func (t Trust) doubt(now time.Time) string {
	switch {
	case t.List == nil && t.SealOnly:
		return ""
	case t.List == nil:
		return "no-list"
	case t.List.AsOf.After(now):
		return "early-list"
	case now.Sub(t.List.AsOf) > t.MaxAge:
		return "old-list"
	}
	return ""
}
