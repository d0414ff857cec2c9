/** What wires run through, wherever they are containers: the one of docker-compose.yml. */
export const TOXIPROXY_IMAGE = 'ghcr.io/shopify/toxiproxy:2.12.0';
/** Where it is told what to do. */
export const TOXIPROXY_API_PORT = 8474;
