import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { usageError } from '../../errors.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g;

/**
 * From now on this process trusts what the certificates of the file have signed, besides all that it trusted. Throws a
 * usage error for a file that has none.
 */
export function trust(file: string): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`the certificates of ${file} could not be read: ${(error as Error).message}`, {
      next: '--ca with the path of a PEM file',
    });
  }
  const found = text.match(CERTIFICATE) ?? [];
  if (found.length === 0 || !found.every(isCertificate)) {
    throw usageError(`${file} has no certificate in PEM form`, {
      next: '--ca with a file that has -----BEGIN CERTIFICATE-----',
    });
  }
  setDefaultCACertificates([...getCACertificates('default'), ...found]);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

/**
 * What k6 is told so that it trusts whom this process does: it is written in Go, which takes a file in place of the
 * system's certificates (crypto/x509). Nothing where the user added none, by NODE_EXTRA_CA_CERTS or `trust`.
 */
export async function trustOfGenerator(folder: string): Promise<Record<string, string>> {
  const all = getCACertificates('default');
  const usual = new Set(getCACertificates('bundled'));
  if (all.every((pem) => usual.has(pem))) return {};
  const file = join(folder, 'trusted.pem');
  await writeFile(file, `${[...new Set([...all, ...getCACertificates('system')])].join('\n')}\n`);
  return { SSL_CERT_FILE: file };
}
