// Mined drafts, one at a time: what buyers asked and agents answered, beside the script that may come of it. Accept, mend or turn down.

import { Refused, get, post } from "./api.js";
import { check, hasError, warnings } from "./copy.js";
import { $, button, el, isTyping, later, toast } from "./dom.js";
import { groupSelect } from "./groups.js";
import { state } from "./replies.js";

let file = "";
let all = [];
let shown = null;
let act = {};
let leave = () => {};
let onsaved = () => {};
const edits = new Map();

export function setLeave(toAnswer, saved) {
  leave = toAnswer;
  onsaved = saved;
}

const count = (decision) => all.filter((draft) => draft.decision === decision).length;

export async function showDrafts() {
  const box = $("#drafts");
  if (!all.length) box.replaceChildren(el("p", { class: "sr" }, "正在读草稿"), ...[1, 2].map(() => el("div", { class: "bone", "aria-hidden": "true" }, el("i"), el("i"), el("i"))));
  box.setAttribute("aria-busy", "true");
  try {
    ({ file, drafts: all } = await get("/api/drafts"));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    act = {};
    box.replaceChildren(state(error.status ? "草稿读不了" : "工作台停了", error.status ? error.message : "到命令窗口重新运行 cs-scripts desk。",
      button("再试一次", showDrafts, { class: "main" }), button("回到回复", leave)));
    return;
  } finally {
    box.setAttribute("aria-busy", "false");
  }
  $("#drafts-open").textContent = count("open") || "";
  shown = all.find((draft) => draft.id === shown?.id) || null;
  if (!shown || shown.decision !== "open") shown = next();
  draw();
}

// The next one that is open, from the present one on and then from the beginning.
function next() {
  const from = all.indexOf(shown) + 1;
  return [...all.slice(from), ...all.slice(0, from)].find((draft) => draft.decision === "open") || null;
}

function draw() {
  act = {};
  const parts = [progress()];
  if (!all.length) {
    parts.push(state("没有草稿", `${file} 里没有常问却没有话术的问题。多给些聊天记录再找：`,
      el("code", {}, "cs-scripts mine 聊天记录 -o drafts.yaml"), button("回到回复", leave, { class: "main" })));
  } else if (!shown) {
    parts.push(state("都看完了", count("accepted") ? `收下的 ${count("accepted")} 条已在本店话术里，买家一问就推荐。` : "一条也没收。想回头再看，点上面的“全部”。",
      button("回到回复", leave, { class: "main" })));
  } else parts.push(article(shown));
  $("#drafts").replaceChildren(...parts);
  $("#drafts").scrollTop = 0;
  if (getComputedStyle(document.body).display !== "grid") scrollTo(0, 0);
  $("#drafts .draft, #drafts .state button")?.focus({ preventScroll: true });
}

const TOLD = { accepted: "收下", rejected: "不要", open: "" };

function progress() {
  if (!all.length) return "";
  const done = all.length - count("open");
  const list = el("ol", {}, all.map((draft) => el("li", {}, button(
    [el("span", {}, draft.question), el("small", { class: draft.decision }, TOLD[draft.decision] || `${draft.buyers} 人`)],
    () => { shown = draft; draw(); }, { "aria-current": draft === shown && "true" }))));
  const told = [count("open") ? `还有 ${count("open")} 条` : "看完了", count("accepted") && `收下 ${count("accepted")}`, count("rejected") && `不要 ${count("rejected")}`];
  return el("header", { class: "progress" },
    el("progress", { max: all.length, value: done, "aria-label": `看了 ${done} 条，共 ${all.length} 条` }),
    el("p", {}, told.filter(Boolean).join(" · ")),
    el("details", {}, el("summary", {}, "全部"), list),
    button("‹", () => step(-1), { "aria-label": "上一条", title: "上一条 ←" }), button("›", () => step(1), { "aria-label": "下一条", title: "下一条 →" }));
}

function step(by) {
  const at = all.indexOf(shown);
  shown = all[(at + by + all.length) % all.length];
  draw();
}

