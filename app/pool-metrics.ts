import { Gauge, type Registry } from 'prom-client';
import { METRICS } from '../protocol/metrics.ts';
import type { ClientPool } from './stores/store.ts';

/** Tells how many connections a store's client has, and how many of the store's calls wait for one. */
export function measurePool(registry: Registry, read: () => ClientPool): void {
  const registers = [registry];
  const connections: Gauge = new Gauge({
    name: METRICS.clientConnections,
    help: "Connections in the pool of the store's client",
    labelNames: ['state'],
    registers,
    collect: () => {
      const { used, idle } = read();
      connections.set({ state: 'used' }, used);
      connections.set({ state: 'idle' }, idle);
    },
  });
  const waiting: Gauge = new Gauge({
    name: METRICS.clientWaiting,
    help: "Requests that wait for a connection of the pool of the store's client",
    registers,
    collect: () => {
      waiting.set(read().waiting);
    },
  });
}
