// The buyers being served, each with what was said, what was filled in, and where the order stands. Kept for this tab only.

const KEY = "desk-talks";
const MOST = 12;

export const talks = { all: [], now: null, count: 0 };

function fresh(name, nick) {
  return { name, nick, history: [], message: "", asked: "", sent: [], stage: "", item: "", blanks: {}, suggestion: null, others: [] };
}

export function keep() {
  const slim = talks.all.map((talk) => ({ ...talk, suggestion: null }));
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ all: slim, now: talks.all.indexOf(talks.now), count: talks.count }));
  } catch {
    // a full or forbidden store costs the memory of this tab, not the work
  }
}

export function recall() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    talks.all = kept.all;
    talks.count = kept.count;
    talks.now = kept.all[kept.now] || kept.all[0];
  } catch {
    talks.all = [];
  }
  if (!talks.now) open();
}

export function open(nick = "") {
  const known = nick && talks.all.find((talk) => talk.nick === nick);
  if (known) talks.now = known;
  else {
    const blank = talks.now && !talks.now.nick && !talks.now.message && !talks.now.history.length ? talks.now : null;
    if (blank && nick) Object.assign(blank, { name: nick, nick });
    else if (!blank) {
      talks.now = fresh(nick || `买家 ${(talks.count += 1)}`, nick);
      talks.all.push(talks.now);
      if (talks.all.length > MOST) talks.all.shift();
    }
  }
  keep();
  return talks.now;
}

export function close(talk) {
  const at = talks.all.indexOf(talk);
  talks.all.splice(at, 1);
  if (talks.now === talk) talks.now = talks.all[Math.max(0, at - 1)] || null;
  if (!talks.now) open();
  keep();
}

// A new message begins: what was asked and sent before it becomes history.
export function moveOn(talk) {
  if (!talk.sent.length) return;
  talk.history.push({ role: "buyer", text: talk.asked });
  talk.history.push(...talk.sent.map((text) => ({ role: "seller", text })));
  talk.history.splice(0, Math.max(0, talk.history.length - 60));
  talk.sent = [];
}
