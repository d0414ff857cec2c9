/** The names and values of a Cookie header. */
export function pairsIn(header: string): [name: string, value: string][] {
  return header.split('; ').flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)]] : [];
  });
}
