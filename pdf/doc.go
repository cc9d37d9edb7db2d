// Package pdf turns a page of text, fields and a QR into a tagged PDF: A4, Golos Text
// embedded, a structure tree that a screen reader follows, a language for every run of
// text, and the same bytes for the same document and moment.
//
// A Document is a list of blocks. Drawing goes through a sheet, which knows the cursor and
// opens pages; each piece of text is drawn inside a marked content sequence that belongs
// to an element of the structure tree. What is only decoration (the woven band, rules,
// boxes, the foot of the page) is an artifact. When all is drawn, tree.go writes the tree
// into the file, because the drawing library cannot.
//
// The files claim no PDF/A and no PDF/UA: nothing here has proven them against a checker.
package pdf
