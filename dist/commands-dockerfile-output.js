import { n as writeAll, t as compare } from "./dockerfile-output.js";

export { compare, writeAll };