"""Core: every refusal of the hub in words for people, by its stable code."""

from cloud_seat.contract.text import Text

_TEXTS = {
    "malformed": Text(zh="这条消息看不懂，没有处理。", en="The message could not be read and was not acted on."),
    "too_large": Text(zh="内容太大，没有收下。", en="Too large; it was not taken."),
    "too_fast": Text(zh="消息太密，请慢一点。", en="Too many messages; please slow down."),
    "hello_first": Text(zh="请先打招呼（Hello）。", en="Say Hello first."),
    "not_in_call": Text(zh="这次通话已经不在您这里。", en="This call is not with you."),
    "not_yours": Text(zh="这件事不归您这一端。", en="This is not for your end to say."),
    "bad_status": Text(zh="没有这种状态。", en="There is no such status."),
    "already_decided": Text(zh="这件已经有结论了。", en="This case has already been decided."),
    "bad_decision": Text(zh="结论只能是受理或退回。", en="A decision is accepted or returned."),
    "unknown_case": Text(zh="没有找到这件办件。", en="There is no such case."),
    "not_your_case": Text(zh="这件不在您手上。", en="This case is not yours to open."),
    "rollout_moved": Text(
        zh="这次发布刚刚变了，请看一眼现在的样子再决定。",
        en="This roll-out has just changed; look at it again, then decide.",
    ),
    "colleague_gone": Text(zh="这位同事现在不在线，没有送到。", en="This colleague is not online; it was not sent."),
    "sign_in": Text(zh="请先登录。", en="Please sign in."),
    "wrong_password": Text(zh="工号或密码不对。", en="Wrong number or password."),
    "wrong_code": Text(
        zh="动态口令不对，或已经用过。请等手机上换了新的再填。",
        en="This code is wrong or was used before. Wait for the next one.",
    ),
    "second_factor": Text(zh="请填手机上的 6 位动态口令。", en="Please enter the 6-digit code from your phone."),
    "take_up_factor": Text(
        zh="请先用手机上的身份验证器扫二维码，再填上面的 6 位数字。",
        en="First scan the QR code with an authenticator app, then enter its 6 digits.",
    ),
    "wrong_passkey": Text(
        zh="这把通行密钥没有通过，请再试一次，或用备用口令。",
        en="The passkey was not accepted; try again, or use a recovery code.",
    ),
    "no_passkey_here": Text(
        zh="这里不能添加通行密钥：要用中枢的名字（https）打开本页，最多 8 把。",
        en="No passkey can be added here: open this page by the hub's name (https); at most 8.",
    ),
    "last_factor": Text(
        zh="您的账号要有一道验证，请先添加另一把，再删这把。",
        en="Your account needs a second factor: add another one before you remove this.",
    ),
    "import_stale": Text(
        zh="刚才有人改过数据，或文件和预览的不一样。请看新的预览，再确认。",
        en="Somebody changed the data, or it is another file. Look at the new preview, then confirm.",
    ),
    "rights_stale": Text(
        zh="刚才有人改过这位的权限，已换成新的，请再改一次。",
        en="Somebody changed this official meanwhile; here is how it is now. Please change it again.",
    ),
    "rights_wrong": Text(zh="有几处写得不对，没有保存。", en="Some of it is not right; nothing was saved."),
    "too_long_for_xlsx": Text(
        zh="有一格超过 32767 字，Excel 放不下，请导出 CSV。", en="A cell is too long for XLSX; take the CSV."
    ),
    "unknown_person": Text(
        zh="统一认证通过了，但这里还没有您的账号。请联系本单位管理员开通。",
        en="You are known there, but have no account here yet. Ask your administrator for one.",
    ),
    "elsewhere_failed": Text(
        zh="统一认证没有通过，或等得太久，请再试一次。", en="The sign-in there failed or took too long; try again."
    ),
    "elsewhere_factor": Text(
        zh="您的账号要有第二道验证，统一认证这次没有。请改用工号和密码登录。",
        en="Your account needs a second factor, which was not asked for there. Use number and password.",
    ),
    "elsewhere_silent": Text(
        zh="现在连不上统一认证，请改用工号和密码登录。",
        en="The other sign-in cannot be reached; use number and password.",
    ),
    "weak_password": Text(
        zh="新密码 12 到 128 位，可以是一句话；不能和工号或旧密码一样。",
        en="The new password needs 12 to 128 characters and must differ from number and old password.",
    ),
    "new_password_first": Text(
        zh="这是首次密码，请先设一个只有您知道的新密码。",
        en="This is a first password: set a new one that only you know.",
    ),
    "first_password_over": Text(
        zh="首次密码已过期，请联系本单位管理员再给一个。",
        en="This first password is too old; ask your administrator for another.",
    ),
    "guessable_password": Text(
        zh="这个密码很容易被猜到（常用词、连续的键或重复）。请换一句只有您想得到的话。",
        en="Everyday words, rows of keys or repetition are guessed first. Take a sentence only you would think of.",
    ),
    "locked": Text(zh="试错太多次，请稍后再试。", en="Too many failed tries; please wait."),
    "not_your_role": Text(
        zh="您的账号没有这项权限，需要时请联系管理员。", en="Your account may not do this; ask your administrator."
    ),
    "origin": Text(zh="请求来自别的网页，已拒绝。", en="The request came from another site and was refused."),
    "unknown_kiosk": Text(zh="不认识这台晓屋，请重新登记。", en="This kiosk is not known; enrol it again."),
    "stale_proof": Text(
        zh="晓屋的时钟不准，或这个请求来过了，请再试。",
        en="The clock is wrong, or this came before; try again.",
    ),
    "code_over": Text(
        zh="登记码不对、用过了或过期了，请重新登记。", en="This code is wrong, used up or too old; enrol it again."
    ),
    "too_slow": Text(zh="传得太慢，没有收下，请再试。", en="It came too slowly and was not taken; try again."),
    "wrong_kiosk": Text(zh="这件不是这台晓屋的。", en="This case belongs to another kiosk."),
    "not_found": Text(zh="没有找到。", en="Not found."),
    "method": Text(zh="不能这样请求。", en="This method is not allowed here."),
    "bad_request": Text(zh="请求有错，没有处理。", en="The request was wrong and was not acted on."),
    "not_json": Text(zh="这里只收 JSON，没有处理。", en="Only JSON is taken here; it was not acted on."),
    "repeated": Text(zh="同一个参数写了两次，没有处理。", en="A parameter was given twice; it was not acted on."),
    "bad_media": Text(zh="只收 JPEG 或 PNG 图片。", en="Only JPEG or PNG pictures are taken."),
    "too_many": Text(zh="数量太多，没有收下。", en="Too many; it was not taken."),
    "manifest_hash": Text(zh="办件清单传错了，请再传一次。", en="The list of parts arrived damaged; send it again."),
    "chunk_hash": Text(zh="这一块传错了，请再传一次。", en="This piece arrived damaged; send it again."),
    "blob_hash": Text(zh="整份材料对不上，请从头再传。", en="The whole file does not match; send it again."),
    "chunk_size": Text(zh="这一块的大小不对。", en="This piece has the wrong size."),
    "other_manifest": Text(
        zh="同一办件号交来了不同的内容，已请工作人员核对。", en="The same case came with other content."
    ),
    "missing_blobs": Text(zh="还有材料没有传完。", en="Some files have not arrived yet."),
    "unreadable": Text(
        zh="材料打不开，已保留并请工作人员处理。", en="The file could not be opened; a person must look."
    ),
    "nothing_found": Text(
        zh="没有找到。请看一看号码，用办事时的那张身份证。", en="Nothing found for this number and card."
    ),
    "already_taken": Text(zh="这件已经有人负责了。", en="Somebody answers for this one already."),
    "not_your_letter": Text(zh="这件不在您名下，请先接下来。", en="This one is not yours; take it first."),
    "call_back_first": Text(
        zh="居民留了电话，请先回电话再办结。", en="The resident left a number: call back before closing."
    ),
    "note_missing": Text(zh="请写明怎么处理的。", en="Please say how it was settled."),
    "already_closed": Text(zh="这件已经办结了。", en="This one is closed already."),
    "already_rated": Text(zh="这次已经评价过了。", en="This visit has been rated."),
    "phone_over": Text(
        zh="这个二维码已经用完或过期了。请在晓屋上重新打开。",
        en="This code is used up or too old. Open it again at the booth.",
    ),
    "phone_taken": Text(
        zh="这个位置已有一张，请接着往后传。", en="There is a picture in this place; send it as the next."
    ),
    "companion_gone": Text(zh="这个人已经不在这次通话里。", en="This person is not in this call any more."),
    "companion_taken": Text(
        zh="已经请了一位，请等这位离开再请。", en="One has been asked already; wait until they have left."
    ),
    "colleague_busy": Text(
        zh="这位同事正在通话，请换一位或稍后再请。", en="This colleague is in a call; ask another, or later."
    ),
    "resident_refused": Text(
        zh="居民不愿意旁听，这次通话请不要再进来。", en="The resident said no to listening in; not in this call."
    ),
    "link_over": Text(
        zh="这个链接已经不能用了。请让家人在晓屋上重新打开。",
        en="This link cannot be used any more. Ask for a new one at the booth.",
    ),
    "link_taken": Text(
        zh="这个链接已经有人在用，一个链接只给一个人。", en="Somebody uses this link already; it is for one person."
    ),
    "not_waiting": Text(zh="这位居民已经接通或离开了。", en="This resident was answered already, or has left."),
    "closing_over": Text(
        zh="请填今天稍后的时间；不填就是今天剩下的时间。",
        en="Say a time later today; without one it is the rest of the day.",
    ),
    "not_your_place": Text(
        zh="这台晓屋不在您管的地方，请找管那里的督导。",
        en="This booth is not in your places: ask the supervisor there.",
    ),
    "not_closed": Text(zh="这台晓屋现在没有关闭。", en="This booth is not closed."),
    "no_such_seat": Text(zh="没有这个坐席。", en="There is no such seat."),
    "draft_moved": Text(
        zh="这份草稿刚被别人改过或处理了，请先看最新的再做。",
        en="Somebody changed this draft or dealt with it just now: look at the newest first.",
    ),
    "draft_outdated": Text(
        zh="这张表已有更新的版本，请打开草稿再存一次，看过改动再请人签。",
        en="A newer version is in force: save the draft again and look at what it changes.",
    ),
    "form_faults": Text(zh="这张表还有要改的地方。", en="There are faults in this form."),
    "form_of_package": Text(zh="这是一件事合成的表，请改它的各张表。", en="This form is made of others: change those."),
    "own_form": Text(
        zh="自己改过的表不能自己签，要另一位签。", en="You had a hand in this form: another person must sign it."
    ),
    "reason_missing": Text(zh="请写明为什么退回（200 字以内）。", en="Please say why, in 200 characters at most."),
    "too_many_drafts": Text(zh="草稿太多了，请先删掉不用的。", en="Too many drafts: drop some first."),
    "no_such_booth": Text(zh="没有这台晓屋。", en="There is no such booth."),
    "booth_offline": Text(
        zh="这台晓屋现在不在线，等它连上再试；给屏幕的话可以先留。",
        en="This booth is offline: try again when it is back. Words for its glass may be left now.",
    ),
    "busy": Text(zh="系统正忙，请再试一次。", en="The hub is busy; please try again."),
    "store_away": Text(
        zh="中枢的数据库暂时连不上，这一步还没有记下，请过一会儿再试。",
        en="The hub's database does not answer: this was not written down yet. Try again in a while.",
    ),
    "internal": Text(zh="系统出错了，您的办件不受影响。", en="Something went wrong; your case is safe."),
}


def text_of(code: str) -> Text:
    """The sentence for a code."""
    return _TEXTS.get(code, _TEXTS["bad_request"])
