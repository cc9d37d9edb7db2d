// Package register is the register of acts (тіркелім / реестр действий): every act of the house is
// one entry of an append-only Merkle log, and the entries of a case are its history.
//
//	act's transaction         sequencer                      anyone
//	─────────────────         ─────────                      ──────
//	Append: an entry   ──►    Sequence: a place (seq),  ──►  Checkpoint, Proof, Consistency
//	without a place           tiles, signed checkpoint       Verify: re-reads everything
//
// An entry is written in the transaction of its act, so there is no act without its entry and no
// entry without its act. It has no place there, because neither ids nor serial numbers follow the
// order of commits; one sequencer at a time gives the places, in one transaction with the tiles
// and the signed checkpoint. Invariants:
//
//   - seq is unique, without gaps from 0 to the size of the head; it is given once.
//   - The leaf of an entry holds its id, moment, act, subject, actor and the salted SHA-256 of its
//     body. Names, reasons and every other detail stand in the body alone: a leaf, which is shown
//     to outsiders in a proof, holds no personal data, and the salt keeps it from being guessed.
//   - The checkpoint of the head is signed, and its root is that of the tiles.
//
// What Verify can and cannot see: nothing that was placed can be edited, deleted, moved or added
// without a trace. Setting the whole database back to an earlier day is seen only against a
// checkpoint kept outside, so checkpoints are published. Before it is placed, about a second, an
// entry rests on the database alone; an entry that stays without a place longer than Window before
// the checkpoint's own moment is reported.
package register
