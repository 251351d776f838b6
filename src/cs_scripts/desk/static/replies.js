// The replies to choose from: one key each. Also every other state of that place: first use, busy, nothing found, trouble.

import { fill, missing, withFields } from "./blanks.js";
import { compose } from "./composer.js";
import { check, copyText, hasError, record, warnings } from "./copy.js";
import { $, button, el, later } from "./dom.js";
import { keep, talks } from "./talks.js";

const EXAMPLES = ["能便宜点吗", "今天拍什么时候发货", "收到杯子碎了怎么办"];
const REASONS = ["答非所问", "不合事实", "语气不对", "太长"];

// A card that can be copied, edited and stacked; the book uses it too.
export function card(item, number) {
  const values = talks.now.blanks;
  const said = el("div", { class: "said" }, withFields(item.text, values, () => { keep(); refresh(); }));
  const notes = el("ul", { class: "findings" });
  const key = button(number ? String(number) : "复制", () => act.copy(), {
    class: number ? "key" : "key word", "aria-label": number ? `复制第 ${number} 条` : "复制",
  });
  const node = el("li", { class: "card" }, key, el("div", { class: "body" }, item.head || null, said, notes, foot(item, () => act)));
  let findings = [];
  let warned = false;
  const act = {
    async copy() {
      const open = missing(item.text, values);
      if (open.length) {
        said.querySelector(`input[data-label="${CSS.escape(open[0])}"]`).focus();
        return;
      }
      findings = await check(fill(item.text, values));
      if (hasError(findings) && !warned) {
        warned = true;
        show();
        return;
      }
      if (!(await copyText(fill(item.text, values), [item], false))) return;
      mark(node);
      key.focus({ preventScroll: true });
    },
    edit: () => compose(item, "replace"),
    stack: () => compose(item, "append"),
  };
  const show = () => {
    notes.replaceChildren(...warnings(findings));
    if (warned && hasError(findings)) notes.append(el("li", { class: "finding error again" }, "再按一次照样复制"));
  };
  const refresh = later(120, async () => {
    warned = false;
    findings = await check(fill(item.text, values));
    show();
  });
  said.addEventListener("click", (event) => {
    if (!event.target.closest("input") && !String(getSelection())) act.copy();
  });
  said.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) act.copy();
    if (event.key === "Escape") { event.stopPropagation(); key.focus(); }
  });
  refresh();
  node.act = act;
  return node;
}

function mark(node) {
  for (const other of document.querySelectorAll(".card.copied")) other.classList.remove("copied");
  node.classList.add("copied");
}

function foot(item, act) {
  const why = el("div", { class: "why", hidden: true },
    el("ul", {}, (item.why || []).map((reason) => el("li", {}, reason))),
    el("p", {}, `${item.documented === false ? "本项目写的" : "出自培训资料"}：${item.source}`));
  const open = button("为什么", () => {
    why.hidden = !why.hidden;
    open.setAttribute("aria-expanded", String(!why.hidden));
  }, { "aria-expanded": "false" });
  return [
    el("div", { class: "foot" },
      el("span", { class: "technique", title: item.technique || "" }, item.technique || ""),
      item.turn || null,
      button("改", () => act().edit(), { "aria-label": "改这条" }),
      button("叠", () => act().stack(), { "aria-label": "叠进要发的话", title: "叠进要发的话" }),
      item.why ? open : null),
    item.why ? why : null,
  ];
}

export function showReplies(suggestion, { onsearch, more }) {
  const box = $("#replies");
  box.setAttribute("aria-busy", "false");
  $("#toast").classList.remove("on");
  if (suggestion.status === "none") {
    box.replaceChildren(state("看不出要答什么", "这句没有合适的话术，请自己回；也可以到话术本里找。",
      button(["搜话术本 ", el("kbd", {}, "/")], onsearch, { class: "main" })));
    return;
  }
  const cards = suggestion.replies.map((reply, at) => card({ ...reply, situation: suggestion.situation }, at + 1));
  box.replaceChildren(el("ol", { class: "cards" }, cards), el("div", { class: "more" }, more(suggestion)), rejected(suggestion, onsearch));
}

function rejected(suggestion, onsearch) {
  const row = el("div", { class: "rejected" }, el("span", {}, "都不合适？"));
  row.append(...REASONS.map((reason) => button(reason, async () => {
    await record({ kind: "rejected", situation: suggestion.situation, message: talks.now.message.slice(0, 5000), reason, buyer: talks.now.nick });
    row.replaceChildren(el("span", {}, "记下了。"), button("到话术本里找", onsearch));
  })));
  return row;
}

export const state = (title, text, ...more) => el("div", { class: "state" }, el("h2", {}, title), el("p", {}, text), ...more);

export function showFirst(onexample) {
  $("#replies").replaceChildren(el("div", { class: "state first" },
    el("ol", { class: "steps" },
      el("li", {}, "在千牛里复制买家的话"),
      el("li", {}, "点一下这里，按 ", el("kbd", {}, "Ctrl"), " ", el("kbd", {}, "V")),
      el("li", {}, "按 ", el("kbd", {}, "1"), " ", el("kbd", {}, "2"), " ", el("kbd", {}, "3"), " 复制回复，回千牛粘贴")),
    el("p", { class: "try" }, "先试一句："),
    el("div", { class: "examples" }, EXAMPLES.map((text) => button(text, () => onexample(text))))));
}

export function showBusy(text = "") {
  const box = $("#replies");
  box.setAttribute("aria-busy", "true");
  if (!text && box.querySelector(".cards")) return;
  const bones = [1, 2, 3].map(() => el("div", { class: "bone", "aria-hidden": "true" }, el("i"), el("i"), el("i")));
  box.replaceChildren(text ? state("正在准备", text) : el("p", { class: "sr" }, "正在找回复"), ...bones);
}

export function showTrouble(error, retry) {
  $("#replies").setAttribute("aria-busy", "false");
  const said = {
    0: ["工作台停了", "到命令窗口重新运行 cs-scripts desk，再打开它打印的地址。"],
    401: ["这个地址缺口令", "请打开命令窗口里打印的完整地址（带 ?token=…）。"],
  }[error.status] || ["没办成", error.message];
  $("#replies").replaceChildren(state(...said, button("再试一次", retry, { class: "main" })));
}

export function showAnswered() {
  $("#replies").replaceChildren(state("最后一句是店铺说的", "买家还没有新的话。有了再粘贴进来。"));
}
