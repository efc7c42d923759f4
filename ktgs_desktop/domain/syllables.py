"""Whether a word can be a Vietnamese syllable: beginning, rhyme and tone that go together.

Vietnamese has some 160 rhymes, and its spelling leaves little to chance (c before a, k before e;
a rhyme on c, ch, p or t has sắc or nặng; a tone
stands over one letter of each rhyme). So a word of a wrong encoding hardly ever is one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RHYME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi
    om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uynh uyt uyu uyn ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu
    ưt ưu y yêm yên yêng yêt yêu ych ynh yt
"""
_RHYMES = frozenset(_RHYME_LIST.split())
_ONSETS = re.compile(r"(ngh|gi|qu|ch|gh|kh|ng|nh|ph|th|tr|[bcdđghklmnprstvx])?(.*)", re.DOTALL)
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_ACUTE, _DOT = "\u0301", "\u0323"
_STOPPED = ("c", "ch", "p", "t")
_EITHER = ("oa", "oe", "uy")
_BEFORE_FRONT = ("k", "gh", "ngh")
_BEFORE_BACK = ("c", "g", "ng")
_FRONT = ("e", "ê", "i", "y")
_BEFORE_BARE_Y = ("", "h", "k", "l", "m", "s", "t", "v", "qu")
_BEFORE_Y = ("", "qu")
_OF_QU = ("a", "ă", "â", "e", "ê", "i", "ô", "ơ", "y")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable.

    Args:
        word: the word, composed, in any case.
    """
    plain, tone, place = "", "", -1
    for letter in word.lower():
        base, *marks = list(unicodedata.normalize("NFD", letter))
        toned = [mark for mark in marks if mark in _TONES]
        if toned and tone:
            return False
        if toned:
            tone, place = toned[0], len(plain)
        plain += unicodedata.normalize(
            "NFC", base + "".join(mark for mark in marks if mark not in _TONES)
        )
    found = _ONSETS.fullmatch(plain)
    onset, rhyme = (found.group(1) or "", found.group(2)) if found else ("", "")
    if onset == "gi" and _fits("", "i" + rhyme, tone, place - 1):
        return True  # gì, gìn, giếng
    return _fits(onset, rhyme, tone, place - len(onset))


def _fits(onset: str, rhyme: str, tone: str, place: int) -> bool:
    if rhyme not in _RHYMES or (tone and place not in _tone_places(rhyme)):
        return False
    if rhyme.endswith(_STOPPED) and tone not in (_ACUTE, _DOT):
        return False
    front = rhyme.startswith(_FRONT)
    if (onset in _BEFORE_FRONT and not front) or (onset in _BEFORE_BACK and front):
        return False
    if onset == "qu" and not rhyme.startswith(_OF_QU):
        return False
    if rhyme.startswith("y"):
        return onset in (_BEFORE_BARE_Y if rhyme == "y" else _BEFORE_Y)
    return True


def _tone_places(rhyme: str) -> tuple[int, ...]:
    """Over which letters of a rhyme its tone may stand: hoà and hòa are both written."""
    vowels = len(rhyme.rstrip("bcdghklmnpqrstvx"))
    shaped = [place for place in range(vowels) if rhyme[place] in "ăâêôơư"]
    if shaped:
        return (shaped[-1],)
    if vowels < len(rhyme):
        return (vowels - 1,)
    if rhyme in _EITHER:
        return (0, 1)
    return (1,) if vowels == len("oai") else (0,)
