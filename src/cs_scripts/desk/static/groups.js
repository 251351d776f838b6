// Choose the intent or occasion that a script is for.

import { el } from "./dom.js";

let groups = [];

export const setGroups = (found) => { groups = found; };

export function groupSelect(chosen, id) {
  const part = (kind, label) => el("optgroup", { label }, groups.filter((group) => group.kind === kind).map((group) => el("option", { value: group.id }, group.label)));
  const select = el("select", { id }, part("asked", "买家问"), part("first", "主动说"));
  select.value = chosen || groups[0]?.id || "";
  return select;
}
