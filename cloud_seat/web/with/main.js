// Wiring: the page of somebody whom the resident wants at their side: what it is, a name, then the room until it ends.

import { Link } from "../seat/socket.js";
import { HubError, look, take, tokenOf } from "./door.js";
import { Room } from "./room.js";
import { outWords, refusedWords, wordsOf } from "./words.js";

const PLACE = "xiaowu.with"; // {token, name, way}: for a reload of this tab only
let token = /^#([\w-]{16,64})$/.exec(location.hash)?.[1] || "";
const byId = (id) => document.getElementById(id);
let language = navigator.language;
let words = wordsOf(language);
let shown = null;
let ended = null; // () => [title, lead]

const room = new Room({ words, onSay: (message) => link.send(message), onLeave: () => end("self") });
const link = new Link({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/with`,
  onMessage: receive,
  onState: ({ up }) => up && room.back(),
  onRefused: () => end("over"),
  checkSession: () => look(token).then(() => true, (error) => ![404, 409].includes(error.status)),
});

function receive(message) {
  if (message.type === "CompanionEnded") end(message.reason);
  else room.receive(message);
}

function end(reason) {
  link.close();
  room.close();
  stop(() => outWords(words, reason));
}

function stop(said, { again = false } = {}) {
  ended = said;
  byId("room").hidden = true;
  byId("first").hidden = false;
  for (const id of ["come", "typed"]) byId(id).hidden = true;
  byId("again").hidden = !again;
  draw();
}

function draw() {
  document.documentElement.lang = words.code;
  const inWords = (text) => (words.code === "en" && text?.en) || text?.zh || "";
  const texts = { brand: words.brand, language: words.other, foot: words.foot, "number-label": words.number, "number-go": words.numberGo, "name-label": words.name, "name-missing": words.nameMissing, "ask-first": words.askFirst, "way-both": words.both, "way-voice": words.voice, "way-none": words.none, again: words.again };
  for (const [id, text] of Object.entries(texts)) byId(id).textContent = text;
  byId("language").lang = words.code === "en" ? "zh-CN" : "en";
  const lead = shown && words.lead({ kiosk: inWords(shown.kiosk), item: inWords(shown.item_name), official: shown.official?.name || words.official });
  byId("foot").hidden = ended !== null;
  [byId("title").textContent, byId("lead").textContent] = ended ? ended() : [words.title, lead || (token ? "" : words.numberLead)];
  room.speak(words);
}

async function begin() {
  ended = null;
  byId("again").hidden = true;
  if (!navigator.mediaDevices || !globalThis.RTCPeerConnection) return stop(() => [words.unsafeTitle, words.unsafeLead]);
  byId("typed").hidden = token !== "";
  if (!token) return draw();
  try {
    shown = await look(token);
  } catch (error) {
    return refused(error);
  }
  const before = JSON.parse(sessionStorage.getItem(PLACE) || "{}");
  if (before.token === token) return enter(before);
  byId("name").value ||= before.name || "";
  byId("come").hidden = false;
  return draw();
}

function refused(error) {
  if (!(error instanceof HubError)) throw error;
  stop(() => refusedWords(words, error.status), { again: [0, 429].includes(error.status) });
}

/** The number becomes the link, so that a reload of this tab finds it again. */
async function find(event) {
  event.preventDefault();
  byId("number-wrong").textContent = "";
  try {
    token = await tokenOf(byId("number").value);
  } catch (error) {
    if (error.status !== 404) return refused(error);
    byId("number-wrong").textContent = words.numberWrong;
    return byId("number").focus();
  }
  history.replaceState(null, "", `#${token}`);
  return begin();
}

function come(event) {
  event.preventDefault();
  const name = byId("name").value.trim();
  byId("name-missing").hidden = name !== "";
  if (!name) return byId("name").focus();
  return enter({ name, way: event.submitter?.dataset.way || "both" });
}

/** `way`: both, voice or none. */
async function enter({ name, way }) {
  byId("first").hidden = true;
  byId("room").hidden = false;
  await room.open(way);
  try {
    await take(token, name);
  } catch (error) {
    room.close();
    return refused(error);
  }
  sessionStorage.setItem(PLACE, JSON.stringify({ token, name, way }));
  link.hurry(true);
  return link.open();
}

byId("typed").addEventListener("submit", find);
byId("come").addEventListener("submit", come);
byId("again").addEventListener("click", begin);
byId("language").addEventListener("click", () => {
  language = words.code === "en" ? "zh" : "en";
  words = wordsOf(language);
  draw();
});
window.addEventListener("online", () => link.tryNow());
draw();
begin();
