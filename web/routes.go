package web

import (
	"net/http"
	"slices"

	"ruqsat/account"
)

// table is every door of the site, in one place.
func (s *Site) table() []Route {
	return append(slices.Concat(s.counterRoutes(), s.cabinetRoutes(), s.workRoutes(), s.listRoutes(), s.reportRoutes(), s.accountRoutes(), s.contactRoutes(), s.trayRoutes()), []Route{
		{Method: http.MethodGet, Pattern: "/{$}", Act: account.Public, Page: "home", Handler: s.home},
		{Method: http.MethodGet, Pattern: "/services", Act: account.Public, Page: "services", Handler: s.services},
		{Method: http.MethodGet, Pattern: "/services/{service}", Act: account.Public, Page: "service", Handler: s.service},
		{Method: http.MethodGet, Pattern: "/need", Act: account.Public, Page: "need", Handler: s.need},
		{Method: http.MethodGet, Pattern: "/quota", Act: account.Public, Page: "quota", Handler: s.quota},
		{Method: http.MethodGet, Pattern: "/check", Act: account.Public, Page: "check", Handler: s.check},
		{Method: http.MethodPost, Pattern: "/check", Act: account.Public, Page: "check.holder", Handler: s.checkHolder},
		{Method: http.MethodGet, Pattern: "/p/{code}", Act: account.Public, Page: "permit", Handler: s.permitByCode},
		{Method: http.MethodGet, Pattern: "/P/{token}", Act: account.Public, Page: "permit.qr", Handler: s.permitByQR},
		{Method: http.MethodGet, Pattern: "/status", Act: account.Public, Page: "status", Handler: s.statusHelp},
		{Method: http.MethodGet, Pattern: "/law", Act: account.Public, Page: "law", Handler: s.lawPage},
		{Method: http.MethodGet, Pattern: "/help", Act: account.Public, Page: "help", Handler: s.help},
		{Method: http.MethodGet, Pattern: "/help/keys", Act: account.Public, Page: "help.keys", Handler: s.keys},
		{Method: http.MethodGet, Pattern: "/offices", Act: account.Public, Page: "offices", Handler: s.offices},
	}...)
}
