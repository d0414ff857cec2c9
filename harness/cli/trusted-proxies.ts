import { InvalidArgumentError } from 'commander';
import { compile } from 'proxy-addr';
import { messageOf } from '../errors.ts';

/** Says, before anything is started, whether Express will take a value for its `trust proxy`: by what Express asks. */
export function trustedProxies(text: string): string {
  if (text === 'true' || text === 'false' || /^\d+$/.test(text)) return text;
  try {
    compile(text.split(',').map((address) => address.trim()));
    return text;
  } catch (error) {
    const seen = messageOf(error);
    throw new InvalidArgumentError(
      `Express refuses it (${seen}). Expected true, false, a number of hops, or addresses such as loopback,10.0.0.0/8.`,
    );
  }
}
