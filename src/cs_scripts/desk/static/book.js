// The book beside the replies: search it, or walk through its groups as in the panels that agents know.

import { get } from "./api.js";
import { $, button, el, later } from "./dom.js";
import { card } from "./replies.js";

let groups = [];
let chosen = "";
let turn = 0;

export async function showBook(found) {
  groups = found;
  await search();
}

export async function openGroup(id) {
  $("#query").value = "";
  chosen = id;
  await search();
  toTop();
  $(".rail [aria-pressed=true]")?.scrollIntoView({ block: "nearest" });
}

function phrase(item) {
  let at = 0;
  const make = () => {
    const one = item.replies[at];
    const next = item.replies.length > 1 &&
      button(`换说法 ${at + 1}/${item.replies.length}`, () => {
        at = (at + 1) % item.replies.length;
        const fresh = make();
        node.replaceWith(fresh);
        node = fresh;
        node.querySelector(".turn").focus();
      }, { class: "turn" });
    const head = el("div", { class: "phrase-head" },
      el("code", {}, one.code), el("h3", {}, item.title), item.own && el("span", { class: "own" }, "本店"),
      item.used > 0 && el("span", { class: "used" }, `用过 ${item.used} 次`));
    return card({ ...item, head, turn: next, text: one.text, situation: "", why: null }, 0);
  };
  let node = make();
  return node;
}

const list = (items) => el("ol", { class: "cards" }, items.map(phrase));

function rail() {
  const part = (kind, title) => {
    const some = groups.filter((group) => group.kind === kind);
    return some.length ? [el("h2", {}, title), el("ul", {}, some.map((group) => el("li", {},
      button([group.label, el("small", {}, String(group.count))], () => openGroup(group.id), { "aria-pressed": String(group.id === chosen) }))))] : [];
  };
  return el("nav", { class: `rail ${chosen ? "picked" : ""}`, "aria-label": "话术分组" },
    button("最近用过", () => openGroup(""), { class: "recent", "aria-pressed": String(!chosen) }), part("asked", "买家问"), part("first", "主动说"));
}

function shelf(answer) {
  const group = groups.find((one) => one.id === chosen);
  if (group) {
    return el("div", { class: "shelf" },
      el("div", { class: "shelf-head" }, button("‹ 全部分组", () => openGroup(""), { class: "back" }), el("h2", {}, `${group.label} ${answer.total} 条`)),
      list(answer.phrases));
  }
  if (answer.total) return el("div", { class: "shelf" }, el("div", { class: "shelf-head" }, el("h2", {}, "最近用过")), list(answer.phrases));
  return el("p", { class: "shelf nothing" }, "点一个分组看话术，或在上面搜。", el("br"), "复制过的会排在这里。");
}

export async function search() {
  const query = $("#query").value.trim();
  const mine = (turn += 1);
  const wanted = query ? `q=${encodeURIComponent(query.slice(0, 100))}&limit=40` : chosen ? `group=${encodeURIComponent(chosen)}&limit=200` : "limit=8";
  let answer;
  try {
    answer = await get(`/api/phrases?${wanted}`);
  } catch (error) {
    $("#found").replaceChildren(el("p", { class: "nothing" }, error.message));
    return;
  }
  if (mine !== turn) return;
  $("#found").className = query ? "hits" : "browse";
  if (!query) {
    const at = $(".rail")?.scrollTop || 0;
    $("#found").replaceChildren(rail(), shelf(answer));
    $(".rail").scrollTop = at;
    return;
  }
  const count = answer.total > answer.phrases.length ? `${answer.total} 条，先列 ${answer.phrases.length} 条` : `${answer.total} 条`;
  $("#found").replaceChildren(answer.total
    ? el("p", { class: "total" }, `找到 ${count}`)
    : el("p", { class: "nothing" }, "没有找到。换个字，或打拼音首字母，如 thdz。"), list(answer.phrases));
}

function toTop() {
  $("#book").scrollTop = 0;
  $("#found").scrollTop = 0;
  if (getComputedStyle(document.body).display !== "grid") scrollTo(0, 0);
}

const soon = later(120, () => search().then(toTop));

$("#query").addEventListener("input", soon);
$("#query").addEventListener("keydown", async (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" && $("#found .key")) { event.preventDefault(); $("#found .key").focus(); }
  if (event.key !== "Enter") return;
  soon.cancel(); // who types fast means what is typed, not what is shown so far
  await search();
  $("#found .key")?.click();
});
