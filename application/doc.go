// Package application is the case (дело; өтініш ісі): a person's application for a state service
// from the first answer to the decision.
//
//		draft ──confirm──▶ awaiting ──confirm──▶ filed ──opening──▶ review ──draft──▶ signature ──▶ approved
//		  ▲                   │                    │                  ▲  │              │    └─────▶ refused
//		  └──── change ───────┘                    │                  └──┴── return ────┘
//		                                           └──── withdraw (filed, review, signature) ──────▶ withdrawn
//
//	  - draft: the applicant writes, saves, resumes. Nothing has a number, no term runs.
//	  - awaiting: the applicant has confirmed, the employer has not (M-05). Still no number, no term.
//	    Any change of the data voids the confirmations, because both confirm the same bytes.
//	  - filed: both have confirmed; the case has its number, its place in the quota and its terms.
//	    Outside working hours it waits here for the opening (P2).
//	  - review: received. The automatic checks and the police work side by side; the executor sees
//	    everything and drafts a decision.
//	  - signature: a drafted decision lies with the head, who makes it or returns it.
//	  - approved, refused, withdrawn: ends.
//
// At the counter of a front office (P11) nobody needs an account. The operator writes the draft and attests that both
// parties signed it on paper before him: draft ──accept──▶ filed, without awaiting. A refusal of acceptance (M-40)
// leaves the draft as it is for the law's days; it is a line of the office's journal and no case. The result of a
// decided case is handed out there, once (M-41).
//
// Invariants, kept by the database and tested after every journey:
//
//   - a number exists if and only if both parties confirmed exactly the filed data, in their cabinets or on paper
//     before an operator who attested it;
//   - a filed case holds one place of the quota until its end: used when approved, released otherwise;
//   - nothing is approved unless every check passed on the day of the decision (P5a), the police's
//     agreement among them; silence never approves (T5);
//   - a refusal names grounds of the edition under which the case was filed, and a ground that a
//     check judges may be named only when that check failed;
//   - every act is one transaction and one entry of the register.
//
// The law comes as an argument (Office.Law); no service is named here. What is common to all forms
// is the vocabulary of field.go.
package application
