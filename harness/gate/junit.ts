import builders, { type Builder, type TestCase } from 'junit-report-builder';
import { printableLines } from '../report/printable.ts';
import type { Check, Decision } from './decision.ts';

// Its types say ES module and its code is CommonJS: what Node imports as default is the builder itself.
const root = builders as unknown as Builder;

/**
 * A decision as JUnit XML: one test case a check, one suite a store. Fail is a failure, unknown an error; what
 * was found and allowed passes, and says so in its output; what was not asked or not compared is skipped.
 */
export function renderJUnit({ run, checks }: Decision): string {
  const builder = root.newBuilder().name(clean(`holdfast gate ${run}`));
  for (const [store, own] of Map.groupBy(checks, ({ store }) => store ?? 'run')) {
    const suite = builder.testSuite().name(clean(store));
    for (const check of own) addCase(suite.testCase(), check);
  }
  return builder.build();
}

/** Of these nothing was tried. */
const UNASKED: ReadonlySet<Check['allowed']> = new Set(['not asked', 'not compared']);

function addCase(
  testCase: TestCase,
  { id, store, title, verdict, message, evidence = '', allowed }: Check,
): void {
  // The id, not only the title, so that a check keeps its history in a CI system when its words change.
  testCase.name(clean(`${title} [${id}]`)).className(clean(`holdfast.${store ?? 'run'}`));
  if (verdict === 'fail') testCase.failure(clean(message), 'fail').stacktrace(inCdata(evidence));
  if (verdict === 'unknown') testCase.error(clean(message), 'unknown', inCdata(evidence));
  if (allowed !== undefined && UNASKED.has(allowed)) testCase.skipped();
  if (allowed !== undefined)
    testCase.standardOutput(
      inCdata(`${UNASKED.has(allowed) ? allowed : `allowed (${allowed})`}: ${message}\n${evidence}`),
    );
}

/** XML 1.0 has no way to write most control characters and two others, not even escaped; logs show what it can. */
const clean = (text: string) => printableLines(text).replaceAll(/[\u{fffe}\u{ffff}]/gu, '\u{fffd}');

/** The builder writes standard output and what goes with a failure as CDATA, which the text must not end. */
const inCdata = (text: string) => clean(text).replaceAll(']]>', ']] >');
