// @ts-check

import "../edge_shadow.css";
import "./player.css";
import { deliver } from "../deliver.js";
import { mount } from "./player.js";

export default deliver("descent_player", mount);
