// Command ruqsat is the whole system in one program: the server, the demonstration, and the tools
// that answer a question of law, an identifier, a permit or the register from the command line.
//
// Exit status: 0 holds, 1 does not hold or is unknown, 2 usage or unreadable input.
package main

import (
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
