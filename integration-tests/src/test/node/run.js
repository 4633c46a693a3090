// node run.js BASE-URL PREFIX [NAME,…]: runs all scenarios but the named, and prints a line of JSON for each. Their streams
// begin with the prefix.

import './environment.js';
import { runAll, runBarred } from './runner.js';

const [, , , prefix, without = ''] = process.argv;
const protocols = ['json', 'messagepack'];

for (const ended of [...(await runAll(protocols, prefix, without.split(','))), ...(await runBarred(protocols, prefix))]) {
  console.log(JSON.stringify(ended));
}
process.exit(0);
