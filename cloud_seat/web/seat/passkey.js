// Shell: passkeys of this computer: a finger, a face, a key that is plugged in. The hub's questions and our answers are JSON.

/** Whether this browser, at this address, can have any. */
export const hasPasskeys = () => "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Answers the hub's question with a passkey that is known. Throws what `wentWrong` has words for. */
export async function answerWith(asked) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  return (await navigator.credentials.get({ publicKey })).toJSON();
}

/** Makes a new one. */
export async function makeWith(asked) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
  return (await navigator.credentials.create({ publicKey })).toJSON();
}

/** Words for what the browser or the hub said. */
export function wentWrong(error) {
  if (error.name === "InvalidStateError") return "这把钥匙已经添加过了，请换一把";
  if (error instanceof DOMException) return "没有用上通行密钥：可能是取消了，或等得太久。请再试一次，或用别的办法";
  return error.words || "连不上中枢，请检查网络后再试";
}
