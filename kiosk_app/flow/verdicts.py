"""Core: what the camera sees of a paper, in words for the resident."""

from cloud_seat.contract.text import Text
from devices.camera.card_words import SENTENCES as CARD_SENTENCES

VERDICTS: dict[str, Text] = {
    "": Text(zh="正在看材料…", en="Looking…"),
    "no_page": Text(zh="把纸平放在托板上，四角露出来即可", en="Lay the paper flat with all four corners in view"),
    "cut_corner": Text(zh="有一个角没拍到，请往中间挪一挪", en="A corner is cut off; please move it to the middle"),
    "two_pages": Text(zh="请一次只放一张", en="One sheet at a time, please"),
    "finger": Text(zh="手指挡住了纸，请把手拿开", en="Something covers the paper; please take your hand away"),
    "too_dark": Text(zh="光线太暗，请别遮住灯", en="It is too dark; please do not stand in the light"),
    "blurred": Text(zh="有点糊，请放平、别动", en="A little blurred; lay it flat and keep still"),
    "glare": Text(zh="反光了，请换个角度", en="There is glare; turn it a little"),
    "moving": Text(zh="请别动", en="Please keep still"),
    "same_sheet": Text(
        zh="这张拍过了。请换上下一页，或挪一挪再放好",
        en="This sheet is taken. Lay down the next, or move it and let go",
    ),
    "whole_desk": Text(
        zh="没找到纸边，整个台面都拍下了，请看清不清楚",
        en="No edges found, so the whole desk was taken; please check it",
    ),
    **{str(word): Text(**said) for word, said in CARD_SENTENCES.items()},
    "phone_opening": Text(zh="正在准备二维码…", en="Preparing the code…"),
    "phone_ready": Text(zh="请用手机扫这个码", en="Please scan this code with your phone"),
    "phone_seen": Text(zh="手机已打开，请在手机上拍照", en="Your phone is here; take the picture on it"),
    "picture_cut": Text(
        zh="好像没拍全，有一个角在外面。看不全就删掉重传",
        en="A corner seems to be cut off. If something is missing, send another",
    ),
    "picture_blurred": Text(
        zh="好像有点糊。看不清就删掉重传", en="It seems blurred. If it is hard to read, send another"
    ),
    "picture_dark": Text(zh="有点暗。看不清就删掉重传", en="It is rather dark. If it is hard to read, send another"),
    "picture_glare": Text(zh="有一块反光。看不清就删掉重传", en="There is glare. If it is hard to read, send another"),
    "good": Text(zh="很清楚，请别动 · 正在自动拍摄", en="Clear; keep still, taking the picture"),
    "busy": Text(zh="正在保存…", en="Saving…"),
    "not_kept": Text(
        zh="这一页没存好，请再拍一次，或请工作人员帮忙", en="This page was not saved; take it again or call an official"
    ),
    "no_room": Text(
        zh="本机快存满了，拍不了新的。可以先欠着这一份，或请工作人员帮忙。",
        en="The machine is nearly full: no new pictures. Bring it later or call an official.",
    ),
    "no_camera": Text(
        zh="高拍仪没有反应。可以先欠着这一份，或请工作人员帮忙。",
        en="The camera does not answer. Bring it later or call an official.",
    ),
}
