/** Names that say that what they stand for is nobody else's to read. */
export const SECRET_NAME = /pass|pwd|secret|token|key|auth|credential/i;
