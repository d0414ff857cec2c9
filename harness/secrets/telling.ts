/** Names that say that what they stand for is nobody else's to read. */
export const TELLING = /pass|pwd|secret|token|key|auth|credential/i;
