// Make elements without a framework: text is always text, never markup.

export const $ = (selector, root = document) => root.querySelector(selector);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== "list" && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const button = (label, onclick, props = {}) => el("button", { type: "button", onclick, ...props }, label);

let hiding = 0;
export function toast(text, tone = "") {
  const box = $("#toast");
  box.textContent = text;
  box.dataset.tone = tone;
  box.classList.add("on");
  clearTimeout(hiding);
  hiding = setTimeout(() => box.classList.remove("on"), tone === "bad" ? 5000 : 2200);
}

export function later(milliseconds, action) {
  let timer = 0;
  const run = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), milliseconds);
  };
  run.cancel = () => clearTimeout(timer);
  return run;
}

export const isTyping = (node) => node instanceof Element && node.matches("input, textarea, select, [contenteditable]");
