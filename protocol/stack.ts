/** The port of each store's balancer in the live stack (docker-compose.yml), where it is not set otherwise. */
export const BALANCER_PORTS: Readonly<Partial<Record<string, number>>> = {
  memory: 3010,
  redis: 3020,
  mongo: 3030,
  mysql: 3040,
  postgres: 3050,
  memcached: 3060,
  'node-redis': 3070,
  cookie: 3080,
  memorystore: 3090,
  sqlite: 3100,
  sequelize: 3110,
  'sequelize-mysql': 3120,
  'sequelize-postgres': 3130,
  file: 3140,
};

/** How many instances of the app the stack has on each store. */
export const STACK_INSTANCES = 2;

/** The variable that sets the port of a store's balancer. */
export const balancerVariable = (store: string): string =>
  `HOLDFAST_${store.toUpperCase().replaceAll('-', '_')}_PORT`;

/** The service of the live stack that is the server of each store; a store that is not here has none. */
export const SERVER_SERVICES: Readonly<Partial<Record<string, string>>> = {
  redis: 'redis',
  mongo: 'mongo',
  mysql: 'mysql',
  postgres: 'postgres',
  memcached: 'memcached',
  'node-redis': 'redis',
  'sequelize-mysql': 'mysql',
  'sequelize-postgres': 'postgres',
};
