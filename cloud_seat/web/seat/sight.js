// Core: when this desk did not see the resident; the same rule as contract/sight.py, over the count of decoded pictures.

const GAP_MS = 5000;

export const NOT_SEEN = Object.freeze({ frames: 0, lastMs: null });

/** [sight, ms of a gap that ends now, 0 when there was none worth telling]. `frames`: decoded so far in this call. */
export function see(sight, frames, nowMs) {
  if (frames <= sight.frames) return [sight, 0];
  const gapMs = sight.lastMs === null ? 0 : nowMs - sight.lastMs;
  return [{ frames, lastMs: nowMs }, gapMs > GAP_MS ? gapMs : 0];
}
