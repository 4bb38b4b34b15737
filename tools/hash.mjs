// The hash in file names.
import { createHash } from 'node:crypto';

/** 16 hexadecimal digits of SHA-256. Browsers may keep a file with `-` and such a hash in its name for ever: the gateway marks it as immutable. */
export function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
