// The page's hands: who writes and where, what is sent and pressed, and what comes from the server as it happens.

import { Feed, element } from "./feed.js";
import { OfferList } from "./offers.js";
import { Tray } from "./snapshots.js";
import { showWalk } from "./walk.js";

const { words, console: consoleUrl, platforms, bots } = JSON.parse(document.getElementById("told").textContent);
const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

const chosen = { role: "member", platform: "telegram", room: "private", wall: "wall", pane: "chat" };
const CHAT = ["role", "platform", "room"];
const unread = new Map();
const drafts = new Map();
let answering = null;

const feedOf = (role, platform, room) => (room === "group" ? `group-${platform}` : `${role}-${platform}`);
const chat = () => feedOf(chosen.role, chosen.platform, chosen.room);
// What somebody has begun to write is theirs, in a group too.
const desk = () => `${chosen.role} in ${chat()}`;

// Acts

async function act(what, signal) {
  const response = await fetch("act", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ role: chosen.role, platform: chosen.platform, room: chosen.room, ...what }),
    signal,
  });
  const done = await response.json().catch(() => ({ error: String(response.status) }));
  if (!response.ok) throw new Error(done.error);
  return done;
}

async function tried(what, signal) {
  try {
    return await act(what, signal);
  } catch (error) {
    if (!signal?.aborted) notice(`${words.refused} ${error.message}`);
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

// A chip that begins with the bot's name and words is typed and not sent: the bot offers something.
function chips() {
  const bot = bots[chosen.platform];
  const [first, ...others] = chosen.room === "private"
    ? words.chips[chosen.role]
    : [words.addressed[chosen.platform].replace("{bot}", bot), ...words.group_chips[chosen.role]];
  return [first, ...(chosen.platform === "telegram" ? [`@${bot} ${words.inline}`] : []), ...others];
}

function showChips() {
  one("#chips").replaceChildren(...chips().map((text) => {
    const chip = element("button", { type: "button" }, text);
    chip.addEventListener("click", () => (chosen.platform === "telegram" && text.startsWith("@") ? type(text) : send(text)));
    return chip;
  }));
}

function type(text) {
  one("#text").value = text;
  one("#text").focus();
  typed();
}

function typed() {
  fitText();
  offers.type(chosen.platform === "telegram" ? one("#text").value : null);
}

function fitText() {
  const text = one("#text");
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, 160)}px`;
}

// What went out answers nothing any more. What was typed is kept where something else was sent, and what somebody has
// begun elsewhere meanwhile stays as it is.
async function out(what, { keepsText = false } = {}) {
  const from = desk();
  if (!await tried({ reply_to: answering?.id ?? null, ...what })) return;
  if (desk() !== from) {
    if (!keepsText) drafts.delete(from);
    return;
  }
  answering = null;
  showAnswering();
  if (!keepsText) one("#text").value = "";
  typed();
}

function send(chip = null) {
  const text = chip ?? one("#text").value;
  if (text.trim()) out({ act: "say", text }, { keepsText: chip !== null });
}

const offers = new OfferList(one("#offers"), bots.telegram, words, {
  ask: (text, signal) => tried({ act: "inline", text }, signal),
  choose(query, result) {
    one("#text").focus();
    out({ act: "choose", query, result });
  },
  goPrivate(start) {
    one("#text").value = "";
    choose("room", "private");
    tried({ act: "say", text: `/start ${start}` });
  },
  say: notice,
});

const tray = new Tray(one("#plus"), one("#tray"), (picture) => out({ act: "picture", picture, caption: one("#text").value }));

one("#composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
one("#text").addEventListener("input", typed);
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
    const done = await tried({ act: "console", role: button.dataset.console, platform: "telegram", room: "private" });
    if (done?.link) openConsole(done.link);
    else one("#console-notice").textContent = words.console_none;
  });
}

// What is chosen, and what nobody has looked at yet

function choose(what, value) {
  const isAnotherChat = CHAT.includes(what) && chosen[what] !== value;
  if (isAnotherChat) {
    drafts.set(desk(), one("#text").value);
    answering = null;
  }
  chosen[what] = value;
  show();
  if (isAnotherChat) {
    one("#text").value = drafts.get(desk()) ?? "";
    tray.show(false);
    typed();
    showAnswering();
  }
}

function show() {
  document.body.dataset.pane = chosen.pane;
  for (const button of all("nav [data-pane]")) {
    if (button.dataset.pane === chosen.pane) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  one("#text-label").textContent = chosen.room === "group" ? words.group_message : words.message;
  for (const platform of platforms) feeds.get(`group-${platform}`).lookAs(chosen.role);
  for (const what of [...CHAT, "wall"]) {
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
  count(one("nav [data-pane=wall]"), sum(["wall", "channel"]));
  count(one("nav [data-pane=chat]"), sum([...feeds.keys()].filter((name) => name !== "wall" && name !== "channel")));
  for (const button of all("[data-wall]")) count(button, sum([button.dataset.wall]));
  for (const button of all("[data-role]")) count(button, sum(platforms.map((platform) => `${button.dataset.role}-${platform}`)));
  for (const button of all("[data-platform]")) {
    count(button, sum(["private", "group"].map((room) => feedOf(chosen.role, button.dataset.platform, room))));
  }
  for (const button of all("[data-room]")) count(button, sum([feedOf(chosen.role, chosen.platform, button.dataset.room)]));
}

function count(button, number) {
  const place = button.querySelector(".count");
  place.hidden = number === 0;
  place.replaceChildren(String(number), element("span", { class: "unseen" }, ` ${words.unread}`));
}

for (const what of [...CHAT, "wall"]) {
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
