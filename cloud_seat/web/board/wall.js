// Shell: draws the wall: totals, a tile a booth, alarms, queues, officials, thin items. Only what changed is touched.

import { byId, el, say, zh } from "/web/seat/dom.js";
import { alarms, queues, sums } from "./sums.js";
import { REASON, SEAT, closedWords, shortId, span, tileOf } from "./words.js";

const NOTHING_YET = { kiosks: [], seats: [], seats_known: 0, waits: [], now_ms: 0 };
const NO_FACTS = { served: { asked: 0, answered: 0, within: 0, cases: 0, rated: 0, good: 0, orders: 0 }, mornings: [], items: 0, thin: [] };

const CALM = { words: "一切正常", ids: [] };
const IDS_SHOWN = 12;

export class Wall {
  #moved = NOTHING_YET;
  #told = NO_FACTS;
  #aheadMs = 0; // of the hub's clock before this computer's
  #tiles = new Map();

  #mayAssign = false;

  /** `onBooth(id)`: somebody wants to see that booth; `onWait(wait)`: to say who comes to that resident. */
  constructor({ onBooth, onWait }) {
    Object.assign(this, { onBooth, onWait });
    byId("tiles").addEventListener("keydown", (event) => this.#step(event));
    setInterval(() => this.#tick(), 500);
  }

  moved(message) {
    this.#moved = { ...NOTHING_YET, ...message };
    this.#aheadMs = message.now_ms - Date.now();
    this.#draw();
    table("seats", this.#moved.seats, (one) => [zh(one.department), one.name, one.number, SEAT[one.state] || one.state]);
  }

  told(message) {
    this.#told = { ...NO_FACTS, ...message, served: { ...NO_FACTS.served, ...message.served } };
    this.#draw();
    table("thin", this.#told.thin, (one) => [zh(one.name), zh(one.department), one.reachable || "没有人", one.able]);
    say(byId("thin-count"), this.#told.thin.length ? String(this.#told.thin.length) : "");
    say(byId("thin-of"), `看了 ${this.#told.items} 个视频能办的事项`);
  }

  /** Only supervisors say who is asked next. */
  allow(mayAssign) {
    this.#mayAssign = mayAssign;
    this.#draw();
  }

  kiosk(id) {
    return this.#moved.kiosks.find((one) => one.kiosk_id === id);
  }

  forget() {
    this.moved(NOTHING_YET);
    this.told(NO_FACTS);
  }

  #draw() {
    this.#drawTiles();
    const found = alarms(this.#moved, this.#told);
    lines("alarms", found.length ? found : [CALM], ({ words, ids }) => [
      el("span", {}, el("b", { text: words }), ...ids.slice(0, IDS_SHOWN).map((id) => el("button", { class: "link", text: shortId(id), onclick: () => this.onBooth(id) })),
        ids.length > IDS_SHOWN ? `等 ${ids.length} 台` : ""),
    ]);
    lines("waits", this.#moved.waits, (wait) => [
      el("span", { text: `${shortId(wait.kiosk_id)} ${zh(wait.item)}` }),
      el("span", { class: "hint", text: REASON[wait.reason] || "在等" }),
      ...(this.#mayAssign ? [el("button", { class: "link", text: "请别人接", "aria-label": `${shortId(wait.kiosk_id)} ${zh(wait.item)}：请别人接`, "data-testid": `assign-${wait.kiosk_id}`, onclick: () => this.onWait(wait) })] : []),
    ]);
    byId("alarms").dataset.calm = String(!found.length);
    say(byId("alarms-count"), String(found.length || ""));
    this.#tick();
  }

  #tick() {
    const nowMs = Date.now() + this.#aheadMs;
    const at = new Date();
    say(byId("clock"), `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`);
    for (const [name, { number, more, tone }] of Object.entries(sums(this.#moved, this.#told, nowMs))) {
      say(byId(`sum-${name}`), number);
      say(byId(`sum-${name}-more`), more);
      byId(`sum-${name}`).dataset.tone = tone;
    }
    this.#drawQueues(queues(this.#moved.waits, nowMs));
  }

  #drawQueues(found) {
    const longest = Math.max(60000, ...found.map((one) => one.longestMs));
    lines("queues", found, (one) => [
      el("span", { class: "queue-name", text: `${one.name} ${one.count}` }),
      el("progress", { max: longest, value: one.longestMs, "aria-label": `${one.name}最久等了` }),
      el("b", { class: "figures", text: span(one.longestMs / 1000) }),
      ...(one.nobody ? [el("span", { class: "badge warn", text: "没有人在线" })] : []),
    ]);
    if (!found.length) byId("queues").replaceChildren(el("li", { class: "hint", text: "没有人在等" }));
  }

  // --- tiles ---
  #drawTiles() {
    const mornings = new Map(this.#told.mornings.map((one) => [one.kiosk_id, one]));
    const ids = this.#moved.kiosks.map((one) => one.kiosk_id);
    if (ids.join() !== [...this.#tiles.keys()].join()) this.#lay(ids);
    for (const kiosk of this.#moved.kiosks) this.#paint(this.#tiles.get(kiosk.kiosk_id), kiosk, mornings.get(kiosk.kiosk_id));
  }

  #lay(ids) {
    this.#tiles = new Map(ids.map((id, at) => [id, el("button", { class: "tile", "data-testid": `tile-${id}`, tabindex: at ? -1 : 0, onclick: () => this.onBooth(id) }, el("b", {}), el("span", {}), el("small", {}))]));
    byId("tiles").replaceChildren(...[...this.#tiles.values()].map((tile) => el("li", {}, tile)));
  }

  #paint(tile, kiosk, morning) {
    const { tone, words, sign } = tileOf(kiosk, morning);
    const marks = [kiosk.closed_why && words !== "已关闭" && "关", kiosk.words && "字", morning?.outbox && `传${morning.outbox}`, morning && !morning.is_ready && "检"].filter(Boolean);
    const spoken = [kiosk.closed_why && `已关闭，${closedWords(kiosk)}`, kiosk.words && "屏幕上有字", morning?.outbox && `待传 ${morning.outbox} 件`, morning && !morning.is_ready && "没有通过自检"].filter(Boolean);
    const [id, state, more] = tile.children;
    tile.dataset.tone = tone;
    tile.dataset.state = kiosk.state;
    say(id, shortId(kiosk.kiosk_id));
    say(state, `${sign} ${words}`.trim());
    say(more, marks.join(" "));
    const label = [kiosk.kiosk_id, zh(kiosk.name), words, ...spoken].join("，");
    if (tile.getAttribute("aria-label") !== label) tile.setAttribute("aria-label", label);
    if (tile.title !== label) tile.title = label;
  }

  /** One tile is in the order of Tab; the arrows walk over the others as they lie. */
  #step(event) {
    const tiles = [...this.#tiles.values()];
    const at = tiles.indexOf(document.activeElement);
    if (at < 0) return;
    const wide = Math.max(1, tiles.filter((one) => one.offsetTop === tiles[0].offsetTop).length);
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: wide, ArrowUp: -wide, Home: -at, End: tiles.length - 1 - at }[event.key];
    const next = tiles[at + by];
    if (by === undefined || !next) return;
    event.preventDefault();
    tiles[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

const two = (number) => String(number).padStart(2, "0");

/** A list whose lines are made anew only when they read otherwise. */
export function lines(id, found, parts) {
  const made = found.map((one) => el("li", {}, ...parts(one)));
  const list = byId(id);
  if (made.map(face).join() !== [...list.children].map(face).join()) list.replaceChildren(...made);
}

function table(id, rows, cells) {
  const made = rows.map((row) => el("tr", {}, ...cells(row).map((cell) => el("td", { text: String(cell) }))));
  if (made.map((row) => row.textContent).join() !== [...byId(id).children].map((row) => row.textContent).join()) byId(id).replaceChildren(...made);
}

const face = (line) => line.textContent + [...line.querySelectorAll("progress")].map((bar) => bar.value / bar.max).join();
