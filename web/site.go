package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/regulation"
	"ruqsat/web/part"
)

// Config is what the door is given by cmd.
type Config struct {
	DB     *db.DB
	Clock  calendar.Clock
	Law    func() *regulation.Law // the law of this moment, run-time acts merged (P19)
	Log    *slog.Logger
	Seal   *permit.Seal // reads the QR of a permit; nil: none is read
	Office part.Office  // the responsible department, named in the footer
	Region string       // КАТО code of the oblast whose quota the first page shows; empty: none
	Secure bool         // served over https: cookies are __Host-, HSTS is sent
	Sample bool         // a demonstration: the footer says that names and numbers are invented

	Cases  *application.Office // does the acts of cases
	Store  attachment.Store    // holds the scans
	Policy account.Policy      // how strict sign-in is

	// Contact sends a code to the phone that the state's contact base holds for an ИИН (P13), and
	// gives that phone masked. exchange.ErrNoContact, exchange.ErrSilent.
	Contact func(ctx context.Context, iin, code string) (phone string, err error)
	// Print gives the PDF of an issued permit by the permit's id, making it where it is not made yet.
	Print func(ctx context.Context, permitID string) ([]byte, error)

	// Letters sends letters by mail and SMS, and the codes that confirm an address; nil: by no way.
	Letters *notice.Courier

	// Checkpoint gives the register's last signed checkpoint, its size and root; nil: not shown.
	Checkpoint func(ctx context.Context) (signed []byte, size int64, root tlog.Hash, err error)

	// Session finds who is signed in; nil: account.FindSession over DB. ErrNoSession
	// means a stranger.
	Session func(ctx context.Context, token string, now time.Time) (account.Session, error)
}

// Site is the door for people: every page of the portal, the cabinets and the workplaces.
type Site struct {
	Config
	mux    *http.ServeMux
	routes []Route
	origin *http.CrossOriginProtection
	limit  *limiter
}

// New wires the one table of routes. It panics on a route that names no act.
func New(c Config) *Site {
	s := &Site{Config: c, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection(), limit: newLimiter()}
	if s.Session == nil {
		s.Session = s.findSession
	}
	s.routes = s.table()
	check(s.routes)
	for _, r := range s.routes {
		s.mux.Handle(r.Method+" "+r.Pattern, s.door(r))
	}
	return s
}

// Routes is the table of every door, for the test of authority and for the documents.
func (s *Site) Routes() []Route { return s.routes }

// CookieName is the name of the session's cookie: with https it carries __Host-,
// so that no other host and no plain connection can set it.
func (s *Site) CookieName() string {
	if s.Secure {
		return "__Host-ruqsat"
	}
	return "ruqsat"
}

func (s *Site) findSession(ctx context.Context, token string, now time.Time) (found account.Session, err error) {
	err = s.DB.Peek(ctx, func(tx *db.Tx) error {
		found, err = account.FindSession(tx, token, now)
		return err
	})
	return found, err
}

// signedIn reads the session of the request; a stranger has none. A session whose second step is
// still missing is given too: it makes nobody an actor.
func (s *Site) signedIn(r *http.Request, now time.Time) (*account.Session, error) {
	cookie, err := r.Cookie(s.CookieName())
	if err != nil || cookie.Value == "" {
		return nil, nil
	}
	found, err := s.Session(r.Context(), cookie.Value, now)
	if errors.Is(err, account.ErrNoSession) {
		return nil, nil
	}
	if err != nil && !errors.Is(err, account.ErrSecondStep) {
		return nil, err
	}
	return &found, nil
}
