// Shell: how far the call is, over the whole page: what is shown, what is said over the picture, which buttons mean something.

import { IN_CALL, PICTURE_WORDS, isLive } from "./call.js";
import { byId, say, show } from "./dom.js";
import { modeWords } from "./incoming.js";

export function drawPhase(call, before, { matter, captions, decision, past, aside }) {
  const { name, caseId, itemName, kioskName, mode, language } = call;
  const shown = name === "ringing" ? before.name === "ended" || !byId("work").hidden : name !== "idle";
  show(byId("work"), shown);
  show(byId("idle"), !shown);
  byId("desk").dataset.phase = name;
  if (isLive(call) !== isLive(before) || name === "idle") aside.live(isLive(call));
  if (name === "idle" || name === "ringing") return;
  say(byId("quality-place"), kioskName || "");
  say(byId("picture-words"), PICTURE_WORDS[name] || "");
  matter.resident.mode(modeWords(mode, language));
  if (!isLive(before)) captions.speak(language);
  for (const id of IN_CALL) byId(id).disabled = name === "ended";
  byId("caption-input").disabled = name === "ended";
  show(byId("clear"), name === "ended");
  if (isLive(call) && !isLive(before)) decision.begin(caseId, itemName);
  if (["connected", "lost"].includes(name)) past.begin(caseId);
  past.ended(name === "ended");
}
