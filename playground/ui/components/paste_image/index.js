// @ts-check

import "./paste.css";
import { deliver } from "../deliver.js";
import { mount } from "./paste.js";

export default deliver("paste_image", mount);
