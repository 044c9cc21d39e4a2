// @ts-check

import "../edge_shadow.css";
import "../player_controls.css";
import "./player.css";
import "../pinned.css";
import { deliver } from "../deliver.js";
import { mount } from "./player.js";

export default deliver("descent_player", mount);
