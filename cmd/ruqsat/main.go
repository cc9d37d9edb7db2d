// Command ruqsat is the whole system in one program: the server, the demonstration, and the tools
// that answer a question of law, an identifier, a permit or the register from the command line.
//
// Exit status: 0 holds, 1 does not hold or is unknown, 2 usage or unreadable input.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	tune()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// tune lets garbage grow to four times what lives before it is collected, a fifth less work for the
// price of some memory, and puts a soft lid on the whole. GOGC and GOMEMLIMIT win where they are set.
func tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(512 << 20)
	}
}
