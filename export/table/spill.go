package table

import (
	"os"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/snappy"
)

// spillRows is how many rows of a table wait in memory before they go to the
// spill file: what makes a first run of a million feedback fit in memory.
const spillRows = 16 << 10

// spiller is a spill with its row type forgotten.
type spiller interface {
	months() []string
	seal() error
	close() error
}

// A spill holds rows that were put, in the order in which they came, until
// their month is written: in memory, and beyond spillRows in one file whose row
// groups belong to one month each.
type spill[T any] struct {
	dir     string
	waiting map[string][]T
	n       int
	file    *os.File
	out     *parquet.GenericWriter[T]
	groups  []string // the month of each row group of file
	sealed  *parquet.File
}

func (k *kindOf[T, P]) newSpill(dir string) spiller {
	return &spill[T]{dir: dir, waiting: map[string][]T{}}
}

func (s *spill[T]) put(month string, rows []T) error {
	s.waiting[month] = append(s.waiting[month], rows...)
	if s.n += len(rows); s.n < spillRows {
		return nil
	}
	return s.flush()
}

func (s *spill[T]) flush() error {
	if s.out == nil {
		f, err := os.CreateTemp(s.dir, ".spill-*")
		if err != nil {
			return err
		}
		s.file = f
		s.out = parquet.NewGenericWriter[T](f, parquet.Compression(&snappy.Codec{}))
	}
	for _, month := range sortedKeys(s.waiting) {
		if _, err := s.out.Write(s.waiting[month]); err != nil {
			return err
		}
		if err := s.out.Flush(); err != nil {
			return err
		}
		s.groups = append(s.groups, month)
	}
	clear(s.waiting)
	s.n = 0
	return nil
}

// months lists the months that have rows, in order.
func (s *spill[T]) months() []string {
	all := append(slices.Clone(s.groups), sortedKeys(s.waiting)...)
	slices.Sort(all)
	return slices.Compact(all)
}

// seal ends the putting: rows can be taken from now on.
func (s *spill[T]) seal() error {
	if s.out == nil || s.sealed != nil {
		return nil
	}
	if err := s.out.Close(); err != nil {
		return err
	}
	stat, err := s.file.Stat()
	if err != nil {
		return err
	}
	s.sealed, err = parquet.OpenFile(s.file, stat.Size(), parquet.SkipPageIndex(true))
	return err
}

// rows gives the rows of a month in the order in which they were put.
func (s *spill[T]) rows(month string) ([]*T, error) {
	var rows []*T
	for i, m := range s.groups {
		if m != month {
			continue
		}
		some, err := allRows[T](s.sealed.RowGroups()[i])
		if err != nil {
			return nil, err
		}
		for j := range some {
			rows = append(rows, &some[j])
		}
	}
	waiting := s.waiting[month]
	for i := range waiting {
		rows = append(rows, &waiting[i])
	}
	return rows, nil
}

// allRows reads a row group whole.
func allRows[T any](group parquet.RowGroup) ([]T, error) {
	reader := parquet.NewGenericRowGroupReader[T](group)
	defer reader.Close()
	rows := make([]T, group.NumRows())
	for n := 0; n < len(rows); {
		read, err := reader.Read(rows[n:])
		if n += read; err != nil && n < len(rows) {
			return nil, err
		}
	}
	return rows, nil
}

func (s *spill[T]) close() error {
	if s.file == nil {
		return nil
	}
	os.Remove(s.file.Name())
	return s.file.Close()
}
