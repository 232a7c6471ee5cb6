// Workers of a pool, as threads of node.

import { Worker } from "node:worker_threads";

/** Return some threads that look like a browser's workers, which know these JPEG files. */
export function threads(count, files) {
  return Array.from({ length: count }, () => {
    const thread = new Worker(new URL("thread.js", import.meta.url), {
      workerData: { files },
    });
    thread.unref();
    const port = {
      onmessage: null,
      onerror: null,
      postMessage: (request, parts) => thread.postMessage(request, parts),
      terminate: () => thread.terminate(),
    };
    thread.on("message", (data) => port.onmessage({ data }));
    thread.on("error", (error) => port.onerror(error));
    return port;
  });
}
