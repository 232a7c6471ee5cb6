// Reads and writes messages for test_messages.py: each line is a JSON list of requests, each
// answer a line with as many results.

import { createInterface } from "node:readline";
import { CHANNELS } from "../../src/piment/web/core/protocol/channels.js";
import { WireError } from "../../src/piment/web/core/wire/error.js";
import { unpack } from "../../src/piment/web/core/wire/reader.js";
import { pack } from "../../src/piment/web/core/wire/writer.js";
import { told, understood } from "./telling.js";

function listed({ number, server, client }) {
  return {
    number,
    server: Object.fromEntries([...server].map(([number, [name]]) => [number, name])),
    client: Object.fromEntries([...client].map(([kind, [number]]) => [number, kind.name])),
  };
}

function answer({ channel, number, data, value }) {
  try {
    if (channel === undefined) {
      const channels = Object.entries(CHANNELS).map(([name, it]) => [name, listed(it)]);
      return { channels: Object.fromEntries(channels) };
    }
    if (data !== undefined) {
      const [name, read] = CHANNELS[channel].server.get(number);
      return { value: told(unpack(read, new Uint8Array(Buffer.from(data, "hex")), name)) };
    }
    const message = understood(value);
    const [sent, write] = CHANNELS[channel].client.get(message.constructor);
    return { number: sent, data: Buffer.from(pack(write, message)).toString("hex") };
  } catch (error) {
    if (error instanceof WireError) return { where: error.where, why: error.why };
    return { crash: String(error.stack) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(JSON.parse(line).map(answer))}\n`);
}
