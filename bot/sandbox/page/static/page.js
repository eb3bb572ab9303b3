// The page's hands: who writes and where, what is sent and pressed, and what comes from the server as it happens.

import { Feed, element } from "./feed.js";
import { showWalk } from "./walk.js";

const { words, console: consoleUrl, platforms, roles } = JSON.parse(document.getElementById("told").textContent);
const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

const chosen = { role: "member", platform: "telegram", wall: "wall", pane: "chat" };
const unread = new Map();
const drafts = new Map();
let answering = null;

const chat = () => `${chosen.role}-${chosen.platform}`;

// Acts

async function act(what) {
  const response = await fetch("act", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ role: chosen.role, platform: chosen.platform, ...what }),
  });
  const done = await response.json().catch(() => ({ error: String(response.status) }));
  if (!response.ok) throw new Error(done.error);
  return done;
}

async function tried(what) {
  try {
    return await act(what);
  } catch (error) {
    notice(`${words.refused} ${error.message}`);
    return null;
  }
}

let noticeEnds = 0;
function notice(text) {
  const place = one("#notice");
  place.textContent = text;
  clearTimeout(noticeEnds);
  noticeEnds = setTimeout(() => { place.textContent = ""; }, 8000);
}

const feeds = new Map(all("[data-feed]").map((place) => [place.dataset.feed, new Feed(place, words, consoleUrl, {
  async press(item, data, button) {
    button.setAttribute("aria-busy", "true");
    const done = await tried({ act: "press", item: item.id, data });
    button.removeAttribute("aria-busy");
    if (done?.notice) notice(done.notice);
  },
  answer(item) {
    answering = item;
    showAnswering();
    one("#text").focus();
  },
  openConsole,
})]));

// Composing

function showAnswering() {
  const place = one("#answering");
  place.hidden = answering === null;
  if (answering) place.querySelector("span").textContent = `${words.answering} ${(answering.text || answering.author).split("\n")[0]}`;
}

function showChips() {
  one("#chips").replaceChildren(...words.chips[chosen.role].map((text) => {
    const chip = element("button", { type: "button" }, text);
    chip.addEventListener("click", () => tried({ act: "say", text }));
    return chip;
  }));
}

function fitText() {
  const text = one("#text");
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, 160)}px`;
}

async function send() {
  const text = one("#text");
  if (!text.value.trim()) return;
  if (await tried({ act: "say", text: text.value, reply_to: answering?.id ?? null })) {
    text.value = "";
    answering = null;
    showAnswering();
    fitText();
  }
}

one("#composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
one("#text").addEventListener("input", fitText);
one("#text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
one("#answering button").addEventListener("click", () => {
  answering = null;
  showAnswering();
  one("#text").focus();
});
one("#picture").addEventListener("change", async ({ target }) => {
  const file = target.files[0];
  target.value = "";
  if (!file) return;
  const reader = new FileReader();
  reader.addEventListener("load", async () => {
    const text = one("#text");
    const picture = reader.result.slice(reader.result.indexOf(",") + 1);
    if (await tried({ act: "picture", picture, caption: text.value, reply_to: answering?.id ?? null })) {
      text.value = "";
      answering = null;
      showAnswering();
    }
  });
  reader.readAsDataURL(file);
});

// The console

function openConsole(address) {
  const frame = one("#console");
  frame.src = address;
  frame.hidden = false;
  one("#console-notice").textContent = "";
  choose("pane", "console");
}

for (const button of all("[data-console]")) {
  button.addEventListener("click", async () => {
    one("#console-notice").textContent = words.console_asks;
    const done = await tried({ act: "console", role: button.dataset.console, platform: "telegram" });
    if (done?.link) openConsole(done.link);
    else one("#console-notice").textContent = words.console_none;
  });
}

// What is chosen, and what nobody has looked at yet

function choose(what, value) {
  if (what === "role" || what === "platform") {
    drafts.set(chat(), one("#text").value);
    answering = null;
  }
  chosen[what] = value;
  show();
  if (what === "role" || what === "platform") {
    one("#text").value = drafts.get(chat()) ?? "";
    fitText();
    showAnswering();
  }
}

function show() {
  document.body.dataset.pane = chosen.pane;
  for (const button of all("nav [data-pane]")) {
    if (button.dataset.pane === chosen.pane) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  for (const what of ["role", "platform", "wall"]) {
    for (const button of all(`[data-${what}]`)) button.setAttribute("aria-pressed", String(button.dataset[what] === chosen[what]));
  }
  for (const [name, feed] of feeds) {
    const isShown = name === chosen.wall || name === chat();
    if (isShown && feed.place.hidden) {
      feed.place.hidden = false;
      feed.toEnd();
    }
    feed.place.hidden = !isShown;
  }
  showChips();
  showUnread();
}

function isLookedAt(name) {
  const place = feeds.get(name).place;
  return !document.hidden && place.offsetParent !== null;
}

function showUnread() {
  for (const name of feeds.keys()) if (isLookedAt(name)) unread.delete(name);
  const sum = (names) => names.reduce((total, name) => total + (unread.get(name) ?? 0), 0);
  const chats = Object.keys(roles).flatMap((role) => platforms.map((platform) => `${role}-${platform}`));
  count(one("nav [data-pane=wall]"), sum(["wall", "channel"]));
  count(one("nav [data-pane=chat]"), sum(chats));
  for (const button of all("[data-wall]")) count(button, sum([button.dataset.wall]));
  for (const button of all("[data-role]")) count(button, sum(platforms.map((platform) => `${button.dataset.role}-${platform}`)));
  for (const button of all("[data-platform]")) count(button, sum([`${chosen.role}-${button.dataset.platform}`]));
}

function count(button, number) {
  const place = button.querySelector(".count");
  place.hidden = number === 0;
  place.replaceChildren(String(number), element("span", { class: "unseen" }, ` ${words.unread}`));
}

for (const what of ["role", "platform", "wall"]) {
  for (const button of all(`[data-${what}]`)) button.addEventListener("click", () => choose(what, button.dataset[what]));
}
for (const button of all("nav [data-pane]")) button.addEventListener("click", () => choose("pane", button.dataset.pane));
document.addEventListener("visibilitychange", showUnread);

// What comes from the server. After a break it tells all there is again.

const events = new EventSource("events");
events.addEventListener("message", ({ data }) => {
  for (const [name, change] of Object.entries(JSON.parse(data))) {
    if (name === "walk") {
      showWalk(change.items.walk, words);
      continue;
    }
    const arrived = feeds.get(name).take(change);
    if (arrived) unread.set(name, (unread.get(name) ?? 0) + arrived);
  }
  showUnread();
});
events.addEventListener("error", () => notice(words.connection_lost));

show();
