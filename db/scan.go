package db

import (
	"database/sql"
	"fmt"
	"reflect"
	"sync"
	"time"
)

// shape is how a Go type is filled from a row: a scalar, or fields by column.
type shape struct {
	scalar bool
	fields map[string][]int
}

var shapes sync.Map // reflect.Type -> shape

var (
	scanner = reflect.TypeFor[sql.Scanner]()
	moment  = reflect.TypeFor[time.Time]()
)

func shapeOf(t reflect.Type) shape {
	if s, ok := shapes.Load(t); ok {
		return s.(shape)
	}
	s := shape{scalar: t.Kind() != reflect.Struct || t == moment || reflect.PointerTo(t).Implements(scanner)}
	if !s.scalar {
		s.fields = map[string][]int{}
		for _, f := range reflect.VisibleFields(t) {
			if column := f.Tag.Get("db"); column != "" && f.IsExported() {
				s.fields[column] = f.Index
			}
		}
	}
	shapes.Store(t, s)
	return s
}

// plan says where each column of one answer goes. A column without a field is an error: a
// forgotten tag must not lose data silently.
func plan(rows *sql.Rows, t reflect.Type) ([][]int, error) {
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	s := shapeOf(t)
	if s.scalar {
		if len(columns) != 1 {
			return nil, fmt.Errorf("db: %d columns for one %s", len(columns), t)
		}
		return nil, nil
	}

	fields := make([][]int, len(columns))
	for i, column := range columns {
		index, ok := s.fields[column]
		if !ok {
			return nil, fmt.Errorf("db: %s has no field for column %q", t, column)
		}
		fields[i] = index
	}
	return fields, nil
}

// scan fills one value; into is reused from row to row.
func scan(rows *sql.Rows, v reflect.Value, fields [][]int, into []any) error {
	if fields == nil {
		return rows.Scan(target(v))
	}
	for i, index := range fields {
		into[i] = target(v.FieldByIndex(index))
	}
	return rows.Scan(into...)
}

// target is where a column is read to; a time.Time is read through Time.
func target(v reflect.Value) any {
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		return (*plainTime)(p)
	case **time.Time:
		return &nullTime{p}
	default:
		return p
	}
}

func scanOne(rows *sql.Rows, dst any) error {
	v := reflect.ValueOf(dst)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("db: cannot read into %T", dst)
	}
	v = v.Elem()
	fields, err := plan(rows, v.Type())
	if err != nil {
		return err
	}
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return ErrNone
	}
	return scan(rows, v, fields, make([]any, len(fields)))
}

func scanAll(rows *sql.Rows, dst any) error {
	list := reflect.ValueOf(dst)
	if list.Kind() != reflect.Pointer || list.IsNil() || list.Elem().Kind() != reflect.Slice {
		return fmt.Errorf("db: cannot read rows into %T", dst)
	}
	list = list.Elem()
	fields, err := plan(rows, list.Type().Elem())
	if err != nil {
		return err
	}

	list.SetLen(0)
	into, empty := make([]any, len(fields)), reflect.Zero(list.Type().Elem())
	for rows.Next() {
		list.Set(reflect.Append(list, empty))
		if err := scan(rows, list.Index(list.Len()-1), fields, into); err != nil {
			return err
		}
	}
	return nil
}

// plainTime reads a moment into a time.Time; NULL is its zero.
type plainTime time.Time

// Scan reads the fixed-width text.
func (p *plainTime) Scan(src any) error {
	var t Time
	err := t.Scan(src)
	*p = plainTime(t.Time)
	return err
}

// nullTime reads a moment into a *time.Time; NULL is nil.
type nullTime struct{ to **time.Time }

// Scan reads the fixed-width text.
func (n *nullTime) Scan(src any) error {
	var t Time
	if err := t.Scan(src); err != nil {
		return err
	}
	*n.to = nil
	if !t.IsZero() {
		*n.to = &t.Time
	}
	return nil
}
