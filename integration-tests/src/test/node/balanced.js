// Clients behind a balancer: each follows a stream from its beginning, connects again when its connection breaks and
// subscribes from what it has + 1. Tells when all follow, and, once the last event has come, all that each has received.

import signalR from '@microsoft/signalr';

const LAST = 'last';

function tell(line) {
  console.log(JSON.stringify(line));
}

function follow(base, stream, name, protocol) {
  const connection = new signalR.HubConnectionBuilder()
    .withUrl(`${base}/hubs/events`)
    .withHubProtocol(protocol)
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 100 })
    .configureLogging(signalR.LogLevel.None)
    .build();
  const received = [];
  let reconnects = 0;
  const subscribe = () =>
    connection.invoke('SubscribeToStream', stream, received.length === 0 ? 0 : received[received.length - 1].offset + 1);
  const done = new Promise((resolve, reject) => {
    connection.on('EventReceived', (from, event) => {
      received.push({ offset: event.offset, data: event.data });
      if (event.data === LAST) {
        resolve();
      }
    });
    connection.on('Error', (message) => reject(new Error(message)));
    connection.onreconnected(() => {
      reconnects++;
      // Where the connection has broken again meanwhile, the next reconnect subscribes.
      subscribe().catch(() => {});
    });
    connection.onclose((e) => reject(new Error(`${name} was closed: ${e}`)));
  });
  return {
    start: () => connection.start().then(subscribe),
    done: done.then(() => tell({ name, reconnects, received })),
  };
}

async function main(base, stream, count) {
  const clients = [];
  for (let i = 0; i < count; i++) {
    const client = follow(base, stream, `client ${i}`, new signalR.JsonHubProtocol());
    await client.start();
    clients.push(client);
  }
  tell({ following: count });
  await Promise.all(clients.map((client) => client.done));
  tell({ done: count });
}

export default (base, stream, count) =>
  main(base, stream, count).then(
    () => process.exit(0),
    (e) => {
      console.error(e);
      process.exit(1);
    },
  );
