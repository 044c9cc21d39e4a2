// @ts-check

import { numberText } from "../number_text.js";

/**
 * `0.9 · {m} + 0.1 · {g}` with numbers; a negative one is put in parentheses behind an operator and under a power.
 *
 * @param {string} template
 * @param {(name: string) => number} read
 */
export function arithmeticText(template, read) {
  const parts = template.split(/\{(\w+)\}/);
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return part;
      const text = numberText(read(part));
      const before = parts[index - 1].trimEnd();
      const signed = text.startsWith("−") && /[-+−·×/*]$/.test(before);
      const powered = /^[²³^]/.test(parts[index + 1]) && /[−×]/.test(text);
      const under = before.endsWith("√") && /[−×]/.test(text);
      const divides = before.endsWith("/") && text.includes("×");
      return signed || powered || under || divides ? `(${text})` : text;
    })
    .join("");
}
