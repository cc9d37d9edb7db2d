// Command result reads what `go test -json` says, and says less: a line for each package, all that a
// failed test printed, and at the end every test that was skipped with its reason. It fails where a
// test failed, and with CI=true also where one was skipped, unless -allow names the reason.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"
)

// event is one line of `go test -json` (go doc test2json).
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// summary is what was read so far.
type summary struct {
	out     io.Writer
	printed map[string][]string // what each test printed
	skipped []string
	seen    int
	failed  bool
}

func main() {
	allow := flag.String("allow", `\.\./shared|short`, "reasons to skip that CI accepts, a regular expression")
	flag.Parse()
	accepted := regexp.MustCompile(*allow)

	s := &summary{out: os.Stdout, printed: map[string][]string{}}
	began := time.Now()
	if err := s.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "result:", err)
		os.Exit(2)
	}
	refused := s.report(accepted, time.Since(began))
	if s.failed || os.Getenv("CI") == "true" && refused > 0 {
		os.Exit(1)
	}
}

// read takes the events one by one. A line that is no event is what a build printed.
func (s *summary) read(r io.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(s.out, lines.Text())
			continue
		}
		s.take(e)
	}
	return lines.Err()
}

func (s *summary) take(e event) {
	of := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(s.out, e.Output)
	case "build-fail":
		s.failed = true
	case "output":
		s.printed[of] = append(s.printed[of], e.Output)
	case "pass", "fail", "skip":
		s.end(e, of)
		delete(s.printed, of)
	}
}

// end is the end of a test, or of a package where the event names no test.
func (s *summary) end(e event, of string) {
	switch {
	case e.Test == "":
		s.seen++
		s.failed = s.failed || e.Action == "fail"
		s.last(e.Action == "fail", s.printed[of])
	case e.Action == "fail":
		s.failed = true
		fmt.Fprint(s.out, strings.Join(s.printed[of], ""))
	case e.Action == "skip":
		s.skipped = append(s.skipped, e.Package+" "+e.Test+": "+reason(s.printed[of]))
	}
}

// last prints the result line of a package; a failed one prints all it has left, such as a panic.
func (s *summary) last(failed bool, printed []string) {
	for _, line := range printed {
		result := strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "FAIL\t")
		if result || failed && line != "FAIL\n" {
			fmt.Fprint(s.out, line)
		}
	}
}

// reason is what a skipped test gave as its reason.
func reason(printed []string) string {
	for _, line := range printed {
		if _, why, found := strings.Cut(strings.TrimSpace(line), ".go:"); found {
			_, why, _ = strings.Cut(why, ": ")
			return why
		}
	}
	return "no reason given"
}

// report prints what was skipped and says how many of these CI does not accept.
func (s *summary) report(accepted *regexp.Regexp, took time.Duration) (refused int) {
	for _, skip := range s.skipped {
		if accepted.MatchString(skip) {
			fmt.Fprintln(s.out, "skipped:", skip)
			continue
		}
		refused++
		fmt.Fprintln(s.out, "SKIPPED:", skip)
	}
	verdict := "passed"
	s.failed = s.failed || s.seen == 0
	if s.failed {
		verdict = "FAILED"
	}
	fmt.Fprintf(s.out, "%s: %d packages, %d tests skipped, %s\n", verdict, s.seen, len(s.skipped), took.Round(time.Second))
	return refused
}
