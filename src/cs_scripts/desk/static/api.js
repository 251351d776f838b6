// Talk to the desk's own server. The token comes with the address, is kept for this tab, and leaves the address bar at once.

const KEY = "desk-token";

function takeToken() {
  const address = new URL(location.href);
  const token = address.searchParams.get("token");
  if (token) {
    sessionStorage.setItem(KEY, token);
    address.searchParams.delete("token");
    history.replaceState(null, "", address);
  }
  return token || sessionStorage.getItem(KEY) || "";
}

const token = takeToken();

export class Refused extends Error {
  constructor(status, field, reason) {
    super(reason);
    this.status = status;
    this.field = field;
  }
}

async function request(path, options) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { ...options.headers, Authorization: `Bearer ${token}` } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, "", "工作台没有在运行");
  }
  let value;
  try {
    value = await answer.json(); // may be cut off half-way, though the answer began well
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(answer.ok ? 0 : answer.status, "", "收到的不是工作台的回答");
  }
  if (!answer.ok) throw new Refused(answer.status, value.field, value.reason);
  return value;
}

export const get = (path) => request(path, {});

export const post = (path, body, signal) =>
  request(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" }, signal });
