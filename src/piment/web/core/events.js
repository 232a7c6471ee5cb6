/**
 * What a session tells those who listen to it.
 *
 * Displays are named by the id of their channel; rectangles are in pixels of their primary surface.
 */

/** @typedef {import("./canvas/types.js").Rect} Rect */

/** @typedef {{ type: "connected" }} Connected every channel that is offered and known was tried */
/** @typedef {{ type: "disconnected", reason: string, error: Error | null }} Disconnected */
/** @typedef {{ type: "channelOpened", channel: string }} ChannelOpened such as `display:0` */
/** @typedef {{ type: "channelClosed", channel: string, reason: string }} ChannelClosed */
/** @typedef {{ type: "identified", name: string | null, uuid: string | null }} Identified */
/** @typedef {{ type: "notified", severity: string, text: string }} Notified */
/** @typedef {{ type: "dropped", channel: string, what: string, why: string }} Dropped */

/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ type: "screenCreated", display: number } & Size} ScreenCreated black at first */
/** @typedef {{ type: "screenShown", display: number }} ScreenShown it may be looked at now */
/** @typedef {{ type: "screenGone", display: number }} ScreenGone */
/** @typedef {{ type: "damaged", display: number }} Damaged `display.damage.take()` has the rest */

/** @typedef {import("./protocol/display.js").Head} Head */
/**
 * @typedef {{ type: "monitorsChanged", display: number, heads: readonly Head[] }} MonitorsChanged
 * @typedef {{
 *   type: "streamStarted", display: number, stream: number, codec: string,
 * }} StreamStarted
 */
/** @typedef {{ type: "streamEnded", display: number, stream: number }} StreamEnded */

/** @typedef {{ type: "cursorChanged", cursor: number }} CursorChanged shape, visibility or place */
/** @typedef {{ type: "mouseModeChanged", current: number, supported: number }} MouseModeChanged */
/** @typedef {{ type: "locksChanged", locks: number }} LocksChanged of the guest's keyboard */
/** @typedef {{ type: "agentChanged", isConnected: boolean }} AgentChanged */

/**
 * The machine moves: leave, and connect there. `host` is null if it is the same.
 * @typedef {{ type: "switchHost", host: string | null, port: number, tlsPort: number }} SwitchHost
 */

/**
 * @typedef {Connected | Disconnected | ChannelOpened | ChannelClosed | Identified | Notified
 *   | Dropped | ScreenCreated | ScreenShown | ScreenGone | Damaged | MonitorsChanged
 *   | StreamStarted | StreamEnded | CursorChanged | MouseModeChanged | LocksChanged | AgentChanged
 *   | SwitchHost
 * } Event
 */

export {};
