package db

// Number gives PostgreSQL's placeholders to the benchmark of the bare library.
var Number = number
