// Types reads manifests strictly with Kubernetes' own types, as `kubectl apply --validate=strict` has the API server do it: a field
// that a type does not have, or one that stands twice, is a line on standard output. Kinds that are not Kubernetes' are counted.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/kubernetes/scheme"
)

func main() {
	options := json.SerializerOptions{Yaml: true, Strict: true}
	decoder := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme.Scheme, scheme.Scheme, options)
	reader := yaml.NewYAMLReader(bufio.NewReader(os.Stdin))
	known, foreign := 0, 0
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		_, kind, err := decoder.Decode(document, nil, nil)
		switch {
		case runtime.IsMissingKind(err):
			continue
		case runtime.IsNotRegisteredError(err):
			foreign++
		case err != nil:
			fmt.Printf("%v: %v\n", kind, err)
		default:
			known++
		}
	}
	fmt.Printf("%d read, %d of other kinds\n", known, foreign)
}
