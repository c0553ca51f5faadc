"""Core: words that found nothing, made fit to be kept: no numbers, no names, nothing that could be of one person."""

import re
import unicodedata

LONGEST = 12
"""Letters kept: the name of a matter is shorter, a whole story is not."""

_NUMBERS = re.compile("[0-9]|[〇零一二三四五六七八九十百千万]{4,}")
_PERSONAL = re.compile("我叫|姓名|名字是|电话|手机|住在|地址|身份证号|微信")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱"
    "侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤欧冼麦区关"
)
_NAME = re.compile(f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
"""Two or three characters that begin with a surname may be somebody: a word lost weighs less than a name kept."""


def anonymous(words: str) -> str:
    """The words, or nothing. A number anywhere may be an ID, a phone or a house: then none of it is kept."""
    folded = unicodedata.normalize("NFKC", words)
    if _NUMBERS.search(folded) or _PERSONAL.search(folded):
        return ""
    letters = "".join(letter for letter in folded if letter.isalpha() or letter == " ").strip()
    return letters if 2 <= len(letters) <= LONGEST and not _NAME.fullmatch(letters) else ""
