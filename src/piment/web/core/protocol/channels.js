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

/** The channels by name: what each side sends. */
export const CHANNELS = Object.freeze({
  main: {
    number: 1,
    /** Name and reader by number. */
    server: readers([
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "MigrateBegin", main.readMigrateBegin],
      [102, "MigrateCancel", main.readMigrateCancel],
      [103, "Init", main.readInit],
      [104, "ChannelsList", main.readChannelsList],
      [105, "MouseMode", main.readMouseMode],
      [106, "MultiMediaTime", main.readMultiMediaTime],
      [107, "AgentConnected", main.readAgentConnected],
      [108, "AgentDisconnected", main.readAgentDisconnected],
      [109, "AgentData", main.readAgentData],
      [110, "AgentToken", main.readAgentToken],
      [111, "MigrateSwitchHost", main.readMigrateSwitchHost],
      [112, "MigrateEnd", main.readMigrateEnd],
      [113, "Name", main.readName],
      [114, "Uuid", main.readUuid],
      [115, "AgentConnectedTokens", main.readAgentConnectedTokens],
      [116, "MigrateBeginSeamless", main.readMigrateBeginSeamless],
      [117, "MigrateDstSeamlessAck", main.readMigrateDstSeamlessAck],
      [118, "MigrateDstSeamlessNack", main.readMigrateDstSeamlessNack],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
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
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "Mode", display.readMode],
      [102, "Mark", display.readMark],
      [103, "Reset", display.readReset],
      [104, "CopyBits", draw.readCopyBits],
      [105, "InvalList", display.readInvalList],
      [106, "InvalAllPixmaps", display.readInvalAllPixmaps],
      [107, "InvalPalette", display.readInvalPalette],
      [108, "InvalAllPalettes", display.readInvalAllPalettes],
      [122, "StreamCreate", display.readStreamCreate],
      [123, "StreamData", display.readStreamData],
      [124, "StreamClip", display.readStreamClip],
      [125, "StreamDestroy", display.readStreamDestroy],
      [126, "StreamDestroyAll", display.readStreamDestroyAll],
      [302, "DrawFill", draw.readDrawFill],
      [303, "DrawOpaque", draw.readDrawOpaque],
      [304, "DrawCopy", draw.readDrawCopy],
      [305, "DrawBlend", draw.readDrawBlend],
      [306, "DrawBlackness", draw.readDrawBlackness],
      [307, "DrawWhiteness", draw.readDrawWhiteness],
      [308, "DrawInvers", draw.readDrawInvers],
      [309, "DrawRop3", draw.readDrawRop3],
      [310, "DrawStroke", draw.readDrawStroke],
      [311, "DrawText", draw.readDrawText],
      [312, "DrawTransparent", draw.readDrawTransparent],
      [313, "DrawAlphaBlend", draw.readDrawAlphaBlend],
      [314, "SurfaceCreate", display.readSurfaceCreate],
      [315, "SurfaceDestroy", display.readSurfaceDestroy],
      [316, "StreamDataSized", display.readStreamDataSized],
      [317, "MonitorsConfig", display.readMonitorsConfig],
      [318, "DrawComposite", draw.readDrawComposite],
      [319, "StreamActivateReport", display.readStreamActivateReport],
      [320, "GlScanoutUnix", display.readGlScanoutUnix],
      [321, "GlDraw", display.readGlDraw],
      [322, "QualityIndicator", display.readQualityIndicator],
      [323, "GlScanout2Unix", display.readGlScanout2Unix],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
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
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "Init", inputs.readInit],
      [102, "KeyModifiers", inputs.readKeyModifiers],
      [111, "MouseMotionAck", inputs.readMouseMotionAck],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
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
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "Init", cursor.readInit],
      [102, "Reset", cursor.readReset],
      [103, "Set", cursor.readSet],
      [104, "Move", cursor.readMove],
      [105, "Hide", cursor.readHide],
      [106, "Trail", cursor.readTrail],
      [107, "InvalOne", cursor.readInvalOne],
      [108, "InvalAll", cursor.readInvalAll],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
    ]),
  },
  playback: {
    number: 5,
    /** Name and reader by number. */
    server: readers([
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "Data", playback.readData],
      [102, "Mode", playback.readMode],
      [103, "Start", playback.readStart],
      [104, "Stop", playback.readStop],
      [105, "Volume", playback.readVolume],
      [106, "Mute", playback.readMute],
      [107, "Latency", playback.readLatency],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
    ]),
  },
  record: {
    number: 6,
    /** Name and reader by number. */
    server: readers([
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "Start", record.readStart],
      [102, "Stop", playback.readStop],
      [103, "Volume", playback.readVolume],
      [104, "Mute", playback.readMute],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
      [playback.Data, 101, playback.writeData],
      [playback.Mode, 102, playback.writeMode],
      [record.StartMark, 103, record.writeStartMark],
    ]),
  },
  tunnel: {
    number: 7,
    /** Name and reader by number. */
    server: readers([
    ]),
    /** Number and writer by class. */
    client: writers([
    ]),
  },
  smartcard: {
    number: 8,
    /** Name and reader by number. */
    server: readers([
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "Data", smartcard.readData],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
      [smartcard.Data, 101, smartcard.writeData],
    ]),
  },
  usbredir: {
    number: 9,
    /** Name and reader by number. */
    server: readers([
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "Data", spicevmc.readData],
      [102, "CompressedData", spicevmc.readCompressedData],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
      [spicevmc.Data, 101, spicevmc.writeData],
      [spicevmc.CompressedData, 102, spicevmc.writeCompressedData],
    ]),
  },
  port: {
    number: 10,
    /** Name and reader by number. */
    server: readers([
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "Data", spicevmc.readData],
      [102, "CompressedData", spicevmc.readCompressedData],
      [201, "Init", port.readInit],
      [202, "Event", port.readEvent],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
      [spicevmc.Data, 101, spicevmc.writeData],
      [spicevmc.CompressedData, 102, spicevmc.writeCompressedData],
      [port.Event, 201, port.writeEvent],
    ]),
  },
  webdav: {
    number: 11,
    /** Name and reader by number. */
    server: readers([
      [1, "Migrate", common.readMigrate],
      [2, "MigrateData", common.readMigrateData],
      [3, "SetAck", common.readSetAck],
      [4, "Ping", common.readPing],
      [5, "WaitForChannels", common.readWaitForChannels],
      [6, "Disconnecting", common.readDisconnecting],
      [7, "Notify", common.readNotify],
      [8, "List", common.readList],
      [101, "Data", spicevmc.readData],
      [102, "CompressedData", spicevmc.readCompressedData],
      [201, "Init", port.readInit],
      [202, "Event", port.readEvent],
    ]),
    /** Number and writer by class. */
    client: writers([
      [common.AckSync, 1, common.writeAckSync],
      [common.Ack, 2, common.writeAck],
      [common.Pong, 3, common.writePong],
      [common.MigrateFlushMark, 4, common.writeMigrateFlushMark],
      [common.MigrateData, 5, common.writeMigrateData],
      [common.Disconnecting, 6, common.writeDisconnecting],
      [spicevmc.Data, 101, spicevmc.writeData],
      [spicevmc.CompressedData, 102, spicevmc.writeCompressedData],
      [port.Event, 201, port.writeEvent],
    ]),
  },
});

/** @typedef {(input: import("../wire/reader.js").Reader) => object} Read */
/** @typedef {(output: import("../wire/writer.js").Writer, value: any) => void} Write */

/** @param {[number, string, Read][]} rows @returns {Map<number, [string, Read]>} */
function readers(rows) {
  return new Map(rows.map(([number, name, read]) => [number, [name, read]]));
}

/** @param {[Function, number, Write][]} rows @returns {Map<Function, [number, Write]>} */
function writers(rows) {
  return new Map(rows.map(([kind, number, write]) => [kind, [number, write]]));
}
