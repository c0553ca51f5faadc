// Shell: the official's own camera and microphone, and plain words when there are none. Off unless a call needs them.

const VIDEO = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30, max: 30 } };
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

const REASONS = {
  NotAllowedError: "浏览器没有得到许可：请点地址栏左边的图标，允许摄像头和麦克风，再按“再试一次”",
  NotFoundError: "这台电脑没有找到设备，请检查是否插好",
  NotReadableError: "设备正被别的程序占用，请先关掉那个程序",
  OverconstrainedError: "设备不支持需要的画面大小",
};

const INSECURE = "本页不是安全连接（https），浏览器不开放摄像头和麦克风，请联系管理员";

function reason(error) {
  return REASONS[error.name] || "设备没有打开，请检查连接";
}

async function open(constraints) {
  if (!navigator.mediaDevices) throw Object.assign(new Error("insecure"), { name: "Insecure" });
  return navigator.mediaDevices.getUserMedia(constraints);
}

/**
 * The best that this desk can give: picture and voice, else voice only, else nothing.
 * Answers {stream, kind: "both" | "voice" | "none", words}; `words` say what is missing and what to do.
 */
export async function openBest({ voiceOnly = false } = {}) {
  try {
    const stream = await open({ audio: AUDIO, video: voiceOnly ? false : VIDEO });
    return { stream, kind: voiceOnly ? "voice" : "both", words: voiceOnly ? "本次只用声音，居民看不到您" : "" };
  } catch (error) {
    if (error.name === "Insecure") return { stream: null, kind: "none", words: INSECURE };
    return voiceOnly ? nothing(error) : voiceInstead(error);
  }
}

async function voiceInstead(error) {
  try {
    const stream = await open({ audio: AUDIO, video: false });
    return { stream, kind: "voice", words: `摄像头没有打开（${reason(error)}）。现在只用声音，居民听得到您` };
  } catch (second) {
    return nothing(second);
  }
}

function nothing(error) {
  return { stream: null, kind: "none", words: `摄像头和麦克风都没有打开：${reason(error)}。您仍可看、打字和办理` };
}

export function stop(stream) {
  for (const track of stream ? stream.getTracks() : []) track.stop();
}
