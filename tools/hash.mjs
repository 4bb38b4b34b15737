// Content hashes for file names.
import { createHash } from 'node:crypto';

/** 16 hexadecimal digits. The gateway sends files named `…-<hash>.…` with `Cache-Control: immutable`. */
export function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
