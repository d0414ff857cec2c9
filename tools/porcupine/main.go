// Reads histories of one session each, one JSON object a line, and says of each whether Porcupine finds an order that explains it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

// operation is one that happened: certainly, or, if it may be left out, at any time from its start on.
type operation struct {
	Op    string `json:"op"`
	Key   string `json:"key"`
	Value string `json:"value"`
	// Count is the number that an increment was told; 0 where it was told none.
	Count  int     `json:"count"`
	Absent bool    `json:"absent"`
	Must   bool    `json:"must"`
	Start  float64 `json:"start"`
	End    float64 `json:"end"`
}

type history struct {
	Seed       int         `json:"seed"`
	MaybeThere bool        `json:"maybeThere"`
	Operations []operation `json:"operations"`
}

// state of a session: whether it is there, and what each key holds, as text; a key that is not set has no entry.
type state struct {
	there bool
	keys  map[string]string
}

func (s state) with(key, value string) state {
	keys := map[string]string{}
	for k, v := range s.keys {
		keys[k] = v
	}
	if value == "null" {
		delete(keys, key)
	} else {
		keys[key] = value
	}
	return state{true, keys}
}

func (s state) get(key string) string {
	if value, isSet := s.keys[key]; isSet {
		return value
	}
	return "null"
}

// step returns the states that an operation can leave behind; none if it cannot have been answered so.
func step(s state, op operation) []state {
	after := happened(s, op)
	if !op.Must {
		return append(after, s)
	}
	return after
}

func happened(s state, op operation) []state {
	if op.Absent {
		if s.there {
			return nil
		}
		return []state{s}
	}
	switch op.Op {
	case "create":
		made := state{true, map[string]string{}}
		if op.Key != "" {
			return []state{made.with(op.Key, op.Value)}
		}
		return []state{made}
	case "destroy":
		return []state{{false, map[string]string{}}}
	}
	if !s.there {
		return nil
	}
	switch op.Op {
	case "read":
		if op.Key != "" && s.get(op.Key) != op.Value {
			return nil
		}
		return []state{s}
	case "write":
		return []state{s.with(op.Key, op.Value)}
	case "remove":
		return []state{s.with(op.Key, "null")}
	case "increment":
		count := 0
		fmt.Sscanf(s.get(op.Key), "number %d", &count)
		count++
		if op.Must && count != op.Count {
			return nil
		}
		return []state{s.with(op.Key, fmt.Sprintf("number %d", count))}
	}
	return nil
}

func equal(a, b state) bool {
	if a.there != b.there {
		return false
	}
	if !a.there {
		return true
	}
	if len(a.keys) != len(b.keys) {
		return false
	}
	for key, value := range a.keys {
		if other, isSet := b.keys[key]; !isSet || other != value {
			return false
		}
	}
	return true
}

func model(maybeThere bool) porcupine.Model {
	nondeterministic := porcupine.NondeterministicModel{
		Init: func() []interface{} {
			states := []interface{}{state{false, map[string]string{}}}
			if maybeThere {
				states = append(states, state{true, map[string]string{}})
			}
			return states
		},
		Step: func(s interface{}, input interface{}, _ interface{}) []interface{} {
			var states []interface{}
			for _, after := range step(s.(state), input.(operation)) {
				states = append(states, after)
			}
			return states
		},
		Equal: func(a, b interface{}) bool { return equal(a.(state), b.(state)) },
	}
	return nondeterministic.ToModel()
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		var h history
		if err := json.Unmarshal(lines.Bytes(), &h); err != nil {
			fmt.Fprintln(os.Stderr, "not a history:", err)
			os.Exit(64)
		}
		var last float64
		for _, op := range h.Operations {
			if op.End > last {
				last = op.End
			}
		}
		var operations []porcupine.Operation
		for i, op := range h.Operations {
			end := op.End
			if !op.Must {
				end = last + 1
			}
			// Microseconds: closed intervals, so one that ends when another starts does not come before it.
			operations = append(operations, porcupine.Operation{
				ClientId: i, Input: op, Call: int64(op.Start*1000) * 2, Return: int64(end*1000)*2 + 1,
			})
		}
		result := porcupine.CheckOperationsTimeout(model(h.MaybeThere), operations, time.Minute)
		fmt.Fprintf(out, "%d %s\n", h.Seed, result)
	}
}
