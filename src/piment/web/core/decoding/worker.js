/** A module worker of a pool. */

import { serve } from "./serving.js";

serve(/** @type {any} */ (globalThis));
