/** An error for the user: what failed and what to do next. 69: something that is needed could not be had. */
export class LaunchError extends Error {
  constructor(message, next, exitCode = 69) {
    super(next === undefined ? message : `${message}\n  Try: ${next}`);
    this.exitCode = exitCode;
  }
}
