// Fields writes down the fields that Kubernetes' own types have, from the types themselves: one line for each type that has any
// (`number name name:number name:*number`, where a number is the type of what the field holds and `*` a mapping of such), and one
// line for each kind (`group version kind number`).
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
)

var unmarshaler = reflect.TypeOf((*json.Unmarshaler)(nil)).Elem()

type table struct {
	numbers map[reflect.Type]int
	lines   []string
}

func main() {
	types := scheme.Scheme.AllKnownTypes()
	kinds := make([]schema.GroupVersionKind, 0, len(types))
	for kind := range types {
		internal := kind.Version == "__internal" || strings.HasSuffix(kind.Kind, "Options") || kind.Kind == "WatchEvent"
		if !internal {
			kinds = append(kinds, kind)
		}
	}
	sort.Slice(kinds, func(i, j int) bool { return kinds[i].String() < kinds[j].String() })
	found := table{numbers: map[reflect.Type]int{}}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	var lines []string
	for _, kind := range kinds {
		lines = append(lines, fmt.Sprintf("%s %s %s %d", or(kind.Group, "-"), kind.Version, kind.Kind, found.of(types[kind])))
	}
	for _, line := range append(found.lines, lines...) {
		fmt.Fprintln(out, line)
	}
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// of gives the number of a type; 0 for one without fields of its own.
func (t *table) of(typ reflect.Type) int {
	if typ.Kind() != reflect.Struct || reflect.PointerTo(typ).Implements(unmarshaler) {
		return 0
	}
	if number, ok := t.numbers[typ]; ok {
		return number
	}
	number := len(t.numbers) + 1
	t.numbers[typ] = number
	t.lines = append(t.lines, "")
	t.lines[number-1] = fmt.Sprintf("%d %s", number, strings.Join(t.fields(typ), " "))
	return number
}

func (t *table) fields(typ reflect.Type) []string {
	var fields []string
	for i := 0; i < typ.NumField(); i++ {
		field := typ.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || !field.IsExported() {
			continue
		}
		held, mapping := field.Type, ""
		for held.Kind() == reflect.Pointer || held.Kind() == reflect.Slice || held.Kind() == reflect.Map {
			if held.Kind() == reflect.Map {
				mapping = "*"
			}
			held = held.Elem()
		}
		if field.Anonymous && name == "" {
			fields = append(fields, t.fields(held)...)
			continue
		}
		if number := t.of(held); number > 0 {
			fields = append(fields, fmt.Sprintf("%s:%s%d", name, mapping, number))
		} else {
			fields = append(fields, name)
		}
	}
	return fields
}
