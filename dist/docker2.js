import { n as Held, t as Engine } from "./docker.js";

export { Engine };