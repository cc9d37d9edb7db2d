// Package regulation is the law on a given day: services and their editions, steps and terms,
// documents and forms, grounds, and the judging of facts.
//
// The figures live in law/ (package law) as dated, cited data; this package reads them strictly,
// computes terms (P1-P5a) and the prepayment (P9), says what must be asked of which state system,
// and judges the answers. It asks nobody and has no clock: every moment is an argument, in
// Asia/Almaty where a day is meant. A refusal under the law is a value (Verdict), never an error.
// Unknown never passes: a registry that was not asked, or is silent, leaves its check waiting.
//
// The order of a filing:
//
//	Validate   one page of the form: formats
//	Defects    everything that is wrong before filing, in one round (B-05)
//	Terms      when it is received, when the police and the decision are due
//	Questions  what the checks need from other systems
//	Judge      every check: passed, failed, waiting or referral, with the values compared (B-04)
package regulation
