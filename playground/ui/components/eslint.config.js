// @ts-check
import js from "@eslint/js";
import globals from "globals";

const COMPLEXITY = {
  eqeqeq: "error",
  "max-lines": ["error", 200],
  "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
  "no-shadow": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": ["error", { destructuring: "all" }],
};

export default [
  { ignores: ["**/node_modules/", "**/bundle.js"] },
  js.configs.recommended,
  {
    files: ["playground/ui/components/**/*.js"],
    languageOptions: { ecmaVersion: 2023, globals: globals.browser },
    rules: COMPLEXITY,
  },
  {
    files: ["playground/ui/components/*.js", "tests/ui/components/**/*.mjs"],
    languageOptions: { ecmaVersion: 2023, globals: { ...globals.browser, ...globals.node } },
    rules: { ...COMPLEXITY, "max-lines-per-function": "off" },
  },
];
