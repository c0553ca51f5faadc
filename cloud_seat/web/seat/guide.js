// Shell: what the catalogue says about the item: the guide to read out, and the points to check before accepting.

import { byId, el, zh } from "./dom.js";

export function clearItem() {
  byId("pane-guide").replaceChildren(el("p", { class: "hint empty", text: "接通后显示这件事的办事指南" }));
  byId("points").replaceChildren(el("li", { class: "hint", text: "接通后显示" }));
}

export function showItem(item) {
  drawGuide(item);
  const points = item.desk_points || [];
  byId("points").replaceChildren(...points.map(point));
  if (!points.length) byId("points").append(el("li", { class: "hint", text: "这件事没有另外的要点，按指南办理" }));
}

export function showNoItem() {
  byId("pane-guide").replaceChildren(el("p", { class: "hint empty", text: "没有取到这件事的办事指南，可继续通话和办理" }));
  byId("points").replaceChildren(el("li", { class: "hint", text: "没有取到要点" }));
}

function point(text, at) {
  const box = el("input", { type: "checkbox", id: `point-${at}` });
  return el("li", {}, box, el("label", { for: `point-${at}`, text: zh(text) }));
}

function drawGuide(item) {
  const fee = item.fee?.amount_yuan ? `${item.fee.amount_yuan} 元` : "不收费";
  const rows = [
    ["部门", zh(item.department)],
    ["办理时限", `承诺 ${item.promised_working_days} 个工作日（法定 ${item.statutory_working_days} 个工作日）`],
    ["收费", [fee, zh(item.fee?.note)].filter((one, at, all) => one && all.indexOf(one) === at).join("，")],
    ["结果", zh(item.result)],
    ["依据", (item.legal_basis || []).map((law) => `《${law}》`).join("")],
  ];
  byId("pane-guide").replaceChildren(
    el("h2", { text: zh(item.name) }),
    el("p", { text: zh(item.summary) }),
    el("h3", { text: "谁可以办" }),
    el("ul", {}, ...(item.who || []).map((one) => el("li", { text: zh(one) }))),
    el("h3", { text: "要带什么" }),
    el("ul", {}, ...(item.materials || []).map(paper)),
    el("h3", { text: "怎么算" }),
    el("dl", { class: "guide-rows" }, ...rows.filter(([, words]) => words).flatMap(([name, words]) => [el("dt", { text: name }), el("dd", { text: words })])),
  );
}

function paper(material) {
  const when = zh(material.condition);
  const later = material.deferrable && !material.note ? `可容缺，${material.deferral_working_days} 个工作日内补交` : "";
  const words = [when, zh(material.note), later].filter(Boolean).map((one) => one.replace(/。$/, "")).join("；");
  return el("li", {}, el("b", { text: zh(material.name) }), words ? `：${words}` : "");
}
