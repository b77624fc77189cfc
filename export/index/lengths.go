package index

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// lengths are how many terms the documents of a segment have.
type lengths struct {
	of     []uint16
	all    *roaring.Bitmap
	within [len(lengthSteps)]*roaring.Bitmap // the documents up to each step
}

// lengthSteps are close together where most texts are.
var lengthSteps = [...]uint16{1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 64, 96, 128}

func (s *segment) measure() *lengths {
	l := &lengths{of: make([]uint16, s.size()), all: s.live}
	var exactly [len(lengthSteps) + 1][]uint32
	for n := range l.of {
		l.of[n] = s.order.length(s.first + n)
		step, _ := slices.BinarySearch(lengthSteps[:], l.of[n])
		exactly[step] = append(exactly[step], uint32(n))
	}
	shorter := roaring.New()
	for i := range l.within {
		l.within[i] = roaring.Or(shorter, roaring.BitmapOf(exactly[i]...))
		shorter = l.within[i]
	}
	return l
}

// upTo gives the documents up to a length, and perhaps others, where long says
// for a length whether it is still one of them.
func (l *lengths) upTo(within func(length uint16) bool) *roaring.Bitmap {
	for i, step := range lengthSteps {
		if !within(step + 1) {
			return l.within[i]
		}
	}
	return l.all
}
