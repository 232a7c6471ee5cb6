// Values as JSON, for the scripts of this folder; tests/web/node.py tells them alike.

import * as agent from "../../src/piment/web/core/protocol/agent.js";
import * as common from "../../src/piment/web/core/protocol/common.js";
import * as cursor from "../../src/piment/web/core/protocol/cursor.js";
import * as display from "../../src/piment/web/core/protocol/display.js";
import * as draw from "../../src/piment/web/core/protocol/draw.js";
import * as framing from "../../src/piment/web/core/protocol/framing.js";
import * as image from "../../src/piment/web/core/protocol/image.js";
import * as inputs from "../../src/piment/web/core/protocol/inputs.js";
import * as link from "../../src/piment/web/core/protocol/link.js";
import * as main from "../../src/piment/web/core/protocol/main.js";
import * as playback from "../../src/piment/web/core/protocol/playback.js";
import * as port from "../../src/piment/web/core/protocol/port.js";
import * as record from "../../src/piment/web/core/protocol/record.js";
import * as smartcard from "../../src/piment/web/core/protocol/smartcard.js";
import * as spicevmc from "../../src/piment/web/core/protocol/spicevmc.js";

const MODULES = {
  agent,
  common, cursor, display, draw, framing, image, inputs, link, main, playback, port, record,
  smartcard, spicevmc,
};

const NAMES = new Map();
const CLASSES = new Map();
for (const [module, exports] of Object.entries(MODULES)) {
  for (const [name, value] of Object.entries(exports)) {
    if (typeof value === "function" && /^[A-Z]/.test(name)) {
      NAMES.set(value, `${module}.${name}`);
      CLASSES.set(`${module}.${name}`, value);
    }
  }
}

/** Return a value of the protocol as JSON can say it. */
export function told(value) {
  if (value === null || typeof value === "number") return value;
  if (typeof value === "bigint") return { big: String(value) };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return value.map(told);
  const fields = Object.entries(value).map(([name, field]) => [name, told(field)]);
  return { kind: NAMES.get(value.constructor), fields: Object.fromEntries(fields) };
}

/** Return the value that `told` told. */
export function understood(json) {
  if (json === null || typeof json === "number") return json;
  if (Array.isArray(json)) return json.map(understood);
  if ("big" in json) return BigInt(json.big);
  if ("bytes" in json) return new Uint8Array(Buffer.from(json.bytes, "hex"));
  const value = Object.create(CLASSES.get(json.kind).prototype);
  for (const [name, field] of Object.entries(json.fields)) value[name] = understood(field);
  return value;
}
