// What the type checker does not see. Generated code is checked by its generator.

const core = Object.fromEntries(
  [
    ...["DataView", "BigInt", "TextEncoder", "TextDecoder", "crypto", "performance"],
    ...["setTimeout", "clearTimeout", "queueMicrotask", "MessageChannel", "WebSocket", "Blob"],
    ...["URL", "globalThis"],
  ].map((name) => [name, "readonly"]),
);
const node = Object.fromEntries(
  [
    ...["Buffer", "console", "crypto", "performance", "process", "setImmediate", "URL"],
    ...["queueMicrotask", "setTimeout", "WebSocket"],
  ].map((name) => [name, "readonly"]),
);

const app = Object.fromEntries(
  [
    ...["document", "window", "navigator", "location", "console", "performance", "URL"],
    ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "requestAnimationFrame"],
    ...["ImageData", "OffscreenCanvas", "ResizeObserver", "Blob", "createImageBitmap", "Option"],
    ...["VideoDecoder", "EncodedVideoChunk", "AbortController", "globalThis"],
  ].map((name) => [name, "readonly"]),
);

const rules = {
  "consistent-return": "error",
  curly: ["error", "multi-line"],
  eqeqeq: "error",
  "max-len": ["error", { code: 100 }],
  "no-undef": "error",
  "no-unused-vars": "error",
  "no-shadow": ["error", { builtinGlobals: false, allow: ["number"] }],
  "no-var": "error",
  "prefer-const": "error",
};

export default [
  {
    ignores: [
      ...["src/piment/web/core/protocol/**", "src/piment/web/core/input/tables/**"],
      ...["target/**", "build/**", ".venv/**"],
    ],
  },
  {
    files: ["src/piment/web/core/**/*.js"],
    languageOptions: { globals: core },
    rules: { ...rules, "no-restricted-imports": ["error", { patterns: ["**/app/**"] }] },
  },
  { files: ["src/piment/web/app/**/*.js"], languageOptions: { globals: app }, rules },
  {
    files: ["tests/web/**/*.js", "benches/web/**/*.js", "*.config.js"],
    languageOptions: { globals: node },
    rules,
  },
];
