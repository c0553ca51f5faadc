// Wiring: builds the board once: sign-in, link, wall, the card of a booth, keys. The map of the program.

import * as api from "/web/seat/api.js";
import { bindClosers, byId, say, show } from "/web/seat/dom.js";
import { bindKeys } from "/web/seat/keys.js";
import { maybeSignedIn, rememberSignedIn } from "/web/seat/memory.js";
import { SignIn } from "/web/seat/sign-in.js";
import { Link } from "/web/seat/socket.js";
import { Assign } from "./assign.js";
import { BoothCard } from "./booth.js";
import { Closing } from "./closing.js";
import { Forms } from "./forms.js";
import { Rights } from "./rights.js";
import { Rollout } from "./rollout.js";
import { Statistics } from "./statistics.js";
import { allowViews, bindViews, showView, viewsOf } from "./views.js";
import { Wall } from "./wall.js";

const NOT_YOURS = "这个账号看不了看板：要有督导、运维或发布的权限";

const link = new Link({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/board`,
  onMessage: receive,
  onState: ({ up, tries }) => {
    show(byId("offline"), !up);
    say(byId("offline-words"), up ? "" : `下面是断开前的样子，正在重试（第 ${tries} 次）`);
  },
  onBeat: () => undefined,
  onRefused: () => leave("登录已到期，请重新登录"),
  checkSession: () => api.session().then((answer) => answer !== null, (error) => error.status !== 401),
});
const signIn = new SignIn({ onDone: enter });
const card = new BoothCard({ kiosk: (id) => wall.kiosk(id) });
const statistics = new Statistics();
const rights = new Rights();
const assign = new Assign();
const closing = new Closing();
const rollout = new Rollout({ onWhole: () => showView("rollout"), onSignedOut: () => leave("登录已到期，请重新登录") });
const forms = new Forms();
const wall = new Wall({ onBooth: (id) => card.open(id), onWait: (wait) => assign.open(wait) });

function receive(message) {
  if (message.type === "WallMoved") {
    wall.moved(message);
    card.follow();
    closing.moved(message);
  }
  if (message.type === "WallTold") wall.told(message);
}

let cameFromElsewhere = false;

async function enter(person) {
  cameFromElsewhere = Boolean(person.elsewhere);
  const has = (...roles) => roles.some((role) => person.roles.includes(role));
  const watches = has("supervisor", "operator");
  if (!watches && !has("release")) {
    await api.signOut().catch(() => undefined);
    return void leave(NOT_YOURS);
  }
  rememberSignedIn();
  card.allow({ asks: has("operator"), closes: has("supervisor") });
  wall.allow(has("supervisor"));
  if (watches) closing.allow(has("supervisor")); // asks the hub at once what is closed
  forms.allow({ writes: has("operator"), signs: has("supervisor") });
  allowViews(watches ? viewsOf(has("operator")) : ["rollout"]);
  say(byId("who"), [person.name, person.number].filter(Boolean).join(" "));
  show(byId("board"), true);
  rollout.open(has("release"));
  if (watches) link.open(); // who only publishes sees no residents and no calls
  return undefined;
}

function leave(words = "") {
  link.close();
  card.close();
  assign.close();
  closing.forget();
  wall.forget();
  statistics.forget();
  rollout.close();
  forms.forget();
  rights.forget();
  show(byId("offline"), false);
  show(byId("board"), false);
  signIn.open(words);
}

async function begin() {
  say(document.querySelector("#sign-in-form h1"), "运行看板");
  say(byId("sign-in-hint"), "给督导、运维和发布的人看的。要手机上的动态口令。");
  bindViews();
  bindClosers();
  bindKeys(() => !byId("board").hidden);
  byId("offline-now").addEventListener("click", () => link.tryNow());
  byId("sign-out").addEventListener("click", async () => {
    await api.signOut().catch(() => undefined); // unreachable: the page forgets all the same, the session runs out by itself
    leave();
    if (cameFromElsewhere) location.assign("/api/v1/sign-in/leave?to=board");
  });
  window.addEventListener("online", () => link.tryNow());
  const back = SignIn.cameBack();
  const known = (maybeSignedIn() || back === "done") && (await api.session().catch(() => null));
  if (known) await enter(known);
  else signIn.open(back === "done" ? "" : back);
}

begin();
