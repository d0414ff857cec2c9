/** How Holdfast is called from a folder, without the command's own words. See invocation.mjs. */
export function invocationFrom(cwd: string, root: string, called?: string): string;
