// Copy what is to be sent, and tell the server what was chosen. Nothing is ever sent to a buyer from here.

import { Refused, post } from "./api.js";
import { $, el, toast } from "./dom.js";
import { keep, talks } from "./talks.js";

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = el("textarea", { class: "sr" });
    const back = document.activeElement;
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    back?.focus();
    return done;
  }
}

export async function record(choice) {
  try {
    await post("/api/choices", choice);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(`没记下这次选用：${error.message}`, "bad");
  }
}

// scripts: [{id, situation}] that the text was made of; edited: whether the agent changed their words.
export async function copyText(text, scripts, edited) {
  const talk = talks.now;
  if (!(await toClipboard(text))) {
    toast("浏览器不让复制，请选中文字按 Ctrl+C", "bad");
    return false;
  }
  toast("已复制，去千牛里粘贴");
  $("#toast").dataset.copied = text;
  talk.asked = talk.message;
  talk.sent.push(text);
  keep();
  for (const script of scripts) {
    const about = { situation: script.situation, script: script.id, message: talk.message.slice(0, 5000), text: text.slice(0, 5000) };
    await record({ kind: edited ? "edited" : "chosen", buyer: talk.nick.slice(0, 100), ...about });
  }
  return true;
}

const seen = new Map();

export async function check(text, asked = talks.now.message) {
  const question = asked.slice(0, 5000);
  const key = `${text}\n\n${question}`;
  if (!seen.has(key)) {
    if (seen.size > 300) seen.clear();
    seen.set(key, post("/api/check", { text: text.slice(0, 5000), question }).then((answer) => answer.findings.filter((found) => !found.matched.startsWith("【待填"))));
  }
  try {
    return await seen.get(key);
  } catch {
    seen.delete(key);
    return [];
  }
}

const LEVELS = { error: "不能说", warning: "不宜说", hint: "留意" };

export const warnings = (findings) =>
  findings.map((found) =>
    el("li", { class: `finding ${found.severity}` },
      el("b", {}, LEVELS[found.severity]),
      el("q", {}, found.matched.length > 24 ? `${found.matched.slice(0, 22)}…` : found.matched),
      el("span", {}, found.reason + (found.suggestion ? ` 可以说：${found.suggestion}` : ""))));

export const hasError = (findings) => findings.some((found) => found.severity === "error");
