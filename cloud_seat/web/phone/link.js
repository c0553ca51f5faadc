// Core: what the QR code holds behind the #: token, key, language. It never leaves the phone as it is.

const SHAPE = /^#([\w-]{22})\.([\w-]{22})(?:\.([A-Za-z-]{2,7}))?$/;

/** {token, key, language}, or null when the address is not whole. `key`: 16 bytes. */
export function linkOf(fragment) {
  const found = SHAPE.exec(fragment);
  return found ? { token: found[1], key: bytesOf(found[2]), language: found[3] || "zh" } : null;
}

function bytesOf(base64url) {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/") + "==");
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
