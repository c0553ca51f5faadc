"""Core: the words on a slip never change."""

from cloud_seat.contract.check_words import WORDS, check_words


def test_words_are_frozen_and_all_different() -> None:
    assert check_words("00" * 32) == "大米 大米 大米 大米"
    assert check_words("ff" * 32, en=True) == "whale whale whale whale"
    assert check_words("0420c4" + "0" * 58) == "小麦 苹果 香蕉 西瓜"
    assert len({word.zh for word in WORDS}) == len({word.en for word in WORDS}) == 64
