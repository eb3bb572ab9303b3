// Inline mode: while somebody types words behind the bot's name, the bot is asked what it offers; one of that is sent.

import { element } from "./feed.js";

// As a client does it: not for every letter, but soon after the last one.
const PAUSE_MS = 400;
const MOST_CHARS = 256;

export class OfferList {
  // `acts`: ask(words, signal), choose(query, result), goPrivate(start), say(words).
  constructor(place, bot, words, acts) {
    this.place = place;
    this.begins = new RegExp(`^@${bot}\\s`, "i");
    this.words = words;
    this.acts = acts;
    this.typed = null;
    this.pause = 0;
    this.asking = new AbortController();
  }

  // What stands in the box now; null where the bot is not asked, as on VK.
  type(text) {
    const typed = text !== null && this.begins.test(text) ? text.replace(this.begins, "").trim() : null;
    if (typed === this.typed) return;
    this.typed = typed;
    clearTimeout(this.pause);
    // Only the last words are answered: a browser that waited for the others would soon ask nothing more.
    this.asking.abort();
    if (typed === null || typed.length > MOST_CHARS) this.clear();
    else this.pause = setTimeout(() => this.ask(typed), PAUSE_MS);
  }

  async ask(typed) {
    this.acts.say(this.words.offers_wait);
    const asking = new AbortController();
    this.asking = asking;
    const answer = await this.acts.ask(typed, asking.signal);
    if (!answer || asking.signal.aborted) return;
    this.acts.say(answer.offers.length || answer.note ? "" : this.words.offers_none);
    this.show(answer);
  }

  show({ query, offers, note, start }) {
    const shown = offers.map((offer) => {
      const button = element("button", { type: "button", class: offer.has_thumbnail ? "pictured" : "worded" });
      if (offer.has_thumbnail) button.append(element("img", { src: `offer/${query}/${encodeURIComponent(offer.id)}`, alt: offer.title }));
      else button.append(element("b", {}, offer.title), element("span", {}, offer.about === offer.title ? "" : offer.about));
      button.addEventListener("click", () => this.acts.choose(query, offer.id));
      return button;
    });
    if (note) {
      const button = element("button", { type: "button", class: "note" }, note);
      button.addEventListener("click", () => this.acts.goPrivate(start));
      shown.unshift(button);
    }
    this.place.replaceChildren(...shown);
    this.place.hidden = shown.length === 0;
  }

  clear() {
    this.place.replaceChildren();
    this.place.hidden = true;
  }
}
