package table

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

const (
	groupRows  = 1 << 16  // rows of a row group: most months are one group
	pageBytes  = 16 << 10 // before compression: what reading one row costs
	readRows   = 512      // rows read at a time
	bloomBits  = 10       // per value: about 1 % false positives
	versionKey = "luister.schema"
)

// writerOptions are the settings of every file: encodings and compression that every
// reader knows (PLAIN or dictionary, zstd, first version of data pages), and
// nothing that differs between two runs.
func writerOptions(sorted, blooms []string) []parquet.WriterOption {
	opts := []parquet.WriterOption{
		parquet.CreatedBy("luister", strconv.Itoa(SchemaVersion), ""),
		parquet.KeyValueMetadata(versionKey, strconv.Itoa(SchemaVersion)),
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedDefault}),
		parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.Plain), // else it is one that old readers do not know
		parquet.DataPageVersion(1),
		parquet.PageBufferSize(pageBytes),
		parquet.MaxRowsPerRowGroup(groupRows),
	}
	var sorting []parquet.SortingColumn
	for _, column := range sorted {
		sorting = append(sorting, parquet.Ascending(column))
	}
	var filters []parquet.BloomFilterColumn
	for _, column := range blooms {
		filters = append(filters, parquet.SplitBlockFilter(bloomBits, column))
	}
	return append(opts, parquet.BloomFilters(filters...),
		parquet.SortingWriterConfig(parquet.SortingColumns(sorting...)))
}

// fileInfo is what checksums.json says of a file.
type fileInfo struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Rows   int64  `json:"rows"`
}

// writeFile makes a new file of what write gives it, syncs it, and gives its
// checksum; write says how many rows those are.
func writeFile(path string, write func(io.Writer) (rows int64, err error)) (info fileInfo, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return info, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return info, err
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			os.Remove(path)
		}
	}()
	sum := sha256.New()
	counter := &countingWriter{w: io.MultiWriter(f, sum)}
	if info.Rows, err = write(counter); err != nil {
		return fileInfo{}, err
	}
	info.Size, info.SHA256 = counter.n, hex.EncodeToString(sum.Sum(nil))
	return info, f.Sync()
}

func writeRows[T any](w io.Writer, rows iter.Seq2[*T, error], opts []parquet.WriterOption) (int64, error) {
	pw := parquet.NewGenericWriter[T](w, opts...)
	batch := make([]T, 0, readRows)
	var n int64
	flush := func() error {
		_, err := pw.Write(batch)
		n += int64(len(batch))
		clear(batch)
		batch = batch[:0]
		return err
	}
	for row, err := range rows {
		if err != nil {
			return 0, err
		}
		if batch = append(batch, *row); len(batch) == readRows {
			if err := flush(); err != nil {
				return 0, err
			}
		}
	}
	if err := flush(); err != nil {
		return 0, err
	}
	return n, pw.Close()
}

type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// openParquet opens a file for reading rows.
func openParquet(path string) (*parquet.File, *os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	stat, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	file, err := parquet.OpenFile(f, stat.Size(), parquet.SkipBloomFilters(true))
	if err != nil {
		f.Close()
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return file, f, nil
}

// readFile gives the rows of a file in their order. The pointer is good until
// the next row; what the row points at stays good.
func readFile[T any](path string) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		file, f, err := openParquet(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		for _, group := range file.RowGroups() {
			if !eachRow(group, yield) {
				return
			}
		}
	}
}

// eachRow yields the rows of a row group; false if the receiver stopped or
// reading failed.
func eachRow[T any](group parquet.RowGroup, yield func(*T, error) bool) bool {
	reader := parquet.NewGenericRowGroupReader[T](group)
	defer reader.Close()
	rows := make([]T, readRows)
	for {
		clear(rows)
		n, err := reader.Read(rows)
		for i := range rows[:n] {
			if !yield(&rows[i], nil) {
				return false
			}
		}
		if err == io.EOF {
			return true
		}
		if err != nil {
			yield(nil, fmt.Errorf("reading rows: %w", err))
			return false
		}
	}
}
