// Core: the papers of a matter: which pictures still count, what is missing, how each stands, what may be done about it.

/** The pictures that the booth still has; before it told, all of them. `papers`: FormShared.papers. */
export function currentScans(scans, papers) {
  return scans.filter((scan) => {
    const paper = papers[scan.material_id];
    return !paper || !scan.page || paper.pages.includes(scan.page);
  });
}

/** One entry a picture, then one for each paper without any: {scan, materialId, name}. */
export function entries(scans, wanted, papers) {
  const current = currentScans(scans, papers);
  const got = new Set(current.map((scan) => scan.material_id));
  const missing = wanted.filter((one) => !got.has(one.id));
  const nameOf = (text) => (text && text.zh) || "";
  return [
    ...current.map((scan) => ({ scan, materialId: scan.material_id, name: nameOf(scan.name) })),
    ...missing.map((one) => ({ scan: null, materialId: one.id, name: nameOf(one.name) })),
  ];
}

/** How one paper stands: {state, words}. `material`: as the catalogue has it, if it does. */
export function standing(entry, papers, material) {
  const paper = papers[entry.materialId];
  if (paper?.state === "deferred") return { state: "deferred", words: paper.due ? `容缺，${paper.due} 前补交` : "容缺，以后补交" };
  if (paper?.accepted && entry.scan) return { state: "accepted", words: "✓ 您看过，可以" };
  if (entry.scan) return { state: "waiting", words: "待看" };
  if (paper?.state === "busy") return { state: "missing", words: "居民正在拍" };
  const condition = material?.need === "conditional" ? material.condition?.zh || "需要时才交" : "";
  return { state: "missing", words: condition || "居民还没拍" };
}

/** 容缺: only what the catalogue lets follow, and only while there is no picture of it. */
export function mayFollow(entry, papers, material) {
  return !!material?.deferrable && !entry.scan && papers[entry.materialId]?.state !== "deferred";
}

/** "材料 1/2": how many of the needed ones are there or may follow. */
export function countWords(list, wanted, papers) {
  const got = new Set(list.filter((one) => one.scan || papers[one.materialId]?.state === "deferred").map((one) => one.materialId));
  const needed = wanted.filter((one) => one.need !== "conditional" || got.has(one.id)).length;
  return needed ? `材料 ${got.size}/${Math.max(needed, got.size)}` : `材料 ${got.size}`;
}

/** Papers of which a sample is drawn (assets/samples/papers). */
export const DRAWN = Object.freeze(["authorisation", "bank-card", "household-book", "licence", "old-card", "social-card"]);

/** Where its sample is; "" when none is drawn. */
export const sampleOf = (materialId) => (DRAWN.includes(materialId) ? `/assets/samples/papers/${materialId}.svg` : "");

/** What a good one looks like, for the side of the picture: the catalogue's words, then what holds for every paper. */
export function sampleLines(material) {
  if (!material) return ALWAYS;
  const term = material.deferrable ? `可以容缺，${material.deferral_working_days} 个工作日内补交` : "不能容缺";
  const own = [material.note?.zh || term, material.condition?.zh && `什么时候要交：${material.condition.zh}`, material.is_card && "卡的正反两面在一页上"];
  return [...own.filter(Boolean), ...ALWAYS];
}

const ALWAYS = ["四个角都在，没有被手挡住", "每个字都看得清，没有反光", "名字、号码和申请表一致", "在有效期内，该盖的章都有"];

/** Why a picture has to be taken again; the resident reads it in the question. */
export const AGAIN = Object.freeze(["有反光，看不清", "字不清楚，请放平再拍", "边角没有拍全", "不是这一份，请换一份", "还缺一页"]);
