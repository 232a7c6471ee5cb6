// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import * as common from "./common.js";
import * as cursor from "./cursor.js";
import * as display from "./display.js";
import * as draw from "./draw.js";
import * as inputs from "./inputs.js";
import * as main from "./main.js";
import * as playback from "./playback.js";
import * as port from "./port.js";
import * as record from "./record.js";
import * as smartcard from "./smartcard.js";
import * as spicevmc from "./spicevmc.js";

/** @typedef {(input: import("../wire/reader.js").Reader) => object} Read */
/** @typedef {(output: import("../wire/writer.js").Writer, value: any) => void} Write */

/** @param {[number, Read][]} rows @returns {Map<number, [string, Read]>} */
function readers(rows) {
  const every = [...FROM_SERVERS, ...rows];
  return new Map(every.map(([number, read]) => [number, [read.name.slice("read".length), read]]));
}

/** @param {[Function, number, Write][]} rows @returns {Map<Function, [number, Write]>} */
function writers(rows) {
  const every = [...FROM_CLIENTS, ...rows];
  return new Map(every.map(([kind, number, write]) => [kind, [number, write]]));
}

/** @type {[number, Read][]} */
const FROM_SERVERS = [
  [1, common.readMigrate],
  [2, common.readMigrateData],
  [3, common.readSetAck],
  [4, common.readPing],
  [5, common.readWaitForChannels],
  [6, common.readDisconnecting],
  [7, common.readNotify],
  [8, common.readList],
];

