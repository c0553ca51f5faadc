"""Core: passwords that whoever guesses tries first, though they are long: walks on the keyboard, pieces said again and
again, everyday words with figures behind, the office's own name and the account's. A short list of our own: collections
of leaked passwords cannot be fetched in a network without the internet, and nearly all in them are shorter than ours.
"""

import re

_WALKS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnmqwertyuiop",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
)
_EVERYDAY = """
password passw0rd p@ssword p@ssw0rd pass word admin administrator root user login welcome hello letmein secret
qwerty qwert asdf asdfgh zxcv zxcvbn abc abcd abcdef iloveyou love you dragon monkey football baseball sunshine
princess master shadow superman batman computer internet system test guest default change changeme me office
government public service china zhongguo guangzhou panyu guangdong beijing zhengwu xiaowu yunzuoxi yunchuangkou
kiosk seat hub woaini aini woaiwojia nihao mima denglu gongzuo zhengfu wangwei gzpy pygov gov cn com www
forever always happy family mother father baby angel money freedom summer winter spring autumn
"""
_WORDS = frozenset(_EVERYDAY.split())
_SWAPPED = str.maketrans("@$30!", "aseoi")
_FIGURES = re.compile(r"[0-9]+")
_SHORT = 5
"""Letters that are left when all that is guessed first is taken away: so few make no password."""
_WORDS_OF_A_SENTENCE = 4
"""So many different everyday words are one, and a good password."""


def is_guessable(password: str, user: str) -> bool:
    """Whether next to nothing is left without walks, repetitions, everyday words, figures and the account's name."""
    return any(_is_little(said, user.lower()) for said in (password.lower(), password.lower().translate(_SWAPPED)))


def _is_little(said: str, user: str) -> bool:
    plain = "".join(letter for letter in said if letter.isalnum())
    if _is_said_again(plain) or _is_walk(plain):
        return True
    left, words = _without(_without_walks(plain), _WORDS | {user})
    return plain.isascii() and len(_FIGURES.sub("", left)) < _SHORT and len(words) < _WORDS_OF_A_SENTENCE


def _is_said_again(plain: str) -> bool:
    """abcabcabcabc, 111111111111."""
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1))


def _is_walk(plain: str) -> bool:
    return any(plain in walk for walk in _WALKS)


def _without_walks(plain: str) -> str:
    for size in range(len(plain), 3, -1):
        for at in range(len(plain) - size + 1):
            if _is_walk(plain[at : at + size]):
                return _without_walks(plain[:at] + " " + plain[at + size :])
    return plain


def _without(plain: str, words: frozenset[str]) -> tuple[str, set[str]]:
    """What is left, and the words that were taken out of it, the longest first."""
    said = set[str]()
    for word in sorted(words, key=lambda one: (-len(one), one)):
        if len(word) > 2 and word in plain:
            said.add(word)
            plain = plain.replace(word, " ")
    return plain.replace(" ", ""), said
