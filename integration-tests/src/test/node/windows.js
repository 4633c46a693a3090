// node windows.js BASE-URL STREAM PROTOCOL FIRST COUNT HANDLER: receives events within a window of ten, acknowledging by
// results, with a handler of that kind, until it has COUNT; tells each offset that a handler has dealt with, in the
// order of sending, and at the end what it saw. With COUNT 0 it goes on until it is killed.

import signalR from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';

const [, , base, stream, protocol, first, count, kind] = process.argv;

const WINDOW = 10;

const pause = () => new Promise((resolve) => setTimeout(resolve, Math.floor(Math.random() * 4)));

const handlers = {
  plain: () => {},
  slow: async () => {
    await pause();
  },
  value: async (event) => {
    await pause();
    return { offset: event.offset };
  },
  failing: async (event) => {
    await pause();
    throw new Error(`not ${event.offset}`);
  },
};

function tell(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function main() {
  const connection = new signalR.HubConnectionBuilder()
    .withUrl(`${base}/hubs/events`)
    .withHubProtocol(protocol === 'messagepack' ? new MessagePackHubProtocol() : new signalR.JsonHubProtocol())
    .configureLogging(signalR.LogLevel.None)
    .build();
  const seen = { received: 0, outOfOrder: 0, unlinked: 0, most: 0, errors: [], closed: null };
  const done = new Set();
  let next = Number(first);
  let dealtWith = Number(first);
  let now = 0;
  connection.on('Error', (message) => seen.errors.push(message));
  connection.on('SubscriptionConfirmed', () => {});
  connection.onclose((e) => {
    seen.closed = String(e);
  });
  connection.on('EventReceived', async (name, event) => {
    seen.outOfOrder += event.offset === next ? 0 : 1;
    seen.unlinked += event.previous === (event.offset === Number(first) ? -1 : event.offset - 1) ? 0 : 1;
    next = event.offset + 1;
    now += 1;
    seen.most = Math.max(seen.most, now);
    try {
      return await handlers[kind](event);
    } finally {
      now -= 1;
      seen.received += 1;
      done.add(event.offset);
      for (; done.delete(dealtWith); dealtWith += 1);
      if (count === '0') {
        tell({ dealtWith: dealtWith - 1 });
      }
    }
  });
  await connection.start();
  await connection.invoke('SubscribeToStream', stream, Number(first), { window: WINDOW, acknowledge: 'result' });
  while (seen.received < Number(count) || count === '0') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (seen.closed !== null) {
      break;
    }
  }
  tell({ ...seen, next });
  await connection.stop();
}

main().then(
  () => process.exit(0),
  (e) => {
    console.error(e);
    process.exit(1);
  },
);
