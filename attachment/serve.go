package attachment

import (
	"mime"
	"net/http"
	"strconv"
)

var contentType = map[string]string{JPEG: "image/jpeg", PNG: "image/png", PDF: "application/pdf"}

// sandbox lets the served file load nothing, run nothing and be framed by nobody.
const sandbox = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'; sandbox"

// Serving are the headers with which the door serves an attachment: the judged type, which a
// browser may not guess anew, as a download, in a sandbox, for this site alone and kept nowhere.
// A page may still show a picture with <img>, which does not look at the disposition.
func (a Attachment) Serving() http.Header {
	h := http.Header{}
	h.Set("Content-Type", contentType[a.Kind])
	h.Set("Content-Length", strconv.FormatInt(a.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	h.Set("Content-Security-Policy", sandbox)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-store")
	return h
}
