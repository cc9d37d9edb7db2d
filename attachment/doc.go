// Package attachment keeps скан-копии / құжаттың сканерленген көшірмелері: the electronic
// copies that people attach to an application (M-15, M-105).
//
// A file is judged by its bytes, never by its name or by what a browser says it is:
//
//	upload ──► Judge ──► File (spooled, cleaned, summed) ──► Store.Put ──► Keep(tx)
//	             │
//	             └────► *Refusal: one stable code, the limit and what was got
//
// What is promised:
//
//   - Only JPEG, PNG and PDF are ever stored; all else is refused.
//   - An image is rewritten without re-encoding: pixels stay, while everything that is not
//     needed to draw them (EXIF with its place, comments, colour profiles, what trails the end)
//     is dropped. The turn of a photograph (orientation) is the one thing carried over.
//   - A PDF is stored as it came, because the original's bytes are what was signed and shown;
//     so one that could act, that hides files or that is another format too is refused.
//   - Memory does not grow with the upload: it is spooled to a file, images are read as a
//     stream, and a PDF's streams are decoded under a limit, few at a time.
//   - Stored bytes are named by their SHA-256, so the same scan is kept once, and a reader can
//     tell that it is what was put. A file is acknowledged only after it and its folder are on
//     the disk.
//   - It is served as a download from a sandbox, under its judged type (Serving).
//
// The order matters: Put first, then Keep in the act's transaction. A crash between them leaves
// bytes that no row names, never a row without its bytes.
package attachment
