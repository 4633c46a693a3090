// node run.js BASE-URL PREFIX: runs all scenarios, and prints a line of JSON for each. Their streams begin with the prefix.

import './environment.js';
import { runAll, runBarred } from './runner.js';

const [, , , prefix] = process.argv;
const protocols = ['json', 'messagepack'];

for (const ended of [...(await runAll(protocols, prefix)), ...(await runBarred(protocols, prefix))]) {
  console.log(JSON.stringify(ended));
}
process.exit(0);
