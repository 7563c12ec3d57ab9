import { t as run } from "./program.js";

export { run };