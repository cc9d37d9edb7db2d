// Package permit issues the разрешение / рұқсат, keeps it, and tells anyone what state it
// is in.
//
// Nothing is issued without a prior record. Prepare keeps the canonical bytes of every
// field; the head sees them; Issue redeems exactly these bytes, once:
//
//	Prepare ---> preparation --- Issue ---> permit ---> End (revoked, terminated, replaced)
//	   |              |
//	   +-- again -----+  a newer preparation voids the older one
//
// Invariants:
//
//   - a preparation is redeemed once, and only while it is the case's newest and unchanged;
//   - numbers of one prefix, unit and year are 1, 2, 3... without a gap, because the counter
//     is part of the act that uses the number;
//   - a permit's row is never changed. Its early end is a row of its own that can be written
//     once, so that a revocation cannot be undone in silence (M-56);
//   - in force means: from 00:00 of the first day to 24:00 of the last, in Asia/Almaty (P5),
//     and not ended.
//
// The QR holds a compact COSE_Sign1 sealed by the server's own key: number, days, territory,
// code of the status page and a salted hash of the passport, no name. VerifyQR judges it without
// a network; what it cannot know is unknown, and unknown is never valid.
package permit
