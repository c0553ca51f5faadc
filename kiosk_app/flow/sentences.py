"""Core: every message to the resident by its code: what happened, what it means, what to do now."""

from dataclasses import dataclass

from cloud_seat.contract.text import Text
from kiosk_app.flow.ask_words import ASKED


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and their tone: info, ok, warn or bad."""

    text: Text
    tone: str = "warn"


def _say(zh: str, en: str, tone: str = "warn") -> Sentence:
    return Sentence(Text(zh=zh, en=en), tone)


NO_PRINTER = _say(
    "打印机没有反应。您的办件不受影响，请记下号码。",
    "The printer does not answer. Your case is safe; please note the number.",
)

NO_PAPER = _say(
    "打印机现在用不了。可以用手机拍下这一页，也可以叫工作人员。",
    "The printer cannot be used now. Take a photo of this page, or call an official.",
)

NOTICES: dict[str, Sentence] = {
    "mend": _say("有一项还要改一改，已经帮您标出来了。", "One line needs a change; it is marked for you.", "bad"),
    **{code: _say(*words) for code, words in ASKED.items()},
    "helper_there": _say(
        "家人已经请了，一次只能请一位。要换人，先请这位离开。",
        "One relative was asked already, and it can be only one. To ask another, let this one leave first.",
        "info",
    ),
    "sign_after_form": _say(
        "工作人员想请您签字。先把这页填好，按“下一步”，到核对页就能签。",
        "The official would like you to sign: fill in this page and press Next; signing comes after the papers.",
    ),
    "sign_after_papers": _say(
        "工作人员想请您签字。先把材料拍完，到核对页就能签。",
        "The official would like you to sign: that comes right after the papers.",
    ),
    "sign_here": _say(
        "工作人员请您签字：逐条打勾，在框里写名字，再按“签好了”。",
        "The official asks you to sign: tick each promise, write your name, press I have signed.",
        "info",
    ),
    "submit_here": _say(
        "您已经签好了。没问题就按“确认提交”。", "You have signed. If all is right, press Submit.", "info"
    ),
    "sign_anew": _say(
        "拍好这份，按“下一步”，看一遍再签一次字。", "After this paper press Next, read it once more and sign again."
    ),
    "card_timeout": _say(
        "还没有读到身份证。请平放在右下方，别急着拿开。",
        "No card yet. Please lay it flat, bottom right, and leave it there.",
    ),
    "card_removed": _say(
        "身份证拿开得早了一点，请再放一次。", "The card was lifted too early. Please put it down again."
    ),
    "card_lift_again": _say(
        "这张卡刚才读过了。请拿起来，再放一次。", "This card was read before. Lift it and put it down again."
    ),
    "card_unreadable": _say(
        "这张卡没读出来，请再放一次，或请工作人员帮忙。", "This card could not be read. Try again or call an official."
    ),
    "card_wrong": _say(
        "这张不像是身份证，请换成身份证放平。如果就是身份证，请叫工作人员。",
        "This does not seem to be an ID card. Please lay down yours; if it is one, call an official.",
    ),
    "card_two": _say(
        "感应区上好像不止一张卡，请只放一张身份证。",
        "There seems to be more than one card. Please lay down your ID card alone.",
    ),
    "card_unverified": _say(
        "这张身份证没有通过验证。请拿起来再放一次，还不行就请工作人员核对。",
        "This card could not be verified. Lift it and lay it down again, or ask an official.",
    ),
    "same_person": _say(
        "这还是您自己的证件。请拿起来，换成对方的。",
        "That is your own card again. Please lift it and lay down the other person's.",
    ),
    "not_proven": _say(
        "还没有用证件核对您是谁。请在提交前呼叫云坐席，工作人员看一眼就行。",
        "No card has shown who you are yet. Please call an official before you submit; a look is enough.",
        "info",
    ),
    "seen": _say("工作人员已经核对，是您本人。", "The official has confirmed that it is you.", "ok"),
    "social_timeout": _say(
        "还没有读到社保卡。请芯片朝上、插到底，别急着拔。",
        "No card yet. Please insert the social-security card, chip up and all the way, and leave it there.",
    ),
    "social_removed": _say(
        "社保卡拔早了一点，请再插一次。", "The card was pulled out too early. Please insert it again."
    ),
    "social_turn_over": _say(
        "读不到芯片。请拔出来，翻个面或换一头再插。",
        "The chip is not felt. Pull the card out, turn it and insert it again.",
    ),
    "social_unreadable": _say(
        "这张社保卡没读出来。请拔出来再插一次，或换一种方式。",
        "This card could not be read. Insert it again, or choose another way.",
    ),
    "social_wrong": _say(
        "这张不像是社保卡。请换成社保卡，或换一种方式。",
        "This does not seem to be a social-security card. Insert yours, or choose another way.",
    ),
    "social_expired": _say(
        "社保卡过了有效期。可以继续，工作人员会告诉您怎么换卡。",
        "The card has expired. You may go on; an official will explain.",
    ),
    "social_reader": _say(
        "社保卡读卡器没有反应，正在自动重连。也可以换一种方式。",
        "The card reader does not answer; reconnecting. You may choose another way.",
        "bad",
    ),
    "social_broken": _say(
        "社保卡读卡器坏了，工作人员已收到通知。请换一种方式。",
        "The card reader is broken, and our staff have been told. Please choose another way.",
        "bad",
    ),
    "code_timeout": _say(
        "还没有扫到码。请把手机屏幕调亮，对准扫码口。",
        "No code yet. Make the phone's screen bright and hold it to the scanner.",
    ),
    "code_unreadable": _say(
        "这个码没扫清楚，请拿稳一点再扫一次。", "The code was not clear. Hold the phone still and try again."
    ),
    "code_wrong": _say(
        "这不是电子证照码。请打开“电子证照”里的码再扫，或换一种方式。",
        "This is not a digital ID code. Open the digital ID on your phone, or choose another way.",
    ),
    "code_old": _say(
        "这个码过期了。请在手机上刷新一下再扫。",
        "This code has run out. Please refresh it on your phone and scan again.",
    ),
    "code_reader": _say(
        "扫码器没有反应，正在自动重连。也可以换一种方式。",
        "The scanner does not answer; reconnecting. You may choose another way.",
        "bad",
    ),
    "code_broken": _say(
        "扫码器坏了，工作人员已收到通知。请换一种方式。",
        "The scanner is broken, and our staff have been told. Please choose another way.",
        "bad",
    ),
    "card_expired": _say(
        "身份证过了有效期。可以继续，工作人员会告诉您怎么换证。",
        "The card has expired. You may go on; an official will explain.",
    ),
    "card_reader": _say(
        "读卡器没有反应，正在自动重连。也可以请工作人员帮您核对。",
        "The reader does not answer; reconnecting. You may also call an official.",
        "bad",
    ),
    "card_broken": _say(
        "读卡器坏了，工作人员已收到通知。可以请工作人员帮您核对。",
        "The reader is broken, and our staff have been told. An official can check your identity instead.",
        "bad",
    ),
    "door_open": _say(
        "维护人员正在检修设备。您填的都还在，稍等一下就好。",
        "An engineer is at work on this booth. What you filled in is kept; it will not take long.",
        "info",
    ),
    "store_away": _say(
        "中枢的数据库暂时连不上，正在恢复。您填的都还在，请接着填；通着的视频不会断，新的视频要等一等。",
        "The hub's database is away for a moment. What you filled in is kept: go on. A call that runs goes on; a new "
        "one has to wait.",
        "info",
    ),
    "card_still_there": _say(
        "身份证好像还在感应区上，请拿起来收好。真的拿走了，就再按一次。",
        "The card still seems to lie on the reader; please take it. If you have it, press once more.",
    ),
    "read_back_lift": _say(
        "您填的内容只给您一个人听：请拿起听筒，再按一次。",
        "What you filled in is for your ears only: lift the handset and press again.",
        "info",
    ),
    "read_back_nowhere": _say(
        "这台机器没有听筒，您填的内容不能念出来。请叫工作人员在视频里陪您看一遍。",
        "This booth has no handset, so what you filled in is not read aloud. An official can go through it with you.",
        "info",
    ),
    "notices_printed": _say(
        "文书打印好了，请取走，收好。", "Your notices are printed; please take and keep them.", "ok"
    ),
    "notice_unrecorded": _say(
        "文书打印好了，请取走。网络断了，签收还没记下，下次来再领一次就行。",
        "Your notice is printed. The network is down, so your receipt was not recorded; take it once more next time.",
    ),
    "draft_kept": _say("表给您留好了，明天这个时候以前都在。", "Your form is kept until this time tomorrow.", "ok"),
    "paper_missing": _say(
        "这份材料还没拍。请放平后按“现在拍”。", 'This paper is not taken yet. Lay it flat and press "Take it now".'
    ),
    "phone_hub": _say(
        "网络不通，手机传不过来。请把材料放到高拍仪下面拍，也可以先欠着。",
        "The network is down; your phone cannot send. Use the camera here, or bring the paper later.",
    ),
    "phone_old": _say(
        "二维码过了时间，已经作废。传过来的都还在；要接着传，请再按“用手机传”。",
        'The code is too old and no longer works. What came is kept; press "Use my phone" to go on.',
        "info",
    ),
    "phone_picture": _say(
        "有一张照片打不开，没有收下。请在手机上换一张再传。",
        "One picture could not be opened. Please send another from the phone.",
    ),
    "not_kept": _say(
        "这一页没存好，请再传一次，或请工作人员帮忙。", "This page was not saved; send it again, or call an official."
    ),
    "pages_full": _say(
        "这里放不下更多页了。请先删掉不需要的，或叫工作人员帮忙。",
        "There is no room for more pages. Delete one that is not needed, or call an official.",
    ),
    "not_deferrable": _say(
        "这份材料不能后补。没带的话，请叫工作人员。", "This paper cannot follow later. Please call an official."
    ),
    "view_broken": _say(
        "刚才有一会儿看不到您。请等工作人员再看您一眼，看过就能签字；不想等，可以先结束通话再签。",
        "You were out of sight for a while. The official looks at you once more, then you sign; or end the call first.",
        "warn",
    ),
    "promises": _say("请先逐条打勾，再签名。", "Please tick each promise first, then sign.", "bad"),
    "signature_void": _say(
        "申请有改动，刚才的签名不算了。请看一遍，再签一次。",
        "Something in the application changed, so your signature no longer counts. Please read it and sign again.",
        "bad",
    ),
    "signature": _say(
        "签名太短了，请写完整的姓名。", "The signature is too short. Please write your full name.", "bad"
    ),
    "store_full": _say(
        "本机存满了，暂时不能提交。您填的还在，请叫工作人员或守护人。",
        "This machine is full. Your form is still here; please call an official.",
        "bad",
    ),
    "store_scans": _say(
        "本机快存满了，拍不了新的材料。填好的、拍好的都在，照样能提交；这份先欠着，或叫工作人员。",
        "This machine is nearly full: no new pictures. What you did is kept and can be handed in; bring this paper"
        " later, or call an official.",
        "bad",
    ),
    "store_broken": _say(
        "本机保存出错，暂时不能提交。您填的还在，请叫工作人员。",
        "Saving failed. Your form is still here; please call an official.",
        "bad",
    ),
    "store_unavailable": _say(
        "这台机器还没有连过中枢，不能封存办件。请叫守护人。",
        "This machine has never met the hub. Please call the keeper.",
        "bad",
    ),
    "guide_a4": _say(
        "指南打好了，请在大打印机的出纸口取。", "The guide is printed; take it from the large printer.", "ok"
    ),
    "guide_slip": _say("指南打在小票上了，请取走。", "The guide is printed on the slip; please take it.", "ok"),
    "guide_no_printer": NO_PAPER,
    "paper_media": _say(
        "打印机没纸或卡纸了。可以用手机拍下这一页，或请守护人加纸后再按“打印”。",
        "The printer is out of paper or jammed. Take a photo of this page, or ask the keeper and print again.",
    ),
    "paper_cover_open": _say(
        "打印机的盖子没盖好。请守护人盖好后再按“打印”，也可以用手机拍下这一页。",
        "The printer's cover is open. Ask the keeper to close it, then print again, or take a photo of this page.",
    ),
    "paper_too_hot": _say(
        "打印机太热了，请稍等一会儿再按“打印”，也可以用手机拍下这一页。",
        "The printer is too warm. Please wait a moment, then print again, or take a photo of this page.",
    ),
    "paper_outcome_unknown": _say(
        "不确定打出来没有，请看一下出纸口。没有的话再按“打印”。",
        "It may or may not be printed. Please look at the printer; if not, print again.",
    ),
    "paper_cancelled": _say("没有打印。需要的话请再按“打印”。", "It was not printed. Print again if you need it."),
    **dict.fromkeys(
        (
            "paper_hardware",
            "paper_not_ready",
            "paper_protocol",
            "paper_timeout",
            "paper_unsupported",
            "paper_user_error",
        ),
        NO_PAPER,
    ),
    "slip_media": _say(
        "打印机没纸了。您的办件不受影响，请记下号码，或请守护人加纸后再打印。",
        "The printer is out of paper. Your case is safe; note the number or ask the keeper for paper.",
    ),
    "slip_cover_open": _say(
        "打印机的盖子没盖好。您的办件不受影响，请守护人盖好后再按“打印”。",
        "The printer's cover is open. Your case is safe; ask the keeper to close it, then print again.",
    ),
    "slip_too_hot": _say(
        "打印机太热了，请稍等一会儿再按“打印”。", "The printer is too warm. Please wait a moment, then print again."
    ),
    "slip_hardware": _say(
        "打印机坏了，打不出小票。您的办件不受影响，请记下号码。",
        "The printer is broken. Your case is safe; please note the number.",
    ),
    "slip_not_ready": NO_PRINTER,
    "slip_protocol": NO_PRINTER,
    "slip_timeout": NO_PRINTER,
    "slip_cancelled": _say(
        "小票没有打印。需要的话请再按“打印”。", "The slip was not printed. Print again if you need it."
    ),
    "slip_outcome_unknown": _say(
        "不确定小票有没有打出来，请看一下出纸口。没有的话按“打印”。",
        "The slip may or may not be out. Please look; if not, print again.",
    ),
    "inquiry_nothing_found": _say(
        "没有找到。请看一看号码，放上办事时的那张身份证，再试一次。",
        "Nothing found. Check the number, lay down the ID card used for the matter, and try again.",
    ),
    "booking_nothing_found": _say(
        "没有找到预约。请看一看预约码或换一张身份证；没有预约也可以直接办。",
        "No booking found. Check the code or the card; you may also go on without a booking.",
    ),
    "pin_wrong": _say("密码不对，请再试一次。", "The PIN is wrong. Please try again.", "bad"),
    "pin_card": _say(
        "这张卡没有登记给守护人。请输密码，或者换一张卡。",
        "This card is not a keeper's. Type the PIN, or lay down another card.",
    ),
    "pin_locked": _say(
        "试错太多次，先锁住了。请过几分钟再试，已经记下。",
        "Too many wrong tries: locked for some minutes, and written down.",
        "bad",
    ),
    "pin_unset": _say(
        "这台机器还没有设守护人密码，请按《运维》设好。",
        "No keeper's PIN is set on this machine; see the operations guide.",
    ),
    "inquiry_reader": _say(
        "读卡器没有反应，正在自动重连。也可以请工作人员帮您查。",
        "The reader does not answer; reconnecting. An official can look for you.",
    ),
    "inquiry_locked": _say(
        "试错太多次，请过几分钟再查，或请工作人员帮您查。",
        "Too many tries. Please wait some minutes, or ask an official.",
    ),
    "inquiry_offline": _say(
        "网络断了，现在查不了。请过一会儿再来，或打电话问。",
        "The network is down, so nothing can be looked up. Please come back later or ask by telephone.",
    ),
    "call_offline": _say(
        "网络断了，现在叫不到人。您可以先填好、存在本机，网络恢复后自动上传。",
        "The network is down, nobody can be called. Fill in and store; it is sent when the network is back.",
    ),
    "call_no_seat": _say(
        "现在没有能办这件事的工作人员在线。您可以先自己办。",
        "No official for this matter is online now. You may go on alone.",
    ),
    "call_timeout": _say(
        "这会儿没人接。您可以先自己办，也可以再叫一次。", "Nobody answered. Go on alone or call again."
    ),
    "call_closed": _say(
        "工作人员已经下班。您可以先自己办，办件会在上班后处理。", "The office is closed. You may go on alone."
    ),
    "call_error": _say(
        "通话没接上。您填的都还在，可以再叫一次。", "The call failed. Your form is kept; you may call again."
    ),
    "call_cut": _say(
        "连接没有恢复。您填的都还在，位置也给您留着，过一会儿再叫，还是先找同一位。",
        "The line did not come back. Your form and your place are kept; call again and the same official comes first.",
    ),
    "line_unsent": _say(
        "您刚才打的字没有送到，还给您留着。请点“再发一次”。",
        "What you wrote did not arrive; it is kept here. Please touch Send again.",
    ),
    "call_link": _say(
        "网络断了，通话停了。您填的都还在。", "The network is down and the call has ended. Your form is kept."
    ),
}


def notice(code: str) -> Sentence | None:
    """The sentence of a notice code; an unknown code still gets honest words."""
    if not code:
        return None
    return NOTICES.get(code) or _say(
        "出了点小问题，您填的都还在。可以请工作人员帮忙。", "Something went wrong. Your form is kept."
    )
