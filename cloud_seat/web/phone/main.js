// Wiring: the page a resident's phone opens from the booth's QR code: choose, send, see that the booth has it.

import { look, HubError } from "./hub.js";
import { linkOf } from "./link.js";
import { canSeal } from "./seal.js";
import { Sending } from "./sending.js";
import { wordsOf } from "./words.js";

const ASK_MS = 2000;
const link = linkOf(location.hash);
const words = wordsOf(link?.language || (navigator.language.startsWith("zh") ? "zh" : "en"));
const byId = (id) => document.getElementById(id);
const entries = [];
let most = 12;
let asking = 0;

function say(title, lead) {
  byId("title").textContent = title;
  byId("lead").textContent = lead;
}

function end(title, lead) {
  clearInterval(asking);
  byId("ways").hidden = true;
  say(title, lead);
}

function draw(entry) {
  if (!entry.line) {
    entry.line = document.createElement("li");
    const image = document.createElement("img");
    image.alt = "";
    image.src = URL.createObjectURL(entry.file);
    image.addEventListener("error", () => image.removeAttribute("src"));
    entry.line.append(image, document.createElement("span"));
    byId("sent").append(entry.line);
    entries.push(entry);
  }
  entry.line.dataset.state = entry.state === "fetched" ? "there" : entry.state === "unreadable" ? "failed" : entry.state;
  entry.line.querySelector("span").textContent = words[entry.state];
  entry.line.querySelector("button")?.remove();
  if (entry.state === "failed") {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.again;
    button.addEventListener("click", () => sending.again(entry));
    entry.line.append(button);
  }
}

const overNow = () => end(words.overTitle, words.overLead);
const sending = new Sending({ link, told: draw, over: overNow });

function choose(input) {
  for (const file of [...input.files].slice(0, most - entries.length)) sending.add(file);
  input.value = "";
  const full = entries.length >= most;
  for (const id of ["camera", "album"]) byId(id).disabled = full;
  if (full) byId("lead").textContent = words.full;
}

async function ask() {
  try {
    const shown = await look(link.token);
    for (const entry of entries) {
      if (entry.state === "there" && entry.page <= shown.fetched) draw(Object.assign(entry, { state: "fetched" }));
    }
    return shown;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    if (error.status) overNow();
    return null;
  }
}

async function open() {
  const shown = await ask();
  if (!shown) {
    if (byId("title").textContent !== words.overTitle) end(words.offlineTitle, words.offlineLead);
    return;
  }
  const inWords = (text) => (link.language === "en" && text.en) || text.zh;
  most = shown.most - shown.came;
  say(words.title(inWords(shown.material)), words.lead);
  byId("kiosk").textContent = inWords(shown.kiosk);
  byId("ways").hidden = false;
  for (const id of ["camera", "album"]) byId(id).addEventListener("change", (event) => choose(event.target));
  asking = setInterval(ask, ASK_MS);
}

document.documentElement.lang = link?.language === "en" ? "en" : "zh-CN";
byId("brand").textContent = words.brand;
byId("camera-words").textContent = words.camera;
byId("album-words").textContent = words.album;
byId("foot").textContent = words.foot;
if (!link) end(words.wrongTitle, words.wrongLead);
else if (!canSeal()) end(words.unsafeTitle, words.unsafeLead);
else open();
