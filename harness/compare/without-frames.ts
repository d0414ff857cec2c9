const FRAME =
  /\s+at (?:(?:async |new )?[^\s()]+(?: \[as [^\]]+\])? )?\(?(?:file:\/\/|node:|[A-Za-z]:\\|\/)[^\s()]*:\d+:\d+\)?/g;
const PLACE = /(?:file:\/\/)?(?:\/[^\s/():]+)+\/(?=(?:node_modules|logs)\/)/g;

/** What an error says without the frames of its stack trace, and without where on somebody's machine packages and logs are. */
export const withoutFrames = (text: string): string => text.replaceAll(FRAME, '').replaceAll(PLACE, '');
