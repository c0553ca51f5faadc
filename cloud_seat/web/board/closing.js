// Shell: a supervisor closes a seat or a whole department for the rest of the day, and opens it again.

import { byId, el, say, show, tell, zh } from "/web/seat/dom.js";
import { CLOSED_FOR } from "/web/seat/presence.js";
import { closeSeats, closings, openSeats, wordsOf } from "./api.js";
import { lines } from "./wall.js";

const CALM = "正在进行的通话不受影响；正在响的铃转给别的同事；没有别人能接的居民，按规定约时间或回电。";
const NOTHING = { closed: [], offices: [], bookings: {} };

export class Closing {
  #seats = [];
  #known = NOTHING;
  #seen = "";
  #may = false;

  constructor() {
    byId("closing-why").replaceChildren(...Object.entries(CLOSED_FOR).map(([value, text]) => el("option", { value, text })));
    byId("closing-open").addEventListener("click", () => this.#open());
    byId("closing-who").addEventListener("change", () => this.#explain());
    byId("closed-all").addEventListener("click", () => this.#openAgain(this.#known.closed));
    byId("closing-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#close();
    });
  }

  /** Only supervisors close; whoever sees the board sees what is closed. */
  allow(may) {
    this.#may = may;
    show(byId("closing-open"), may);
    show(byId("closed-all"), may);
    this.#refresh();
  }

  /** Who is connected now; what is closed is asked anew when that changed. */
  moved({ seats = [] }) {
    this.#seats = seats;
    const seen = seats.filter((seat) => seat.state === "closed").map((seat) => seat.seat_id).join();
    if (seen !== this.#seen) this.#refresh();
    this.#seen = seen;
  }

  forget() {
    byId("closing").close();
    this.#draw(NOTHING);
  }

  async #refresh() {
    const found = await closings().catch(() => null); // the banner says that the hub is away; the list stays as it was
    if (found) this.#draw({ ...NOTHING, ...found });
  }

  #draw(known) {
    this.#known = known;
    show(byId("closed-part"), known.closed.length > 0);
    say(byId("closed-count"), known.closed.length ? String(known.closed.length) : "");
    lines("closed", known.closed, (seat) => [
      el("span", { text: `${nameOf(seat)}　到${seat.until ? ` ${seat.until}` : "今天结束"}，${CLOSED_FOR[seat.reason] || CLOSED_FOR.other}` }),
      ...(this.#may ? [el("button", { class: "link", text: "重新开放", "aria-label": `${nameOf(seat)}：重新开放`, "data-testid": `open-${seat.number}`, onclick: () => this.#openAgain([seat]) })] : []),
    ]);
  }

  async #open() {
    say(byId("closing-error"), "");
    byId("closing-until").value = "";
    byId("closing").showModal();
    await this.#refresh();
    const offices = this.#known.offices.map((office) => el("option", { value: JSON.stringify({ department: zh(office.department) }), text: `${zh(office.department)}（${office.seats} 个坐席，在线 ${office.online}）` }));
    const seats = this.#seats.filter((seat) => seat.state !== "closed").map((seat) => el("option", { value: JSON.stringify({ seat_id: seat.seat_id }), text: nameOf(seat) }));
    byId("closing-who").replaceChildren(el("optgroup", { label: "整个部门" }, ...offices), el("optgroup", { label: "一个坐席" }, ...seats));
    this.#explain();
  }

  #explain() {
    const who = this.#who();
    const office = this.#known.offices.find((one) => zh(one.department) === who.department);
    const booked = (office ? office.bookings : this.#known.bookings[who.seat_id]) || 0;
    say(byId("closing-words"), `${booked ? `今天还有 ${booked} 个预约指名到这里，请安排同事接。` : ""}${CALM}`);
  }

  #who() {
    return JSON.parse(byId("closing-who").value || "{}");
  }

  async #close() {
    try {
      await closeSeats({ ...this.#who(), until: byId("closing-until").value, reason: byId("closing-why").value });
      byId("closing").close();
      tell("已关闭", "ok");
      await this.#refresh();
    } catch (error) {
      say(byId("closing-error"), wordsOf(error));
    }
  }

  async #openAgain(seats) {
    try {
      await openSeats(seats.map((seat) => seat.seat_id));
      tell(seats.length === 1 ? `${seats[0].name} 已重新开放` : `${seats.length} 个坐席已重新开放`, "ok");
    } catch (error) {
      tell(wordsOf(error), "bad");
    }
    await this.#refresh();
  }
}

const nameOf = (seat) => [zh(seat.department), seat.name, seat.number].filter(Boolean).join(" ");
