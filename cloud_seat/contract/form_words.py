"""Core: what can be wrong with a form that somebody wrote, in words, by a stable code."""

import re

import msgspec

from cloud_seat.contract.text import Text

_SAID = {
    "too_large": ("太大了，最多 {0} kB", "too large: {0} kB at most"),
    "not_json": ("第 {0} 行第 {1} 个字起不是 JSON，请看逗号、引号和括号", "not JSON from line {0}, character {1}"),
    "too_deep": ("括号套得太深", "nested too deeply"),
    "no_text": ("里面有不是文字的内容（要用 UTF-8）", "contains what is no text (UTF-8 is needed)"),
    "twice": ("“{0}”出现了两次", "“{0}” stands twice"),
    "bad_number": ("有数太大，或不是数", "a number is too large, or is none"),
    "no_object": ("整张表要写成 {{…}}", "the form must be an object {{…}}"),
    "lacks": ("这里少了“{0}”", "“{0}” is missing here"),
    "kind": ("这里要写{0}", "this must be {1}"),
    "malformed": ("这里的写法不对", "this cannot be read: {0}"),
    "stranger": ("没有“{0}”这个名称，是不是写错了", "“{0}” means nothing here: a slip?"),
    "too_many": ("最多 {0} 个，现在 {1} 个", "{0} at most, here are {1}"),
    "empty": ("还没有任何要填的项", "nothing is asked yet"),
    "unwritten": ("还没有写", "not written yet"),
    "too_long": ("太长了，最多 {0} 个字，现在 {1} 个", "too long: {0} characters at most, here are {1}"),
    "unseen": ("有换行或看不见的字符", "contains line breaks or characters that cannot be seen"),
    "keyword": ("不能用“{0}”", "“{0}” cannot be used"),
    "must": ("{0} 要是 {1}", "{0} must be {1}"),
    "one_of": ("{0} 只能是：{1}", "{0} can only be: {1}"),
    "items": ("items 要写成 type 是 object 的一组", "items must be of type object"),
    "required": ("required 里只能写 properties 里有的名称", "required may only name what properties has"),
    "name": ("名称“{0}”只能用小写字母、数字和 _，字母开头", "“{0}”: lower-case letters, digits and _ only"),
    "no_property": ("schema 的 properties 里没有“{0}”", "properties of the schema has no “{0}”"),
    "not_asked": ("“{0}”没有任何一页问到", "“{0}” is asked on no page"),
    "shown_required": (
        "有显示条件的项不能放进 required：请改用 required_if_shown",
        "with a condition it cannot stand in required: use required_if_shown",
    ),
    "always_required": ("没有显示条件，必填要写在 required 里", "without a condition, required is the place for it"),
    "no_error": ("要写一句填错时的话（error）", "a sentence for a wrong answer (error) is needed"),
    "readonly": (
        "只有从身份证读出的项能设 readonly，不然没有人能填",
        "readonly is for what the card tells: nobody could fill it in",
    ),
    "card_open": ("从身份证读出的项要设 readonly", "what the card tells must be readonly"),
    "card_row": ("一组里的项不能从身份证填", "a field of a group is not filled from the card"),
    "group": ("只有 group 有 fields 和 one，而且都要有", "a group, and only a group, has fields and one"),
    "group_in_group": ("一组里不能再有一组", "a group holds no group"),
    "options": ("选项要和 schema 的 enum 一样、顺序也一样：{0}", "not those of enum, in its order: {0}"),
    "choice": ("choice 要有选项，别的没有选项", "a choice has options, nothing else has"),
    "address": (
        "address 在 schema 里要有 region、code、detail 三项文字",
        "in the schema, address has the texts region, code and detail",
    ),
    "day": ("要写日期，或 today、today-18y", "must be a date, or today, today-18y"),
    "days": ("日期的范围不对：{0} 到 {1}", "the range of days is wrong: {0} to {1}"),
    "paper_once": ("“{0}”在纸上要正好有一次", "“{0}” must stand on paper just once"),
    "paper_row": ("一行放一项或两项，一组要单独一行", "one or two fields a row; a group stands alone"),
    "no_field": ("没有“{0}”这一项", "there is no field “{0}”"),
    "condition_long": ("条件太长或循环太多（最多 {0} 个字、{1} 个循环）", "too long, or loops too often"),
    "condition": ("条件有错，算不出来：{0}", "the condition cannot be worked out: {0}"),
    "not_bool": ("条件的结果要是 true 或 false", "the condition must be true or false"),
    "not_before": ("条件里的“{0}”前面没有问到", "“{0}” in the condition was not asked before it"),
    "package": ("和一件事合不起来：{0}", "it does not fit into a package: {0}"),
    "needed": ("“{0}”要用到“{1}”这一项，不能没有", "“{0}” depends on “{1}”: it must stay"),
}  # fmt: skip
_STEPS = {
    "ui": ("", ""),
    "pages": ("第 {0} 页", "page {0}"),
    "fields": ("第 {0} 项", "field {0}"),
    "choices": ("第 {0} 个选项", "option {0}"),
    "rules": ("第 {0} 条规则", "rule {0}"),
    "promises": ("第 {0} 条承诺", "promise {0}"),
    "rows": ("第 {0} 行", "row {0}"),
    "print": ("打印", "paper"),
    "schema": ("数据格式 schema", "schema"),
    "title": ("标题", "title"),
    "label": ("名称", "label"),
    "help": ("提示", "help"),
    "why": ("为什么问", "why"),
    "hint": ("说明", "hint"),
    "error": ("填错时的话", "sentence for a wrong answer"),
    "message": ("规则的话", "sentence of the rule"),
    "text": ("正文", "text"),
    "show_if": ("显示条件", "condition"),
    "check": ("规则条件", "condition of the rule"),
    "zh": ("中文", "Chinese"),
    "en": ("英文", "English"),
}
_ALL_OF = re.compile(r"第 \{0\} [个条]?")
_LONGEST_QUOTE = 120


class Fault(msgspec.Struct, frozen=True):
    """`at`: the place as steps, `ui.pages.0.fields.2.label`; empty: the whole. `place`: the same in words."""

    at: str
    place: Text
    text: Text


def fault(at: str, code: str, *names: object) -> Fault:
    """At that place. `names`: what the sentence quotes."""
    zh, en = _SAID[code]
    quoted = [str(name)[:_LONGEST_QUOTE] for name in names]
    return Fault(at, place_words(at), Text(zh=zh.format(*quoted), en=en.format(*quoted)))


def place_words(at: str) -> Text:
    """`ui.pages.0.fields.2.label` → 第 1 页 · 第 3 项 · 名称."""
    told, steps = list[tuple[str, str]](), at.split(".") if at else []
    for step, after in zip(steps, [*steps, ""][1:], strict=True):
        if step.isdigit():
            continue
        zh, en = _STEPS.get(step, (step[:40], step[:40]))
        number = str(int(after) + 1) if after.isdigit() and after.isascii() else ""
        zh = zh.replace("{0}", number) if number else _ALL_OF.sub("", zh)
        told.append((zh, en.replace("{0}", number).strip()))
    shown = [one for one in told if one[0]]
    zh, en = " · ".join(one[0] for one in shown), ", ".join(one[1] for one in shown)
    return Text(zh=zh or "整张表", en=en or "whole form")
