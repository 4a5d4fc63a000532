"""Links from answers to the public page, and from the page into the bot (pure)."""

from bot.messages.web import web_text
from bot.reply import Button, Reply
from knowledge.answer import Answer, HistoryAnswer, OverviewAnswer, StanceAnswer
from knowledge.fields import Language


def board_path(programme: str, language: Language) -> str:
    """The path of the board: `/p/dokpamo/`, `/en/p/dokpamo/`."""
    return f"{'/en' if language == 'en' else ''}/p/{programme}/"


def team_path(programme: str, team: str, language: Language) -> str:
    """The path of a team's page: `/p/dokpamo/kakao`."""
    return board_path(programme, language) + team


def with_page(reply: Reply, answer: Answer, programme: str, root: str | None) -> Reply:
    """The reply with a button that opens the page of what it tells; as it is where there is no page of that."""
    path = None if root is None else _path(answer, programme)
    if path is None:
        return reply
    button = Button(label=web_text(answer.language).button, url=f"{root}{path}")
    return reply.model_copy(update={"buttons": (*reply.buttons, (button,))})


def _path(answer: Answer, programme: str) -> str | None:
    match answer:
        case StanceAnswer(standings=(one,)):
            return team_path(programme, one.team.id, answer.language)
        case HistoryAnswer(teams=(one,)):
            return team_path(programme, one.id, answer.language)
        case OverviewAnswer():
            return board_path(programme, answer.language)
        case _:
            return None
