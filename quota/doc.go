// Package quota keeps the квота / квота of places for labour immigrants: how many an order
// allots to a region in a year, which are kept for a case, and which are used (P6, M-29).
//
// The books are in double entry. A movement takes one place from one account and puts it
// on another, so that every movement sums to zero:
//
//	        Allot            Hold            Consume
//	allotted -----> free ------------> held ---------> used
//	                     <------------
//	                        Release
//
// Invariants, each kept by the database and re-read by Verify:
//
//   - held >= 0, used >= 0 and held + used <= allotted (CHECK on the balance row), so that
//     a place is never sold twice however many ask at once;
//   - a subject has at most one place, because its movements are numbered steps under a key;
//   - the balance of a region and year equals the sums of its ledger and its last order.
//
// The balance is one hot row. A verb first writes the ledger, whose rows nobody else waits
// for, and touches the balance last, by one conditional UPDATE whose row count is the answer.
// A caller does likewise: Hold, Consume and Release come at the end of an act.
package quota
