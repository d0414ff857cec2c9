//go:build tools

// Package tools names the command that `holdfast provision` builds, so that go.sum covers all of it.
package tools

import _ "go.k6.io/k6/v2"
