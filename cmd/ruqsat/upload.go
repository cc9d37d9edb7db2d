package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"ruqsat/cmd/ruqsat/visitor"
)

// uploadCommand sends what a scanner writes into a folder to the tray of an operator of the front office, each
// file once: what was taken goes to sent/, what was refused to refused/ with the reason beside it. It may be
// stopped and started at any moment; the server keeps the same bytes once.
type uploadCommand struct {
	Server   string        `required:"" placeholder:"URL" help:"Address of Ruqsat, https://ruqsat.example; http only on this machine."`
	Folder   string        `required:"" type:"existingdir" placeholder:"DIR" help:"Folder the scanner writes into."`
	Login    string        `required:"" env:"RUQSAT_LOGIN" help:"The operator's login."`
	Password string        `name:"password-file" placeholder:"FILE" env:"RUQSAT_PASSWORD_FILE" help:"File with the password; without it RUQSAT_PASSWORD, or it is asked for."`
	Every    time.Duration `default:"2s" help:"How often the folder is looked at; a file is sent when it did not change in between."`
	Once     bool          `help:"Send what is there and stop."`

	code func(prompt string) (string, error) // asks the person; tests answer themselves
}

const (
	sentFolder    = "sent"
	refusedFolder = "refused"
)

// Run watches the folder until it is told to stop; with --once it fails when a file was refused.
func (c uploadCommand) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	if c.code == nil {
		c.code = e.ask
	}
	password, err := c.secret(e)
	if err != nil {
		return err
	}
	for _, dir := range []string{sentFolder, refusedFolder} {
		if err := os.MkdirAll(filepath.Join(c.Folder, dir), 0o700); err != nil {
			return unreadable(err)
		}
	}
	w := &watcher{env: e, command: c, password: password, seen: map[string]glimpse{}}
	if err := w.signIn(e.ctx); err != nil {
		return err
	}
	return w.watch(e.ctx)
}

// check refuses to send a password over an open line.
func (c uploadCommand) check() error {
	u, err := url.Parse(c.Server)
	if err != nil || u.Host == "" {
		return usagef("the address of the server begins with https://")
	}
	ip := net.ParseIP(u.Hostname())
	here := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Scheme != "https" && !(u.Scheme == "http" && here) {
		return usagef("http is for this machine only: a password goes over the line")
	}
	if c.Every < 100*time.Millisecond {
		return usagef("--every is at least 100ms")
	}
	return nil
}

func (c uploadCommand) secret(e *env) (string, error) {
	if c.Password != "" {
		return secret(c.Password)
	}
	if p := os.Getenv("RUQSAT_PASSWORD"); p != "" {
		return p, nil
	}
	return c.code("Password of " + c.Login + ": ")
}

// ask reads a line that nobody behind the person sees, where the input is a terminal.
func (e *env) ask(prompt string) (string, error) {
	fmt.Fprint(e.err, prompt)
	if f, ok := e.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		line, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(e.err)
		return string(line), err
	}
	line, err := bufio.NewReader(e.in).ReadString('\n')
	if line = strings.TrimSpace(line); line != "" {
		return line, nil
	}
	return "", err
}

// watcher is the folder, the session, and what the last look saw.
type watcher struct {
	env      *env
	command  uploadCommand
	password string
	visitor  *visitor.Visitor
	seen     map[string]glimpse
	refused  int
}

// glimpse is how a file looked.
type glimpse struct {
	size int64
	at   time.Time
}

// errSignedOut is an answer that is not the tray's: the session has ended.
var errSignedOut = errors.New("the session has ended")

// signIn opens a session by the form of the site, with the second factor if it is asked for.
func (w *watcher) signIn(ctx context.Context) error {
	v, err := visitor.New(w.command.Server)
	if err != nil {
		return err
	}
	if err := v.Open(ctx, "/signin?by=staff"); err != nil {
		return err
	}
	f, err := v.Form("password")
	if err != nil {
		return err
	}
	if err := f.Set("login", w.command.Login).Set("password", w.password).Send(ctx); err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	if v.Page.URL.Path == "/signin/code" {
		code, err := w.command.code("Code of the second factor: ")
		if err != nil {
			return err
		}
		if f, err = v.Form("code"); err != nil {
			return err
		}
		if err := f.Set("code", strings.TrimSpace(code)).Send(ctx); err != nil {
			return fmt.Errorf("the second factor: %w", err)
		}
	}
	if strings.HasPrefix(v.Page.URL.Path, "/signin") || v.Page.URL.Path == "/password" {
		return errors.New("sign in once in the browser first: " + v.Page.Complaint())
	}
	w.visitor = v
	return nil
}

