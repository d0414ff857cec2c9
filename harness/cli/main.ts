import { endSoon, guardDefects, report } from './defects.ts';
import { guardOutput } from './output.ts';

guardOutput();
guardDefects();
try {
  // Loaded here, where a package that is missing gets its sentence.
  const { runProgram } = await import('./program.ts');
  await runProgram(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}
endSoon();
