// node loans.js BASE-URL STREAM: reads a stream from its beginning to the event that ends it, and keeps none of it. Prints
// "subscribed", and at the end a line of JSON.

import './environment.js';
import crypto from 'node:crypto';
import { connect, get, until } from './hub.js';

const [, , , stream] = process.argv;
const { connection } = connect('json');
const hash = crypto.createHash('sha256');
const told = { received: 0, outOfOrder: 0, unlinked: 0, already: 0 };
let ended = false;
connection.off('EventReceived');
connection.on('EventReceived', (name, event) => {
  told.outOfOrder += event.offset === told.received ? 0 : 1;
  told.unlinked += event.previous === told.received - 1 ? 0 : 1;
  told.received++;
  if (event.eventType === 'End') {
    ended = true;
  } else if (event.eventType !== 'More') {
    hash.update(`${event.eventType}|${event.key}\n`);
  }
});
await connection.start();
told.already = (await get(`/api/streams/${stream}/events?limit=1`)).head - 262199;
await connection.invoke('SubscribeToStream', stream, 0);
console.log('subscribed');
await until('the end', () => ended, 170000);
console.log(JSON.stringify({ ...told, hash: hash.digest('hex') }));
await connection.stop();
process.exit(0);
