package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/permit"
)

// print is the PDF of a permit: made once, after the decision and outside its transaction, and kept
// (a PDF costs ten times what the decision does).
func (h *house) print(ctx context.Context, id string) ([]byte, error) {
	var p permit.Permit
	var paper permit.Paper
	var made bool
	var kept attachment.Attachment
	err := h.db.Read(ctx, func(tx *db.Tx) (err error) {
		if p, err = permit.Find(tx, id); err != nil {
			return err
		}
		if paper, made, err = permit.FindPaper(tx, id); err == nil && made {
			kept, err = attachment.Find(tx, paper.Attachment)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if made {
		return h.read(ctx, kept.Sum)
	}
	return h.make(ctx, p)
}

func (h *house) read(ctx context.Context, sum string) ([]byte, error) {
	r, err := h.store.Open(ctx, sum)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// make renders the PDF, puts it into the store and remembers it. When two make it at once the first
// one stays; both are the same bytes.
func (h *house) make(ctx context.Context, p permit.Permit) ([]byte, error) {
	qr, err := h.seal.QR(h.address(), p)
	if err != nil {
		return nil, err
	}
	pdf, err := permit.Render(p, qr, p.Issued)
	if err != nil {
		return nil, err
	}
	file, err := attachment.Judge(p.Number+".pdf", bytes.NewReader(pdf))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := file.PutIn(ctx, h.store); err != nil {
		return nil, err
	}
	err = h.db.Write(ctx, h.clock.Now(), func(tx *db.Tx) error {
		a, err := attachment.Keep(tx, file, "system")
		if err != nil {
			return err
		}
		_, err = permit.KeepPaper(tx, p.ID, permit.Paper{Attachment: a.ID, QR: qr})
		return err
	})
	return pdf, err
}

// printing makes the PDFs that are still to be made, also after a crash between decision and PDF.
func (h *house) printing(ctx context.Context) {
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := h.printWaiting(ctx); err != nil && ctx.Err() == nil {
				h.log.Warn("permit: print", "error", err.Error())
			}
		}
	}
}

func (h *house) printWaiting(ctx context.Context) error {
	var ids []string
	err := h.db.Read(ctx, func(tx *db.Tx) (err error) {
		ids, err = permit.WithoutPaper(tx, 20)
		return err
	})
	errs := []error{err}
	for _, id := range ids { // one that cannot be printed does not stop the others
		_, err := h.print(ctx, id)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
