package quota

import (
	"fmt"

	"ruqsat/db"
)

// Verify re-reads the whole of the books: every movement sums to zero, no subject has more
// than one place, the ledger equals the balances, the balances equal the last orders. It
// answers nil, or ErrImbalance with every difference found.
func Verify(tx *db.Tx) error {
	var found []string
	for _, check := range checks {
		var rows []string
		if err := tx.Select(&rows, check.find); err != nil {
			return err
		}
		for _, row := range rows {
			found = append(found, check.says+": "+row)
		}
	}
	if len(found) > 0 {
		return fmt.Errorf("%w: %q", ErrImbalance, found)
	}
	return nil
}

// checks are statements that find what must not be there. They answer one text column.
var checks = []struct{ says, find string }{
	{"a movement does not sum to zero", `SELECT subject FROM quota_entry
		GROUP BY subject, step HAVING SUM(places) <> 0 OR COUNT(*) <> 2`},
	{"a movement is in two quotas", `SELECT subject FROM quota_entry
		GROUP BY subject, step HAVING MIN(region) <> MAX(region) OR MIN(year) <> MAX(year) OR MIN(ledger) <> MAX(ledger)`},
	{"a step is missing", `SELECT subject FROM quota_entry
		GROUP BY subject HAVING MIN(step) <> 1 OR MAX(step) <> COUNT(DISTINCT step)`},
	{"a subject does not have none or one place", `SELECT subject FROM quota_entry
		WHERE account IN ('held', 'used') GROUP BY subject HAVING SUM(places) NOT IN (0, 1)`},
	{"a subject moved between quotas while it had a place", `SELECT subject FROM quota_entry
		WHERE account IN ('held', 'used') GROUP BY subject, region, year, ledger HAVING SUM(places) NOT IN (0, 1)`},
	{"the ledger differs from the balance", `SELECT b.ledger || ' ' || b.region FROM quota_balance b
		LEFT JOIN (` + sums + `) e ON e.ledger = b.ledger AND e.year = b.year AND e.region = b.region
		WHERE COALESCE(e.allotted, 0) <> -b.allotted OR COALESCE(e.held, 0) <> b.held
		OR COALESCE(e.used, 0) <> b.used OR COALESCE(e.free, 0) <> b.allotted - b.held - b.used`},
	{"the ledger has no balance", `SELECT DISTINCT e.ledger || ' ' || e.region FROM quota_entry e
		LEFT JOIN quota_balance b ON b.ledger = e.ledger AND b.year = e.year AND b.region = e.region
		WHERE b.region IS NULL`},
	{"the balance differs from the last order", `SELECT b.ledger || ' ' || b.region FROM quota_balance b
		LEFT JOIN quota_order o ON o.ledger = b.ledger AND o.year = b.year AND o.region = b.region AND o.number = b.orders
		WHERE o.number IS NULL OR o.places <> b.allotted OR o.cite <> b.cite OR o.since <> b.since OR o.sample <> b.sample`},
	{"an order is missing", `SELECT b.ledger || ' ' || b.region FROM quota_balance b
		WHERE b.orders <> (SELECT COUNT(*) FROM quota_order o
			WHERE o.ledger = b.ledger AND o.year = b.year AND o.region = b.region)`},
}

const sums = `SELECT ledger, year, region,
	SUM(CASE WHEN account = 'allotted' THEN places ELSE 0 END) AS allotted,
	SUM(CASE WHEN account = 'free' THEN places ELSE 0 END) AS free,
	SUM(CASE WHEN account = 'held' THEN places ELSE 0 END) AS held,
	SUM(CASE WHEN account = 'used' THEN places ELSE 0 END) AS used
	FROM quota_entry GROUP BY ledger, year, region`
