// Hashes of files.
import { createHash } from 'node:crypto';

/** 16 hexadecimal digits of SHA-256. Browsers may keep a file with `-` and such a hash in its name for ever: the gateway marks it as immutable. */
export function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** For the attribute `integrity`: browsers take no other content. */
export function integrityOf(bytes) {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}
