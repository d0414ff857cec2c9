//go:build tools

// Package tools names the command that `holdfast provision` builds, so that go.sum covers all of it.
package tools

import _ "github.com/Shopify/toxiproxy/v2/cmd/server"
