package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/web/part"
)

// fileView is a page that shows one scan, or offers it when it is no picture.
type fileView struct {
	Name, Detail, Src, Back string
	Picture                 bool
	Staff                   *part.StaffPage // the frame of a workplace, with the tools of the viewer; nil: a cabinet
	Viewer                  viewer
}

// scanOf finds a file through its case alone: who may not read the case does not learn that the file
// exists. The police see the scans that the law marks as theirs (P16). A member of staff leaves a trace (B-15).
func (s *Site) scanOf(v *Visit) (c application.Case, a attachment.Attachment, err error) {
	id := v.Request.PathValue("attachment")
	find := func(tx *db.Tx) error {
		if c, err = caseOf(v, tx, ""); err != nil {
			return err
		}
		if !isID(id) {
			return attachment.ErrUnknown
		}
		if err := s.holdsFile(v, tx, c, id); err != nil {
			return err
		}
		a, err = attachment.Find(tx, id)
		return err
	}
	if v.Actor.Role.Staff() {
		err = v.Write(func(tx *db.Tx) error {
			if err := find(tx); err != nil {
				return err
			}
			return application.Read(tx, *v.Actor, c, "file")
		})
		return c, a, err
	}
	return c, a, v.Read(find)
}

// holdsFile says whether the case holds the file and the actor may open it (P16).
func (s *Site) holdsFile(v *Visit, tx *db.Tx, c application.Case, id string) error {
	e, _, err := s.Cases.EditionOf(c)
	if err != nil {
		return err
	}
	papers, err := application.Papers(tx, c.ID)
	if err != nil {
		return err
	}
	held := false
	for _, p := range papers { // one file may stand behind several papers
		if !slices.ContainsFunc(p.Scans, func(scan application.Scan) bool { return scan.ID == id }) {
			continue
		}
		d, _ := e.Document(p.Document)
		if held = true; v.Actor.Role != account.Police || d.Police {
			return nil
		}
	}
	if !held {
		return attachment.ErrUnknown
	}
	return account.ErrHidden
}

// file serves the bytes as a download from a sandbox.
func (s *Site) file(v *Visit) error {
	_, a, err := s.scanOf(v)
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

func (s *Site) fileView(v *Visit) error {
	c, a, err := s.scanOf(v)
	if err != nil {
		return err
	}
	view := fileView{Name: a.Name, Detail: detail(v, application.Scan{Kind: a.Kind, Pages: a.Pages, Size: a.Size}),
		Src: "/file/" + c.ID + "/" + a.ID, Picture: a.Kind != attachment.PDF, Back: "/cabinet/case/" + c.ID}
	if !v.Actor.Role.Staff() {
		return v.Show(filePage(view))
	}
	back := Home(v.Actor)
	switch v.Actor.Role {
	case account.Executor, account.Head:
		back = "/work/case/" + c.ID
	case account.Police:
		back = "/police/case/" + c.ID
	case account.Operator:
		back = "/counter/case/" + c.ID
	}
	err = v.Read(func(tx *db.Tx) error {
		frame, err := s.staffPage(v, tx, "", a.Name)
		frame.Back = &part.Link{Text: v.Say("staff.back.case"), Href: back}
		view.Staff = &frame
		return err
	})
	if err != nil {
		return err
	}
	scan := v.scan(c, application.Scan{ID: a.ID, Kind: a.Kind, Name: a.Name, Pages: a.Pages})
	view.Viewer = viewerOf(v, view.Src+"/view", []scanView{scan})
	return v.Show(filePage(view))
}

// permitPDF gives the permit that was issued on the case.
func (s *Site) permitPDF(v *Visit) error {
	p, err := s.permitOf(v)
	if err != nil {
		return err
	}
	raw, err := s.Print(v.Request.Context(), p.ID)
	if err != nil {
		return err
	}
	return v.Send(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.Number + ".pdf"}))
		w.Header().Set("Cache-Control", "private, no-store")
		w.Write(raw)
	})
}
