// @ts-check

import "./toolbar.css";
import { deliver } from "../deliver.js";
import { mount } from "./toolbar.js";

export default deliver("canvas_toolbar", mount);