function article(draft) {
  const first = count("open") === all.length && draft === all[0];
  const share = draft.share >= 0.001 ? `，占问题的 ${(100 * draft.share).toFixed(1)}%` : "";
  const nearest = draft.nearest && el("p", { class: "near" }, `话术本里最近的：${draft.nearest.title}（`, el("code", {}, draft.nearest.code), `，像 ${draft.nearest.likeness}%）`);
  return el("article", { class: "draft", tabIndex: -1, "aria-labelledby": "draft-question" },
    first && el("p", { class: "intro" }, "这些问题买家常问，话术本里没有好回答。看一眼，能用的收下，不对的改改，没用的不要。"),
    el("h2", { id: "draft-question" }, draft.question),
    el("p", { class: "told" }, `${draft.buyers} 位买家问过 ${draft.messages} 次${share}`, draft.why.map((why) => el("span", { class: "fact" }, el("small", {}, why.label), String(why.messages)))),
    nearest,
    draft.decision === "open" ? form(draft) : decided(draft));
}

function decided(draft) {
  if (draft.decision === "accepted") return el("p", { class: "decided" }, "已收进本店话术，编码 ", el("code", {}, draft.saved?.code || "—"), "。");
  act = { undo: () => decide(draft, { decision: "open" }) };
  return el("p", { class: "decided" }, "已标为不要。", button(["恢复 ", el("kbd", {}, "Z")], act.undo));
}

function form(draft) {
  const edit = edits.get(draft.id) || { group: draft.group, situation: draft.situation, code: draft.code, replies: draft.replies.length ? [...draft.replies] : [""], off: new Set() };
  edits.set(draft.id, edit);
  let warned = false;
  const group = groupSelect(edit.group, "draft-group");
  const situation = el("input", { type: "text", maxLength: 100, id: "draft-situation" });
  const code = el("input", { type: "text", maxLength: 40, id: "draft-code", placeholder: "自动编" });
  situation.value = edit.situation;
  code.value = edit.code;
  group.addEventListener("change", () => {
    edit.group = group.value;
    if (code.value === draft.code) code.value = edit.code = ""; // its letters are those of the other intent
  });
  situation.addEventListener("input", () => { edit.situation = situation.value; });
  code.addEventListener("input", () => { edit.code = code.value; });
  const replies = el("div", { class: "wordings" });
  const trouble = el("p", { class: "trouble", role: "alert" });
  const wording = (i) => {
    const area = el("textarea", { rows: 2, "aria-label": `回复 ${i + 1}`, maxLength: 5000, spellcheck: "false", placeholder: "写给买家的话" });
    const notes = el("ul", { class: "findings" });
    const look = later(200, async () => {
      const text = area.value.trim();
      notes.replaceChildren(...(text ? warnings(await check(text, draft.question)) : []));
    });
    const fit = () => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
    area.value = edit.replies[i];
    area.addEventListener("input", () => { edit.replies[i] = area.value; warned = false; fit(); look(); });
    setTimeout(fit);
    look();
    return el("div", { class: "wording" }, area, notes);
  };
  const drawReplies = () => replies.replaceChildren(...edit.replies.map((_, i) => wording(i)));
  drawReplies();
  const add = (text) => {
    if (edit.replies.includes(text) && text) { toast("已经有这句了"); return; }
    const blank = edit.replies.findIndex((reply) => !reply.trim());
    if (blank >= 0) edit.replies[blank] = text;
    else if (edit.replies.length < 6) edit.replies.push(text);
    else { toast("最多六种说法", "bad"); return; }
    drawReplies();
    const areas = replies.querySelectorAll("textarea");
    areas[blank >= 0 ? blank : areas.length - 1].focus();
  };
  act = {
    use: (number) => draft.answers[number - 1] && add(draft.answers[number - 1].draft),
    edit: () => replies.querySelector("textarea").focus(),
    reject: () => decide(draft, { decision: "rejected" }, trouble),
    accept: async () => {
      const texts = edit.replies.map((reply) => reply.trim()).filter(Boolean);
      if (!texts.length) { act.edit(); trouble.textContent = "先写一句回复"; return; }
      const found = await Promise.all(texts.map((text) => check(text, draft.question)));
      $("#toast").classList.remove("on");
      if (found.some(hasError) && !warned) { warned = true; trouble.textContent = "有不能说的话。改一改；再按一次照样收下。"; return; }
      const asks = draft.examples.filter((example) => !edit.off.has(example));
      await decide(draft, { decision: "accepted", group: group.value, situation: edit.situation, code: edit.code, replies: texts, asks }, trouble);
    },
  };
  const skip = button(["以后再看 ", el("kbd", {}, "→")], () => step(1), { class: "quiet" });
  return [
    el("section", { class: "script" }, el("h3", {}, "草稿"), draft.replies.length ? null : el("p", { class: "tip" }, "客服没有答得好的，自己写一句。"), replies,
      edit.replies.length < 6 && button("＋ 再加一种说法", () => add(""), { class: "quiet" }),
      el("div", { class: "save" },
        el("label", {}, "意图", group), draft.sure ? null : el("p", { class: "doubt" }, "意图拿不准，核对一下"),
        el("label", {}, "情形", situation), el("label", {}, "编码", code))),
    answers(draft),
    el("section", {}, el("h3", {}, "买家怎么问"), el("p", { class: "tip" }, "点一下，不当问法"), el("ul", { class: "asks" }, draft.examples.map((example) => ask(example, edit)))),
    el("footer", { class: "decide" }, trouble,
      button(["收下 ", el("kbd", {}, "Ctrl Enter")], () => act.accept(), { class: "main", id: "draft-accept" }),
      button(["不要 ", el("kbd", {}, "X")], () => act.reject(), { id: "draft-reject" }), all.length > 1 && skip),
  ];
}

