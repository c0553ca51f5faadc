// Shell: every key of the page, from the buttons themselves: what is on the page now, and what is always there.

import { byId, el, isTyping } from "./dom.js";

const ALWAYS = [["?", "这张表"], ["Esc", "取消、收起"], ["/", "给居民打字"], ["F", "到要看的一栏，↑ ↓ 换栏，↵ 写说明"]];
const NAMES = { Escape: "Esc", ArrowLeft: "←", ArrowRight: "→", Enter: "↵", "Ctrl+Enter": "Ctrl ↵" };
/** Beside "no call now": what is needed most. */
const MOST = [
  [["↵"], "接听"], [["Esc"], "转给他人 / 取消"], [["M", "V", "H"], "静音 / 关摄像头 / 保持"], [["1", "2", "3", "4"], "申请表 / 材料 / 办事指南 / 经过"],
  [["F", "↑", "↓"], "选一项，↵ 标注或建议改"], [["P", "G", "J", "D"], "拍材料 / 签字 / 放证 / 打印"], [["A", "Z", "K", "E"], "材料：可以 / 重拍 / 容缺 / 对照"],
  [["S", "O"], "定格画面 / 请拍照核对"], [["/"], "给居民打字"], [["I"], "没刷证的，核对是本人"], [["X", "C"], "转给同事 / 请人帮忙"],
  [["W", "B"], "我的办件 / 留言和反映"], [["?"], "所有按键"], [["T"], "退回补正"], [["Ctrl ↵"], "受理"], [["Ctrl E"], "结束通话"],
];

export function bindHelp() {
  byId("idle-keys").replaceChildren(...MOST.map(([keys, words]) => line(keys, words)));
  byId("help-open").addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || isTyping() || event.isComposing || byId("desk").hidden || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
}

function open() {
  const rows = [...document.querySelectorAll("#desk [data-key]")].map((one) => ({ key: one.dataset.key, words: wordsOf(one), now: one.getClientRects().length > 0 && !one.disabled }));
  const [now, later] = [rows.filter((row) => row.now), rows.filter((row) => !row.now)];
  byId("help-now").replaceChildren(...ALWAYS.map(([key, words]) => line([key], words)), ...now.map((row) => line([row.key], row.words)));
  byId("help-later").replaceChildren(...later.map((row) => line([row.key], row.words)));
  byId("help").showModal();
}

function wordsOf(button) {
  const copy = button.cloneNode(true);
  for (const one of copy.querySelectorAll("kbd, .figures")) one.remove();
  return button.getAttribute("aria-label") || copy.textContent.trim();
}

const line = (keys, words) => el("div", {}, el("dt", {}, ...keys.flatMap((key) => [el("kbd", { text: nameOf(key) }), " "])), el("dd", { text: words }));

const nameOf = (key) => NAMES[key] || key.replace("Ctrl+", "Ctrl ");
