/** How many instances of the app the stack has on each store, where HOLDFAST_INSTANCES does not say otherwise. */
export const STACK_INSTANCES = 2;

/** How many it can have. */
export const MOST_STACK_INSTANCES = 4;

/** The variable that sets the port of a store's balancer. */
export const balancerVariable = (store: string): string =>
  `HOLDFAST_${store.toUpperCase().replaceAll('-', '_')}_PORT`;
