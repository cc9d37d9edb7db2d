// Package part holds what the pages are made of: the two layouts (public and
// staff) and every component, each a templ function with one typed parameter.
//
// A component gets words that are already in the reader's language, or a
// words.Text; what it says by itself it says through Say in the language of the
// Setting that travels in the context. No component has a style attribute or a
// script; every one can be read at 320 px, with a keyboard, aloud and on A4.
// The layouts and components are listed with their parameters in package web.
package part
