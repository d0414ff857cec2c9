/** How many instances of the app the stack has on each store. */
export const STACK_INSTANCES = 2;

/** The variable that sets the port of a store's balancer. */
export const balancerVariable = (store: string): string =>
  `HOLDFAST_${store.toUpperCase().replaceAll('-', '_')}_PORT`;
