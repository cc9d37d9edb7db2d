package application

// Stage is where a running case really lies, for the words of a list or a page.
type Stage string

// The stages, as the parties of a case and the machines are told them.
const (
	StageDraft    Stage = "draft"
	StageEmployer Stage = "employer" // the employer's signature
	StageOpening  Stage = "opening"  // the next opening of working hours
	StagePolice   Stage = "police"   // the police's answer
	StageSystems  Stage = "systems"  // another system's answer
	StageExecutor Stage = "executor"
	StageHead     Stage = "head"
	StageDone     Stage = "done"
)

// What the officers' lists tell apart where the parties are told StageExecutor.
const (
	StageReady    Stage = "ready"    // every check has passed: a decision can be drafted
	StageFailed   Stage = "failed"   // a check has failed
	StageReturned Stage = "returned" // the head sent the draft back
)

// Stages are the stages that a worklist can be narrowed to, in the order of a case's way.
var Stages = []Stage{StageOpening, StagePolice, StageSystems, StageFailed, StageReady, StageReturned, StageHead}

// nextStage is what becomes of application.stage when a case enters a state: the checks say the rest.
const nextStage = `CASE ? WHEN 'filed' THEN 'opening' WHEN 'signature' THEN 'head'
	WHEN 'review' THEN CASE stage WHEN 'head' THEN 'returned' WHEN 'opening' THEN 'systems' WHEN '' THEN 'systems' ELSE stage END
	ELSE '' END`

// judgedStage is application.stage after a judgement with so many checks failed and waiting. A draft that
// was sent back stays so until there is a new one.
const judgedStage = `CASE WHEN state <> 'review' OR stage = 'returned' THEN stage
	WHEN ? > 0 THEN 'failed'
	WHEN EXISTS (SELECT 1 FROM application_police p WHERE p.application = application.id AND p.answered_at IS NULL) THEN 'police'
	WHEN ? > 0 THEN 'systems' ELSE 'ready' END`

// Stage of a case in a list.
func (s Summary) Stage() Stage {
	return stage(s.State, s.Waiting, s.Failed, !s.PoliceAskedAt.IsZero() && s.PoliceAnsweredAt.IsZero())
}

// stage: with nothing failed, what is still awaited names the stage, the police first; with something
// failed the executor can already act.
func stage(s State, waiting, failed int, police bool) Stage {
	switch {
	case s == Draft:
		return StageDraft
	case s == Awaiting:
		return StageEmployer
	case s == Filed:
		return StageOpening
	case s == Signature:
		return StageHead
	case s != Review:
		return StageDone
	case failed > 0:
		return StageExecutor
	case police:
		return StagePolice
	case waiting > 0:
		return StageSystems
	}
	return StageExecutor
}

// StageOf a case with the police's part of it.
func StageOf(c Case, p Police, asked bool) Stage {
	return stage(c.State, c.Waiting, c.Failed, asked && !p.Answered())
}
