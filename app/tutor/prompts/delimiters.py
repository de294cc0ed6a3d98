"""Puts what learners wrote between delimiters that it cannot close, imitate or hide behind.

Servers of open models put messages into a chat template and read the template's own marks
(`<|im_end|>`, `<end_of_turn>`, `[INST]`) wherever they stand, so these are taken apart as well.
"""

import re
from typing import Final

MESSAGE_TAG: Final = "learner_message"

# `<3` and `ㅇ<-<` are left as they are: only what could begin a tag or a template's mark is one.
_OPENS_A_TAG: Final = re.compile(r"[<＜﹤](?=\s*[/|<!?＜﹤／A-Za-zＡ-Ｚａ-ｚ_])")
_TEMPLATE_MARK: Final = re.compile(
    r"\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS)\])", re.IGNORECASE
)
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# Direction marks and letters nobody sees: a way to write to the model past everybody's eyes.
# The same letters spell the flags of regions, after a black flag.
_UNSEEN: Final = re.compile(
    r"(\U0001f3f4[\U000e0020-\U000e007f]+)|[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
_ATTRIBUTE_LENGTH: Final = 40


def neutral(text: str) -> str:
    """Return the text with everything taken apart that a model's server may take for structure.

    `<` before a letter, `/`, `|` and the like becomes `‹`; control characters become spaces, line
    ends stay; letters that cannot be seen go. Anything else stays as it is.
    """
    text = _UNSEEN.sub(lambda match: match.group(1) or "", text)
    text = _CONTROL.sub(" ", text)
    return _TEMPLATE_MARK.sub("［", _OPENS_A_TAG.sub("‹", text))


def delimited(tag: str, text: str, **attributes: str) -> str:
    """Return the text between `<tag>` and `</tag>`, on lines of its own.

    Attributes are what learners chose too (a name): one line, without quotation marks, of at most
    40 characters; empty ones are left out.
    """
    written = "".join(
        f' {name}="{cleaned}"'
        for name, value in attributes.items()
        if (cleaned := _attribute(value))
    )
    return f"<{tag}{written}>\n{neutral(text)}\n</{tag}>"


def _attribute(value: str) -> str:
    cleaned = neutral(value).replace("\n", " ").replace('"', "").replace(">", "")
    return cleaned.strip()[:_ATTRIBUTE_LENGTH]
