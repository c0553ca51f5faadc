// Shell: the helper's own microphone and camera: as much as was wanted and is there, without either if need be.

const VOICE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE = { width: { ideal: 480 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 24 }, facingMode: "user" };

async function tracks(wanted) {
  try {
    return (await navigator.mediaDevices.getUserMedia(wanted)).getTracks();
  } catch {
    return []; // not there or not allowed: the page says so and goes on without
  }
}

/** `way`: both, voice or none. Answers {sound, picture}, null for what there is not. */
export async function open(way) {
  if (way === "none") return { sound: null, picture: null };
  let found = way === "both" ? await tracks({ audio: VOICE, video: PICTURE }) : [];
  if (!found.length) found = await tracks({ audio: VOICE });
  const of = (kind) => found.find((one) => one.kind === kind) || null;
  return { sound: of("audio"), picture: of("video") };
}

export const close = (own) => Object.values(own).forEach((track) => track?.stop());
