// Core: who hears and sees whom while further persons are in a call. Decided here, carried out by mixer.js and company.js.
//
// Two rooms. At the counter the resident is there; aside the resident waits ("马上回来") and colleagues talk among themselves.
// A call is aside while it is held or a colleague is consulted. Nobody hears themselves; who only listens is heard by nobody.

const SPEAK = {
  counter: ["official", "resident", "joined", "family"],
  aside: ["official", "joined", "consult"],
};
const HEAR = { counter: [...SPEAK.counter, "listening"], aside: SPEAK.aside };

/** What of the two cameras at the counter goes to whom: [first picture, second picture]. */
const PICTURES = { joined: ["resident", ""], listening: ["resident", ""], family: ["resident", "official"] };

const SHOWN = ["joined", "family"]; // whose own camera the official sees

/**
 * `persons`: [{id, role}] who have joined; `held`: the resident was asked to wait.
 * Answers {aside, hears: {listener: [speakers]}, sees: {id: [first, second]}, shown: [ids]}. "official" and "resident" are ids, too.
 */
export function plan(persons, held) {
  const aside = held || persons.some((one) => one.role === "consult");
  const room = aside ? "aside" : "counter";
  const all = [{ id: "official", role: "official" }, { id: "resident", role: "resident" }, ...persons];
  const speakers = all.filter((one) => SPEAK[room].includes(one.role));
  const hears = (one) => (HEAR[room].includes(one.role) ? speakers.filter((other) => other.id !== one.id).map((other) => other.id) : []);
  return {
    aside,
    hears: Object.fromEntries(all.map((one) => [one.id, hears(one)])),
    sees: Object.fromEntries(persons.map((one) => [one.id, (!aside && PICTURES[one.role]) || ["", ""]])),
    shown: aside ? [] : persons.filter((one) => SHOWN.includes(one.role)).map((one) => one.id),
  };
}

/** Whether the booth needs more than the official's own microphone: a mix costs 10 ms and some processor. */
export const needsMix = (planned) => planned.hears.resident.some((id) => id !== "official");

/** Whether anybody but the resident hears the official now. */
export const isHeardAside = (planned) => planned.aside && Object.values(planned.hears).some((speakers) => speakers.includes("official"));
