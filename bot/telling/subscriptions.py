"""What a place asks to be told, by commands, sentences and buttons: the same in Telegram and in the terminal."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.chat.asking import Asking
from bot.menus import example_team
from bot.messages.answers import phrases
from bot.messages.dates import written_span
from bot.messages.telling import Telling, telling
from bot.rendering.keyboards import ButtonVerb, Press, both_scripts, rows
from bot.rendering.reply import Button, Reply, bold, escape, plain, split
from bot.telling.schedule import QUIET_OFF, Digest, is_off, next_digest, quiet_until, read_digest, read_quiet
from knowledge.errors import StoreError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.follow_requests import FollowRequest, follow_request, is_every_team
from knowledge.model import Team
from knowledge.storage.follows import EVERY_TEAM, MOST_FOLLOWS, Follows, Place, Subscriber

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 10.0
"""Between two looks at what other processes were asked to tell."""
ON_WORDS = frozenset({"on", "켜기", "켜줘", "켬"})
LISTED = 8
"""Teams that each get a button to stop below the list of those followed."""


class FollowCommand(StrEnum):
    """The commands of those who want to be told."""

    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    FOLLOWING = "following"
    DIGEST = "digest"
    QUIET = "quiet"
    CORRECTIONS = "corrections"


FOLLOW_COMMANDS = frozenset(map(str, FollowCommand))
FOLLOW_VERBS = frozenset({ButtonVerb.FOLLOW, ButtonVerb.UNFOLLOW, ButtonVerb.REPORTS})


@dataclass(slots=True)
class FollowedTeams:
    """What every place follows, in memory, so that an answer shows the right button without waiting for a database."""

    follows: Follows
    paused: frozenset[int] = frozenset()
    """Chats that refuse messages."""
    _followed: Mapping[Place, Mapping[str, bool]] = field(default_factory=dict)
    _state: tuple[object, ...] = ()

    def has(self, place: Place, team: str) -> bool:
        """True if the place is told of this team."""
        followed = self._followed.get(place)
        return followed is not None and not followed.get(team, EVERY_TEAM not in followed or followed[EVERY_TEAM])

    def of(self, place: Place) -> Mapping[str, bool]:
        """What a place follows: team -> whether it is muted."""
        return self._followed.get(place, {})

    async def refresh(self, *, moved: bool = False) -> None:
        """Read again where anybody has followed or stopped, or it is known to have `moved`; raises StoreError."""
        self.paused = await self.follows.paused()
        state = await self.follows.state()
        if moved or state != self._state:
            self._followed, self._state = await self.follows.all(), state

    async def keep(self) -> None:
        """Refresh for as long as it runs."""
        while True:
            try:
                await self.refresh()
            except StoreError as error:
                logger.debug("who follows whom cannot be read: %s", error)
            await asyncio.sleep(REFRESH_SECONDS)


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Carries out what somebody who may decide for a place asks for."""

    asking: Asking
    follows: Follows
    followed: FollowedTeams
    clock: Callable[[], datetime]
    settle: timedelta = timedelta(minutes=10)
    quiet: str = QUIET_OFF

    @property
    def _facts(self) -> Facts:
        return self.asking.snapshot.facts

    async def command(self, command: FollowCommand, rest: str, place: Place, language: Language) -> Reply:
        """The reply to a command that was carried out; raises StoreError where it could not be."""
        match command:
            case FollowCommand.FOLLOW:
                teams = self._teams(rest)
                return await self.follow(teams, place, language) if teams else self._not_a_team(rest, language)
            case FollowCommand.UNFOLLOW:
                teams = self._teams(rest)
                return await self.unfollow(teams, place, language) if teams else self._not_a_team(rest, language)
            case FollowCommand.FOLLOWING:
                return await self.following(place, language)
            case FollowCommand.QUIET:
                return await self._quiet(rest, place, language)
            case FollowCommand.DIGEST:
                return await self.digest(rest, place, language)
            case FollowCommand.CORRECTIONS:
                return await self._corrections(rest, place, language)

    def _teams(self, rest: str) -> Sequence[str]:
        """The teams that are named; EVERY_TEAM where none is, or all are; nothing where the name is no team's."""
        if not rest.strip() or is_every_team(rest):
            return (EVERY_TEAM,)
        return tuple(dict.fromkeys(each.team for each in self.asking.snapshot.index.find(rest).mentions))

    def _not_a_team(self, rest: str, language: Language) -> Reply:
        near = self.asking.snapshot.index.find(rest).candidates
        said = telling(language)
        found = [self._facts.teams[each.team] for each in near]
        buttons = tuple(
            (_button(f"{both_scripts(each)} · {said.follow()}", ButtonVerb.FOLLOW, language, each.id),)
            for each in found
        )
        return Reply(parts=(escape(said.not_a_team(text=rest[:100])),), buttons=buttons)

    async def follow(self, teams: Sequence[str], place: Place, language: Language) -> Reply:
        """Follow at once, and say how one is told."""
        said = telling(language)
        if not await self.follows.add(place, teams, language, self.clock()):
            return Reply(parts=(escape(said.too_many(count=MOST_FOLLOWS)),))
        await self.followed.refresh(moved=True)
        first = said.following_all() if EVERY_TEAM in teams else said.following(team=self._names(teams, language))
        subscriber = await self._subscriber(place, language)
        lines = [bold(first), escape(self._settling(language)), escape(self._quiet_line(subscriber, language))]
        return Reply(
            parts=split([lines]), buttons=rows([*self._stops(teams, language), _reports(subscriber, language)])
        )

    async def unfollow(self, teams: Sequence[str], place: Place, language: Language) -> Reply:
        """Follow no longer, at once."""
        said = telling(language)
        await self.follows.remove(place, teams, self.clock())
        await self.followed.refresh(moved=True)
        if EVERY_TEAM in teams:
            return Reply(parts=(bold(said.stopped_all()),))
        text = said.stopped(team=self._names(teams, language))
        return Reply(parts=(bold(text),), buttons=rows(self._starts(teams, language)))

    async def following(self, place: Place, language: Language) -> Reply:
        """Whom the place follows, and how it is told."""
        said, subscriber = telling(language), await self._subscriber(place, language)
        followed = self.followed.of(place)
        told = [team for team, muted in followed.items() if not muted and team in self._facts.teams]
        muted = [team for team, muted in followed.items() if muted and team in self._facts.teams]
        lines, buttons = [], []
        if EVERY_TEAM in followed:
            lines.append(bold(said.list_all()))
            if muted:
                lines.append(escape(said.left_out(teams=self._names(muted, language))))
        elif told:
            lines.append(bold(said.list(count=len(told), teams=self._names(told, language))))
            if len(told) <= LISTED:
                named = ((said.stop_one(team=self._names([team], language)), team) for team in told)
                buttons = [_button(label, ButtonVerb.UNFOLLOW, language, team) for label, team in named]
        else:
            example = example_team(self._facts, language)
            lines.append(bold(said.nothing(team=self._name(example, language) if example else "…")))
        if followed:
            buttons += [_button(said.stop_all(), ButtonVerb.UNFOLLOW, language), _reports(subscriber, language)]
            lines.append(escape(said.reports_on() if subscriber.reports else said.reports_off()))
            lines.append(escape(self._settling(language)))
        else:
            buttons.append(_button(said.follow_all(), ButtonVerb.FOLLOW, language))
        lines += [escape(self._quiet_line(subscriber, language)), escape(self._digest_line(subscriber, language))]
        return Reply(parts=split([lines]), buttons=rows(buttons))

    async def _quiet(self, rest: str, place: Place, language: Language) -> Reply:
        """Quiet hours of this place; what waits meanwhile is sent at their end."""
        said, subscriber = telling(language), await self._subscriber(place, language)
        if rest.strip():
            quiet = read_quiet(rest)
            if quiet is None:
                return Reply(parts=(escape(said.quiet_usage()),))
            await self.follows.choose(place, language, quiet=quiet)
            now = self.clock()
            await self.follows.requiet(place, quiet_until(now, quiet, self._facts.zone) or now)
            subscriber = await self._subscriber(place, language)
            return Reply(parts=(bold(self._quiet_line(subscriber, language)),))
        return Reply(parts=split([[bold(self._quiet_line(subscriber, language)), escape(said.quiet_usage())]]))

    async def _corrections(self, rest: str, place: Place, language: Language) -> Reply:
        """Whether this chat is told where an answer that it was given is corrected."""
        said, word = telling(language), rest.strip().lower()
        if word and not is_off(word) and word not in ON_WORDS:
            return Reply(parts=(escape(said.corrections_usage()),))
        told = self.asking.record.store.told
        if word:
            await told.wants_corrections(place[0], wanted=not is_off(word))
        wanted = await told.are_corrections_wanted(place[0])
        return Reply(parts=(escape(said.corrections_on() if wanted else said.corrections_off()),))

    async def digest(self, rest: str, place: Place, language: Language) -> Reply:
        """When a place gets its digest."""
        said, subscriber = telling(language), await self._subscriber(place, language)
        if not rest.strip():
            return Reply(parts=split([[bold(self._digest_line(subscriber, language)), escape(said.digest_usage())]]))
        if is_off(rest):
            await self.follows.choose(place, language, digest=None, digest_due=None)
            return Reply(parts=(bold(said.no_digest()),))
        timing = read_digest(rest)
        if timing is None:
            return Reply(parts=(escape(said.digest_usage()),))
        due = next_digest(timing, self.clock().astimezone(UTC), self._facts.zone)
        await self.follows.choose(place, language, digest=str(timing), digest_due=due)
        return Reply(parts=(bold(self._digest_line(await self._subscriber(place, language), language)),))

    async def press(self, press: Press, place: Place) -> str:
        """Carry out a button, and give the words that the press is answered with; raises StoreError."""
        said, language = telling(press.language), press.language
        if press.verb is ButtonVerb.REPORTS:
            await self.follows.choose(place, language, reports=bool(press.page))
            return said.reports_on() if press.page else said.reports_off()
        teams = (press.subject or EVERY_TEAM,)
        carry_out = self.follow if press.verb is ButtonVerb.FOLLOW else self.unfollow
        reply = await carry_out(teams, place, language)
        return plain(reply.parts[0]).partition("\n")[0]

    def request(self, text: str, before: Callable[[], Sequence[str]] = tuple) -> FollowRequest | None:
        """What a sentence asks to be told of; without a name, of the teams that were asked about `before`."""
        found = follow_request(text, self.asking.snapshot.index.find)
        if found is None or found.teams or found.is_of_all:
            return found
        if self.asking.read(text).strangers:
            return None
        return found.model_copy(update={"teams": tuple(before())})

    def offer(self, wanted: FollowRequest, place: Place, language: Language) -> Reply:
        """A button for what a sentence asks for: nobody follows by a sentence that was misread."""
        said = telling(language)
        teams = wanted.teams or (EVERY_TEAM,)
        names = self._names(wanted.teams, language) if wanted.teams else said.every_team()
        text = (said.offer if wanted.starts else said.offer_stop)(team=names)
        buttons = (self._starts if wanted.starts else self._stops)(teams, language)
        if wanted.starts and all(self.followed.has(place, team) for team in teams):
            text = said.following(team=names)  # it is told of these already
            buttons = self._stops(teams, language)
        return Reply(parts=(bold(text),), buttons=rows(buttons))

    def marked(self, reply: Reply, place: Place) -> Reply:
        """The reply with the button to stop in the place of the one to follow, where the place follows the team."""
        if not self.followed.of(place) or not any(_follows(each) for row in reply.buttons for each in row):
            return reply
        buttons = tuple(tuple(self._marked(each, place) for each in row) for row in reply.buttons)
        return reply.model_copy(update={"buttons": buttons})

    def _marked(self, button: Button, place: Place) -> Button:
        press = _follows(button)
        return toggled(button) if press and press.subject and self.followed.has(place, press.subject) else button

    def _starts(self, teams: Sequence[str], language: Language) -> Iterable[Button]:
        return self._each(teams, language, ButtonVerb.FOLLOW)

    def _stops(self, teams: Sequence[str], language: Language) -> Iterable[Button]:
        return self._each(teams, language, ButtonVerb.UNFOLLOW)

    def _each(self, teams: Sequence[str], language: Language, verb: ButtonVerb) -> Iterable[Button]:
        said = telling(language)
        word = said.follow() if verb is ButtonVerb.FOLLOW else said.stop()
        for team in teams[:LISTED]:
            if team == EVERY_TEAM:
                yield _button(said.follow_all() if verb is ButtonVerb.FOLLOW else said.stop_all(), verb, language)
            else:
                label = word if len(teams) == 1 else f"{self._names([team], language)} · {word}"
                yield _button(label, verb, language, team)

    async def _subscriber(self, place: Place, language: Language) -> Subscriber:
        return await self.follows.subscriber(place) or Subscriber(*place, language)

    def _names(self, teams: Iterable[str], language: Language) -> str:
        return phrases(language).joined([self._name(self._facts.teams[team], language) for team in teams])

    def _name(self, team: Team, language: Language) -> str:
        return team.names.official(language)

    def _settling(self, language: Language) -> str:
        seconds, said = int(self.settle.total_seconds()), telling(language)
        span = written_span(seconds, language)
        return said.settle(span=span) if seconds else said.at_once()

    def _quiet_line(self, subscriber: Subscriber, language: Language) -> str:
        said, quiet = telling(language), subscriber.quiet or self.quiet
        if quiet == QUIET_OFF:
            return said.no_quiet()
        start, end = quiet.split("-")
        return said.quiet_now(start=start, end=end, zone=self._facts.programme.timezone)

    def _digest_line(self, subscriber: Subscriber, language: Language) -> str:
        said, timing = telling(language), read_digest(subscriber.digest or "")
        if timing is None:
            return said.no_digest()
        return said.digest_now(when=_when(timing, said), zone=self._facts.programme.timezone)


