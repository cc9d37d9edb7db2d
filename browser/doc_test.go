// Package browser looks at the whole house through Chromium, as a person does: every page of the door
// for people against the rules of accessibility (axe-core, WCAG 2.2 AA), in Kazakh and in Russian, wide
// and on a small phone (TestEveryPageIsAccessible); no Russian on a Kazakh page
// (TestNoRussianOnAKazakhPage); and a journey by hand, with a script and without one
// (TestTheJourneyByHand).
//
// It holds only tests. Where Chromium or axe-core is missing they are skipped and say so; with CI=true
// they fail. `make screens` takes the pictures in docs/screens again.
package browser
