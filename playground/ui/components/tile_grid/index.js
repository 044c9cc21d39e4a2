// @ts-check

import "./grid.css";
import { deliver } from "../deliver.js";
import { mount } from "./grid.js";

export default deliver("tile_grid", mount);
