// The page as a whole: what is pasted becomes replies, keys choose, buyers take turns.

import { Refused, get, post } from "./api.js";
import { openGroup, search, showBook } from "./book.js";
import { closeComposer } from "./composer.js";
import { record } from "./copy.js";
import { $, button, el, isTyping, later, toast } from "./dom.js";
import { draftKey, setLeave, showDrafts } from "./drafts.js";
import { setGroups } from "./groups.js";
import { showAnswered, showBusy, showFirst, showReplies, showTrouble } from "./replies.js";
import { close, keep, moveOn, open, recall, talks } from "./talks.js";

const message = $("#message");
let facts = { stages: [], labels: {}, kinds: {}, groups: [] };
let running = null;
let drawn = null;

// ── what the buyer says ─────────────────────────────────────────────

async function take(pasted) {
  live.cancel();
  const text = pasted.replace(/\r\n?/g, "\n").trim();
  if (!text) return;
  if (text.includes("\n") || text.startsWith("{")) {
    const found = await attempt(() => post("/api/talk", { text: text.slice(-200000) }));
    if (!found) return;
    if (found.buyer) { converse(found, text); return; }
  }
  moveOn(talks.now);
  talks.now.message = text.slice(0, 5000);
  draw();
  await suggest({ focus: true });
}

function converse(found, pasted) {
  const talk = open(found.buyer);
  Object.assign(talk, { history: found.history, message: found.text, sent: [], others: found.sure ? [] : found.others, pasted: found.sure ? "" : pasted });
  draw();
  if (found.text) suggest({ focus: true });
  else showAnswered();
}

async function swapBuyer(nick) {
  const old = talks.now;
  const found = await attempt(() => post("/api/talk", { text: old.pasted, buyer: nick }));
  if (!found) return;
  close(old);
  converse(found, old.pasted);
}

async function suggest({ focus = false } = {}) {
  const talk = talks.now;
  running?.abort();
  if (!talk.message.trim()) { talk.suggestion = null; draw(); return; }
  running = new AbortController();
  const { signal } = running;
  $("#replies").setAttribute("aria-busy", "true"); // what stands there answers other words
  const busy = later(150, () => showBusy());
  busy();
  const asked = { text: talk.message, history: talk.history, k: 3, stage: talk.stage || undefined, item: talk.item || undefined };
  try {
    talk.suggestion = await post("/api/suggest", asked, signal);
  } catch (error) {
    if (error instanceof Refused) showTrouble(error, () => suggest({ focus }));
    return;
  } finally {
    busy.cancel();
  }
  if (talk !== talks.now) return;
  keep();
  drawRead();
  showReplies(talk.suggestion, { onsearch: goSearch, more });
  if (!focus) return;
  $("#replies .key")?.focus({ preventScroll: true });
  record({ kind: "shown", situation: talk.suggestion.situation, message: talk.message, buyer: talk.nick });
}

async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    showTrouble(error, () => draw());
    return null;
  }
}

const live = later(260, () => suggest());

// ── drawing ─────────────────────────────────────────────────────────

function draw() {
  const talk = talks.now;
  if (drawn && drawn !== talk) search(); // the book's blanks are this buyer's
  drawn = talk;
  closeComposer();
  message.value = talk.message;
  fit();
  drawBuyers();
  drawPast();
  drawRead();
  if (talk.suggestion && talk.message) showReplies(talk.suggestion, { onsearch: goSearch, more });
  else if (!talk.message) showFirst(take);
}

function fit() {
  message.style.height = "auto";
  message.style.height = `${Math.min(message.scrollHeight + 2, 180)}px`;
  $("#clear").hidden = !message.value;
  $("#paste").hidden = Boolean(message.value);
}

