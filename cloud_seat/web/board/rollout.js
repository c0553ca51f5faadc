// Shell: the roll-out: in short on the wall, whole in its view; pause, go on and the wish to withdraw, for who publishes.

import { byId, el, say, show, tell } from "/web/seat/dom.js";
import { releases, steer } from "./api.js";
import { lines } from "./wall.js";
import { LANGUAGES, boothCells, inOrder, moment, ringCells, standing } from "./rollout-words.js";

const LOOK_MS = 3000;
const KEY = { paused: "P", resumed: "G", withdraw: "W" };
const NOTHING = { plan: null, state: null, booths: [], rings: [], may: [] };

export class Rollout {
  #told = NOTHING;
  #words = LANGUAGES.zh;
  #mayAct = false;
  #timer = 0;
  #asked = "";
  #round = 0;

  /** `onWhole()`: somebody wants to see all of it; `onSignedOut()`: the hub does not know this session any more. */
  constructor({ onWhole, onSignedOut }) {
    this.onSignedOut = onSignedOut;
    byId("rollout-whole").addEventListener("click", onWhole);
    byId("rollout-language").addEventListener("click", () => this.#turn());
    byId("rollout-ask-yes").addEventListener("click", () => this.#speak(this.#asked));
  }

  /** From now on. `mayAct`: only who publishes. */
  open(mayAct) {
    this.#mayAct = mayAct;
    this.#draw();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => !document.hidden && this.#look(), LOOK_MS);
    return this.#look();
  }

  close() {
    clearInterval(this.#timer);
    this.#round += 1;
    byId("rollout-ask").close();
    this.#told = NOTHING;
    this.#draw();
    say(byId("rollout-error"), "");
  }

  async #look() {
    const round = ++this.#round;
    try {
      const told = await releases();
      if (round !== this.#round) return;
      this.#told = told;
      say(byId("rollout-error"), "");
      this.#draw();
    } catch (error) {
      if (round !== this.#round) return;
      if (error.status === 401) this.onSignedOut();
      else say(byId("rollout-error"), error.words || this.#words.stale(moment(this.#told.now_s)));
    }
  }

  #turn() {
    this.#words = this.#words === LANGUAGES.zh ? LANGUAGES.en : LANGUAGES.zh;
    this.#draw();
  }

  // --- drawing ---
  #draw() {
    const { plan, rings, booths } = this.#told;
    const words = this.#words;
    const now = standing(this.#told, words);
    byId("rollout").lang = words.code === "en" ? "en" : "zh-CN";
    say(byId("rollout-title"), words.title(plan));
    say(byId("rollout-badge"), now.badge);
    byId("rollout-badge").dataset.tone = now.tone;
    say(byId("rollout-state"), now.sentence);
    say(byId("rollout-language"), words.other);
    byId("rollout-language").lang = words.code === "en" ? "zh-CN" : "en";
    show(byId("rollout-rings"), Boolean(plan));
    table("rollout-rings", words.rings, rings.map((ring, at) => ringCells(ring, at + 1, words)));
    say(byId("rollout-booths-title"), words.boothsTitle);
    table("rollout-booths", words.booths, inOrder(booths).map((booth) => boothCells(booth, Boolean(plan), words)));
    this.#drawActs();
    this.#drawShort();
  }

  #drawActs() {
    const wanted = this.#mayAct ? this.#told.may : [];
    const label = (act) => this.#words.acts[act];
    const acts = byId("rollout-acts");
    if ([...acts.children].map((one) => one.dataset.act + one.firstChild.textContent).join() === wanted.map((act) => act + label(act)).join()) return;
    const made = (act) => el("button", { "data-act": act, "data-key": KEY[act], "data-testid": `rollout-${act}`, class: act === "withdraw" ? "danger" : "", onclick: () => this.#ask(act) }, label(act), el("kbd", { text: KEY[act] }));
    acts.replaceChildren(...wanted.map(made));
  }

  /** On the wall: in Chinese, as all of it. */
  #drawShort() {
    const { plan, state, rings } = this.#told;
    const words = LANGUAGES.zh;
    show(byId("rollout-short"), Boolean(plan) && state.code !== "done");
    if (!plan) return;
    const [all, done] = ["booths", "confirmed"].map((name) => rings.reduce((sum, ring) => sum + ring[name], 0));
    const now = standing(this.#told, words);
    say(byId("rollout-short-title"), words.title(plan));
    say(byId("rollout-short-badge"), now.badge);
    byId("rollout-short-badge").dataset.tone = now.tone;
    say(byId("rollout-short-words"), `${words.short(done, all)}。${now.sentence}`);
    lines("rollout-short-rings", rings, (ring) => [el("span", { text: words.ringShort(ring, rings.indexOf(ring) + 1) }), el("b", { text: words.ringState[ring.state] })]);
    const bar = byId("rollout-short-bar");
    [bar.max, bar.value] = [all || 1, done];
    bar.setAttribute("aria-label", words.short(done, all));
  }

  // --- what a person says ---
  #ask(act) {
    const asks = this.#words.ask[act];
    if (!asks) return void this.#speak(act);
    this.#asked = act;
    byId("rollout-ask").lang = byId("rollout").lang;
    say(byId("rollout-ask-title"), asks[0]);
    say(byId("rollout-ask-words"), asks[1]);
    say(byId("rollout-ask-error"), "");
    say(byId("rollout-ask-no"), this.#words.no);
    say(byId("rollout-ask-yes-words"), this.#words.acts[act]);
    byId("rollout-ask-yes").className = act === "withdraw" ? "danger" : "primary";
    byId("rollout-ask").showModal();
    return undefined;
  }

  async #speak(act) {
    const errors = byId(byId("rollout-ask").open ? "rollout-ask-error" : "rollout-error");
    try {
      this.#round += 1; // a look that is on its way is older than this
      this.#told = await steer(act, this.#told.plan.version);
      byId("rollout-ask").close();
      this.#draw();
      tell(this.#words.said[act], "ok");
    } catch (error) {
      say(errors, error.words || this.#words.stale(moment(this.#told.now_s)));
    }
  }
}

/** Head and rows; made anew only when they read otherwise. A cell is a text or {text, tone}; the first one names its row. */
function table(id, head, rows) {
  fill(`${id}-head`, head.map((name) => el("th", { scope: "col", text: name })));
  fill(`${id}-rows`, rows.map((cells) => el("tr", {}, ...cells.map(cellOf))));
}

function cellOf(cell, at) {
  const { text, tone } = typeof cell === "object" ? cell : { text: String(cell), tone: "" };
  return at ? el("td", { text, "data-tone": tone || null }) : el("th", { scope: "row", text });
}

function fill(id, made) {
  const face = (one) => one.textContent + [...one.querySelectorAll("[data-tone]")].map((cell) => cell.dataset.tone);
  const place = byId(id);
  if (made.map(face).join("\n") !== [...place.children].map(face).join("\n")) place.replaceChildren(...made);
}
