// The tray of pictures to send: those that the page brings along, or a file. What is chosen is sent at once.

export class Tray {
  // `send` gets the picture as Base64.
  constructor(plus, tray, send) {
    this.plus = plus;
    this.tray = tray;
    this.send = send;
    plus.addEventListener("click", () => this.show(tray.hidden));
    tray.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.show(false);
      plus.focus();
    });
    tray.querySelector("input").addEventListener("change", ({ target }) => {
      const [file] = target.files;
      target.value = "";
      if (file) this.chosen(file);
    });
    for (const button of tray.querySelectorAll("[data-snapshot]")) {
      button.addEventListener("click", async () => {
        const answer = await fetch(`snapshot/${button.dataset.snapshot}`);
        if (answer.ok) this.chosen(await answer.blob());
      });
    }
  }

  show(isOpen) {
    this.tray.hidden = !isOpen;
    this.plus.setAttribute("aria-expanded", String(isOpen));
  }

  chosen(blob) {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      this.show(false);
      this.plus.focus();
      this.send(reader.result.slice(reader.result.indexOf(",") + 1));
    });
    reader.readAsDataURL(blob);
  }
}
