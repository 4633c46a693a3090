// Runs scenarios, each with streams and connections of its own.

import { builder, connect } from './hub.js';
import * as scenarios from './scenarios.js';

/** They look at all that a server has, and so run one by one, after the others. */
const ALONE = ['refusals', 'stopCleansUp'];

/** What a page of an origin that is not let in tries, and nobody else. */
const BARRED = 'barred';

/**
 * Runs all scenarios in each protocol, most of them at the same time.
 *
 * @param without names of scenarios that are left out
 * @param only the name of the one that is run; empty: all are
 * @returns for each what it told, or the error that it ended with
 */
export async function runAll(protocols, prefix, without = [], only = '') {
  const names = Object.keys(scenarios)
    .filter((name) => name !== BARRED && !without.includes(name))
    .filter((name) => only === '' || name === only);
  const each = (chosen) => protocols.flatMap((protocol) => chosen.map((name) => [name, protocol]));
  const together = each(names.filter((name) => !ALONE.includes(name)));
  const ended = await Promise.all(together.map(([name, protocol]) => run(name, protocol, prefix)));
  for (const [name, protocol] of each(ALONE.filter((name) => names.includes(name)))) {
    ended.push(await run(name, protocol, prefix));
  }
  return ended;
}

export function runBarred(protocols, prefix) {
  return Promise.all(protocols.map((protocol) => run(BARRED, protocol, prefix)));
}

async function run(scenario, protocol, prefix) {
  const told = [];
  try {
    await scenarios[scenario](`${prefix}-${protocol}-${scenario}`, {
      tell: (line) => told.push(structuredClone(line)),
      builder: () => builder(protocol),
      connect: (how) => connect(protocol, how),
    });
    return { scenario, protocol, told };
  } catch (e) {
    return { scenario, protocol, told, error: e.stack ?? `${JSON.stringify(e)} ${e}` };
  }
}
