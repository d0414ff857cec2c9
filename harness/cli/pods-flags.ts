import { Option, type Command } from 'commander';

/** What can be said of pods of the user's own in a cluster. */
export interface PodsOptions {
  kubernetesApp?: string;
  kubernetesServer?: string;
  namespace?: string;
}

/** Adds the flags of pods of the user's own. */
export const podsFlags = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--kubernetes-app <selector>',
        "with --target and --context, labels of the pods in a cluster that are your app, such as 'app=shop': faults break them (docs/KUBERNETES.md)",
      ).conflicts(['store', 'subject', 'storeModule', 'command', 'composeProject', 'allowRemote']),
    )
    .option(
      '--kubernetes-server <selector>',
      "labels of the pods that are the server of the app's store, such as 'app=redis'",
    )
    .option('--namespace <name>', 'where these pods are; nothing in another namespace is touched');

/** The same, with which a command does it again. */
export const podsGiven = (options: PodsOptions & { context?: string }): Record<string, string | undefined> =>
  options.kubernetesApp === undefined
    ? {}
    : {
        context: options.context,
        namespace: options.namespace,
        'kubernetes-app': options.kubernetesApp,
        'kubernetes-server': options.kubernetesServer,
      };
