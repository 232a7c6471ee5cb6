/** Keys that a browser or its system keeps for itself, for the menu of keys. */

import { CODES } from "./tables/codes.js";

/**
 * Return the make codes of keys by their names in browsers, such as `ControlLeft AltLeft Delete`.
 * @param {string} names
 */
function codes(names) {
  return names.split(" ").map((name) => CODES[name]);
}

const FUNCTION_KEYS = Array.from({ length: 12 }, (_, index) => `F${index + 1}`);

/** @typedef {{ label: string, codes: number[] }} Chord keys that are pressed together */

/** Each group of chords with its name. @type {{ title: string, chords: Chord[] }[]} */
export const CHORDS = [
  {
    title: "System",
    chords: [
      { label: "Ctrl-Alt-Del", codes: codes("ControlLeft AltLeft Delete") },
      { label: "Ctrl-Alt-Backspace", codes: codes("ControlLeft AltLeft Backspace") },
      { label: "Ctrl-Esc", codes: codes("ControlLeft Escape") },
      { label: "Super", codes: codes("MetaLeft") },
      { label: "Super-L", codes: codes("MetaLeft KeyL") },
      { label: "Print", codes: codes("PrintScreen") },
      { label: "Alt-Print", codes: codes("AltLeft PrintScreen") },
      { label: "Menu", codes: codes("ContextMenu") },
    ],
  },
  {
    title: "Windows and tabs",
    chords: [
      { label: "Alt-Tab", codes: codes("AltLeft Tab") },
      { label: "Alt-F4", codes: codes("AltLeft F4") },
      { label: "Ctrl-W", codes: codes("ControlLeft KeyW") },
      { label: "Ctrl-T", codes: codes("ControlLeft KeyT") },
      { label: "Ctrl-N", codes: codes("ControlLeft KeyN") },
      { label: "F11", codes: codes("F11") },
    ],
  },
  {
    title: "Consoles",
    chords: FUNCTION_KEYS.map((key) => ({
      label: `Ctrl-Alt-${key}`,
      codes: codes(`ControlLeft AltLeft ${key}`),
    })),
  },
];
