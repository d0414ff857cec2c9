/** Where something takes connections. */
export interface Address {
  host: string;
  port: number;
}

/** A host as addresses have it: that of IPv6 stands in brackets. */
export const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** `host:port`, by which one address is the same as another. */
export const hostPort = ({ host, port }: Address): string => `${inUrl(host)}:${port}`;

/** The other way round. */
export function addressIn(text: string): Address {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
}