function drawBuyers() {
  $("#buyers").replaceChildren(...talks.all.map((talk) => el("li", { class: talk === talks.now ? "now" : "" },
    button(talk.name, () => { talks.now = talk; keep(); draw(); if (talk.message && !talk.suggestion) suggest(); },
      { "aria-pressed": String(talk === talks.now), class: "buyer" }),
    talks.all.length > 1 && talk === talks.now && button("×", () => { close(talk); draw(); }, { "aria-label": `结束接待 ${talk.name}`, class: "shut" }))));
  $("#buyers .now")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function drawPast() {
  const { history, others } = talks.now;
  const past = $("#past");
  past.hidden = !history.length && !others.length;
  $("summary", past).replaceChildren(`前面 ${history.length} 句`);
  $("ol", past).replaceChildren(...history.map((turn) => el("li", { class: turn.role }, turn.text)));
  past.querySelector(".swap")?.remove();
  if (!others.length) return;
  past.append(el("p", { class: "swap" }, `买家是 ${talks.now.name}？不是就点：`, others.slice(0, 3).map((nick) => button(nick, () => swapBuyer(nick)))));
  past.open = true;
}

function drawRead() {
  const talk = talks.now;
  const found = talk.message ? talk.suggestion : null;
  const read = found?.stage || "";
  $("#stages").replaceChildren(...facts.stages.map((stage) => button(stage.short, () => {
    talk.stage = talk.stage === stage.id ? "" : stage.id;
    keep();
    drawRead();
    suggest();
  }, {
    title: stage.label, "aria-pressed": String(talk.stage === stage.id || (!talk.stage && read === stage.id)),
    class: talk.stage === stage.id ? "set" : !talk.stage && read === stage.id ? "read" : "",
  })));
  const intents = (found?.intents || []).map((intent) =>
    button([facts.labels[intent.id] || intent.id, el("small", {}, `${Math.min(99, Math.round(intent.probability * 100))}%`)],
      () => { pane("book"); openGroup(intent.id); }, { class: "intent", title: "看这类话术" }));
  const doubt = found?.status === "ambiguous" ? el("span", { class: "doubt" }, "拿不准，看一眼再发") : null;
  const heard = (found?.facts || []).filter((fact) => fact.role === "buyer" && facts.kinds[fact.kind] && !["item", "item_word"].includes(fact.kind))
    .map((fact) => el("span", { class: "fact" }, el("small", {}, facts.kinds[fact.kind]), fact.value || fact.text));
  $("#heard").replaceChildren(...[...intents, doubt, ...heard.slice(0, 6), article(talk, found)].filter(Boolean));
}

const more = (suggestion) => suggestion.intents.map((intent) => {
  const group = facts.groups.find((one) => one.id === intent.id);
  return group && button(`更多${group.label}话术 ${group.count} 条 ›`, () => { pane("book"); openGroup(intent.id); });
});

function article(talk, found) {
  if (!found && !talk.item) return null; // not read yet
  const read = (found?.facts || []).filter((fact) => fact.kind === "item" && fact.role === "buyer").at(-1);
  const input = el("input", { type: "text", "aria-label": "商品", placeholder: read?.value || "没认出，可填", maxLength: 100 });
  input.setAttribute("list", "articles");
  input.value = talk.item;
  const fitArticle = () => { input.style.width = `${[...(input.value || input.placeholder)].length + 1.2}em`; };
  input.addEventListener("input", fitArticle);
  fitArticle();
  input.addEventListener("change", () => { talk.item = input.value.trim(); keep(); suggest(); });
  return el("label", { class: `fact article ${talk.item ? "set" : ""}` }, el("small", {}, "商品"), input);
}

// ── moving about ────────────────────────────────────────────────────

function pane(name) {
  if (name === "book" && document.body.dataset.pane === "drafts" && matchMedia("(min-width: 760px)").matches) return; // it stands beside them
  document.body.dataset.pane = name;
  for (const tab of document.querySelectorAll(".panes button")) tab.setAttribute("aria-pressed", String(tab.dataset.pane === name));
}

function goSearch() {
  pane("book");
  $("#query").focus();
  $("#query").select();
}

function clear() {
  const talk = talks.now;
  running?.abort();
  live.cancel();
  moveOn(talk);
  Object.assign(talk, { message: "", suggestion: null });
  $("#query").value = "";
  pane("answer");
  keep();
  draw();
  search();
  message.focus();
}

function nextBuyer() {
  open();
  pane("answer");
  draw();
  message.focus();
}

function step(by) {
  const root = document.activeElement.closest("#found") || $("#replies");
  const keys = [...root.querySelectorAll(".key")].filter((key) => key.offsetParent);
  const at = keys.indexOf(document.activeElement.closest(".card")?.querySelector(".key"));
  if (at < 0 && root.id === "found") { $("#query").focus(); return; }
  if (at === 0 && by < 0) { (root.id === "found" ? $("#query") : message).focus(); return; }
  keys[Math.min(keys.length - 1, Math.max(0, at + by))]?.focus();
}

const nth = (number) => document.querySelectorAll("#replies .card")[number - 1]?.act;

document.addEventListener("keydown", (event) => {
  if (event.isComposing || $("#help").open) return;
  if (document.body.dataset.pane === "drafts" && !event.target.closest("#book") && draftKey(event)) return;
  const typing = isTyping(event.target);
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1] || /^Numpad([1-9])$/.exec(event.code)?.[1];
  if (event.key === "Escape") { event.preventDefault(); clear(); return; }
  if (digit && !event.ctrlKey && !event.metaKey && (!typing || event.altKey) && nth(digit) && document.body.dataset.pane !== "drafts") {
    event.preventDefault();
    if (event.shiftKey) nth(digit).stack();
    else { pane("answer"); nth(digit).copy(); }
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { $("#draft-copy")?.click(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === message) {
    if (event.key === "ArrowDown" && message.selectionEnd === message.value.length && $("#replies .key")) {
      event.preventDefault();
      $("#replies .key").focus();
    }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); take(message.value); }
    if (event.key === "/" && !message.value) { event.preventDefault(); goSearch(); }
    return;
  }
  if (typing) return;
  const keys = {
    "/": goSearch, n: nextBuyer, N: nextBuyer, ArrowDown: () => step(1), ArrowUp: () => step(-1),
    e: () => document.activeElement.closest(".card")?.act.edit(), E: () => document.activeElement.closest(".card")?.act.edit(),
    "?": () => $("#help").showModal(),
  };
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});

