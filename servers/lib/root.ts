/** Whether the harness is root, which servers refuse or want to be told. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/** Whether a server is. */
export const runsAsRoot = (place: { isRoot?: boolean }): boolean => place.isRoot ?? isRoot();
