// Publishes when it is asked to, as the workload in Headrace does: POST /publish?count=N and POST /pace?count=N&micros=M.

import { setImmediate, setTimeout } from "node:timers/promises";

const now = () => process.hrtime.bigint();

/** Of the digits that all contestants write the time in; Java's System.nanoTime is the same clock. */
export const digits = () => now().toString().padStart(19, "0");

async function publish(count, send) {
  for (let i = 0; i < count; i++) {
    send();
    // Sockets are written and pings answered between two messages.
    await setImmediate();
  }
}

async function pace(count, micros, send) {
  const begin = now();
  for (let i = 0; i < count; i++) {
    const due = begin + BigInt(i * micros) * 1000n;
    while (now() < due) {
      await setTimeout(Number((due - now()) / 1_000_000n));
    }
    send();
  }
}

/** Answers on the server and prints its port; ends with the process that has started this one. */
export function listen(http, send) {
  http.on("request", async (request, response) => {
    const url = new URL(request.url, "http://127.0.0.1");
    const count = Number(url.searchParams.get("count"));
    if (url.pathname === "/publish") {
      await publish(count, send);
      response.end();
    } else if (url.pathname === "/pace") {
      await pace(count, Number(url.searchParams.get("micros")), send);
      response.end();
    }
  });
  http.listen(0, "127.0.0.1", () => console.log(http.address().port));
  process.stdin.on("end", () => process.exit(0)).resume();
}
