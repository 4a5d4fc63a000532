"""/statements, /audit and /editors, and turning their pages."""

from bot.editing.lines import Slip, SlipCode
from bot.editing.listing_views import ENTRIES_PER_PAGE, audit_page, page_count, statement_page
from bot.editing.offers import READING, AuditPages, StatementPages, keep
from bot.editing.office import signature
from bot.editing.refusing import who
from bot.editing.statement_commands import rest_of, usage
from bot.editing.step_views import mistake
from bot.editing.tokens import press_data
from bot.editing.visit import Visit
from bot.i18n.editing import editing_lists, editing_steps
from bot.messages.answers import phrases
from bot.rendering.answers import name
from bot.rendering.reply import Button, Reply, bold, escape, split


async def statements(visit: Visit) -> None:
    """`/statements TEAM`."""
    typed, desk = rest_of(visit).strip(), visit.desk()
    if not typed:
        await usage(visit, "statements")
        return
    teams = desk.teams_for(typed)
    if len(teams) != 1:
        code = SlipCode.TEAM_UNCLEAR if teams else SlipCode.TEAM_UNKNOWN
        slip = Slip(code=code, key="team", text=typed, options=tuple(team.id for team in teams))
        await visit.say(Reply(parts=(escape(mistake(slip, desk, visit.language)),)))
        return
    pages = StatementPages(team=teams[0].id)
    token = await keep(visit, pages, lasting=READING)
    await show_statements(visit, pages, token, 0)


async def show_statements(visit: Visit, pages: StatementPages, token: str, page: int) -> bool:
    """Show one page; false where there is no such page any more."""
    desk = visit.desk()
    if pages.team not in desk.facts.teams or not 0 <= page < page_count(pages.team, desk.facts):
        return False
    around = (page - 1 if page > 0 else None, page + 1 if page + 1 < page_count(pages.team, desk.facts) else None)
    parts = split(statement_page(pages.team, page, desk, visit.language))
    await visit.say(Reply(parts=parts, buttons=_turning(visit, token, *around)))
    return True


async def audit(visit: Visit) -> None:
    """`/audit`, `/audit TEAM`, `/audit USER_ID`."""
    typed = rest_of(visit).strip()
    if typed.isdigit():
        pages = AuditPages(by=signature(int(typed)))
    elif typed:
        teams = visit.desk().teams_for(typed)
        if len(teams) != 1:
            slip = Slip(code=SlipCode.TEAM_UNKNOWN, key="team", text=typed, options=tuple(team.id for team in teams))
            await visit.say(Reply(parts=(escape(mistake(slip, visit.desk(), visit.language)),)))
            return
        pages = AuditPages(team=teams[0].id)
    else:
        pages = AuditPages()
    token = await keep(visit, pages, lasting=READING)
    await show_audit(visit, pages, token, 0)


async def show_audit(visit: Visit, pages: AuditPages, token: str, page: int) -> bool:
    """Show one page; false where there is no such page."""
    if not 0 <= page < len(pages.starts):
        return False
    start, trail = pages.starts[page], visit.office.store.audit
    found = await trail.page(team=pages.team, by=pages.by, before=start, size=ENTRIES_PER_PAGE + 1)
    entries, is_last = found[:ENTRIES_PER_PAGE], len(found) <= ENTRIES_PER_PAGE
    if not is_last and page + 1 == len(pages.starts):
        # Where the next page begins is kept: entries that are added meanwhile do not move it.
        further = pages.model_copy(update={"starts": (*pages.starts, entries[-1].number)})
        await keep(visit, further, lasting=READING, token=token)
    parts = split(audit_page(entries, _subject(pages, visit), visit.desk(), visit.language))
    around = (page - 1 if page > 0 else None, None if is_last else page + 1)
    await visit.say(Reply(parts=parts, buttons=_turning(visit, token, *around)))
    return True


async def editors(visit: Visit) -> None:
    """`/editors`: the owners of the settings, and everyone who was granted."""
    said, desk = editing_lists(visit.language), visit.desk()
    owners, granted = sorted(visit.office.owners), await visit.office.store.editors.all()
    lines = [bold(said.editors(len(set(owners) | {each.user for each in granted})))]
    lines += [escape(said.owner(owner)) for owner in owners]
    for each in granted:
        day = phrases(visit.language).day(desk.day_of(each.granted_at), desk.today)
        lines.append(escape(said.editor(each.user, who(each.granted_by), day)))
    await visit.say(Reply(parts=split([lines])))


def _subject(pages: AuditPages, visit: Visit) -> str | None:
    teams = visit.desk().facts.teams
    if pages.team is not None and pages.team in teams:
        return name(teams[pages.team], visit.language)
    return who(pages.by) if pages.by is not None else None


def _turning(visit: Visit, token: str, newer: int | None, older: int | None) -> tuple[tuple[Button, ...], ...]:
    said = editing_steps(visit.language)
    turns = (("newer", newer), ("older", older))
    row = tuple(
        Button(label=said.button(verb), data=press_data(token, f"p{page}")) for verb, page in turns if page is not None
    )
    return (row,) if row else ()
