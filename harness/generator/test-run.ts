import type { Experiment } from '../model/plan.ts';
import { containerSecurity, labels, podSecurity, resources } from '../stores/kubernetes/objects.ts';

/** What the runners of k6-operator are to do, and where. */
export interface TestRunOptions {
  experiment: Experiment;
  /** The workload with its settings, as `k6 archive` packs it. */
  archive: Uint8Array;
  generators: number;
  namespace: string;
  image: string;
  /** Several runners may be on one node, and ask for little of its processor. */
  shareNodes?: boolean;
}

/** More than that, and the API takes no ConfigMap. */
export const MOST_ARCHIVE_BYTES = 700_000;
const FILE = 'archive.tar';
/** Where each runner writes `<pod>.ndjson`. */
export const HISTORY = '/history';
/** As the image of k6 has it. */
const UID = 12_345;

/**
 * What has to be in a cluster for k6-operator to run an experiment from several pods: the workload, a volume for what
 * they record, a pod to read it by, and the TestRun. The operator gives each runner an execution segment, and so clients
 * that no other has.
 */
export function testRunObjects(options: TestRunOptions): object[] {
  const { experiment, archive, generators, namespace, image, shareNodes = false } = options;
  const name = nameOf(experiment.id);
  const own = labels('generator', name);
  const metadata = { name, namespace, labels: own };
  const pod = { metadata: { labels: own }, automountServiceAccountToken: 'false', ...SECURITY };
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
    readerOf({ name, namespace, image }),
    {
      apiVersion: 'k6.io/v1alpha1',
      kind: 'TestRun',
      metadata,
      spec: {
        parallelism: generators,
        // Where several share a node, one waits for the other's processor.
        separate: !shareNodes,
        script: { configMap: { name, file: FILE } },
        // Else the operator takes the latest k6 there is.
        initializer: { ...pod, image },
        starter: pod,
        runner: {
          ...pod,
          image,
          env: [
            { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            { name: 'K6_CONSOLE_OUTPUT', value: `${HISTORY}/$(POD).ndjson` },
            { name: 'K6_LOG_FORMAT', value: 'raw' },
            { name: 'K6_NO_USAGE_REPORT', value: 'true' },
          ],
          livenessProbe: ALIVE,
          resources: {
            requests: { cpu: shareNodes ? '100m' : '1', memory: shareNodes ? '128Mi' : '512Mi' },
            limits: { memory: '2Gi' },
          },
          volumes: [{ name: 'history', persistentVolumeClaim: { claimName: name } }],
          volumeMounts: [{ name: 'history', mountPath: HISTORY }],
        },
      },
    },
  ];
}

/** A k6 that is busy answers late, and the kubelet ends a runner that does not answer within a second, three times. */
const ALIVE = {
  httpGet: { path: '/v1/status', port: 6565 },
  periodSeconds: 20,
  timeoutSeconds: 20,
  failureThreshold: 6,
};

const SECURITY = {
  securityContext: podSecurity(UID, UID).securityContext,
  containerSecurityContext: containerSecurity,
};

/** Stays after the runners, so that `kubectl cp` has somebody to ask for what they recorded. */
const readerOf = ({ name, namespace, image }: { name: string; namespace: string; image: string }) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: readerName(name), namespace, labels: labels('histories', name) },
  spec: {
    ...podSecurity(UID, UID),
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'histories',
        image,
        command: ['sleep', '86400'],
        resources: resources('10m', '64Mi'),
        securityContext: { ...containerSecurity, readOnlyRootFilesystem: true },
        volumeMounts: [{ name: 'history', mountPath: HISTORY, readOnly: true }],
      },
    ],
    volumes: [{ name: 'history', persistentVolumeClaim: { claimName: name } }],
  },
});

/** The pod by which what the runners of a TestRun recorded is read. */
export const readerName = (testRun: string): string => `${testRun}-histories`;

/** An experiment's id as a name that DNS takes. */
export const nameOf = (id: string): string =>
  `holdfast-${id}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/-$/, '');

/** Some 200 bytes an operation, and as much again. */
const volumeSize = ({ load: { rate, durationMs } }: Experiment): string =>
  `${Math.max(1, Math.ceil((rate * (durationMs / 1000) * 400) / 2 ** 30))}Gi`;