function ask(example, edit) {
  const one = button(example, () => {
    if (!edit.off.delete(example)) edit.off.add(example);
    one.setAttribute("aria-pressed", String(!edit.off.has(example)));
  }, { "aria-pressed": String(!edit.off.has(example)) });
  return el("li", {}, one);
}

function answers(draft) {
  if (!draft.answers.length) return null;
  const about = (answer) => [`${answer.times} 次`, answer.annoys ? "买家不满意" : answer.content > 0 && `满意 ${answer.content}%`, answer.findings.length && `注意：${answer.findings.join("、")}`];
  return el("section", {}, el("h3", {}, "客服答过"), el("p", { class: "tip" }, "点数字，加进草稿"), el("ol", { class: "given" }, draft.answers.map((answer, i) => el("li", {},
    button(String(i + 1), () => act.use(i + 1), { class: "key", "aria-label": `用第 ${i + 1} 句`, title: "用这句" }),
    el("div", {}, el("p", {}, answer.text), el("small", {}, about(answer).filter(Boolean).join(" · ")))))));
}

async function decide(draft, wanted, trouble) {
  let done;
  try {
    done = await post("/api/drafts", { draft: draft.id, ...wanted });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if ([404, 409].includes(error.status)) { toast(error.message, "bad"); await showDrafts(); } else if (trouble) trouble.textContent = error.message;
    else toast(error.message, "bad");
    return;
  }
  Object.assign(draft, { decision: done.decision, saved: done.id ? done : null });
  $("#drafts-open").textContent = count("open") || "";
  if (done.decision === "accepted") { edits.delete(draft.id); onsaved(); }
  toast({ accepted: `收下了，编码 ${done.code}`, rejected: "不要了，按 Z 恢复", open: "恢复了" }[done.decision]);
  if (done.decision !== "open") shown = next();
  draw();
  if (done.decision === "rejected") act.undo = () => { shown = draft; return decide(draft, { decision: "open" }); };
}

// Whether a key was meant for the drafts.
export function draftKey(event) {
  const typing = isTyping(event.target);
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  let action = null;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) action = act.accept;
  else if (event.key === "Escape") action = typing ? () => $("#drafts .draft")?.focus() : leave;
  else if (event.ctrlKey || event.metaKey || (typing && !(digit && event.altKey))) return false;
  else if (digit) action = act.use && (() => act.use(Number(digit)));
  else action = { x: act.reject, z: act.undo, e: act.edit, arrowleft: all.length && (() => step(-1)), arrowright: all.length && (() => step(1)) }[event.key.toLowerCase()];
  if (!action) return false;
  event.preventDefault();
  action();
  return true;
}
