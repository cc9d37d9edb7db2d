// Package account knows who somebody is and what they may do: people, posts and units, sign-in,
// sessions, proof of identity, authority, and the trace of who has read what.
//
// Sign-in takes three steps, because a password is never hashed inside a transaction:
//
//	Attempt(tx)  counts the try against the address and the account   Try.Wait > 0: too many, for so long
//	Try.Verify   argon2id, the same work whoever it is                 outside any transaction
//	SignIn(tx)   writes the register, makes the session               not ok: refused, without a reason
//
//	            ┌────────────────── person, or second factor off ──────────────────┐
//	password ───┤                                                                  ├─► full
//	            ├─ staff with a second factor ──► code ── SecondStep ──────────────┤
//	            └─ staff without one ──► enrol ── Enrol, SecondStep ───────────────┘
//
// Invariants:
//
//   - An unknown, a disabled and a wrong sign-in get the same answer for the same work (M-101, M-102).
//   - A session carries no rights: every request reads the account anew, so that a change of role or
//     unit and a disabling are in effect at the next request.
//   - Tokens and codes are kept as hashes; a sign-in always makes a new token.
//   - A person confirms nothing before the identity is proven (P13).
//   - What may be done is decided by May alone, and what no rule allows is refused.
package account
