package columnar

import (
	"errors"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// What a page may claim: the library makes room for as much as its header says
// before it looks at the bytes.
const (
	maxPage   = 256 << 20 // bytes when unpacked; those that programs write have about 1 MB
	maxValues = 64 << 20  // values
	tightest  = 40_000    // no packing of Parquet makes bytes this many times fewer
	slack     = 1 << 20
)

var errClaims = errors.New("a page of the Parquet file claims more than the file can hold, or more than 256 MB: ask for it again with smaller pages, or as CSV")

// honest says whether no page claims what its bytes cannot justify. What cannot be
// read as a page is left to the library.
func honest(file *parquet.File, b []byte) bool {
	for _, group := range file.Metadata().RowGroups {
		for i := range group.Columns {
			meta := &group.Columns[i].MetaData
			for _, start := range []int64{meta.DictionaryPageOffset, meta.DataPageOffset} {
				if start > 0 && start < int64(len(b)) && !honestPages(b[start:], meta.TotalCompressedSize) {
					return false
				}
			}
		}
	}
	return true
}

// honestPages goes from page to page over the bytes of a column.
func honestPages(b []byte, size int64) bool {
	if size >= 0 && size < int64(len(b)) {
		b = b[:size]
	}
	for len(b) > 0 {
		w := walker{rest: b}
		if !w.fields() {
			return true
		}
		var page format.PageHeader
		if thrift.Unmarshal(&thrift.CompactProtocol{}, b[:len(b)-len(w.rest)], &page) != nil {
			return true
		}
		packed := int64(page.CompressedPageSize)
		if packed < 0 || packed > int64(len(w.rest)) {
			return false
		}
		if int64(page.UncompressedPageSize) > min(maxPage, slack+tightest*packed) || page.UncompressedPageSize < 0 || values(&page) > maxValues {
			return false
		}
		b = w.rest[packed:]
	}
	return true
}

// values is how many values a page says it has.
func values(page *format.PageHeader) int32 {
	return max(page.DataPageHeader.V.NumValues, page.DataPageHeaderV2.V.NumValues, page.DictionaryPageHeader.V.NumValues)
}
