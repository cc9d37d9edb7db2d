// Package law is the law as data: services, documents, checks, terms, forms, grounds, the working
// calendar and the classifiers, each figure dated and cited. It holds no logic: package regulation
// reads it. The examples beside the data are held against it by this package's tests.
package law

import "embed"

// Files are the law's data as they were when the program was built; `--law DIR` replaces them.
//
//go:embed *.yaml *.csv */*.yaml
var Files embed.FS
