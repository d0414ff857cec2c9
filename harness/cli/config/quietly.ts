/** What Node says of a config that is TypeScript, or in a package without a type: nothing that its author must do. */
const EXPECTED = /^stripTypeScriptTypes is|^Module type of/;

/** Does the work without Node's warnings about the way in which a config is written. */
export function quietly<Result>(work: () => Result): Result {
  const emitWarning = Reflect.get(process, 'emitWarning') as (...said: unknown[]) => void;
  process.emitWarning = (...said: unknown[]) => {
    if (!EXPECTED.test(String(said[0]))) Reflect.apply(emitWarning, process, said);
  };
  const restore = () => void (process.emitWarning = emitWarning);
  let result;
  try {
    result = work();
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore) as Result;
  restore();
  return result;
}
