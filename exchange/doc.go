// Package exchange (обмен с системами государства · мемлекеттік жүйелермен алмасу) asks the other
// state systems what the checks of a case need to know, and brings their answers home exactly once.
//
// A question is a row. It is written by the act that needs it, in the act's own transaction (Ask), and it is
// sent only after that transaction has committed: nothing is sent inside a transaction.
//
//	         Ask                        answer stored, Listener called (one transaction)
//	─────────────────▶  waiting  ─────────────────────────────────────▶  answered
//	                     │  ▲  │
//	     refused 10 times│  │  │ a changed question (Ask), or nobody needs it any more (Cancel)
//	                     ▼  │  ▼
//	                   dead │ replaced / cancelled      (a late answer is journalled and ignored)
//	                     └──┘
//	                    Resend
//
// The invariants:
//
//   - At most one row per subject and key is live (a partial UNIQUE index), and only a live waiting row takes an
//     answer: one conditional UPDATE decides, so that repeated, reordered and late answers change nothing.
//   - The answer, the journal line and whatever the Listener does are one transaction: all of it or nothing.
//   - Each system has a lane of its own: a goroutine, a client, a limit and a time-out. A dead system slows
//     nobody but itself.
//   - A claim expires. A process that is killed between sending and storing loses nothing: another asks again,
//     and the systems only answer questions, so asking twice does no harm.
//   - Questions of one case to one system go out in the order they were asked; a question the system is still
//     looking into (pending) holds nobody up.
//   - Silence is not an answer (B-06). A system that is unreachable, late, or says what cannot be understood is
//     asked again for ever, at most MaxPause apart, and is seen to be failing. Only a question the system
//     itself refuses (4xx) becomes a dead letter.
//   - No personal data reaches a log, the journal or an error text: they hold the system, the question's id and
//     a code of what happened.
//
// One small file per system keeps its wire form: esbd.go, tax.go, border.go, property.go, person.go, mp.go.
package exchange
