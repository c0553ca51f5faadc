"""Core: four words that stand for a case's content: on the resident's slip, and the same on the desk.

Two people compare them by telephone. A number may have been given twice by a disk that was put back; the words cannot
be the same for two contents but by a chance of 1 in 16 million.
"""

from cloud_seat.contract.text import Text

_ZH = (
    "大米 小麦 苹果 香蕉 西瓜 葡萄 白菜 萝卜 豆腐 鸡蛋 牛奶 面包 茶叶 蜂蜜 花生 核桃 "
    "火车 飞机 轮船 单车 马路 大桥 学校 医院 公园 邮局 书店 球场 灯塔 风车 钟楼 水井 "
    "太阳 月亮 星星 白云 彩虹 雪花 春雨 大海 高山 小河 森林 草地 沙滩 瀑布 竹林 荷花 "
    "老虎 大象 熊猫 白兔 山羊 黄牛 骏马 金鱼 燕子 孔雀 蜜蜂 蝴蝶 青蛙 乌龟 松鼠 鲸鱼"
)
_EN = (
    "rice wheat apple banana melon grape cabbage radish tofu egg milk bread tea honey peanut walnut "
    "train plane ship bicycle road bridge school hospital park post bookshop pitch lighthouse windmill tower well "
    "sun moon star cloud rainbow snow rain sea mountain river forest meadow beach waterfall bamboo lotus "
    "tiger elephant panda rabbit goat ox horse goldfish swallow peacock bee butterfly frog turtle squirrel whale"
)
WORDS = tuple(Text(zh=zh, en=en) for zh, en in zip(_ZH.split(), _EN.split(), strict=True))
"""64 words: six bits each. Never changes: slips are kept for years."""
_BITS, _COUNT = 6, 4


def check_words(manifest_sha256: str, *, en: bool = False) -> str:
    """From the hash of the frozen manifest, hex: "大米 火车 太阳 老虎"."""
    bits = int(manifest_sha256[: _BITS * _COUNT // 4], 16)
    chosen = [WORDS[bits >> _BITS * place & 63] for place in reversed(range(_COUNT))]
    return " ".join(word.en if en else word.zh for word in chosen)
