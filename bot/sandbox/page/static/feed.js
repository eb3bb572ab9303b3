// Shows items of a feed, a post or a message each. All words are strangers': they are set as text, never as HTML.

const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long" });

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// `acts`: press(item, button), answer(item), openConsole(address); `words` are the page's, `console` where its links begin.
export class Feed {
  constructor(place, words, console, acts) {
    this.place = place;
    this.words = words;
    this.console = console;
    this.acts = acts;
    this.shown = new Map();
    this.isFilled = false;
    this.followsEnd = true;
    this.viewer = place.dataset.viewer ?? "";
    // Whoever reads the end stays there when offers or the tray take room.
    place.addEventListener("scroll", () => { this.followsEnd = this.isAtEnd(); });
    new ResizeObserver(() => { if (this.followsEnd) this.toEnd(); }).observe(place);
  }

  // A group is looked at by whoever is chosen.
  lookAs(role) {
    this.viewer = role;
    for (const article of this.shown.values()) article.classList.toggle("own", article.dataset.by === role);
  }

  get isChat() {
    return this.place.classList.contains("messages");
  }

  // Returns how many items came that somebody else wrote. The first filling counts none.
  take({ order, items }) {
    this.followsEnd = this.isAtEnd() || !this.isFilled;
    let arrived = 0;
    for (const [id, article] of this.shown) {
      if (!order.includes(id)) {
        article.remove();
        this.shown.delete(id);
      }
    }
    let before = null;
    for (const id of order) {
      const old = this.shown.get(id);
      const told = items[id] && JSON.stringify(items[id]);
      // After a break all is told again; what is the same stays as it is, or it would be read aloud again.
      if (told && old?.told !== told) {
        const article = this.article(items[id]);
        article.told = told;
        if (old) {
          this.replace(old, article);
        } else if (items[id].by !== this.viewer) {
          arrived += 1;
        }
        this.shown.set(id, article);
      }
      const article = this.shown.get(id);
      const next = before ? before.nextSibling : this.place.firstChild;
      if (article !== next) this.place.insertBefore(article, next);
      before = article;
    }
    this.place.querySelector(".empty").hidden = order.length > 0;
    if (this.followsEnd) this.toEnd();
    const counted = this.isFilled ? arrived : 0;
    this.isFilled = true;
    return counted;
  }

  // A message that changes under somebody's fingers keeps the focus, if the button is still there.
  replace(old, article) {
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.press : null;
    old.replaceWith(article);
    if (focused != null) {
      const same = [...article.querySelectorAll("button")].find((button) => button.dataset.press === focused);
      (same || this.place).focus({ preventScroll: true });
    }
  }

  isAtEnd() {
    return this.isChat && this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight < 80;
  }

  toEnd() {
    if (this.isChat) this.place.scrollTop = this.place.scrollHeight;
  }

  article(item) {
    const article = element("article", { class: "item", "data-by": item.by });
    article.classList.toggle("own", this.isChat && item.by === this.viewer);
    const at = new Date(item.at * 1000);
    const isToday = at.toDateString() === new Date().toDateString();
    const when = element("time", { datetime: at.toISOString() }, isToday ? time.format(at) : day.format(at));
    const head = element("p", { class: "head" }, element("b", {}, item.author));
    if (item.via) head.append(element("span", {}, `${this.words.via} @${item.via}`));
    head.append(when);
    if (item.is_edited) head.append(element("span", {}, this.words.edited));
    article.append(head);
    if (item.answers || item.answers_picture) article.append(this.answered(item));
    if (item.pictures.length) article.append(this.pictures(item));
    if (item.text) article.append(this.text(item.text));
    for (const file of item.files) article.append(element("p", { class: "attached" }, file));
    for (const row of item.buttons) article.append(this.row(item, row));
    if (this.isChat) {
      const answer = element("button", { type: "button", class: "quiet", "data-press": "" }, this.words.answer);
      answer.addEventListener("click", () => this.acts.answer(item));
      head.append(answer);
    }
    return article;
  }

  answered({ answers, answers_picture: picture }) {
    const quote = element("p", { class: "answers" });
    if (picture) quote.append(element("img", { src: `picture/${picture.path}`, alt: answers ? "" : this.words.a_picture }), " ");
    quote.append(answers);
    return quote;
  }

  pictures(item) {
    const all = element("div", { class: item.pictures.length > 1 ? "pictures album" : "pictures" });
    for (const picture of item.pictures) {
      const image = element("img", { src: `picture/${picture.path}`, alt: item.text.split("\n")[0] || this.words.a_picture });
      if (picture.width) {
        image.width = picture.width;
        image.height = picture.height;
      }
      image.addEventListener("load", () => { if (this.followsEnd) this.toEnd(); });
      all.append(image);
    }
    return all;
  }

  // Addresses stay words; only the way into the demo's own console can be pressed.
  text(words) {
    const text = element("p", { class: "text" });
    for (const word of words.split(/(\s+)/)) {
      if (this.console && word.startsWith(this.console)) {
        text.append(word, " ", this.consoleButton(word));
      } else {
        text.append(word);
      }
    }
    return text;
  }

  consoleButton(address) {
    const button = element("button", { type: "button", "data-press": address }, this.words.console_here);
    button.addEventListener("click", () => this.acts.openConsole(address));
    return button;
  }

  row(item, buttons) {
    const row = element("div", { class: "buttons" });
    for (const { label, data, address } of buttons) {
      if (this.console && address.startsWith(this.console)) {
        row.append(this.consoleButton(address));
      } else if (address) {
        row.append(element("span", { class: "address", title: address }, label));
      } else {
        const button = element("button", { type: "button", "data-press": data }, label);
        button.addEventListener("click", () => this.acts.press(item, data, button));
        row.append(button);
      }
    }
    return row;
  }
}
