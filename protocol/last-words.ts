/** How the app's last words begin where code in it called `process.exit()`; the stack of who did follows. */
export const EXIT_CALLED = 'ExitError: code in the app called process.exit';
