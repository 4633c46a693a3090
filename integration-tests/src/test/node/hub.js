// What scenarios share: connections of the unmodified client, and appends by HTTP. The same in Node and in a page:
// whoever loads this has put the client, the server's address and the page's own headers into globalThis.environment.

export const { signalR, base, headers, login = {} } = globalThis.environment;
export const hub = `${base}/hubs/events`;

const protocols = {
  json: () => new signalR.JsonHubProtocol(),
  messagepack: () => new globalThis.environment.MessagePackHubProtocol(),
};

/** What makes a connection that speaks a protocol. */
export function builder(protocol) {
  return new signalR.HubConnectionBuilder().withHubProtocol(protocols[protocol]());
}

/** A connection that notes whatever it is called for, in order. */
export function connect(protocol, { query = '', options = {} } = {}) {
  const connection = builder(protocol)
    .withUrl(hub + query, { ...options, headers: { ...login, ...options.headers } })
    .configureLogging(signalR.LogLevel.Error)
    .build();
  const calls = [];
  for (const target of ['SubscriptionConfirmed', 'EventReceived', 'Error']) {
    connection.on(target, (...args) => {
      calls.push({ target, args });
    });
  }
  return {
    connection,
    calls,
    events: (stream) => calls.filter((c) => c.target === 'EventReceived' && c.args[0] === stream).map((c) => c.args[1]),
    confirmed: () => calls.filter((c) => c.target === 'SubscriptionConfirmed').map((c) => c.args[0]),
    errors: () => calls.filter((c) => c.target === 'Error').map((c) => c.args),
  };
}

export async function until(what, condition, millis = 60000) {
  const end = Date.now() + millis;
  for (;;) {
    if (await condition()) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`Not within ${millis} ms: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What it is refused with; null: it is not. */
export async function failure(promise) {
  try {
    await promise;
    return null;
  } catch (e) {
    return String(e.message);
  }
}

export async function post(path, body, more = {}) {
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...login, ...more },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** Appends one event for each of the data. */
export function append(stream, ...data) {
  return post(`/api/streams/${stream}/events`, data.map((d) => ({ type: 'Tested', data: d })));
}

export async function get(path) {
  return (await fetch(base + path, { headers: login })).json();
}

/** What the server holds for all clients. */
export function counts() {
  return get('/api/hub');
}