/** @type {[Function, number, Write][]} */
const FROM_CLIENTS = [
  [common.AckSync, 1, common.writeAckSync],
  [common.Ack, 2, common.writeAck],
  [common.Pong, 3, common.writePong],
  [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
  [common.MigrateData, 5, common.writeMigrateData],
  [common.Disconnecting, 6, common.writeDisconnecting],
];

/** The channels by name: what each side sends. */
export const CHANNELS = Object.freeze({
  main: {
    number: 1,
    /** Name and reader by number. */
    server: readers([
      [101, main.readMigrateBegin],
      [102, main.readMigrateCancel],
      [103, main.readInit],
      [104, main.readChannelsList],
      [105, main.readMouseMode],
      [106, main.readMultiMediaTime],
      [107, main.readAgentConnected],
      [108, main.readAgentDisconnected],
      [109, main.readAgentData],
      [110, main.readAgentToken],
      [111, main.readMigrateSwitchHost],
      [112, main.readMigrateEnd],
      [113, main.readName],
      [114, main.readUuid],
      [115, main.readAgentConnectedTokens],
      [116, main.readMigrateBeginSeamless],
      [117, main.readMigrateDstSeamlessAck],
      [118, main.readMigrateDstSeamlessNack],
    ]),
    /** Number and writer by class. */
    client: writers([
      [main.ClientInfo, 101, main.writeClientInfo],
      [main.MigrateConnected, 102, main.writeMigrateConnected],
      [main.MigrateConnectError, 103, main.writeMigrateConnectError],
      [main.AttachChannels, 104, main.writeAttachChannels],
      [main.MouseModeRequest, 105, main.writeMouseModeRequest],
      [main.AgentStart, 106, main.writeAgentStart],
      [main.AgentData, 107, main.writeAgentData],
      [main.AgentToken, 108, main.writeAgentToken],
      [main.MigrateEnd, 109, main.writeMigrateEnd],
      [main.MigrateDstDoSeamless, 110, main.writeMigrateDstDoSeamless],
      [main.MigrateConnectedSeamless, 111, main.writeMigrateConnectedSeamless],
      [main.QualityIndicator, 112, main.writeQualityIndicator],
    ]),
  },
  display: {
    number: 2,
    /** Name and reader by number. */
    server: readers([
      [101, display.readMode],
      [102, display.readMark],
      [103, display.readReset],
      [104, draw.readCopyBits],
      [105, display.readInvalList],
      [106, display.readInvalAllPixmaps],
      [107, display.readInvalPalette],
      [108, display.readInvalAllPalettes],
      [122, display.readStreamCreate],
      [123, display.readStreamData],
      [124, display.readStreamClip],
      [125, display.readStreamDestroy],
      [126, display.readStreamDestroyAll],
      [302, draw.readDrawFill],
      [303, draw.readDrawOpaque],
      [304, draw.readDrawCopy],
      [305, draw.readDrawBlend],
      [306, draw.readDrawBlackness],
      [307, draw.readDrawWhiteness],
      [308, draw.readDrawInvers],
      [309, draw.readDrawRop3],
      [310, draw.readDrawStroke],
      [311, draw.readDrawText],
      [312, draw.readDrawTransparent],
      [313, draw.readDrawAlphaBlend],
      [314, display.readSurfaceCreate],
      [315, display.readSurfaceDestroy],
      [316, display.readStreamDataSized],
      [317, display.readMonitorsConfig],
      [318, draw.readDrawComposite],
      [319, display.readStreamActivateReport],
      [320, display.readGlScanoutUnix],
      [321, display.readGlDraw],
      [322, display.readQualityIndicator],
      [323, display.readGlScanout2Unix],
    ]),
    /** Number and writer by class. */
    client: writers([
      [display.Init, 101, display.writeInit],
      [display.StreamReport, 102, display.writeStreamReport],
      [display.PreferredCompression, 103, display.writePreferredCompression],
      [display.GlDrawDone, 104, display.writeGlDrawDone],
      [display.PreferredVideoCodecType, 105, display.writePreferredVideoCodecType],
    ]),
  },
  inputs: {
    number: 3,
    /** Name and reader by number. */
    server: readers([
      [101, inputs.readInit],
      [102, inputs.readKeyModifiers],
      [111, inputs.readMouseMotionAck],
    ]),
    /** Number and writer by class. */
    client: writers([
      [inputs.KeyDown, 101, inputs.writeKeyDown],
      [inputs.KeyUp, 102, inputs.writeKeyUp],
      [inputs.KeyModifiers, 103, inputs.writeKeyModifiers],
      [inputs.KeyScancode, 104, inputs.writeKeyScancode],
      [inputs.MouseMotion, 111, inputs.writeMouseMotion],
      [inputs.MousePosition, 112, inputs.writeMousePosition],
      [inputs.MousePress, 113, inputs.writeMousePress],
      [inputs.MouseRelease, 114, inputs.writeMouseRelease],
    ]),
  },
  cursor: {
    number: 4,
    /** Name and reader by number. */
    server: readers([
      [101, cursor.readInit],
      [102, cursor.readReset],
      [103, cursor.readSet],
      [104, cursor.readMove],
      [105, cursor.readHide],
      [106, cursor.readTrail],
      [107, cursor.readInvalOne],
      [108, cursor.readInvalAll],
    ]),
    /** Number and writer by class. */
    client: writers([
    ]),
  },
  playback: {
    number: 5,
    /** Name and reader by number. */
    server: readers([
      [101, playback.readData],
      [102, playback.readMode],
      [103, playback.readStart],
      [104, playback.readStop],
      [105, playback.readVolume],
      [106, playback.readMute],
      [107, playback.readLatency],
    ]),
    /** Number and writer by class. */
    client: writers([
    ]),
  },
  record: {
    number: 6,
    /** Name and reader by number. */
    server: readers([
      [101, record.readStart],
      [102, playback.readStop],
      [103, playback.readVolume],
      [104, playback.readMute],
    ]),
    /** Number and writer by class. */
    client: writers([
      [playback.Data, 101, playback.writeData],
      [playback.Mode, 102, playback.writeMode],
      [record.StartMark, 103, record.writeStartMark],
    ]),
  },
  tunnel: {
    number: 7,
    /** Name and reader by number. */
    server: new Map(),
    /** Number and writer by class. */
    client: new Map(),
  },
  smartcard: {
    number: 8,
    /** Name and reader by number. */
    server: readers([
      [101, smartcard.readData],
    ]),
    /** Number and writer by class. */
    client: writers([
      [smartcard.Data, 101, smartcard.writeData],
    ]),
  },
  usbredir: {
    number: 9,
    /** Name and reader by number. */
    server: readers([
      [101, spicevmc.readData],
      [102, spicevmc.readCompressedData],
    ]),
    /** Number and writer by class. */
    client: writers([
      [spicevmc.Data, 101, spicevmc.writeData],
      [spicevmc.CompressedData, 102, spicevmc.writeCompressedData],
    ]),
  },
  port: {
    number: 10,
    /** Name and reader by number. */
    server: readers([
      [101, spicevmc.readData],
      [102, spicevmc.readCompressedData],
      [201, port.readInit],
      [202, port.readEvent],
    ]),
    /** Number and writer by class. */
    client: writers([
      [spicevmc.Data, 101, spicevmc.writeData],
      [spicevmc.CompressedData, 102, spicevmc.writeCompressedData],
      [port.Event, 201, port.writeEvent],
    ]),
  },
  webdav: {
    number: 11,
    /** Name and reader by number. */
    server: readers([
      [101, spicevmc.readData],
      [102, spicevmc.readCompressedData],
      [201, port.readInit],
      [202, port.readEvent],
    ]),
    /** Number and writer by class. */
    client: writers([
      [spicevmc.Data, 101, spicevmc.writeData],
      [spicevmc.CompressedData, 102, spicevmc.writeCompressedData],
      [port.Event, 201, port.writeEvent],
    ]),
  },
});
