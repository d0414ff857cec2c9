export function missingPackage(error: unknown, name: string): string | undefined;
