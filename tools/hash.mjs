// What makes a file's name change with its content.
import { createHash } from 'node:crypto';

/** 16 hexadecimal digits: a name that holds them after `-` is kept by browsers for ever. */
export function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
