import { n as runCommandLine, t as refuseWindows } from "./program.js";

export { runCommandLine };