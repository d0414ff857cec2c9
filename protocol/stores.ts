// Made by npm run stack.
/** The stores of the live stack, and the port of the balancer of each where it is not set otherwise. */
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

/** Holdfast's other stores. */
const OTHERS = [
  'mongodb-session',
  'dynamodb',
  'node-memcached',
  'typeorm',
  'prisma',
  'knex-mysql',
  'knex-postgres',
  'knex',
  'sqlite3',
  'loki',
] as const;

export type StoreName = keyof typeof PORTS | (typeof OTHERS)[number];
/** Every store of Holdfast's own. */
export const KNOWN_STORES: readonly string[] = [...Object.keys(PORTS), ...OTHERS];
export const BALANCER_PORTS: Readonly<Partial<Record<string, number>>> = PORTS;
