// A session of the web client without a page, for tests: takes a command a line, as JSON, and
// answers each with a line. Needs WebSocket: `--experimental-websocket` in node 20.

import { createInterface } from "node:readline";
import { Pool } from "../../src/piment/web/core/decoding/pool.js";
import { Session } from "../../src/piment/web/core/session.js";
import { threads } from "./decoding/threads.js";

/** @type {Session} */
let session;
let events = [];
let wake = () => {};

const COMMANDS = {
  async open({ url, password, isViewOnly, workers }) {
    const pool = new Pool(threads(workers, []));
    session = new Session({ url, password, isViewOnly, pool });
    events = [];
    session.listen((event) => {
      events.push(event);
      wake();
    });
    await session.open();
  },

  /** Wait for an event of a type behind the first `after` events. */
  async event({ type, after }) {
    for (;;) {
      const found = events.slice(after).find((event) => event.type === type);
      if (found !== undefined) return { event: plain(found), count: events.length };
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
  },

  events: () => ({ events: events.map(plain) }),

  async pixels({ display }) {
    const { primary, damage } = session.displays.get(display) ?? { primary: null };
    if (primary === null) return { width: 0, height: 0, pixels: "" };
    damage.take();
    const { width, height, pixels } = primary;
    return { width, height, pixels: Buffer.from(pixels.buffer).toString("base64") };
  },

  cursor({ display }) {
    const { shape, position, isVisible } = session.cursors.get(display);
    if (shape === null) return { shape: null, position, isVisible };
    const { width, height, pixels, hotSpot } = shape;
    const hex = Buffer.from(pixels.buffer).toString("hex");
    return { shape: { width, height, pixels: hex, hotSpot }, position, isVisible };
  },

  state() {
    const displays = [...session.displays.values()];
    return {
      channels: [...session.channels.keys()].sort(),
      mouseMode: session.shared.mouseMode,
      dropped: displays.reduce((sum, { dropped }) => sum + dropped, 0),
      seen: Object.assign({}, ...displays.map((it) => Object.fromEntries(it.imagesSeen))),
      traffic: Object.fromEntries([...session.channels].map(([name, it]) => [name, it.traffic])),
      agent: session.agent.isConnected,
      end: session.endReason,
    };
  },

  key: ({ code, isPressed }) => session.inputs.key(code, isPressed),
  tap: ({ code }) => session.inputs.tap(code),
  move: ({ dx, dy }) => session.inputs.move(dx, dy),
  place: ({ x, y }) => session.inputs.place(x, y),
  button: ({ button, isPressed }) => session.inputs.button(button, isPressed),
  wheel: ({ steps }) => session.inputs.wheel(steps),
  prefer: ({ compression }) => session.displays.get(0).prefer(compression),
  configure: ({ monitors }) => ({ hasAgent: session.agent.configureMonitors(monitors) }),
  close: () => session.close(),
};

/** Return an event as JSON can say it. */
function plain({ error, ...event }) {
  return error ? { ...event, error: error.name } : event;
}

async function answer({ command, ...rest }) {
  try {
    return (await COMMANDS[command](rest)) ?? {};
  } catch (error) {
    const { message, stage, code } = error;
    return error.name === "ConnectError" ? { message, stage, code } : { crash: error.stack };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
process.exit(0);
