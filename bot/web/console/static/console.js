// Keeps pages fresh and asks before what can't be undone. Everything works without it.
"use strict";
(() => {
  const stale = document.querySelector("[data-stale]");

  // <div data-live="/console/queue/live" data-every="5">: its contents are fetched anew every five seconds, and put in
  // place when they have changed; not while somebody types or chooses in it, nor while nobody looks at the page.
  function keepFresh(element) {
    const every = 1000 * Number(element.dataset.every || 5);
    let tag = "";
    let failures = 0;
    async function look() {
      const isBusy = element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
      if (!document.hidden && !isBusy) {
        try {
          const answer = await fetch(element.dataset.live, {
            headers: tag ? { "X-Console-Live": "1", "If-None-Match": tag } : { "X-Console-Live": "1" },
            cache: "no-store",
          });
          if (answer.status === 401) return location.reload();
          if (answer.status === 200) {
            const fresh = await answer.text();
            tag = answer.headers.get("ETag") || "";
            if (fresh.trim() !== element.innerHTML.trim()) replace(element, fresh);
          } else if (answer.status !== 304) {
            throw new Error(answer.status);
          }
          failures = 0;
        } catch {
          failures += 1;
        }
        if (stale) stale.hidden = failures < 3;
      }
      setTimeout(look, every * Math.min(1 + failures, 12));
    }
    setTimeout(look, every);
  }

  // The element that had the focus keeps it, and an open <details> stays open, wherever there is one of the same id.
  function replace(element, fresh) {
    const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
    const open = [...element.querySelectorAll("details[open][id]")].map((one) => one.id);
    element.innerHTML = fresh;
    for (const id of open) {
      const found = document.getElementById(id);
      if (found) found.open = true;
    }
    if (focused) document.getElementById(focused)?.focus();
    element.dispatchEvent(new CustomEvent("console:fresh", { bubbles: true }));
  }

  document.querySelectorAll("[data-live]").forEach(keepFresh);

  // On a phone the navigation is wider than the screen: where one is shall be seen.
  const here = document.querySelector(".sections [aria-current]");
  if (here) here.closest("ul").scrollLeft = here.offsetLeft - here.closest("ul").clientWidth / 2 + here.offsetWidth / 2;

  // <form data-confirm="Really?">, and no form is sent twice by an impatient finger.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (form.dataset.sent || (question && !confirm(question))) return event.preventDefault();
    if (form.method === "post") {
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 10000);
    }
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // <form data-preview="ADDRESS" data-preview-into="ID" data-preview-problem="ID">: the picture at ADDRESS with what is
  // typed follows the typing, and why there is none is told where the problem belongs.
  document.querySelectorAll("form[data-preview]").forEach((form) => {
    const picture = document.getElementById(form.dataset.previewInto);
    const problem = document.getElementById(form.dataset.previewProblem);
    const link = form.querySelector("[data-preview-link]");
    document.querySelectorAll("[data-preview-lead]").forEach((one) => (one.hidden = false));
    let waiting = 0;
    let asked = null;
    async function follow() {
      asked?.abort();
      asked = new AbortController();
      const address = `${form.dataset.preview}?${new URLSearchParams(new FormData(form))}`;
      try {
        const answer = await fetch(address, { headers: { "X-Console-Live": "1" }, signal: asked.signal });
        const isPicture = (answer.headers.get("Content-Type") || "").startsWith("image/");
        if (answer.status === 401) return location.reload();
        if (answer.ok && !isPicture) {
          problem.textContent = await answer.text();
          problem.hidden = false;
        } else if (answer.ok) {
          // The browser has it already: the address is asked for once.
          await answer.blob();
          picture.src = address;
          picture.alt = [...form.elements.box.length ? form.elements.box : [form.elements.box]].map((one) => one.value).join(" / ");
          if (link) link.href = address;
          problem.hidden = true;
        }
      } catch {
        // Somebody typed on, or the server is away: the button shows which.
      }
    }
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(follow, 400);
    });
  });
})();
