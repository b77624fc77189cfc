package mail

import (
	"bytes"
	"strings"
)

// isSMIME tells whether a part is a whole message in an S/MIME envelope.
func isSMIME(kind, name string) bool {
	return kind == "application/pkcs7-mime" || kind == "application/x-pkcs7-mime" ||
		kind == "application/octet-stream" && strings.HasSuffix(strings.ToLower(name), ".p7m")
}

// signedContent gives the message inside a signed S/MIME envelope: the longest
// octet string in the DER (or BER) of b that starts with header lines. An
// encrypted envelope has none.
func signedContent(b []byte) []byte {
	var best []byte
	walkDER(b, 0, func(octets []byte) {
		if len(octets) > len(best) {
			best = octets
		}
	})
	if !headerLike(best) || !bytes.Contains(best[:min(len(best), 4096)], []byte("ontent-")) {
		return nil
	}
	return best
}

const maxDER = 12 // depth of the values in an envelope

// walkDER hands every octet string to found; the pieces of a string in pieces
// are joined. It gives how many bytes it understood.
func walkDER(b []byte, depth int, found func([]byte)) {
	for len(b) > 1 && depth < maxDER {
		tag := b[0]
		size, head := lengthDER(b)
		if head == 0 {
			return
		}
		end := len(b)
		if size >= 0 {
			end = min(end, head+size)
		}
		value := b[head:end]
		switch {
		case tag == 0x04:
			found(value)
		case tag == 0x24: // octet string in pieces
			var all []byte
			walkDER(value, depth+1, func(piece []byte) { all = append(all, piece...) })
			found(all)
		case tag&0x20 != 0:
			walkDER(value, depth+1, found)
		}
		b = b[end:]
	}
}

// lengthDER reads the length behind a tag: size is -1 for a value that ends by
// a mark, and head is 0 if there is no length.
func lengthDER(b []byte) (size, head int) {
	switch n := int(b[1]); {
	case n < 0x80:
		return n, 2
	case n == 0x80:
		return -1, 2
	case n-0x80 > 4 || len(b) < 2+n-0x80:
		return 0, 0
	default:
		for _, c := range b[2 : 2+n-0x80] {
			size = size<<8 | int(c)
		}
		return size, 2 + n - 0x80
	}
}
