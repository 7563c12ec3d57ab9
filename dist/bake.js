import { i as targetName, n as imageName, r as matrix, t as bakeFile } from "./bake2.js";

export { matrix };