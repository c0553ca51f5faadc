// Shell: the system's own notification of a ring, asked for once, politely; and whether anybody sees this page.

import { byId, show } from "./dom.js";
import { wasAsked, rememberAsked } from "./memory.js";
import { isUnseen } from "./presence.js";

const permission = () => (typeof Notification === "undefined" ? "denied" : Notification.permission);

export class Notices {
  #shown = null;

  /** `onSeen(unseen)`: the page was hidden or shown again, or may notify from now on. */
  constructor({ onSeen }) {
    this.onSeen = onSeen;
    byId("notify-yes").addEventListener("click", () => this.#ask());
    byId("notify-no").addEventListener("click", () => this.#decline());
    document.addEventListener("visibilitychange", () => this.tell());
    this.offer();
  }

  /** The question, where it makes sense and was not answered before. */
  offer() {
    show(byId("notify"), permission() === "default" && !wasAsked());
  }

  /** Says how it stands: also after each reconnect. */
  tell() {
    this.onSeen(isUnseen(document.hidden, permission()));
    if (!document.hidden) this.close();
  }

  /** A resident asks while this page is out of sight. A click brings it back. */
  ring(title, words) {
    if (!document.hidden || permission() !== "granted") return;
    this.close();
    this.#shown = new Notification(title, { body: words, tag: "xiaowu-ring", requireInteraction: true, icon: "/assets/icons/house-logo.svg" });
    this.#shown.onclick = () => {
      window.focus();
      this.close();
    };
  }

  close() {
    this.#shown?.close();
    this.#shown = null;
  }

  async #ask() {
    rememberAsked();
    await Notification.requestPermission();
    this.offer();
    this.tell();
  }

  #decline() {
    rememberAsked();
    this.offer();
  }
}
