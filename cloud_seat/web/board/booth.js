// Shell: one booth whole: devices, last night, outbox, calls, what cannot be done there now, and what it is asked for.

import { deviceLines } from "/web/seat/devices.js";
import { byId, el, say, show, tell, zh } from "/web/seat/dom.js";
import { ask, booth, wordsOf } from "./api.js";
import { BoothClosing } from "./booth-closing.js";
import { drawResults } from "./errand-results.js";
import { lines } from "./wall.js";
import { ERRAND, ERRAND_STATE, WAY, hours, tileOf } from "./words.js";

const LOOK_MS = 3000;
const SIGN = { fine: "✓", weak: "◆", broken: "✕", skipped: "–" };

export class BoothCard {
  #id = "";
  #timer = 0;
  #closing = new BoothClosing();

  /** `kiosk(id)`: as the wall has it now. */
  constructor({ kiosk }) {
    this.kiosk = kiosk;
    byId("ask-test").addEventListener("click", () => this.#ask("self_test"));
    byId("ask-logs").addEventListener("click", () => this.#ask("logs"));
    byId("ask-restart").addEventListener("click", () => byId("restart").showModal());
    byId("restart-yes").addEventListener("click", () => {
      byId("restart").close();
      this.#ask("restart");
    });
    byId("words-form").addEventListener("submit", (event) => this.#write(event));
    byId("words-off").addEventListener("click", () => this.#ask("message"));
    byId("booth").addEventListener("close", () => clearInterval(this.#timer));
  }

  /** Only operators ask booths for something, only supervisors close them. */
  allow({ asks, closes }) {
    show(byId("booth-acts"), asks);
    this.#closing.allow(closes);
  }

  async open(id) {
    this.#id = id;
    for (const list of ["devices", "elsewhere", "steps", "groups", "quality", "errands"]) byId(`booth-${list}`).replaceChildren();
    byId("words-form").reset();
    drawResults([]);
    say(byId("booth-error"), "");
    this.#closing.open(id);
    this.follow();
    if (!byId("booth").open) byId("booth").showModal();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    await this.#look();
    byId("words-zh").value = this.kiosk(id)?.words || "";
  }

  close() {
    byId("restart").close();
    byId("booth").close();
  }

  /** The wall moved: the head of the card is drawn from it. */
  follow() {
    const kiosk = this.kiosk(this.#id);
    if (!kiosk) return;
    const { tone, words, sign } = tileOf(kiosk);
    say(byId("booth-title"), `${kiosk.kiosk_id} ${zh(kiosk.name)}`);
    say(byId("booth-state"), `${sign} ${words}`.trim());
    byId("booth-state").dataset.tone = tone;
    say(byId("booth-version"), kiosk.version ? `版本 ${kiosk.version}` : "");
    this.#closing.follow(kiosk);
    byId("ask-test").disabled = byId("ask-logs").disabled = byId("ask-restart").disabled = kiosk.state === "offline";
  }

  async #look() {
    const id = this.#id;
    try {
      const told = await booth(id);
      if (id !== this.#id || !byId("booth").open) return;
      say(byId("booth-error"), "");
      this.#draw(told);
    } catch (error) {
      say(byId("booth-error"), wordsOf(error));
    }
  }

  #draw(told) {
    lines("booth-devices", deviceLines(told), ({ sign, role, words }) => [el("span", { text: role }), el("b", { text: `${sign} ${words}` })]);
    say(byId("booth-ways"), `视频或自助的 ${told.items} 项里：${Object.entries(WAY).map(([way, words]) => `${words} ${told.ways[way] || 0}`).join(" · ")}`);
    lines("booth-elsewhere", told.elsewhere, (one) => [el("span", { text: zh(one.name) }), el("b", { text: one.opens ? `${one.opens.replace("T", " ")} 起` : WAY[one.way] })]);
    this.#drawNight(told.rehearsal, told.rehearsed_at);
    say(byId("booth-outbox"), told.outbox.heard_at ? `待传 ${told.outbox.count} 件` : "还没有报过");
    lines("booth-groups", told.outbox.groups || [], (one) => [el("span", { text: `${one.oldest} 等 ${one.count} 件` }), el("b", { text: `最早 ${hours(one.oldest_s)}` })]);
    lines("booth-errands", told.errands, (one) => [el("span", { text: `${clock(one.at)} ${ERRAND[one.what]}` }), el("b", { text: ERRAND_STATE[one.state] || one.state })]);
    drawResults(told.errands);
    const rows = told.quality.rows.map(([day, _kiosk, ...numbers]) => el("tr", {}, el("th", { scope: "row", text: day }), ...numbers.map((number) => el("td", { text: number }))));
    byId("booth-quality").replaceChildren(...(rows.length ? rows.reverse() : [el("tr", {}, el("td", { colspan: 8, class: "hint", text: "两周里没有通话" }))]));
  }

  #drawNight(rehearsal, at) {
    const steps = rehearsal?.steps || [];
    const odd = steps.filter((step) => step.verdict !== "fine");
    const took = rehearsal ? `${clock(at, true)} · ${steps.length} 步，${steps.length - odd.length} 步正常` : "还没有自检过";
    say(byId("booth-night"), took);
    lines("booth-steps", odd, (step) => [el("span", { text: `${SIGN[step.verdict] || ""} ${zh(step.name)}` }), el("b", { text: zh(step.text) })]);
  }

  // --- what it is asked for ---
  async #write(event) {
    event.preventDefault();
    const [inChinese, inEnglish] = ["zh", "en"].map((name) => byId(`words-${name}`).value.trim());
    if (!inChinese) return void say(byId("booth-error"), "请写中文，屏幕上先显示中文");
    await this.#ask("message", { zh: inChinese, en: inEnglish });
  }

  async #ask(what, words) {
    try {
      await ask(this.#id, what, words);
      tell(what === "message" ? "已交给晓屋" : "已请晓屋做，等它回话", "ok");
      if (what === "message" && !words) byId("words-form").reset();
      await this.#look();
    } catch (error) {
      say(byId("booth-error"), wordsOf(error));
    }
  }
}

function clock(at, withDay = false) {
  const day = withDay ? { month: "2-digit", day: "2-digit" } : {};
  return new Date(at).toLocaleString("zh-CN", { ...day, hour: "2-digit", minute: "2-digit", hour12: false });
}
