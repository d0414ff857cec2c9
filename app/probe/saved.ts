import type { ProbeBody } from '../../protocol/routes.ts';
import type { Answer, Call } from './call.ts';

/** Answers for a session that was changed. */
export async function saved({ session }: Call, json: ProbeBody): Promise<Answer> {
  await session.save();
  return { status: 200, json };
}
