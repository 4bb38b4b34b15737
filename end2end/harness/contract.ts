/** The contract's example answers, each with what it means. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface ContractCase {
  readonly case: string;
  readonly status: number;
  readonly meaning: string;
}

const all = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../crates/api/fixtures/answers.json'), 'utf8')) as ContractCase[];

/** A case of one meaning; an error where there is none, so that no test is left out unnoticed. */
export function firstCaseThatMeans(meaning: string): ContractCase {
  const first = all.find((answer) => answer.meaning === meaning);
  if (!first) throw new Error(`no case of the contract means ${meaning}`);
  return first;
}
