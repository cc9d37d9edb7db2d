// Package db keeps what the house remembers, in SQLite or in PostgreSQL, under one SQL text.
//
// A verb of another room takes a *Tx and never opens one; the doors, exchange, timer and cmd do:
//
//	err := d.Write(ctx, clock.Now(), func(tx *db.Tx) error {
//		rows, err := tx.Exec(`UPDATE quota SET held = held + 1 WHERE id = ? AND held < places`, id)
//		...
//	})
//
// Rules of the one SQL text: placeholders are ?, moments are TEXT written through Time, days are
// TEXT YYYY-MM-DD, booleans are INTEGER 0 or 1, bytes BYTEA, ids TEXT from NewID, counts BIGINT.
// A limit is one conditional UPDATE and its row count, a CHECK or a UNIQUE; never a read before a write.
//
// What a transaction promises on both engines:
//
//   - Read sees one snapshot from its first statement on, and can change nothing.
//   - Write is one act: all of it or nothing. It is acknowledged only when it is on the disk.
//   - After a statement has failed the act is lost: the statements after it fail too, and it cannot
//     be committed by ignoring the error. Use ON CONFLICT DO NOTHING where a clash is expected.
//   - Write may run its function again (PostgreSQL, a serialization failure or a deadlock), so the
//     function must set what it returns, not add to it. What should happen once goes into Tx.After.
//   - An error or a panic inside an act undoes that act alone.
//
// On SQLite one writer commits several waiting acts together (group commit), each in a savepoint
// of its own: an act may see what the acts before it in the group did, and nobody is told anything
// before the common commit. On PostgreSQL acts run side by side under READ COMMITTED.
package db
