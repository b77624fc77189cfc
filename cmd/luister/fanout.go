package main

import (
	"iter"
	"runtime"
	"sync"
)

// fanOut is the one place where records are worked on in parallel. It applies
// what newEach gives to every element of in, on all processors, and yields the
// results in the order of in. Memory does not grow with in. newEach is called
// once per worker, so that what it gives may keep scratch space. The consumer
// may stop early; in is then not read further.
func fanOut[In, Out any](in iter.Seq[In], newEach func() func(In) Out) iter.Seq[Out] {
	type job struct {
		in  In
		out chan Out
	}
	return func(yield func(Out) bool) {
		workers := runtime.GOMAXPROCS(0)
		jobs := make(chan job, workers)
		ordered := make(chan chan Out, 4*workers)
		stop := make(chan struct{})

		var working sync.WaitGroup
		for range workers {
			working.Go(func() {
				each := newEach()
				for j := range jobs {
					j.out <- each(j.in)
				}
			})
		}
		working.Go(func() {
			defer close(ordered)
			defer close(jobs)
			for element := range in {
				j := job{element, make(chan Out, 1)}
				select {
				case ordered <- j.out:
					jobs <- j
				case <-stop:
					return
				}
			}
		})
		defer working.Wait()
		defer close(stop)
		for result := range ordered {
			if !yield(<-result) {
				return
			}
		}
	}
}
