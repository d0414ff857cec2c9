/** The port of each store's balancer in the live stack (docker-compose.yml), where it is not set otherwise. */
export const BALANCER_PORTS: Readonly<Partial<Record<string, number>>> = {
  memory: 3010,
  redis: 3020,
  mongo: 3030,
  mysql: 3040,
  postgres: 3050,
  memcached: 3060,
};

/** The service of docker-compose.yml that is the server of each store; a store that is not here has none. */
export const SERVER_SERVICES: Readonly<Partial<Record<string, string>>> = {
  redis: 'redis',
  mongo: 'mongo',
  mysql: 'mysql',
  postgres: 'postgres',
  memcached: 'memcached',
};
