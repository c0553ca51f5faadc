// Shell: what must outlive a reload of this tab: which call is on, since when, and the chosen status. Nothing personal.

const CALL = "xiaowu.call";
const STATUS = "xiaowu.status";
const MISSED = "xiaowu.missed";
const SIGNED_IN = "xiaowu.signed-in";

function read(store, key) {
  try {
    return JSON.parse(store.getItem(key) || "null");
  } catch {
    store.removeItem(key); // written by an older page: worth nothing
    return null;
  }
}

export const savedCall = () => read(sessionStorage, CALL);

export function saveCall(call) {
  if (call) sessionStorage.setItem(CALL, JSON.stringify(call));
  else sessionStorage.removeItem(CALL);
}

export const savedStatus = () => sessionStorage.getItem(STATUS) || "";

/** Set away because rings were not answered, until the official is back. */
export const savedMissed = () => sessionStorage.getItem(MISSED) === "yes";

export const saveMissed = (yes) => (yes ? sessionStorage.setItem(MISSED, "yes") : sessionStorage.removeItem(MISSED));

export const saveStatus = (status) => sessionStorage.setItem(STATUS, status);

/** Whether asking the hub for the session is worth a request. The cookie itself cannot be seen from here. */
export const maybeSignedIn = () => localStorage.getItem(SIGNED_IN) === "yes";

export const rememberSignedIn = () => localStorage.setItem(SIGNED_IN, "yes");

const ASKED = "xiaowu.notify-asked";

/** The question about notifications was answered on this computer; signing out does not ask it again. */
export const wasAsked = () => localStorage.getItem(ASKED) === "yes";

export const rememberAsked = () => localStorage.setItem(ASKED, "yes");

export function forgetEverything() {
  sessionStorage.clear();
  localStorage.removeItem(SIGNED_IN);
}
