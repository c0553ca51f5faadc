// Shell: what came of the newest self-test and the newest look into the log that operators asked of a booth.

import { deviceLines } from "/web/seat/devices.js";
import { byId, el, say, show, zh } from "/web/seat/dom.js";
import { lines } from "./wall.js";

const FINE = ["●", "–", "…"];

/** `errands`: of one booth, the newest first. */
export function drawResults(errands) {
  const newest = (what) => errands.find((one) => one.what === what && ["done", "stopped"].includes(one.state));
  drawTest(newest("self_test"));
  drawLog(newest("logs"));
}

function drawTest(test) {
  const isDone = test?.state === "done";
  show(byId("booth-test"), isDone);
  if (!isDone) return;
  say(byId("booth-test-words"), zh(test.text));
  lines("booth-test-devices", deviceLines(test), ({ sign, role, words }) => [el("span", { text: role }), el("b", { text: `${FINE.includes(sign) ? "✓" : sign} ${words}` })]);
}

function drawLog(log) {
  show(byId("booth-log"), Boolean(log));
  if (!log) return;
  say(byId("booth-log-empty"), log.lines.length ? "" : "这次启动以来没有记录");
  lines("booth-log-lines", log.lines, (line) => [el("span", { text: line })]);
}
