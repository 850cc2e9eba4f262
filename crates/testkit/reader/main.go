// Reader reads documents as kubectl and the API server do: sigs.k8s.io/yaml over go-yaml v2, after apimachinery has cut the stream.
//
// On standard input it takes frames: a mode ('d' one document, 's' a stream), a length in four bytes (big endian), and so many bytes.
// For each it answers with one line of JSON: the documents that Kubernetes' tools would hand on, and why they stopped.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type answer struct {
	Docs    []json.RawMessage `json:"docs"`
	Refused string            `json:"refused,omitempty"`
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	header := make([]byte, 5)
	for {
		if _, err := io.ReadFull(in, header); err != nil {
			return
		}
		text := make([]byte, binary.BigEndian.Uint32(header[1:]))
		if _, err := io.ReadFull(in, text); err != nil {
			return
		}
		line, err := json.Marshal(read(header[0], text))
		if err != nil {
			line = []byte(fmt.Sprintf(`{"docs":[],"refused":%q}`, err.Error()))
		}
		out.Write(line)
		out.WriteByte('\n')
		if in.Buffered() == 0 {
			out.Flush()
		}
	}
}

func read(mode byte, text []byte) (result answer) {
	result.Docs = []json.RawMessage{}
	defer func() {
		// A panic of the reader ends kubectl: nothing is applied.
		if problem := recover(); problem != nil {
			result.Refused = fmt.Sprint("panic: ", problem)
		}
	}()
	if mode == 'd' {
		document, err := yaml.YAMLToJSON(text)
		if err != nil {
			result.Refused = err.Error()
		} else {
			result.Docs = append(result.Docs, document)
		}
		return result
	}
	decoder := utilyaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	for {
		var document json.RawMessage
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return result
		}
		if err != nil {
			result.Refused = err.Error()
			return result
		}
		if len(document) > 0 && !bytes.Equal(document, []byte("null")) {
			result.Docs = append(result.Docs, document)
		}
	}
}
