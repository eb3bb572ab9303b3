// Keeps the queue fresh: what is decided elsewhere goes away, what is new comes, and nobody's focus or words are lost.
"use strict";
(() => {
  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  const said = document.querySelector("[data-said]");
  const freshness = document.querySelector("[data-freshness]");
  const byId = (cards) => new Map([...cards.querySelectorAll(":scope > [data-draft]")].map((one) => [one.dataset.draft, one]));

  function say(text) {
    said.textContent = "";
    // In two steps: a sentence that is said twice is read twice.
    requestAnimationFrame(() => { said.textContent = text; });
  }

  function tell(kept) {
    if (!freshness) return;
    freshness.firstElementChild.textContent = kept ? freshness.dataset.fresh : freshness.dataset.lost;
    freshness.classList.toggle("warn", !kept);
  }

  // Whether somebody is writing into a card: it stays as it is, and says that it is an old one.
  const isWritten = (card) =>
    [...card.querySelectorAll("input:not([type=hidden]), textarea")].some((one) => one.value !== one.defaultValue);

  function merge(fresh) {
    const cards = queue.querySelector("[data-cards]");
    const wanted = fresh.querySelector("[data-cards]");
    if (!cards || !wanted) return;
    const active = document.activeElement;
    const mine = active?.closest("[data-draft]")?.dataset.draft;
    const order = [...byId(cards).keys()];
    const present = byId(cards);
    const found = byId(wanted);
    // What stays is never moved: an element that moves loses the focus, and what is chosen in it.
    for (const [id, card] of present) if (!found.has(id)) card.remove();
    cards.querySelector("[data-empty]")?.remove();
    let before = null;
    for (const [id, card] of found) {
      const kept = keepOrReplace(present.get(id), card);
      const place = before ? before.nextElementSibling : cards.firstElementChild;
      if (kept !== place) cards.insertBefore(kept, place);
      before = kept;
    }
    const empty = wanted.querySelector("[data-empty]");
    if (empty) cards.append(empty);
    for (const name of ["[data-shelves]", "[data-pages]"]) {
      const before = queue.querySelector(name);
      const after = fresh.querySelector(name);
      if (before && after && !before.contains(active) && before.innerHTML !== after.innerHTML) before.replaceWith(after);
    }
    if (mine && !document.contains(active)) {
      const same = active.id && document.getElementById(active.id);
      const after = order.slice(order.indexOf(mine)).concat(order.slice().reverse());
      const next = after.map((id) => document.getElementById(`draft-${id}`)).find(Boolean);
      (same || next || document.getElementById("cards-title")).focus();
    }
  }

  // The card that is shown from now on: the old one where nothing has changed, or where somebody writes into it.
  function keepOrReplace(old, card) {
    if (!old) return card;
    if (old.dataset.mark === card.dataset.mark) return old;
    if (isWritten(old)) {
      if (!old.querySelector("[data-old]")) {
        const note = document.createElement("p");
        note.className = "notice warn";
        note.dataset.old = "";
        note.textContent = queue.dataset.stale;
        old.prepend(note);
      }
      return old;
    }
    for (const open of old.querySelectorAll("details[open][id]")) {
      const same = card.querySelector(`#${CSS.escape(open.id)}`);
      if (same) same.open = true;
    }
    old.replaceWith(card);
    return card;
  }

  function parsed(text) {
    return new DOMParser().parseFromString(text, "text/html");
  }

  let isFetching = false;
  let isWanted = false;
  async function refresh() {
    if (isFetching) { isWanted = true; return; }
    isFetching = true;
    try {
      const answer = await fetch(queue.dataset.queue, { headers: { "X-Console-Live": "1" }, cache: "no-store" });
      if (answer.status === 401 || answer.status === 403) return location.reload();
      if (answer.ok) merge(parsed(await answer.text()));
    } catch {
      tell(false);
    } finally {
      isFetching = false;
      if (isWanted) { isWanted = false; refresh(); }
    }
  }

  const events = new EventSource(queue.dataset.events);
  events.addEventListener("open", () => { tell(true); refresh(); });
  events.addEventListener("error", () => {
    tell(false);
    // Nobody is logged in any more, or the role is gone: the page itself finds out.
    if (events.readyState === EventSource.CLOSED) refresh();
  });
  events.addEventListener("changed", (event) => {
    const told = JSON.parse(event.data);
    say(told.more ? said.dataset.more.replace("{count}", told.drafts.length) : told.said.join(". "));
    refresh();
  });

  // Decided here: without a new page, so that the next card is where the hand and the eye are.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.dataset.plain || !form.closest("[data-cards]")) return;
    event.preventDefault();
    const submitter = event.submitter;
    try {
      const answer = await fetch(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form, submitter)),
      });
      const page = parsed(await answer.text());
      const fresh = page.querySelector("[data-queue]");
      if (!answer.ok || !fresh) throw new Error(answer.status);
      const notice = page.querySelector(".notice[role=status]")?.textContent || "";
      show(notice);
      form.reset();
      form.closest("[data-draft]").querySelector("[data-old]")?.remove();
      merge(page);
    } catch {
      // Sent as browsers do by themselves; the answer shows what is wrong.
      delete form.dataset.sent;
      form.dataset.plain = "1";
      form.requestSubmit(submitter);
      delete form.dataset.plain;
    }
    delete form.dataset.sent;
  });

  function show(text) {
    let notice = document.querySelector("main > .notice");
    if (!notice) {
      notice = document.createElement("p");
      notice.className = "notice";
      document.querySelector("main").prepend(notice);
    }
    notice.textContent = text;
    notice.hidden = !text;
    say(text);
  }
})();
