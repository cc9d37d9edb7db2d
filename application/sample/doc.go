// Package sample holds invented people, units and hirings for the demonstration, the journeys and the
// tests: the same facts as form fields, as papers and as rows of the simulated state systems, so that
// they agree with each other until somebody spoils one on purpose.
package sample
