// The book beside the replies: search it, or walk through its groups as in the panels that agents know.

import { get } from "./api.js";
import { $, button, el, later } from "./dom.js";
import { card } from "./replies.js";

let groups = [];
const opened = new Set();
let turn = 0;

export async function showBook(found = groups) {
  groups = found;
  await search();
}

export function openGroup(id) {
  $("#query").value = "";
  opened.clear();
  opened.add(id);
  search().then(() => $(`#found details[data-group="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "start" }));
}

function phrase(item) {
  let at = 0;
  const make = () => {
    const one = item.replies[at];
    const next = item.replies.length > 1 &&
      button(`${at + 1}/${item.replies.length} 换一种`, () => {
        at = (at + 1) % item.replies.length;
        const fresh = make();
        node.replaceWith(fresh);
        node = fresh;
        node.querySelector(".turn").focus();
      }, { class: "turn" });
    const head = el("div", { class: "phrase-head" },
      el("code", {}, one.code), el("h3", {}, item.title), item.own && el("span", { class: "own" }, "本店"),
      item.used > 0 && el("span", { class: "used" }, `用过 ${item.used} 次`), next);
    return card({ ...item, head, text: one.text, situation: "", why: null }, 0);
  };
  let node = make();
  return node;
}

const list = (items) => el("ol", { class: "cards" }, items.map(phrase));

function tree(kind, title) {
  const some = groups.filter((group) => group.kind === kind);
  if (!some.length) return null;
  return el("section", { class: "tree" }, el("h2", {}, title), some.map((group) => {
    const inside = el("div");
    const node = el("details", { "data-group": group.id }, el("summary", {}, group.label, el("span", {}, String(group.count))), inside);
    const load = async () => {
      if (!node.open) { opened.delete(group.id); return; }
      opened.add(group.id);
      if (inside.firstChild) return;
      const answer = await get(`/api/phrases?group=${encodeURIComponent(group.id)}&limit=200`);
      inside.replaceChildren(list(answer.phrases));
    };
    node.addEventListener("toggle", load);
    node.open = opened.has(group.id);
    return node;
  }));
}

export async function search() {
  const query = $("#query").value.trim();
  const mine = (turn += 1);
  let answer;
  try {
    answer = await get(`/api/phrases?q=${encodeURIComponent(query.slice(0, 100))}&limit=${query ? 40 : 8}`);
  } catch (error) {
    $("#found").replaceChildren(el("p", { class: "nothing" }, error.message));
    return;
  }
  if (mine !== turn) return;
  if (query) {
    const count = answer.total > answer.phrases.length ? `${answer.total} 条，先列 ${answer.phrases.length} 条` : `${answer.total} 条`;
    $("#found").replaceChildren(answer.total
      ? el("p", { class: "total" }, `找到 ${count}`)
      : el("p", { class: "nothing" }, "没有找到。换个字，或打拼音首字母，如 tkdz。"), list(answer.phrases));
    return;
  }
  $("#found").replaceChildren(...[
    answer.phrases.length ? el("section", {}, el("h2", {}, "最近用过"), list(answer.phrases)) : null,
    tree("asked", "买家问"), tree("first", "主动说"),
  ].filter(Boolean));
}

$("#query").addEventListener("input", later(120, search));
$("#query").addEventListener("keydown", (event) => {
  const first = $("#found .key");
  if (event.isComposing || !first) return;
  if (event.key === "ArrowDown") { event.preventDefault(); first.focus(); }
  if (event.key === "Enter") first.click();
});
