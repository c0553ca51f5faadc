// Shell: seals a picture for the booth, by the browser's own AES-GCM. Only pages from https or this very machine have it.

const NONCE_BYTES = 12;

export const canSeal = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle);

/** Nonce and ciphertext. Bound to the link and the page: in another place it does not open. */
export async function seal({ key, token }, page, picture) {
  const secret = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const additionalData = new TextEncoder().encode(`xiaowu phone v1|${token}|${page}`);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, secret, picture));
  const whole = new Uint8Array(iv.length + sealed.length);
  whole.set(iv);
  whole.set(sealed, iv.length);
  return whole;
}
