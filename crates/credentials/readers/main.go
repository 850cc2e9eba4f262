// The readers that values are written for: YAML as Kubernetes reads it, and .env files as Docker Compose does. A text on
// standard input, its settings as one JSON object on standard output.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"sigs.k8s.io/yaml"
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: readers yaml|dotenv < TEXT"))
	}
	settings, err := read(os.Args[1], os.Stdin)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(settings)
	}
	if err != nil {
		fail(err)
	}
}

// What is not a string stays what it is, so that a number in place of a password is seen.
func read(format string, input io.Reader) (any, error) {
	switch format {
	case "yaml":
		text, err := io.ReadAll(input)
		if err != nil {
			return nil, err
		}
		var settings map[string]any
		err = yaml.UnmarshalStrict(text, &settings)
		return settings, err
	case "dotenv":
		return dotenv.Parse(input)
	}
	return nil, fmt.Errorf("no format %q", format)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "readers:", err)
	os.Exit(1)
}
