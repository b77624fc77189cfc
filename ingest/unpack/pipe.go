package unpack

import "io"

// Pipe gives as a reader what a function writes, while it writes. Close stops
// the function at its next write and waits until it is done.
func Pipe(write func(io.Writer) error) io.ReadCloser {
	r, to := io.Pipe()
	p := &pipe{r, make(chan struct{})}
	go func() {
		defer close(p.done)
		to.CloseWithError(write(to))
	}()
	return p
}

// A pipe is read while it is written.
type pipe struct {
	*io.PipeReader
	done chan struct{}
}

func (p *pipe) Close() error {
	err := p.PipeReader.Close()
	<-p.done
	return err
}
