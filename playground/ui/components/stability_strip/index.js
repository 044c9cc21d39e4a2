// @ts-check

import "./strip.css";
import { deliver } from "../deliver.js";
import { mount } from "./strip.js";

export default deliver("stability_strip", mount);
