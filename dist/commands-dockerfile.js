import { n as runDockerfile, t as orderDockerfiles } from "./dockerfile.js";

export { orderDockerfiles, runDockerfile };