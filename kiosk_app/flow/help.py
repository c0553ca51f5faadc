"""Core: 这页怎么办: for every page, what to do on it, in short plain words."""

from cloud_seat.contract.text import Text


def _say(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_TOUCH = _say("点一下想办的事，会先告诉您要带什么、要多久。", "Touch what you need; you first see what to bring.")
_OFFICIAL = _say("按“呼叫云坐席”，工作人员会在屏幕上和您当面说。", "Press Call an official to speak face to face here.")
_BACK = _say(
    "点错了不要紧，按“返回”回上一步，填的都还在。", "A wrong touch does no harm: Back keeps what you filled in."
)

HELP: dict[str, tuple[Text, ...]] = {
    "welcome": (
        _say("在搜索框里写想办的事，写一两个字就行，比如“社保”。", "Write a word of what you need in the search box."),
        _say("不想打字，就点下面的方格，一类一类地找。", "Or touch a tile below and look from there."),
        _say("字太小，按上面的“大字”。", "For larger letters, touch Large at the top."),
    ),
    "find": (
        _say("上面写一两个字，下面就会列出来。", "Write a word above; the list follows."),
        _TOUCH,
        _say("找不到，就换个说法，或者叫工作人员帮您找。", "Not there? Try other words, or call an official."),
    ),
    "guide": (
        _say("这里写着谁能办、带什么、多久办好。", "It says who may apply, what to bring and how long it takes."),
        _say("看好了，按“自己办”，一步一步往下走。", "When ready, press Do it myself and go step by step."),
        _OFFICIAL,
    ),
    "identify": (
        _say("身份证平放在右下方亮灯的地方，别急着拿开。", "Lay the ID card flat on the lit place and leave it."),
        _say("读好了会自己进到下一页。", "The next page opens by itself."),
        _say("没带身份证，也能办，按旁边写的别的办法。", "No card? Choose one of the other ways beside it."),
    ),
    "form": (
        _say("点一下空格，下面会出来键盘。", "Touch a box and a keyboard appears."),
        _say("红字是还要改的地方，照着它说的改就行。", "Red words tell what to change."),
        _BACK,
    ),
    "material": (
        _say("把纸平放在台面上，四个角都露出来。", "Lay the paper flat on the desk, all four corners in view."),
        _say("别动，它会自己拍。不清楚就按“重拍这页”。", "Keep still; it takes the picture. Not clear? Take it again."),
        _say("没带这一份，按“这份先欠着”，能后补的会告诉您。", "Not with you? Press Bring it later."),
    ),
    "check": (
        _say("从上往下看一遍，和您想的一样不一样。", "Read from top to bottom: is it as you meant it?"),
        _say("不对就按那一行的“改”。", "To change a line, press the button beside it."),
        _say("都对了，按“去签字”。", "When all is right, press Sign now."),
    ),
    "call": (
        _say("对着屏幕说话就行，对方看得见、听得见您。", "Just speak; the official sees and hears you."),
        _say("标出来的地方请您自己改，别人改不了您的表。", "Marked lines are yours to change; nobody else can."),
        _say("说完了按“挂断”，您填的都还在。", "Press Hang up when done; your form is kept."),
    ),
    "sign": (
        _say("先在左边逐条打勾。", "First tick each line on the left."),
        _say("再用手指在白框里写您的名字。", "Then write your name in the white box with a finger."),
        _say("写得不好，按“重写”。", "Press Clear to write again."),
    ),
    "review": (
        _say("这就是要交上去的申请表，可以放大看。", "This is the application; you may enlarge it."),
        _say("没问题按“确认提交”，只会交一份。", "If it is right, press Submit. It is sent only once."),
        _say("想重新签名，按“重签”。", "To sign again, press Sign again."),
    ),
    "done": (
        _say("已经交好了，请记下受理号，或者拿走小票。", "It is handed in. Note the number or take the slip."),
        _say("满意不满意您可以点一点，不点也行。", "You may rate the service, or not."),
        _say("按“完成”，机器上您的信息就清掉。", "Press Done and your data is cleared here."),
    ),
    "stored": (
        _say("您的材料已经锁好存在这里，来网了自动交上去。", "Sealed here; sent when the network is back."),
        _say("不用再来，拿好小票就行。", "You need not come again; keep the slip."),
        _say("按“完成”，屏幕上您的信息就清掉。", "Press Done and the screen is cleared."),
    ),
    "progress": (
        _say("把办事时的那张身份证放在右下方。", "Lay the ID card used for the matter at the bottom right."),
        _say("再填小票上的受理号，只填后六位数字也行。", "Then type the slip's number, or its last six digits."),
        _say("小票丢了，就叫工作人员帮您查。", "Lost the slip? Call an official."),
    ),
    "checkIn": (
        _say("把身份证放在右下方，或者填短信里的预约码。", "Lay your ID card down, or type the code of your booking."),
        _say("找到了会告诉您几点、谁来办，按一下就接着办。", "You see time and official, and go on from there."),
        _say("没有预约也可以办，按“返回”，从首页开始。", "No booking? Go back and begin at the start page."),
    ),
    "takeCard": (
        _say("身份证还在右下方，请拿走。", "Your ID card is still at the bottom right. Please take it."),
        _say("您的信息已经从这台机器上清除。", "Your data is cleared from this machine."),
    ),
    "apology": (
        _say("机器刚才出了点错，您的信息已经清除。", "The machine had a fault; your data is cleared."),
        _say("按“回到首页”可以重新来。", "Press Start page to begin again."),
    ),
    "message": (
        _say("不想等，就点“给我回电话”，看一看号码对不对。", "Rather not wait? Choose Call me back."),
        _say("只想说一句，就点“只留个话”，写几个字就行。", "Only a word? Choose Leave a message and write it."),
        _say("交了会给您编号。您填的表都还在。", "You get a number. Your form is kept."),
    ),
    "complaint": (
        _say("点一个最像的原因，别的可以不填。", "Touch the nearest reason; the rest is up to you."),
        _say("想要回电话，就留下手机号码。", "Leave a number if you want a call back."),
        _say("按“交给负责人”，会给您一个号码，凭它查结果。", "Press Hand it in; you get a number to ask with."),
    ),
}  # fmt: skip
