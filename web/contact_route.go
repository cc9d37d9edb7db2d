package web

import (
	"net/http"

	"ruqsat/account"
)

// contactRoutes are the doors of letters by mail and SMS: the wish, the link that ends them, how they do.
func (s *Site) contactRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/account/letters", account.Self, "account.letters", s.wish, 0},
		{post, "/account/letters", account.Self, "account.letters.save", s.saveWish, 0},
		{get, "/stop/{code}", account.Public, "stop", s.stop, 0},
		{post, "/stop/{code}", account.Public, "stop.now", s.stopNow, 0},
		{get, "/admin/letters", account.SystemRead, "admin.letters", s.adminLetters, 0},
		{post, "/admin/letters/resend", account.SystemRead, "admin.letters.resend", s.adminLetterResend, 0},
	}
}
