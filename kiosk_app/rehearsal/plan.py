"""Core: the steps of a rehearsal: what each proves, how good is good enough, and what to do when it is not."""

from dataclasses import dataclass

from cloud_seat.contract.rehearsal import BROKEN, FINE, WEAK, StepTold
from cloud_seat.contract.text import Text

NOTHING = Text(zh="")


@dataclass(frozen=True, slots=True)
class Limit:
    """From the best: `fine` and better, `weak` and better, else broken."""

    unit: str
    fine: float
    weak: float
    more_is_better: bool = False

    def judge(self, measured: float) -> str:
        """fine, weak or broken."""
        sign = -1 if self.more_is_better else 1
        return FINE if sign * measured <= sign * self.fine else WEAK if sign * measured <= sign * self.weak else BROKEN


@dataclass(frozen=True, slots=True)
class Step:
    """`todo`: what to do now when it is not fine."""

    id: str
    name: Text
    proves: Text
    todo: Text
    limit: Limit | None = None


_BUSY = Text(
    zh="请重新启动这台机器再自检；还是这样，请联系维护人员",
    en="start this machine again and repeat; if it stays, call maintenance",
)
_HUB = Text(
    zh="请先测网络，再看中枢有没有在运行，然后再自检一次", en="test the network, see that the hub runs, then repeat"
)
_FORM = Text(
    zh="请联系维护人员：事项目录或表单和本机程序对不上", en="call maintenance: catalogue or form do not fit the program"
)
_CAMERA = Text(zh="请看看高拍仪的线和灯", en="see to the cable and the lamp of the document camera")
_DISK = Text(zh="请看磁盘满没满，再联系维护人员", en="see whether the disk is full, then call maintenance")

PLAN = (
    Step(
        "find",
        Text(zh="找事项", en="find the item"),
        Text(zh="按拼音搜到，打开指南", en="by its sounds, to its guide"),
        _DISK,
    ),
    Step(
        "identify",
        Text(zh="认人", en="who it is"),
        Text(zh="按卡上的信息开一件", en="a case for whom the card names"),
        _DISK,
    ),
    Step("form", Text(zh="填表", en="form"), Text(zh="填好三页没有错", en="all pages without an error"), _FORM),
    Step(
        "papers", Text(zh="拍材料", en="papers"), Text(zh="高拍仪拍下并封存", en="taken by the camera, sealed"), _CAMERA
    ),
    Step(
        "way",
        Text(zh="通话路线", en="way of the call"),
        Text(zh="经中枢到自动应答的云坐席", en="by the hub to a seat bot"),
        Text(
            zh="请看中枢和本机之间的网络，再看中继有没有在运行",
            en="see to the network between booth and hub, and that the relay runs",
        ),
    ),
    Step(
        "first_picture",
        Text(zh="视频接通", en="call connects"),
        Text(zh="按下呼叫到看见对方", en="from asking to the first picture"),
        _BUSY,
        Limit("ms", 2000, 5000),  # the bar for residents: 95 of 100 calls within 2 s
    ),
    Step(
        "frames",
        Text(zh="画面流畅", en="smooth picture"),
        Text(zh="发出的画面有多少到了", en="how many of the pictures sent arrive"),
        _BUSY,
        Limit("%", 97, 80, more_is_better=True),
    ),
    Step(
        "picture_delay",
        Text(zh="画面延迟", en="picture delay"),
        Text(zh="从摄像头一侧到屏幕一侧", en="from one end to the other: half of there and back"),
        _BUSY,
        Limit("ms", 150, 400),  # ITU-T G.114: up to 150 ms is not noticed, above 400 ms is not to be planned with
    ),
    Step(
        "voice_delay",
        Text(zh="声音延迟", en="voice delay"),
        Text(zh="从话筒一侧到喇叭一侧", en="from one end to the other: half of there and back"),
        _BUSY,
        Limit("ms", 150, 400),
    ),
    Step(
        "lip_sync",
        Text(zh="声画同步", en="lip-sync"),
        Text(zh="声音和画面差多少", en="how far voice and picture are apart"),
        _BUSY,
        Limit("ms", 125, 185),  # ITU-R BT.1359: seen from 125 ms, not accepted from 185 ms
    ),
    Step(
        "echo",
        Text(zh="回声", en="echo"),
        Text(zh="对方的声音从喇叭回到话筒轻了多少", en="how much quieter the loudspeaker comes back by the microphone"),
        Text(zh="请把喇叭调小或挪开话筒", en="turn the loudspeaker down or move it away from the microphone"),
        Limit("dB", 25, 15, more_is_better=True),
    ),
    Step(
        "sign",
        Text(zh="签名和申请表", en="signature and form"),
        Text(zh="手写签名印上申请表", en="ink on paper"),
        _DISK,
    ),
    Step("case", Text(zh="加密送达", en="sealed case"), Text(zh="材料送到中枢拿回执", en="sent and receipted"), _HUB),
    Step("read_back", Text(zh="中枢核对", en="hub reads it"), Text(zh="中枢打开并核对", en="opened and checked"), _HUB),
    Step("rating", Text(zh="评价", en="rating"), Text(zh="评价送得到", en="a rating arrives"), _HUB),
    Step(
        "forgotten", Text(zh="清除", en="wipe"), Text(zh="办完以后什么也没留下", en="nothing is left afterwards"), _BUSY
    ),
)
_BY_ID = {step.id: step for step in PLAN}


def measured(step_id: str, value: float) -> StepTold:
    """By its limit."""
    step = _BY_ID[step_id]
    assert step.limit is not None
    verdict = step.limit.judge(value)
    text = NOTHING if verdict == FINE else step.todo
    return StepTold(
        id=step_id, name=step.name, verdict=verdict, text=text, measured=round(value, 1), unit=step.limit.unit
    )


def found(step_id: str, verdict: str, why: Text = NOTHING, *, took_s: float | None = None) -> StepTold:
    """Without a number of its own; `took_s` is told. `why` comes before what to do."""
    step = _BY_ID[step_id]
    text = why
    if verdict in (BROKEN, WEAK):
        text = Text(
            zh="；".join(filter(None, (why.zh, step.todo.zh))), en="; ".join(filter(None, (why.en, step.todo.en)))
        )
    took = None if took_s is None else round(took_s * 1000)
    return StepTold(id=step_id, name=step.name, verdict=verdict, text=text, measured=took, unit="ms" if took else "")
