"""The offline tutor's reply, in character, from a hand-written script."""

from random import Random

from app.tutor.offline.composition import Composition
from app.tutor.offline.context import ScriptContext
from app.tutor.offline.safety import help_lines, help_lines_again
from app.tutor.offline.said import Act, Said
from app.tutor.offline.thread import read_thread
from app.tutor.offline.topic import recognise


def reply(context: ScriptContext, random: Random) -> str:
    """Return the persona's next message: one to three sentences, two at most to a beginner.

    Signs of self-harm end the play: the answer is then the help lines, out of role, and the next
    message is met gently too. Pure: the same context and the same state of `random` give the
    same reply.

    Raises:
        KeyError: the persona is unknown.
        app.korean.AnalyserNotLoadedError: the analyser has not been loaded.

    """
    said = recognise(context.text, context.scene)
    if said.act is Act.DISTRESS:
        return help_lines()
    thread = read_thread(context.exchanges, context.scene)
    if thread.distressed:
        return help_lines_again()
    return Composition(context, said, thread, random).compose()


def disclose(context: ScriptContext, random: Random) -> str:
    """Return what the persona says of itself unasked: that it is an AI, here the offline tutor."""
    thread = read_thread(context.exchanges, context.scene)
    return Composition(context, Said(Act.AI_QUESTION), thread, random).compose()
