//go:build tools

// Package peers names the programs that the tests of the encrypted store stand beside.
package peers

import (
	_ "filippo.io/age/cmd/age"
	_ "github.com/getsops/sops/v3/cmd/sops"
)
