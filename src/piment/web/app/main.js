/** The page: it wires its parts, and connects. */

import { Card } from "./card.js";
import { Desk } from "./desk.js";
import { OptionError, optionsIn } from "./options.js";

const card = new Card(
  document,
  () => desk?.connection.start(),
  () => desk?.connection.stop(),
);

/** @type {Desk | null} */
let desk = null;
try {
  desk = new Desk(document, optionsIn(location.href), card);
  desk.connection.start();
  window.addEventListener("online", () => desk?.connection.hurry());
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  card.fail("This address makes no sense", error.message);
}
