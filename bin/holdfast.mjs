#!/usr/bin/env node
/**
 * The launcher: what `npm start` and `npm test` call, with whatever Node is there.
 *
 *   node bin/holdfast.mjs <command> args...         runs harness/cli/main.ts
 *   node bin/holdfast.mjs --script FILE args...     runs a TypeScript file of this repository
 *
 * It sees to a Node that runs TypeScript (24 or later) and to the npm packages, then runs the child with its own
 * terminal and exits with the child's code (128 + n for signal n). When everything is in place it prints nothing.
 *
 * What the child must know:
 * - SIGINT, SIGTERM and SIGHUP are always forwarded. On Ctrl-C the terminal has already sent SIGINT to the whole
 *   group, so the child is hit twice: it treats two SIGINTs within 300 ms as one. Not forwarding would be worse:
 *   a SIGINT sent to the launcher alone (by a CI runner, by `timeout -s INT`) would never arrive.
 * - It has an ipc channel. When that disconnects, the launcher was killed, and the child ends as if interrupted.
 *   A `disconnect` listener keeps the channel open and so the child running: `process.channel?.unref()` undoes it.
 *
 * Only this file must be readable by a Node older than 20, so the rest is imported after the check.
 */
const version = process.versions.node;

if (Number.parseInt(version, 10) < 20) {
  console.error(
    `holdfast: Node 20 or later is needed to start; this is Node ${version}. Try: install Node 24`,
  );
  process.exitCode = 69;
} else {
  const { launch } = await import('./launch.mjs');
  process.exitCode = await launch(process.argv.slice(2));
}
