/**
 * Imports a package that Holdfast does not bring along. Rejects with what to install where it is missing, and with
 * the package's own reason where it is there and does not load.
 */
export async function importOptional<Module>(
  store: string,
  name: string,
  why: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = /^(ERR_)?MODULE_NOT_FOUND$/.test(code ?? '') && message.includes(`'${name}'`);
    const seen = missing
      ? `is not installed (${why}). Try: npm install --no-save ${name}`
      : `does not load: ${message}`;
    throw new Error(`${store} needs the package ${name}, which ${seen}`, { cause: error });
  }
}
