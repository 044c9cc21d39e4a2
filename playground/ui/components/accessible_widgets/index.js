// @ts-check

import "./widgets.css";
import { deliver } from "../deliver.js";
import { mount } from "./mount.js";

export default deliver("accessible_widgets", mount);
