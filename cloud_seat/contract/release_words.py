"""Core: why a booth did not take a release: code → what happened, what it means, what to do now."""

from collections.abc import Mapping

from cloud_seat.contract.text import Text

_STAYS = Text(zh="晓屋照常用现在的版本。", en="The booth goes on with its version. ")


def _text(zh: str, en: str, zh_do: str, en_do: str) -> Text:
    return Text(zh=f"{zh}，{_STAYS.zh}{zh_do}", en=f"{en}. {_STAYS.en}{en_do}")


REFUSALS: Mapping[str, Text] = {
    "unsigned": _text(
        "新版本的签名不对，可能被人改过",
        "The new version is not signed by our release keys: somebody may have changed it",
        "请告诉维护人员，不要再试别的来源。",
        "Tell the maintainers, try no other source.",
    ),
    "expired": _text(
        "版本清单过期了，可能有人拿旧清单冒充，也可能本机时钟不对",
        "The list of versions is out of date: an old one is shown for new, or this clock is wrong",
        "请核对时钟；时钟对就请维护人员续签（release renew）。",
        "Check the clock; if it is right, the maintainers must renew the list (release renew).",
    ),
    "rolled_back": _text(
        "拿到的版本清单比以前见过的旧，可能有人想换回旧版本",
        "The list of versions is older than one seen before: somebody may want an old version back",
        "请维护人员查发布文件夹。",
        "The maintainers must look at the release folder.",
    ),
    "oversize": _text(
        "下载的文件比清单说的大，已停下",
        "A file was larger than announced and was stopped",
        "过一会儿会自己再试；总这样请查网络。",
        "It is tried again by itself; if it stays so, look at the network.",
    ),
    "damaged": _text(
        "下载的文件和清单对不上，已丢掉",
        "A file differs from the signed list and was thrown away",
        "会自己再下；总这样请查网络和硬盘。",
        "It is fetched again by itself; if it stays so, look at network and disk.",
    ),
    "malformed": _text(
        "版本清单读不懂",
        "The list of versions cannot be read",
        "请维护人员重新发布。",
        "The maintainers must publish it again.",
    ),
    "slow": _text(
        "下载太慢，像是被拖住了",
        "The download is so slow that it may be held back",
        "会自己再试，已下的不会丢。",
        "It is tried again by itself, nothing is fetched twice.",
    ),
    "unreachable": _text(
        "现在连不上发布的地方",
        "Where versions come from cannot be reached now",
        "网络通了会自己再试；长期没网可以用 U 盘。",
        "It is tried again when the network is back; without one, use a stick.",
    ),
    "disk": _text(
        "硬盘出错，新版本没有写成",
        "The disk failed, the new version was not written",
        "请联系维护人员看硬盘。",
        "Call the maintainers about the disk.",
    ),
    "no_space": _text(
        "硬盘空间不够放新版本",
        "There is no room on the disk for the new version",
        "请清理硬盘，腾出空间后会自己再试。",
        "Make room; it is tried again by itself.",
    ),
    "not_signed": _text(
        "要换的版本不在签名的清单里",
        "The version to take is not on the signed list",
        "请维护人员核对发布和分批计划。",
        "The maintainers must compare what is published with the roll-out.",
    ),
    "older": _text(
        "要换的版本比现在的旧",
        "The version to take is older than this one",
        "真要退回，请先撤回现在的版本（release withdraw）。",
        "To go back, withdraw this version first (release withdraw).",
    ),
    "quarantined": _text(
        "这个版本在这里起不来，已停用",
        "This version did not start well here and was put away",
        "请等修好的新版本。",
        "Wait for a newer one.",
    ),
    "no_way_back": _text(
        "从现在的版本不能直接换过去，换了就退不回来",
        "It cannot follow this version: there would be no way back",
        "请维护人员先发中间的版本。",
        "The maintainers must publish a version in between.",
    ),
    "wrong_instruction": _text(
        "中枢的安排没有正确签名",
        "What the hub said to take was not signed by it",
        "请查中枢和网络之间有没有别人。",
        "See whether somebody stands between booth and hub.",
    ),
    "busy": _text(
        "另一个更新正在进行",
        "Another update is under way",
        "等它做完就好。",
        "Wait until it is done.",
    ),
}


def refusal_text(code: str) -> Text:
    """Also for a code of a newer booth."""
    return REFUSALS.get(code, Text(zh=f"原因 {code[:64]}", en=code[:64]))


FAILURES: Mapping[str, Text] = {
    "rehearsal": Text(zh="换上后的夜间自检没有通过", en="its rehearsal by night on this version failed"),
    "not well within 3 starts": Text(zh="换上后三次都没有正常启动", en="it did not start well three times"),
    "withdrawn by its makers": Text(zh="发布的人撤回了", en="withdrawn by its makers"),
}
"""Why a booth put a release away: what is kept there, and the rehearsal after it."""


def failure_text(reason: str) -> Text:
    """Also for a reason of a newer booth."""
    return FAILURES.get(reason, Text(zh=f"原因 {reason[:64]}", en=reason[:64]))
