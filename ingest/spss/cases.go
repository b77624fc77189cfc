package spss

import (
	"bufio"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// The ways in which cases are stored.
const (
	plain    = 0
	bytecode = 1
	zipped   = 2 // bytecode, in blocks of zlib
)

// Codes of the bytecode; 1 to 251 are small whole numbers.
const (
	codeNothing = 0
	codeEnd     = 252
	codeRaw     = 253
	codeBlanks  = 254
	codeMissing = 255
)

// elements reads the elements of 8 bytes that cases are made of.
type elements struct {
	in      *bufio.Reader
	order   binary.ByteOrder
	bias    float64
	sysmis  float64
	packing int32
	codes   [8]byte
	left    int // codes that were read and not yet used
}

// begin goes to the first case.
func (e *elements) begin() error {
	e.packing = max(e.packing, plain)
	if e.packing != zipped {
		return nil
	}
	var head [24]byte // where this is, where the trailer is, how long that is
	if _, err := io.ReadFull(e.in, head[:]); err != nil {
		return err
	}
	blocks := int64(e.order.Uint64(head[8:])) - int64(e.order.Uint64(head[:])) - int64(len(head))
	if blocks < 0 {
		return errors.New("its compressed blocks end before they begin")
	}
	e.in = bufio.NewReaderSize(&unzipper{in: bufio.NewReader(io.LimitReader(e.in, blocks))}, 1<<16)
	return nil
}

// unzipper reads blocks of zlib that follow each other.
type unzipper struct {
	in    *bufio.Reader // reads single bytes, so that no block takes those of the next
	block io.ReadCloser
}

func (u *unzipper) Read(p []byte) (int, error) {
	for {
		if u.block == nil {
			if _, err := u.in.Peek(1); err != nil {
				return 0, err
			}
			block, err := zlib.NewReader(u.in)
			if err != nil {
				return 0, fmt.Errorf("a compressed block: %w", err)
			}
			u.block = block
		}
		n, err := u.block.Read(p)
		if errors.Is(err, io.EOF) {
			err, u.block = nil, nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// next reads a case into row; false means that there is none.
func (e *elements) next(row []byte) (bool, error) {
	if e.packing == plain {
		_, err := io.ReadFull(e.in, row)
		return ended(err, true)
	}
	for at := 0; at < len(row); {
		code, err := e.code()
		if err != nil {
			return ended(err, at == 0)
		}
		switch code {
		case codeNothing:
			continue
		case codeEnd:
			if at > 0 {
				return ended(io.ErrUnexpectedEOF, false)
			}
			return false, nil
		case codeRaw:
			if _, err := io.ReadFull(e.in, row[at:at+8]); err != nil {
				return ended(io.ErrUnexpectedEOF, false)
			}
		case codeBlanks:
			copy(row[at:], "        ")
		case codeMissing:
			e.order.PutUint64(row[at:], math.Float64bits(e.sysmis))
		default:
			e.order.PutUint64(row[at:], math.Float64bits(float64(code)-e.bias))
		}
		at += 8
	}
	return true, nil
}

// ended tells the end of the cases from a file that is cut off.
func ended(err error, between bool) (bool, error) {
	switch {
	case err == nil:
		return true, nil
	case between && errors.Is(err, io.EOF):
		return false, nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return false, errors.New("the SPSS file is cut off in the middle of a case: ask for the delivery again")
	}
	return false, err
}

// code gives the next byte of the bytecode.
func (e *elements) code() (byte, error) {
	if e.left == 0 {
		if _, err := io.ReadFull(e.in, e.codes[:]); err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) {
				err = io.EOF // what is left is filling
			}
			return 0, err
		}
		e.left = len(e.codes)
	}
	code := e.codes[len(e.codes)-e.left]
	e.left--
	return code, nil
}
