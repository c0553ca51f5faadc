// Core: the papers of a case that the resident signed, by name, and the pages that were taken.

const SIGNED = { "application.pdf": "申请表", "commitment.pdf": "告知承诺书", "deferral.pdf": "容缺承诺书" };

/** Of the parts' names those of signed papers, the application first: [{name, words}]. */
export const signedPapers = (names) =>
  Object.entries(SIGNED).filter(([name]) => names.includes(name)).map(([name, words]) => ({ name, words }));

/** The signed ones, then the pages of papers. */
export const papersOf = (names) => [
  ...signedPapers(names), ...names.filter((name) => name.startsWith("material/")).map((name, at) => ({ name, words: `材料 ${at + 1}` })),
];
