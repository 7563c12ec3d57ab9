import { n as runCommandLine, t as refuseWindows } from "./commands.js";

export { runCommandLine };