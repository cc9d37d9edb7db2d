// Package api is the door for machines: REST under /api, described by OpenAPI 3.1, with problem
// documents (RFC 9457) whose codes are stable and whose words are in the caller's language.
//
// One table of operations (operation.go) names the act of each; an operation without an act does not
// start. Who may do it is decided by package account, as for people. A caller is known by the same
// session cookie as in the browser.
package api
