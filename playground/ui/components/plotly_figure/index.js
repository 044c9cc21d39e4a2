// @ts-check

import "./figure.css";
import { deliver } from "../deliver.js";
import { mount } from "./figure.js";

export default deliver("plotly_figure", mount);
