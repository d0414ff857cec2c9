import type { Experiment } from '../model/plan.ts';

/** What the runners of k6-operator are to do, and where. */
export interface TestRunOptions {
  experiment: Experiment;
  /** The workload with its settings, as `k6 archive` packs it. */
  archive: Uint8Array;
  generators: number;
  namespace: string;
  image: string;
}

/** More than that, and the API takes no ConfigMap. */
export const MOST_ARCHIVE_BYTES = 700_000;
const FILE = 'archive.tar';
const HISTORY = '/history';
/** As the image of k6 has it. */
const UID = 12_345;

/**
 * What has to be in a cluster for k6-operator to run an experiment from several pods: the workload, a volume for what
 * they record, and the TestRun. The operator gives each runner an execution segment, and so clients that no other has.
 */
export function testRunObjects(options: TestRunOptions): object[] {
  const { experiment, archive, generators, namespace, image } = options;
  const name = nameOf(experiment.id);
  const labels = {
    'app.kubernetes.io/name': 'holdfast',
    'app.kubernetes.io/component': 'generator',
    'app.kubernetes.io/instance': name,
  };
  const metadata = { name, namespace, labels };
  const pod = { metadata: { labels }, ...SECURITY };
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      binaryData: { [FILE]: Buffer.from(archive).toString('base64') },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata,
      // Runners are on several nodes, and write to it at once.
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: volumeSize(experiment) } } },
    },
    {
      apiVersion: 'k6.io/v1alpha1',
      kind: 'TestRun',
      metadata,
      spec: {
        parallelism: generators,
        // Where several share a node, one waits for the other's processor.
        separate: true,
        script: { configMap: { name, file: FILE } },
        initializer: pod,
        starter: pod,
        runner: {
          ...pod,
          image,
          env: [
            { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            { name: 'K6_CONSOLE_OUTPUT', value: `${HISTORY}/$(POD).ndjson` },
            { name: 'K6_LOG_FORMAT', value: 'raw' },
          ],
          resources: { requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '2Gi' } },
          volumes: [{ name: 'history', persistentVolumeClaim: { claimName: name } }],
          volumeMounts: [{ name: 'history', mountPath: HISTORY }],
        },
      },
    },
  ];
}

const SECURITY = {
  automountServiceAccountToken: 'false',
  securityContext: {
    runAsNonRoot: true,
    runAsUser: UID,
    runAsGroup: UID,
    fsGroup: UID,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

/** An experiment's id as a name that DNS takes. */
const nameOf = (id: string): string =>
  `holdfast-${id}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/-$/, '');

/** Some 200 bytes an operation, and as much again. */
const volumeSize = ({ load: { rate, durationMs } }: Experiment): string =>
  `${Math.max(1, Math.ceil((rate * (durationMs / 1000) * 400) / 2 ** 30))}Gi`;
