package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruqsat/application/sample"
	"ruqsat/cmd/ruqsat/visitor"
)

// scanner is a folder with an uploader that watches it.
type scanner struct {
	theatre
	folder string
}

func (s scanner) write(name string, content []byte) {
	s.Helper()
	if err := os.WriteFile(filepath.Join(s.folder, name), content, 0o600); err != nil {
		s.Fatal(err)
	}
}

func (s scanner) names(dir string) string {
	s.Helper()
	list, err := os.ReadDir(filepath.Join(s.folder, dir))
	if err != nil {
		s.Fatal(err)
	}
	var names []string
	for _, f := range list {
		if !f.IsDir() {
			names = append(names, f.Name())
		}
	}
	return strings.Join(names, " ")
}

func (s scanner) upload(login, password string) (string, error) {
	s.Helper()
	var out bytes.Buffer
	ctx, cancel := context.WithTimeout(s.Context(), 30*time.Second)
	defer cancel()
	c := uploadCommand{Server: s.base, Folder: s.folder, Login: login, Every: 100 * time.Millisecond, Once: true,
		code: func(string) (string, error) { return password, nil }}
	err := c.Run(&env{cli: &cli{}, ctx: ctx, out: &out, err: io.Discard})
	return out.String(), err
}

// tray is what the operator's page shows.
func (s scanner) tray(login string) string {
	s.Helper()
	v, err := visitor.New(s.base)
	if err != nil {
		s.Fatal(err)
	}
	if err := errors.Join(signInAs(s.Context(), v, "/signin?by=staff", login), v.Open(s.Context(), "/counter/tray")); err != nil {
		s.Fatal(err)
	}
	return v.Page.Words()
}

func TestAScannersFolderIsEmptiedIntoTheTray(t *testing.T) {
	s := scanner{perform(t, "2026-03-26T10:20"), t.TempDir()}
	picture, err := samplePicture()
	if err != nil {
		t.Fatal(err)
	}
	s.write("scan 1.png", picture)
	s.write("letter.png", []byte("this is no picture"))
	s.write("scan 2.png.part", picture)
	out, err := s.upload("saparova", sample.Password)
	if err == nil || !strings.Contains(err.Error(), "1 files were refused") || !strings.Contains(out, "sent scan 1.png") {
		t.Errorf("%s%v", out, err)
	}
	if left, sent, refused := s.names("."), s.names(sentFolder), s.names(refusedFolder); left != "scan 2.png.part" ||
		sent != "scan 1.png" || refused != "letter.png letter.png.txt" {
		t.Errorf("left %q, sent %q, refused %q", left, sent, refused)
	}
	if why, err := os.ReadFile(filepath.Join(s.folder, refusedFolder, "letter.png.txt")); err != nil || len(why) < 20 {
		t.Errorf("the reason is %q, %v", why, err)
	}

	// stopped before it could move the file aside, it sends the same bytes again: the tray has them once
	s.write("scan 1.png", picture)
	if out, err := s.upload("saparova", sample.Password); err != nil || s.names(sentFolder) != "scan 1-2.png scan 1.png" {
		t.Errorf("%s%v, sent %q", out, err, s.names(sentFolder))
	}
	if words := s.tray("saparova"); strings.Count(words, "PNG,") != 1 {
		t.Errorf("the tray shows %s", words)
	}
	if words := s.tray("omarov"); strings.Contains(words, "PNG,") {
		t.Errorf("another operator sees it: %s", words)
	}
}

func TestTheUploaderIsAnOperators(t *testing.T) {
	s := scanner{perform(t, "2026-03-26T10:20"), t.TempDir()}
	if _, err := s.upload("saparova", "not the password"); err == nil {
		t.Error("signed in with a wrong password")
	}
	picture, err := samplePicture()
	if err != nil {
		t.Fatal(err)
	}
	s.write("scan.png", picture)
	c := uploadCommand{Server: s.base, Folder: s.folder, Login: "abenov", Every: 100 * time.Millisecond, Once: true,
		code: func(string) (string, error) { return sample.Password, nil }}
	var said bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := c.Run(&env{cli: &cli{}, ctx: ctx, out: io.Discard, err: &said}); err != nil {
		t.Error(err)
	}
	if !strings.Contains(said.String(), "not an operator's") || s.names(".") != "scan.png" {
		t.Errorf("an executor's upload: %q, left %q", said.String(), s.names("."))
	}
}

func TestAPasswordDoesNotGoOverAnOpenLine(t *testing.T) {
	for server, allowed := range map[string]bool{
		"https://ruqsat.example": true, "http://127.0.0.1:8080": true, "http://localhost:8080": true, "http://[::1]:8080": true,
		"http://ruqsat.example": false, "http://10.0.0.7": false, "ruqsat.example": false, "ftp://localhost": false,
	} {
		if err := (uploadCommand{Server: server, Every: time.Second}).check(); (err == nil) != allowed {
			t.Errorf("%s: %v", server, err)
		}
	}
	if err := (uploadCommand{Server: "https://ruqsat.example", Every: 99 * time.Millisecond}).check(); !errors.Is(err, errUsage) {
		t.Error("a folder is looked at without a pause")
	}
}
