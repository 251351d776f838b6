// Blanks 【待填:…】 in a reply: fields that are filled once for a buyer and stay filled.

import { el } from "./dom.js";

const BLANK = /【待填:([^】]+)】/g;

export const labels = (text) => [...new Set([...text.matchAll(BLANK)].map((found) => found[1]))];

export const fill = (text, values) => text.replace(BLANK, (open, label) => values[label]?.trim() || open);

export const missing = (text, values) => labels(text).filter((label) => !values[label]?.trim());

// What was filled in becomes a blank again, so that a saved script serves the next buyer too.
export function unfill(text, values) {
  const filled = Object.entries(values).filter(([, value]) => value.trim().length > 1);
  filled.sort((a, b) => b[1].length - a[1].length);
  return filled.reduce((open, [label, value]) => open.replaceAll(value.trim(), `【待填:${label}】`), text);
}

export function field(label, values, onfill) {
  const input = el("input", { class: "blank", type: "text", placeholder: label, "aria-label": label, title: label, autocomplete: "off" });
  input.dataset.label = label;
  const fit = () => {
    const shown = input.value || label;
    input.style.width = `${[...shown].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 1 : 0.6), 0.9)}em`;
  };
  input.value = values[label] || "";
  fit();
  input.addEventListener("input", () => {
    values[label] = input.value;
    for (const other of document.querySelectorAll("input.blank")) {
      if (other !== input && other.dataset.label === label) {
        other.value = input.value;
        other.dispatchEvent(new Event("fit"));
      }
    }
    fit();
    onfill();
  });
  input.addEventListener("fit", fit);
  return input;
}

export const withFields = (text, values, onfill) =>
  text.split(BLANK).map((part, at) => (at % 2 ? field(part, values, onfill) : part));
