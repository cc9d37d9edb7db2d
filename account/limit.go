package account

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"time"

	"ruqsat/db"
	"ruqsat/words"
)

// Limit is how often something may be tried: Burst tries at once, and then one each Every. It is a
// sliding window of Burst × Every that keeps one moment and no list of tries (GCRA).
type Limit struct {
	Burst int
	Every time.Duration
}

// TooMany says that something was tried too often, and when it may be tried again.
type TooMany struct{ Wait time.Duration }

// Error names the wait.
func (e *TooMany) Error() string { return fmt.Sprintf("account: too many tries, wait %s", e.Wait) }

// Text tells the person how many minutes to wait.
func (e *TooMany) Text() words.Text {
	return words.All("account.too-many", "n", int((e.Wait+time.Minute-1)/time.Minute))
}

// Five failures in a row lock for a minute, each further one for twice as long, up to a quarter of
// an hour: long enough to make guessing hopeless, never so long that a stranger's guesses keep the
// owner out for good. A day without a failure, or a success, begins anew.
const (
	freeFailures = 4
	firstLock    = time.Minute
	longestLock  = 15 * time.Minute
	forgotten    = 24 * time.Hour
)

func lockOut(failures int) time.Duration {
	over := failures - freeFailures - 1
	if over < 0 {
		return 0
	}
	return min(firstLock<<min(over, 10), longestLock)
}

// count counts one try and says how long to wait when it is one too many. The count is one
// conditional statement, so that tries at the same time cannot slip through together.
func count(tx *db.Tx, key string, l Limit) (time.Duration, error) {
	now, every := tx.Now().UnixMicro(), l.Every.Microseconds()
	ahead := every * int64(l.Burst-1)
	n, err := tx.Exec(`INSERT INTO try_limit (key, due, last_at) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at,
			due = CASE WHEN try_limit.due > excluded.last_at THEN try_limit.due ELSE excluded.last_at END + ?
		WHERE try_limit.due <= ? AND try_limit.until <= ?`,
		key, now+every, now, every, now+ahead, now)
	if err != nil || n == 1 {
		return 0, err
	}
	return blocked(tx, key, now, ahead)
}

// blocked counts a try that was not allowed, for the next entry of the register, and says how long to wait.
func blocked(tx *db.Tx, key string, now, ahead int64) (time.Duration, error) {
	if _, err := tx.Exec(`UPDATE try_limit SET blocked = blocked + 1 WHERE key = ?`, key); err != nil {
		return 0, err
	}
	var at struct {
		Due   int64 `db:"due"`
		Until int64 `db:"until"`
	}
	if err := tx.Get(&at, `SELECT due, until FROM try_limit WHERE key = ?`, key); err != nil {
		return 0, err
	}
	wait := max(at.Until-now, at.Due-ahead-now, 1)
	return time.Duration(wait) * time.Microsecond, nil
}

// fail counts a failure, locks the key when there were too many in a row, and gives back how many
// tries were blocked since the last entry.
func fail(tx *db.Tx, key string) (locked time.Duration, blocked int64, err error) {
	now := tx.Now().UnixMicro()
	_, err = tx.Exec(`UPDATE try_limit SET failures = CASE WHEN failed < ? THEN 1 ELSE failures + 1 END,
		failed = ? WHERE key = ?`, now-forgotten.Microseconds(), now, key)
	if err != nil {
		return 0, 0, err
	}
	var row struct {
		Failures int   `db:"failures"`
		Blocked  int64 `db:"blocked"`
	}
	if err := tx.Get(&row, `SELECT failures, blocked FROM try_limit WHERE key = ?`, key); err != nil {
		return 0, 0, err
	}
	locked = lockOut(row.Failures)
	_, err = tx.Exec(`UPDATE try_limit SET until = ?, blocked = 0 WHERE key = ?`, now+locked.Microseconds(), key)
	return locked, row.Blocked, err
}

// clear forgets the failures after a success. The tries of the window stay counted.
func clear(tx *db.Tx, key string) error {
	_, err := tx.Exec(`UPDATE try_limit SET failures = 0, failed = 0, until = 0 WHERE key = ?`, key)
	return err
}

// limitKey hides what is limited: the table then shows neither numbers nor addresses at a glance.
func limitKey(kind, what string) string {
	sum := sha256.Sum256([]byte(kind + ":" + what))
	return kind + ":" + hex.EncodeToString(sum[:])
}

// network is the address that is limited: IPv4 whole, IPv6 by its /64, which is one customer.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		if port, err := netip.ParseAddrPort(address); err == nil {
			ip = port.Addr()
		}
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		prefix, _ := ip.Prefix(64)
		return prefix.String()
	}
	return ip.String() // "invalid IP" for all that is none: they share one limit
}
