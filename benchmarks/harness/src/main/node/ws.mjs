// A frame of the hub's own text to each client, with ws: node ws.mjs MESSAGE.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { digits, listen } from "./publisher.mjs";

const message = readFileSync(process.argv[2]);
const mark = '"at":"';
const stampAt = message.indexOf(mark) + mark.length;

const http = createServer();
const server = new WebSocketServer({ server: http });
server.on("connection", (client) => client.send("ready"));

listen(http, () => {
  const text = Buffer.from(message);
  text.write(digits(), stampAt);
  for (const client of server.clients) {
    client.send(text, { binary: false });
  }
});
