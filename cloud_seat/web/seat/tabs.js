// Shell: the four tabs of the case, and where the resident is just now.

import { byId, say } from "./dom.js";

const NAMES = ["form", "scans", "guide", "past"];
const STAGES = {
  welcome: "首页", find: "找事项", guide: "看办事指南", identify: "刷身份证", form: "填申请表", material: "拍材料",
  check: "核对材料", sign: "签名", review: "看申请表", submitting: "正在提交", stored: "已存好，等网络恢复", done: "已办完",
  takeCard: "取回证件",
};

export function showTab(wanted) {
  const moveFocus = document.activeElement?.getAttribute("role") === "tab";
  for (const name of NAMES) {
    const tab = byId(`tab-${name}`);
    tab.setAttribute("aria-selected", String(name === wanted));
    tab.tabIndex = name === wanted ? 0 : -1;
    byId(`pane-${name}`).hidden = name !== wanted;
  }
  byId("strip").dataset.tab = wanted;
  if (moveFocus) byId(`tab-${wanted}`).focus();
}

export function showStage(stage) {
  say(byId("stage"), stage ? `居民端实时 ● ${STAGES[stage] || "正在办理"}` : "");
}

export function bindTabs() {
  for (const name of NAMES) {
    const tab = byId(`tab-${name}`);
    tab.addEventListener("click", () => showTab(name));
    tab.addEventListener("keydown", (event) => {
      const moved = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!moved) return;
      event.preventDefault();
      event.stopPropagation();
      const next = NAMES[(NAMES.indexOf(name) + moved + NAMES.length) % NAMES.length];
      showTab(next);
    });
  }
}
