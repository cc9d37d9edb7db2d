package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// trayRoutes are the doors of an operator's tray: what a scanner sends there by `ruqsat upload`, or a person by
// the page, until a sheet takes it.
func (s *Site) trayRoutes() []Route {
	const get, post = http.MethodGet, http.MethodPost
	return []Route{
		{get, "/counter/tray", account.CounterWork, "counter.tray", s.tray, 0},
		{post, "/counter/tray", account.CounterWork, "counter.tray.put", s.trayPut, upload},
		{get, "/counter/tray/{attachment}", account.CounterWork, "counter.tray.scan", s.trayScan, 0},
	}
}

// trayView is the operator's tray as a page.
type trayView struct {
	part.StaffPage
	Upload  part.Upload
	Refused []part.Problem
}

// mayTray asks for the lists of the front office; the tray itself is the operator's own.
func mayTray(v *Visit) error { return v.May(&account.Thing{Counter: v.Actor.Unit}) }

func (s *Site) tray(v *Visit) error { return s.showTray(v, http.StatusOK, nil) }

func (s *Site) showTray(v *Visit, status int, refused []part.Problem) error {
	if err := mayTray(v); err != nil {
		return err
	}
	view := trayView{Refused: refused, Upload: part.Upload{Many: true, Accept: "image/jpeg,image/png,application/pdf",
		Field: part.Field{ID: "file", Label: v.Say("counter.tray.file"), Hint: v.Say("counter.tray.hint"), Error: part.At(refused, "file")}}}
	err := v.Read(func(tx *db.Tx) (err error) {
		if view.StaffPage, err = s.staffPage(v, tx, "tray", v.Say("counter.tray")); err != nil {
			return err
		}
		list, err := application.Tray(tx, v.Actor.ID)
		for _, t := range list {
			view.Upload.Files = append(view.Upload.Files, part.File{Name: t.Scans[0].Name, Href: "/counter/tray/" + t.Scans[0].ID, Remove: t.ID,
				Detail: joined(detail(v, t.Scans[0]), words.ShortMoment(t.At.In(calendar.Zone)))})
		}
		return err
	})
	if err != nil {
		return err
	}
	view.Wrong = len(refused) > 0
	return v.ShowAs(status, trayPage(view))
}

// trayPut takes files into the tray, or throws one away: each is judged by its bytes, and the same bytes lie there once. A program is
// answered in JSON, a browser by the page.
func (s *Site) trayPut(v *Visit) error {
	if err := mayTray(v); err != nil {
		return err
	}
	reader, err := v.Request.MultipartReader()
	if err != nil {
		return errForm
	}
	in := &sent{files: map[string][]attachment.File{}, form: map[string][]string{}}
	defer in.close()
	for {
		p, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return unreadable(err)
		}
		if err := in.readPart(v, p); err != nil {
			return err
		}
	}
	if scan := in.form.Get("remove"); scan != "" {
		return s.trayDrop(v, scan)
	}
	if len(in.files["file"]) == 0 && len(in.refused) == 0 {
		in.refused = []part.Problem{{Field: "file", Text: v.Say("counter.tray.none")}}
	}
	if err := in.store(v.Request.Context(), s.Store); err != nil {
		return err
	}
	kept, err := s.keepInTray(v, in.files["file"])
	if err != nil {
		return err
	}
	return s.answerTray(v, kept, in.refused)
}

// keepInTray puts the judged files into the tray, all in one transaction.
func (s *Site) keepInTray(v *Visit, files []attachment.File) (kept []string, err error) {
	if len(files) == 0 {
		return nil, nil
	}
	err = v.Write(func(tx *db.Tx) error {
		kept = nil
		for _, f := range files {
			a, err := attachment.Keep(tx, f, v.Actor.ID)
			if err != nil {
				return err
			}
			t, err := s.Cases.PutInTray(tx, *v.Actor, a)
			if err != nil {
				return err
			}
			kept = append(kept, t.ID)
		}
		return nil
	})
	return kept, err
}

func (s *Site) answerTray(v *Visit, kept []string, refused []part.Problem) error {
	status := http.StatusOK
	if len(refused) > 0 {
		status = http.StatusUnprocessableEntity
	}
	if strings.Contains(v.Request.Header.Get("Accept"), "application/json") {
		why := []string{}
		for _, r := range refused {
			why = append(why, r.Text)
		}
		return v.Send(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Cache-Control", "private, no-store")
			w.WriteHeader(status)
			json.NewEncoder(w).Encode(map[string]any{"kept": append([]string{}, kept...), "refused": why})
		})
	}
	if len(refused) > 0 {
		return s.showTray(v, status, refused)
	}
	return v.Go("/counter/tray")
}

// trayScan serves the bytes of a scan of the operator's own tray.
func (s *Site) trayScan(v *Visit) error {
	if err := mayTray(v); err != nil {
		return err
	}
	var a attachment.Attachment
	err := v.Read(func(tx *db.Tx) error {
		list, err := application.Tray(tx, v.Actor.ID)
		if err != nil {
			return err
		}
		id := v.Request.PathValue("attachment")
		if !slices.ContainsFunc(list, func(t application.TrayScan) bool { return t.Scans[0].ID == id }) {
			return application.ErrNoScan
		}
		a, err = attachment.Find(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	content, err := s.Store.Open(v.Request.Context(), a.Sum)
	if err != nil {
		return err
	}
	return v.Send(func(w http.ResponseWriter, _ *http.Request) {
		defer content.Close()
		for name, values := range a.Serving() {
			w.Header()[name] = values
		}
		if _, err := io.Copy(w, content); err != nil {
			s.Log.Warn("file not served to its end", "request", v.ID, "damaged", errors.Is(err, attachment.ErrSum))
			panic(http.ErrAbortHandler)
		}
	})
}

func (s *Site) trayDrop(v *Visit, scan string) error {
	err := v.Write(func(tx *db.Tx) error {
		err := s.Cases.DropFromTray(tx, *v.Actor, scan)
		if errors.Is(err, application.ErrNoScan) {
			return nil // a double click, or a sheet took it
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Go("/counter/tray")
}
