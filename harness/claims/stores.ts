import { STORE_NAMES, storeFacts, type StoreName } from '../stores/catalogue.ts';

/** Every store, the cookie included. */
export const EVERY_STORE: readonly StoreName[] = STORE_NAMES;

/** Stores that keep sessions where the client is not, by express-session. */
export const STORES_OF_EXPRESS_SESSION = EVERY_STORE.filter((store) => store !== 'cookie');

/** Stores with a server, to which the wire can be broken. */
export const STORES_WITH_SERVER = EVERY_STORE.filter((store) => storeFacts(store).server !== undefined);

/** Whether a store keeps its sessions in the app's own process, where no other one can find them. */
export function isInsideTheApp(store: StoreName): boolean {
  const { server, needsFolder } = storeFacts(store);
  return store !== 'cookie' && server === undefined && needsFolder === undefined;
}
