package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"ruqsat/api"
	"ruqsat/calendar"
	"ruqsat/law"
	"ruqsat/regulation"
)

// The exit statuses of every command.
const (
	holds    = 0
	fails    = 1 // does not hold, or unknown
	unusable = 2 // usage, or unreadable input
)

// cli is every command and flag.
type cli struct {
	JSON  bool   `name:"json" help:"Answer in JSON."`
	Clock string `placeholder:"TIME" help:"Start at this moment instead of now, for example 2026-03-26T10:20 (Asia/Almaty)."`
	Law   string `name:"law" type:"existingdir" placeholder:"DIR" help:"Read the law from this folder instead of the built-in one."`

	Serve   serveCommand   `cmd:"" help:"Run the server."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to this version and stop."`
	Demo    demoCommand    `cmd:"" help:"Run everything with sample people and simulated state systems, or walk a journey."`
	Upload  uploadCommand  `cmd:"" help:"Send what a scanner writes into a folder to an operator's tray."`
	Bench   benchCommand   `cmd:"" help:"Measure against a floor taken in the same run."`

	LawCmd struct {
		Check lawCheckCommand `cmd:"" help:"Lint the law."`
		Due   lawDueCommand   `cmd:"" help:"When is a filing received, and when is each step due?"`
		Eval  lawEvalCommand  `cmd:"" help:"Judge facts: every check with its verdict and explanation."`
	} `cmd:"" name:"law" help:"Questions of law."`
	ID struct {
		Check idCheckCommand `cmd:"" help:"Check an ИИН or a БИН."`
	} `cmd:"" name:"id" help:"Identifiers."`
	Permit struct {
		Verify permitVerifyCommand `cmd:"" help:"Verify the text of a permit's QR code."`
	} `cmd:"" help:"Permits."`
	Staff struct {
		Add staffAddCommand `cmd:"" help:"Give somebody a post; prints a one-time password, once."`
	} `cmd:"" help:"Posts, from the server itself: nobody else can make the first administrator."`
	Unit struct {
		Add unitAddCommand `cmd:"" help:"Set up a unit that answers for a territory."`
	} `cmd:"" help:"Units of akimats and police."`
	Register struct {
		Verify registerVerifyCommand `cmd:"" help:"Read the whole register again and prove it."`
	} `cmd:"" help:"The register of acts."`
}

// env is what a command works with.
type env struct {
	cli      *cli
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
	status   int
}

// errUsage marks input that cannot be used: exit status 2.
var errUsage = errors.New("usage")

func usagef(format string, args ...any) error {
	return fmt.Errorf("%w: %w", errUsage, fmt.Errorf(format, args...))
}

// run is the program without the process: arguments in, exit status out.
func run(args []string, in io.Reader, out, errw io.Writer) (status int) {
	var c cli
	parser, err := kong.New(&c, kong.Name("ruqsat"), kong.Writers(out, errw), kong.UsageOnError(),
		kong.Description("Permits to labour immigrants: the law as data, cases, quota, register."),
		kong.Exit(func(code int) { panic(exit(code)) }))
	if err != nil {
		fmt.Fprintln(errw, err)
		return unusable
	}
	defer func() {
		if e, ok := recover().(exit); ok {
			status = int(e)
		}
	}()
	command, err := parser.Parse(named(args))
	if err != nil {
		fmt.Fprintf(errw, "ruqsat: %v\n", err)
		return unusable
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	e := &env{cli: &c, ctx: ctx, in: in, out: out, err: errw}
	if err := command.Run(e); err != nil {
		fmt.Fprintf(errw, "ruqsat: %v\n", err)
		if errors.Is(err, errUsage) {
			return unusable
		}
		return max(e.status, fails)
	}
	return e.status
}

// exit carries kong's wish to end (after --help) to run.
type exit int

// law reads the law of the flag or the built-in one.
func (e *env) law() (*regulation.Law, error) {
	var files fs.FS = law.Files
	if e.cli.Law != "" {
		files = os.DirFS(e.cli.Law)
	}
	l, err := regulation.Load(files)
	if err != nil {
		return nil, usagef("the law cannot be read: %w", err)
	}
	return l, nil
}

// clock is the clock of the flag, which runs on from there, or the system's.
func (e *env) clock() (calendar.Clock, error) {
	if e.cli.Clock == "" {
		return calendar.System{}, nil
	}
	t, err := parseMoment(e.cli.Clock)
	if err != nil {
		return nil, err
	}
	return calendar.NewAdjustable(t), nil
}

func parseMoment(s string) (time.Time, error) {
	t, err := api.ParseMoment(s)
	if err != nil {
		return t, usagef("%q is not a moment; write it as 2026-03-20T18:45", s)
	}
	return t, nil
}

// print writes JSON with --json, else the text.
func (e *env) print(v any, text func(io.Writer)) error {
	if !e.cli.JSON {
		text(e.out)
		return nil
	}
	enc := json.NewEncoder(e.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// settle sets the exit status by whether it holds.
func (e *env) settle(ok bool) {
	if !ok {
		e.status = fails
	}
}

// named gives --journey its name when none follows: the default is issue.
func named(args []string) []string {
	var out []string
	for i, arg := range args {
		if arg == "--journey" && (i+1 == len(args) || strings.HasPrefix(args[i+1], "-")) {
			arg = "--journey=" + defaultJourney
		}
		out = append(out, arg)
	}
	return out
}