// watch looks at the folder again and again. A line that is down is waited for; nothing is lost meanwhile.
func (w *watcher) watch(ctx context.Context) error {
	for {
		left, err := w.look(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, errSignedOut) {
			err = w.signIn(ctx)
		}
		if err != nil {
			fmt.Fprintf(w.env.err, "ruqsat: %v; trying again\n", err)
		}
		if w.command.Once && left == 0 && err == nil {
			if w.refused > 0 {
				return fmt.Errorf("%d files were refused: see %s", w.refused, filepath.Join(w.command.Folder, refusedFolder))
			}
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(w.command.Every):
		}
	}
}

// look sends every file that has not changed since the last look; left is how many are still to send.
func (w *watcher) look(ctx context.Context) (left int, err error) {
	list, err := os.ReadDir(w.command.Folder)
	if err != nil {
		return 0, unreadable(err)
	}
	now := map[string]glimpse{}
	for _, entry := range list {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() || unfinished(entry.Name()) {
			continue
		}
		g := glimpse{info.Size(), info.ModTime()}
		now[entry.Name()] = g
		if left++; w.seen[entry.Name()] != g || g.size == 0 {
			continue
		}
		err = w.send(ctx, entry.Name())
		if errors.As(err, new(*fs.PathError)) { // this file only
			fmt.Fprintf(w.env.err, "ruqsat: %v\n", err)
			continue
		}
		if err != nil {
			return left, err
		}
		left--
		delete(now, entry.Name())
	}
	w.seen = now
	return left, nil
}

// unfinished are the names that scanners and copying programs give to what they still write.
func unfinished(name string) bool {
	low := strings.ToLower(name)
	return strings.HasPrefix(low, ".") || strings.HasPrefix(low, "~") ||
		strings.HasSuffix(low, ".tmp") || strings.HasSuffix(low, ".part") || strings.HasSuffix(low, ".crdownload")
}

// send puts one file into the tray and moves it aside.
func (w *watcher) send(ctx context.Context, name string) error {
	path := filepath.Join(w.command.Folder, name)
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	why, err := w.put(ctx, name, content)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if why == "" {
		fmt.Fprintf(w.env.out, "sent %s\n", name)
		return aside(path, filepath.Join(w.command.Folder, sentFolder), name)
	}
	w.refused++
	fmt.Fprintf(w.env.out, "refused %s: %s\n", name, why)
	dir := filepath.Join(w.command.Folder, refusedFolder)
	if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(why+"\n"), 0o600); err != nil {
		return err
	}
	return aside(path, dir, name)
}

// put asks the server: the reason when it refuses the file, an error when it could not answer.
func (w *watcher) put(ctx context.Context, name string, content []byte) (why string, err error) {
	status, body, err := w.visitor.Post(ctx, "/counter/tray", "file", visitor.File{Name: name, Content: content})
	if err != nil {
		return "", err
	}
	var answer struct{ Kept, Refused []string }
	switch said := json.Unmarshal(body, &answer); {
	case status == http.StatusRequestEntityTooLarge:
		return "the file is too large", nil
	case status == http.StatusForbidden || status == http.StatusNotFound:
		return "", errors.New("the account is not an operator's of a front office")
	case status >= 500 || status == http.StatusTooManyRequests:
		return "", fmt.Errorf("the server answers %d", status)
	case said != nil:
		return "", errSignedOut
	case len(answer.Refused) > 0:
		return strings.Join(answer.Refused, "; "), nil
	case len(answer.Kept) == 0:
		return "", fmt.Errorf("the server kept nothing, status %d", status)
	}
	return "", nil
}

// aside moves a file into a folder, under a name that is free there.
func aside(path, dir, name string) error {
	ext := filepath.Ext(name)
	for n := 1; ; n++ {
		to := filepath.Join(dir, name)
		if n > 1 {
			to = filepath.Join(dir, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), n, ext))
		}
		if _, err := os.Lstat(to); errors.Is(err, os.ErrNotExist) {
			return os.Rename(path, to)
		}
	}
}
