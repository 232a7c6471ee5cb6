// A worker of a pool, as a thread of node.

import { parentPort, workerData } from "node:worker_threads";
import { serve } from "../../../src/piment/web/core/decoding/serving.js";
import { knowFiles } from "../browser.js";

knowFiles(workerData.files);
const port = {
  onmessage: null,
  postMessage: (answer, parts) => parentPort.postMessage(answer, parts),
};
serve(port);
parentPort.on("message", (data) => port.onmessage({ data }));
