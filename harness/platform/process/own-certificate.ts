import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

const { pki, md } = forge;
const DAY_MS = 86_400_000;

/** A certificate of this machine and its private key, as PEM. */
export interface OwnCertificate {
  key: string;
  cert: string;
}

/** A certificate for 127.0.0.1, signed by nobody but itself and valid from yesterday until tomorrow; of an organization, if named. */
export function ownCertificate({ organization }: { organization?: string } = {}): OwnCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + DAY_MS);
  const names = [
    { name: 'commonName', value: '127.0.0.1' },
    ...(organization === undefined ? [] : [{ name: 'organizationName', value: organization }]),
  ];
  certificate.setSubject(names);
  certificate.setIssuer(names);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }]);
  certificate.sign(pki.privateKeyFromPem(privateKey), md.sha256.create());
  return { key: privateKey, cert: pki.certificateToPem(certificate) };
}
