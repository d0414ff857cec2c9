import { stringify } from 'yaml';

/** One file of several objects. */
export const documents = (comment: string, objects: readonly object[]): string =>
  `# ${comment} Made by npm run stack.\n${objects.map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n')}`;

export const kustomization = (comment: string, fields: object): string =>
  documents(comment, [{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...fields }]);
