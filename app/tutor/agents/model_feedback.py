"""The Intimacy agent: a model's feedback where the engine agrees, else the engine's own."""

from app.tutor.agents.asking import Asking
from app.tutor.agents.drafts import FeedbackDraft
from app.tutor.agents.engine_answers import feedback_of_engine, normalised, read
from app.tutor.agents.feedback_check import check_feedback
from app.tutor.agents.observing import FEEDBACK
from app.tutor.answers import Conversation, FeedbackAnswer, Origin
from app.tutor.closeness import closeness_of
from app.tutor.ports import RoomMessage
from app.tutor.prompts import feedback_messages


async def model_feedback(
    asking: Asking, conversation: Conversation, message: RoomMessage
) -> FeedbackAnswer:
    """Return feedback on the message; a message without Korean is not worth a model's time."""
    facts, text = conversation.facts, normalised(message)
    reading, judgement = read(facts, text)
    if not reading.korean:
        return feedback_of_engine(facts, reading, judgement, Origin("engine", "verified"))
    closeness = closeness_of(facts.persona, facts.closeness)
    answer = await asking.ask(
        FEEDBACK,
        conversation,
        feedback_messages(
            persona=facts.persona,
            closeness=facts.closeness,
            reading=reading,
            judgement=judgement,
            exchanges=conversation.exchanges,
            text=text,
        ),
        FeedbackDraft,
        lambda draft: check_feedback(draft, text, judgement, closeness.relation),
    )
    if answer is None:
        replaced = asking.origin(FEEDBACK, "engine", "replaced")
        return feedback_of_engine(facts, reading, judgement, replaced)
    checked, origin = answer
    return FeedbackAnswer(
        status=checked.status,
        target=closeness.target.value,
        detected=reading.style.value,
        corrected=checked.corrected,
        edits=checked.edits,
        feedback_en=checked.feedback_en,
        feedback_ko=checked.feedback_ko,
        origin=origin,
    )
