// What is about to be sent, when it is more than one reply or not quite that reply: edit, stack, check, copy, keep as a script.

import { post } from "./api.js";
import { field, fill, labels, missing, unfill } from "./blanks.js";
import { check, copyText, hasError, warnings } from "./copy.js";
import { $, button, el, later, toast } from "./dom.js";
import { groupSelect } from "./groups.js";
import { keep, talks } from "./talks.js";

let parts = [];
let draft = "";
let warned = false;

export function compose(item, how) {
  const text = fill(item.text, talks.now.blanks);
  const before = how === "append" && !$("#composer").hidden ? $("#draft").value.trim() : "";
  parts = before ? [...parts, item] : [item];
  draft = before ? `${before}\n${text}` : text;
  show();
  if (how === "append") return; // the next one may be stacked at once
  $("#draft").focus();
  $("#draft").setSelectionRange(draft.length, draft.length);
}

export function closeComposer() {
  parts = [];
  $("#composer").hidden = true;
  $("#composer").replaceChildren();
}

function show() {
  const values = talks.now.blanks;
  const box = $("#composer");
  const area = el("textarea", { id: "draft", rows: 3, "aria-label": "要发的话", spellcheck: "false" });
  const blanks = el("div", { class: "blanks" });
  const notes = el("ul", { class: "findings" });
  const count = el("span", { class: "count" });
  area.value = draft;
  const showBlanks = () => {
    const open = labels(area.value);
    if ([...blanks.children].map((row) => row.dataset.label).join() === open.join()) return;
    blanks.replaceChildren(...open.map((label) => {
      const row = el("label", {}, `${label} `, field(label, values, () => { keep(); recheck(); }));
      row.dataset.label = label;
      return row;
    }));
  };
  const recheck = later(150, async () => {
    const findings = await check(fill(area.value, values));
    notes.replaceChildren(...warnings(findings));
    if (warned && hasError(findings)) notes.append(el("li", { class: "finding error again" }, "再按一次照样复制"));
  });
  const changed = () => {
    warned = false;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, innerHeight * 0.4)}px`;
    count.textContent = `${[...fill(area.value, values)].length} 字`;
    showBlanks();
    recheck();
  };
  const copy = async () => {
    const open = missing(area.value, values);
    const text = fill(area.value, values).trim();
    if (!text) return;
    if (open.length) { blanks.querySelector("input").focus(); toast(`先填：${open.join("、")}`); return; }
    if (hasError(await check(text)) && !warned) { warned = true; recheck(); return; }
    const edited = text !== fill(parts.map((part) => part.text).join("\n"), values).trim();
    if (await copyText(text, parts, edited)) box.classList.add("copied");
  };
  area.addEventListener("input", changed);
  box.onkeydown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); copy(); }
    if (event.key === "Escape") { event.stopPropagation(); closeComposer(); $(".key")?.focus(); }
  };
  box.classList.remove("copied");
  box.replaceChildren(
    el("div", { class: "composer-head" }, el("h2", {}, parts.length > 1 ? `要发的话 · 叠了 ${parts.length} 条` : "改一改再发"), count,
      button("收起", closeComposer, { class: "quiet" })),
    area, blanks, notes,
    el("div", { class: "composer-foot" },
      button(["复制 ", el("kbd", {}, "Ctrl Enter")], copy, { class: "main", id: "draft-copy" }),
      button("存为话术", () => askToSave(area.value), { id: "draft-save" })));
  box.hidden = false;
  changed();
}

function askToSave(text) {
  const group = groupSelect(parts[0]?.intent || parts[0]?.group, "save-group");
  const title = el("input", { id: "save-title", type: "text", maxLength: 100, required: true, placeholder: "什么时候用，一句话" });
  const code = el("input", { id: "save-code", type: "text", maxLength: 40, placeholder: "可不填" });
  const trouble = el("p", { class: "trouble", role: "alert" });
  const form = el("form", { class: "save" },
    el("label", {}, "意图", group), el("label", {}, "情形", title), el("label", {}, "编码", code), trouble,
    el("div", { class: "composer-foot" }, el("button", { class: "main" }, "存进本店话术"), button("不存了", () => form.remove())));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const wanted = { group: group.value, situation: title.value, code: code.value, ask: talks.now.message.slice(0, 5000) };
      await post("/api/scripts", { ...wanted, text: unfill(text, talks.now.blanks) });
      form.remove();
      toast("已存进本店话术，下次会推荐");
    } catch (error) {
      trouble.textContent = error.message;
    }
  });
  $("#composer .save")?.remove();
  $("#composer").append(form);
  title.focus();
  form.scrollIntoView({ block: "end" });
}
