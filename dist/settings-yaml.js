import { t as parseSettings } from "./settings-yaml2.js";

export { parseSettings };