def _when(timing: Digest, said: Telling) -> str:
    clock = timing.at.strftime("%H:%M")
    if timing.weekday is None:
        return said.daily(clock=clock)
    return said.weekly(day=said.weekday(timing.weekday), clock=clock)


def toggled(button: Button) -> Button:
    """The button that takes this one's place once it was pressed: 알림 받기 <-> 알림 끄기."""
    press = Press.parse(button.data or "")
    if press is None:
        return button
    said = telling(press.language)
    if press.verb is ButtonVerb.REPORTS:
        label = said.without_reports() if press.page else said.with_reports()
        return Button(label=label, data=press.model_copy(update={"page": 1 - press.page}).data)
    if press.verb not in FOLLOW_VERBS:
        return button
    follows = press.verb is ButtonVerb.UNFOLLOW
    verb = ButtonVerb.FOLLOW if follows else ButtonVerb.UNFOLLOW
    one, every = (said.follow(), said.follow_all()) if follows else (said.stop(), said.stop_all())
    if press.subject is not None:  # the label may name the team as well
        label = button.label.replace(*((said.stop(), said.follow()) if follows else (said.follow(), said.stop())))
        one = label if label != button.label else one
    return Button(label=one if press.subject else every, data=press.model_copy(update={"verb": verb}).data)


def _follows(button: Button) -> Press | None:
    """The press of a button that follows; None for others."""
    press = Press.parse(button.data or "")
    return press if press is not None and press.verb is ButtonVerb.FOLLOW else None


def _reports(subscriber: Subscriber, language: Language) -> Button:
    said = telling(language)
    label = said.without_reports() if subscriber.reports else said.with_reports()
    return Button(
        label=label, data=Press(verb=ButtonVerb.REPORTS, language=language, page=0 if subscriber.reports else 1).data
    )


def _button(label: str, verb: ButtonVerb, language: Language, team: str | None = None) -> Button:
    return Button(label=label, data=Press(verb=verb, language=language, subject=team).data)
