// Shell: how the person in the booth is known, for whom they act, and the official's own word that it is them.

import { byId, el, say, show } from "./dom.js";
import { masked } from "./mask.js";

const PROOFS = {
  card: ["已刷身份证", "ok"], social_card: ["已读社保卡", "ok"], code: ["只扫了电子证照码，请核对本人", "warn"],
  said: ["没有刷证，姓名号码是自己写的，请核对本人", "warn"],
};

/** How the person in the booth is known: words, tone, and whether the official's look is wanted. */
export function standing(identity) {
  const present = identity && (identity.actor || identity.holder);
  if (!present) return ["", "ok"];
  if (identity.gap_s) return [`有 ${identity.gap_s} 秒看不到居民，请再核对本人`, "warn"];
  return proofWords(present);
}

/** Words and tone for one person: a chip's proof, an official's eye, or only their own word. */
export function proofWords(known) {
  if (known.seen_by) return [`未刷卡，${known.seen_by} 已当面核对`, "ok"];
  return PROOFS[known.proof] || PROOFS.said;
}

export class IdentityCard {
  #identity = null;

  /** `onConfirm(claim)`: the official says that the person in the booth is who they say. */
  constructor({ isLive, onConfirm }) {
    this.isLive = isLive;
    byId("confirm-identity").addEventListener("click", () => this.#confirm(onConfirm));
    this.clear();
  }

  clear() {
    this.#identity = null;
    this.#draw();
  }

  /** `identity` of FormShared; a booth of an older version sends none. `hasNumber`: then the number is from a card. */
  show(identity, hasNumber) {
    this.#identity = identity || (hasNumber ? { holder: { proof: "card" } } : null);
    this.#draw();
  }

  #confirm(onConfirm) {
    if (!this.isLive() || !this.#identity) return;
    byId("confirm-identity").disabled = true; // until the booth shares that it has heard
    onConfirm(this.#identity.claim || 0);
  }

  #draw() {
    const identity = this.#identity;
    const [words, tone] = standing(identity);
    const badge = byId("resident-badge");
    say(badge, words);
    badge.className = `badge ${tone}`;
    show(badge, !!words);
    const button = byId("confirm-identity");
    button.disabled = tone === "ok";
    show(button, tone !== "ok");
    show(byId("acting"), !!identity?.actor);
    byId("acting").replaceChildren(...(identity?.actor ? actingLines(identity) : []));
  }
}

function actingLines({ actor, holder, relation_text: relation }) {
  return [
    el("strong", { text: `代办人：${actor.name} ${masked(actor.number)}` }),
    el("span", { text: relation?.zh ? `与对方关系：${relation.zh}` : "" }),
    el("span", { text: `被代办人：${holder.name}，${proofWords(holder)[1] === "ok" ? proofWords(holder)[0] : "证件没有带来，资料由代办人填写"}` }),
  ];
}
