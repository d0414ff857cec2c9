// Made by npm run stack.
/** Every store of Holdfast's own, and the port of its balancer in the live stack where it is not set otherwise. */
const PORTS = {
  memory: 3010,
  memorystore: 3090,
  cookie: 3080,
  redis: 3020,
  'node-redis': 3070,
  mongo: 3030,
  memcached: 3060,
  mysql: 3040,
  'sequelize-mysql': 3120,
  postgres: 3050,
  'sequelize-postgres': 3130,
  sequelize: 3110,
  sqlite: 3100,
  file: 3140,
} as const;

export type StoreName = keyof typeof PORTS;
export const BALANCER_PORTS: Readonly<Partial<Record<string, number>>> = PORTS;
