/** All that is on the page while there is a machine to show. */

import { wantedLocks } from "../core/input/locks.js";
import { Pointer } from "../core/input/pointer.js";
import { press } from "../core/input/typing.js";
import { MouseModeFlags } from "../core/protocol/main.js";
import { Connection, State } from "./connection.js";
import { Cursor } from "./cursor.js";
import { FullScreen } from "./fullscreen.js";
import { KeyMenu } from "./keymenu.js";
import { Keys } from "./keys.js";
import { movedUrl, openSession } from "./machine.js";
import { Mouse } from "./mouse.js";
import { Notices } from "./notices.js";
import { Painter } from "./painter.js";
import { PasswordDialog } from "./password.js";
import { PasteDialog } from "./paste.js";
import { Screens } from "./screens.js";
import { SoftKeyboard } from "./softkeyboard.js";
import { Stage } from "./stage.js";
import { Statistics } from "./statistics.js";
import { Toolbar } from "./toolbar.js";

/** @typedef {import("../core/session.js").Session} Session */
/** @typedef {import("../core/events.js").Event} Event */

/** States in which nobody wants a session. */
const AWAY = /** @type {Set<string>} */ (new Set([State.STOPPED, State.FAILED]));

/** Wires the parts of the page to the session that there is. */
export class Desk {
  /** @type {Session | null} */
  #session = null;
  /** Codecs of the video streams that run, by display and stream. @type {Map<string, string>} */
  #streams = new Map();
  /** Buttons that need a session, and that which ends it. */
  #tools = /** @type {{ acting: HTMLButtonElement[], leave: HTMLButtonElement | null }} */ ({
    acting: [],
    leave: null,
  });
  /** Where the machine is now. */
  #url;

  /**
   * @param {Document} document
   * @param {import("./options.js").Options} options
   * @param {import("./card.js").Card} card
   */
  constructor(document, options, card) {
    const find = (/** @type {string} */ id) =>
      /** @type {HTMLElement} */ (document.getElementById(id));
    this.document = document;
    this.options = options;
    this.#url = options.url;
    this.card = card;
    this.screen = /** @type {HTMLCanvasElement} */ (find("screen"));
    this.name = find("name");
    this.connection = new Connection(
      (password) =>
        openSession(this.#url, password, options.viewOnly, (session) => this.#begin(session)),
      (act, ms) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
      () => this.#followConnection(),
    );
    this.notices = new Notices(document);
    const picture = /** @type {HTMLCanvasElement} */ (find("pointer"));
    this.cursor = new Cursor(this.screen, picture, options.viewOnly ? "default" : "none");
    this.statistics = new Statistics(document, () => this.#numbers());
    this.painter = new Painter(
      this.screen,
      () => this.statistics.painted(),
      () => this.stage.update(),
    );
    this.stage = new Stage(
      find("stage"),
      this.screen,
      options.scale,
      (placement) => this.#placed(placement),
      (size) => this.#wish(size),
    );
    this.screens = new Screens(document, options.display, () => this.#choose());
    this.toolbar = new Toolbar(document, () => this.screen.focus());
    this.password = new PasswordDialog(
      document,
      new URL(options.url).host,
      (password) => this.connection.give(password),
      () => this.connection.stop(),
    );
    this.fullScreen = new FullScreen(document, () => this.screen.focus());
    this.#bringInput(find);
    this.#bringTools(find);
  }

  // --- the user ----------------------------------------------------------------------------------

  /** @param {(id: string) => HTMLElement} find */
  #bringInput(find) {
    const { screen, stage, options } = this;
    const inputs = () => this.#inputs;
    this.pointer = new Pointer({
      move: (dx, dy) => inputs()?.move(dx, dy),
      place: (x, y, display) => inputs()?.place(x, y, display),
      button: (button, isPressed) => inputs()?.button(button, isPressed),
      wheel: (steps) => inputs()?.wheel(steps),
    });
    this.mouse = new Mouse(
      screen,
      this.pointer,
      (event) => stage.locate(event),
      () => stage.placement.factor,
      () => this.statistics.acted(),
    );
    this.keys = new Keys(
      screen,
      (code, isPressed) => {
        this.statistics.acted();
        inputs()?.key(code, isPressed);
      },
      (event) => this.#followLocks(event),
      () => this.toolbar.enter(),
    );
    this.paste = new PasteDialog(this.document, options.layout, inputs);
    this.softKeyboard = new SoftKeyboard(
      this.document,
      inputs,
      () => this.paste?.layout.value ?? options.layout,
      (chars) => this.notices.show(`The layout cannot type ${chars.join(" ")}`, "warn"),
    );
    this.keyMenu = new KeyMenu(
      this.document,
      (codes) => {
        const keys = this.#inputs;
        if (keys !== null) press(codes, keys);
        screen.focus();
      },
      (isOpen) => this.toolbar.pin(isOpen),
    );
    find("paste-button").addEventListener("click", () => this.paste?.open());
  }

  /** @param {(id: string) => HTMLElement} find */
  #bringTools(find) {
    const scale = /** @type {HTMLSelectElement} */ (find("scale"));
    scale.value = this.options.scale;
    scale.addEventListener("change", () => {
      this.stage.rescale(scale.value);
      this.screen.focus();
    });
    const leave = /** @type {HTMLButtonElement} */ (find("leave-button"));
    leave.addEventListener("click", () => this.connection.stop());
    const acting = ["keys-button", "paste-button", "touch-button"].map(
      (id) => /** @type {HTMLButtonElement} */ (find(id)),
    );
    for (const button of acting) button.hidden = this.options.viewOnly;
    this.#tools = { acting, leave };
  }

  /** @param {KeyboardEvent} event */
  #followLocks(event) {
    const inputs = this.#inputs;
    if (inputs === null || this.keys === undefined) return;
    const wanted = wantedLocks(event, inputs.locks, this.keys.platform);
    if (wanted !== inputs.locks) inputs.switchLocks(wanted);
  }

  get #inputs() {
    return this.#session?.inputs ?? null;
  }

  // --- the session -------------------------------------------------------------------------------

  /** @param {Session} session */
  #begin(session) {
    this.#session = session;
    this.#streams.clear();
    this.pointer?.reset();
    this.keys?.keyboard.reset();
    session.listen((event) => {
      if (this.#session === session) this.#heard(event);
    });
    // Who only looks leaves the mode to the others; zero is no mode.
    session.main.wantMouseMode(this.options.viewOnly ? 0 : MouseModeFlags.CLIENT);
  }

  /** @param {Event} event */
  #heard(event) {
    const followers = /** @type {{ [type: string]: (event: any) => void }} */ (this.#followers);
    followers[event.type]?.(event);
  }

  /** What to do about each event, by its type. */
  #followers = {
    channelOpened: () => this.#offerScreens(),
    channelClosed: () => this.#offerScreens(),
    identified: (/** @type {{ name: string | null }} */ { name }) => this.#title(name),
    notified: (/** @type {{ text: string, severity: string }} */ { text, severity }) =>
      this.notices.show(text, severity),
    screenCreated: (/** @type {{ display: number }} */ { display }) => this.#changed(display),
    screenShown: (/** @type {{ display: number }} */ { display }) => this.#changed(display),
    damaged: (/** @type {{ display: number }} */ { display }) => {
      if (display === this.screens.chosen) this.painter.damaged();
    },
    cursorChanged: (/** @type {{ cursor: number }} */ { cursor }) => {
      if (cursor === this.screens.chosen) this.#wearCursor();
    },
    mouseModeChanged: (/** @type {{ current: number }} */ { current }) => this.#setMode(current),
    agentChanged: () => this.stage.wishSoon(),
    switchHost: (/** @type {import("../core/events.js").SwitchHost} */ event) => {
      this.#url = movedUrl(this.#url, event);
      this.#session?.close(); // which is a loss like any other: it comes back there
    },
    streamStarted: (/** @type {import("../core/events.js").StreamStarted} */ event) =>
      this.#streams.set(`${event.display}:${event.stream}`, event.codec),
    streamEnded: (/** @type {import("../core/events.js").StreamEnded} */ event) =>
      this.#streams.delete(`${event.display}:${event.stream}`),
  };

  #followConnection() {
    const { connection } = this;
    const { state } = connection;
    this.card.show(connection);
    this.toolbar.tell(state);
    for (const button of this.#tools.acting) button.disabled = state !== State.OPEN;
    if (this.#tools.leave !== null) this.#tools.leave.disabled = AWAY.has(state);
    if (state === State.ASKING) this.password.ask(connection.hasPassword);
    else this.password.close();
    this.screen.dataset.stale = String(state !== State.OPEN);
    if (state === State.OPEN) this.#opened();
    else if (this.document.pointerLockElement !== null) this.document.exitPointerLock();
    if (state !== State.OPEN && state !== State.CONNECTING) this.painter.show(null);
  }

  #opened() {
    this.#choose();
    this.stage.wishSoon();
  }

  #offerScreens() {
    this.screens.offer(this.#session?.displays.keys() ?? []);
  }

  /** Show the screen that is chosen. */
  #choose() {
    const display = this.#session?.displays.get(this.screens.chosen);
    if (display === undefined) return;
    if (this.pointer) this.pointer.display = display.id;
    this.painter.show({
      get surface() {
        return display.primary;
      },
      takeDamage: () => display.damage.take(),
    });
    this.#wearCursor();
    if (display.isMarked) this.#show();
  }

  /** @param {number} id of the display whose screen is another one now, or may be looked at */
  #changed(id) {
    if (id !== this.screens.chosen) return;
    this.#choose();
    this.painter.replaced();
  }

  #show() {
    this.screen.hidden = false;
    const { activeElement, body } = this.document;
    if (activeElement === null || activeElement === body) this.screen.focus();
  }

  /** @param {string | null} name */
  #title(name) {
    this.name.textContent = name || "Piment";
    this.document.title = name ? `${name} \u2013 Piment` : "Piment";
    this.screen.setAttribute("aria-label", name ? `Screen of ${name}` : "Screen of the machine");
  }

  /** @param {number} mode */
  #setMode(mode) {
    if (this.pointer) this.pointer.mode = mode;
    const isRelative = (mode & MouseModeFlags.CLIENT) === 0;
    this.cursor.isRelative = isRelative || this.options.viewOnly;
    if (!isRelative && this.mouse?.isLocked) this.document.exitPointerLock();
    this.cursor.update();
  }

  #wearCursor() {
    const cursor = this.#session?.cursors.get(this.screens.chosen);
    if (cursor === undefined) return;
    this.cursor.position = cursor.position;
    if (cursor.shape !== this.cursor.shape || cursor.isVisible !== this.cursor.isVisible) {
      this.cursor.wear(cursor.shape, cursor.isVisible);
    } else {
      this.cursor.update();
    }
  }

  // --- the screen's place ------------------------------------------------------------------------

  /** @param {import("./placement.js").Placement} placement */
  #placed({ left, top, factor }) {
    this.cursor.origin = { left, top };
    if (this.cursor.factor === factor) return;
    this.cursor.factor = factor;
    this.cursor.update();
  }

  /** @param {{ width: number, height: number }} size */
  #wish({ width, height }) {
    const displays = [...(this.#session?.displays.values() ?? [])];
    let x = 0;
    const monitors = displays.flatMap(({ id, primary }) => {
      const size = id === this.screens.chosen ? { width, height } : primary;
      const monitor = size && { x, y: 0, width: size.width, height: size.height };
      x += size?.width ?? 0;
      return monitor ?? [];
    });
    this.#session?.agent.configureMonitors(monitors);
  }

  #numbers() {
    const session = this.#session;
    const channels = session === null ? [] : [session.main, ...session.channels.values()];
    const display = session?.displays.get(this.screens.chosen);
    const traffic = { read: 0, written: 0 };
    for (const each of new Set(channels)) {
      traffic.read += each.traffic.read;
      traffic.written += each.traffic.written;
    }
    return {
      screen: display?.primary ?? null,
      counts: this.painter.counts,
      traffic,
      images: display?.imagesSeen ?? new Map(),
      streams: [...this.#streams.values()],
      dropped: display?.dropped ?? 0,
    };
  }
}
