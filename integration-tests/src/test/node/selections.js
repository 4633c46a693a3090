// A client that does not want everything: by type and key, by pattern, and conflated. The test puts base, protocol and
// stream before this text.

import signalR from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';

async function post(name, events) {
  const response = await fetch(`${base}/api/streams/${name}/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(events),
  });
  if (!response.ok) {
    throw new Error(`${response.status} ${await response.text()}`);
  }
}

async function until(what, condition) {
  const end = Date.now() + 60000;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error(`Not within a minute: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function connect() {
  const connection = new signalR.HubConnectionBuilder()
    .withHubProtocol(protocol === 'json' ? new signalR.JsonHubProtocol() : new MessagePackHubProtocol())
    .withUrl(`${base}/hubs/events`)
    .configureLogging(signalR.LogLevel.Error)
    .build();
  const calls = [];
  for (const target of ['SubscriptionConfirmed', 'EventReceived', 'EventsSkipped', 'Error']) {
    connection.on(target, (...args) => calls.push({ target, args }));
  }
  await connection.start();
  const of = (target) => calls.filter((call) => call.target === target).map((call) => call.args);
  return { connection, calls, of, events: (name) => of('EventReceived').filter(([s]) => s === name).map(([, e]) => e) };
}

const event = (type, key) => ({ type, key, data: 1 });

async function filtered() {
  const name = `${stream}-filtered`;
  await post(name, [event('A', 'k'), event('B', 'k'), event('A', 'l')]);
  const { connection, events } = await connect();
  await connection.invoke('SubscribeToStream', name, 0, { eventTypes: ['A', 'C'], keys: ['k'] });
  await post(name, [event('C', 'l'), event('C', 'k')]);
  await until('the last event', () => events(name).some((e) => e.offset === 4));
  await connection.stop();
  return events(name).map((e) => [e.offset, e.previous]);
}

async function byPattern() {
  const [old, fresh] = [`${stream}-p-old`, `${stream}-p-fresh`];
  await post(old, [event('A'), event('A')]);
  const { connection, of, events } = await connect();
  await connection.invoke('SubscribeToStream', `${stream}-p-*`);
  await post(old, [event('A')]);
  await post(fresh, [event('A'), event('A')]);
  await until('events of both', () => events(old).length === 1 && events(fresh).length === 2);
  await connection.invoke('UnsubscribeFromStream', `${stream}-p-*`);
  await connection.invoke('SubscribeToStream', `${stream}-p-*`, 1, { offsets: { [fresh]: 0 } });
  await until('them again', () => events(old).length === 3 && events(fresh).length === 4);
  const failure = await connection.invoke('SubscribeToStream', 'a*b').catch((e) => e.message);
  await connection.stop();
  return {
    confirmed: of('SubscriptionConfirmed').map(([name]) => name.replace(stream, 'S')),
    old: events(old).map((e) => e.offset),
    fresh: events(fresh).map((e) => e.offset),
    failure,
  };
}

async function conflated() {
  const name = `${stream}-conflated`;
  const { connection, calls, of, events } = await connect();
  await connection.invoke('SubscribeToStream', name, null, { whenSlow: 'conflate', maxLag: 10 });
  await post(name, [event('A')]);
  await until('the first event', () => events(name).length === 1);
  await post(name, Array.from({ length: 100 }, () => event('A')));
  await until('the newest event', () => events(name).some((e) => e.offset === 100));
  await connection.stop();
  return {
    skipped: of('EventsSkipped').map(([s, range]) => [s.replace(stream, 'S'), range]),
    arity: of('EventsSkipped').map((args) => args.length),
    events: events(name).map((e) => [e.offset, e.previous]),
    order: calls.map((call) => call.target),
  };
}

(async () => {
  console.log(JSON.stringify({ filtered: await filtered(), byPattern: await byPattern(), conflated: await conflated() }));
})().catch((e) => {
  console.log(JSON.stringify({ failed: String(e.stack) }));
});
