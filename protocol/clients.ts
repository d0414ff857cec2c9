/** After a client's name: somebody who acts when that client does, such as a thief beside a visitor. */
const BESIDE = '-thief';

export const besides = (client: string): string => client + BESIDE;

/** The client on whose schedule this one acts: what keeps the one busy keeps the other. */
export const scheduleOf = (client: string): string =>
  client.endsWith(BESIDE) ? client.slice(0, -BESIDE.length) : client;