document.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  const whole = event.target === message && (!message.value || message.selectionEnd - message.selectionStart === message.value.length || talks.now.sent.length);
  if (!text.trim() || (isTyping(event.target) && !whole)) return;
  event.preventDefault();
  pane("answer");
  take(text);
});

message.addEventListener("input", () => {
  moveOn(talks.now);
  talks.now.message = message.value.slice(0, 5000);
  fit();
  drawPast();
  live();
});

$("#paste").addEventListener("click", async () => {
  try {
    await take(await navigator.clipboard.readText());
  } catch {
    message.focus();
    toast("请按 Ctrl+V 粘贴");
  }
});
$("#clear").addEventListener("click", clear);
$("#buyer-new").addEventListener("click", nextBuyer);
$("#help-open").addEventListener("click", () => $("#help").showModal());
for (const tab of document.querySelectorAll(".panes button")) tab.addEventListener("click", () => { pane(tab.dataset.pane); if (tab.dataset.pane === "drafts") showDrafts(); });

// What was saved is in the book, and its group has one more.
async function refresh() {
  const now = await attempt(() => get("/api/desk"));
  if (!now) return;
  facts = now;
  await showBook(facts.groups);
}

// ── beginning ───────────────────────────────────────────────────────

async function begin() {
  try {
    facts = await get("/api/desk");
  } catch (error) {
    if (error.status === 503) {
      showBusy(error.message);
      setTimeout(begin, 700);
    } else showTrouble(error, begin);
    return;
  }
  $("#shop").textContent = facts.shop;
  setGroups(facts.groups);
  $("#articles").replaceChildren(...facts.articles.map((name) => el("option", { value: name })));
  showBook(facts.groups);
  draw();
  if (talks.now.message) suggest();
  if (facts.drafts) {
    document.body.dataset.drafts = "yes";
    $("#drafts-tab").hidden = false;
    setLeave(() => { pane("answer"); message.focus(); }, refresh);
    pane("drafts");
    await showDrafts();
  }
  document.body.dataset.ready = "yes";
}

recall();
draw();
message.focus();
begin();
