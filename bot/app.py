"""The composition root: builds the bot from its settings and its record, and runs it from opening to closing."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from telegram import Update

from bot.article_fetch import ArticleFetcher
from bot.chat.addressing import Me, addressed, is_private
from bot.chat.asking import Asking
from bot.chat.handlers import ALLOWED_UPDATES, Conversing, register
from bot.chat.notes import Notes, Preferences
from bot.chat.posting import Apologies
from bot.chat.snapshot import Record
from bot.editing.access import EditingServices
from bot.editing.handlers import Editing, keep_circulating
from bot.editing.update import put_up as publish_menu
from bot.health import Health, Metrics
from bot.menus import put_up
from bot.settings import Settings, SettingsError
from bot.telegram.application import IpjangApplication, build_application
from bot.telegram.rate_limits import Sending
from bot.telegram.service import Service
from bot.telling.following import Following, telegram_teller
from bot.telling.outbox import Teller
from bot.telling.reports import Reporting
from bot.telling.subscriptions import FollowedTeams, Subscriptions
from bot.telling.told import ToldLog
from bot.upkeep import Beside, notify, upkeep
from knowledge.record.editor import Editor, utc_now

logger = logging.getLogger(__name__)

LAST_NOTICE = 1.0
"""Seconds that the notice which is being sent may take when the bot is stopped."""
STALE_SECONDS = 10.0
"""Facts that were not seen to be the newest for this long make the bot unready."""
OPEN_ADDRESS = (
    "%s is open to the network, so it tells no readiness and no metrics; BOT_LISTEN_METRICS gives them an address."
)
PRIVACY_NOTICE = (
    "Group privacy mode is on for @{bot}: in groups a plain @mention may not reach it, while /ask@{bot}, replies to it "
    "and inline mode always do. To have every mention, turn it off at @BotFather with /setprivacy, then take the bot "
    "out of the group and add it again."
)


@dataclass(frozen=True, slots=True)
class App:
    """One bot, built."""

    settings: Settings
    record: Record
    application: IpjangApplication
    conversing: Conversing
    sending: Sending
    metrics: Metrics
    health: Health
    services: EditingServices
    followed: FollowedTeams
    teller: Teller

    @classmethod
    def build(cls, settings: Settings, record: Record) -> "App":
        """A bot for this record; raises SettingsError where the settings hold no token."""
        if settings.token is None:
            raise SettingsError("BOT_TOKEN is not set: get a token from @BotFather.")
        metrics, store = Metrics(), record.store
        sending = Sending(settings.send_rate, traffic=metrics, migrated=store.chats.move)
        token = settings.token.get_secret_value()
        application = build_application(token, api_url=settings.api_url, limiter=sending)
        preferences = Preferences(store.chats, settings.language)
        asking, settle = Asking(record, utc_now, settings.web_url), timedelta(seconds=settings.settle_seconds)
        followed = FollowedTeams(store.follows)
        subscriptions = Subscriptions(asking, store.follows, followed, utc_now, settle, settings.quiet_hours)
        following = Following(subscriptions, preferences, frozenset(settings.owners))
        told = ToldLog(store.told, lambda: record.snapshot.facts, utc_now) if settings.remember_days else None
        reporting = Reporting(asking, preferences, token.encode(), frozenset(settings.owners))
        conversing = Conversing(asking, preferences, Notes(store, told), metrics.answer, following, reporting)
        register(application, conversing, store.chats)
        services = EditingServices(
            record=record,
            editor=Editor(store, undo_within=settle),
            owners=frozenset(settings.owners),
            language_of=preferences.language,
            clock=utc_now,
            default_language=settings.language,
            four_eyes=settings.four_eyes,
            fetcher=ArticleFetcher(settings.fetch_hosts) if settings.fetch_hosts else None,
        )
        Editing(services).install(application)
        teller = telegram_teller(subscriptions, record, application.bot, sending)
        return cls(settings, record, application, conversing, sending, metrics, Health(), services, followed, teller)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, and finish what is in hand.

        Raises TokenRefusedError, and OSError where the address of a webhook is taken.
        """
        self._watch()
        async with upkeep(self.record, self.conversing.notes, self.health, self.settings.remember_days) as beside:
            self._publish(beside)
            try:
                beside.start(self.followed.keep())
                await self._service(beside, stop).run(stop)
            finally:
                notify("STOPPING=1")
                await self.application.bot.hang_up()

    def _publish(self, beside: Beside) -> None:
        """Begin to serve the page and to post to the hooks, where the settings ask for it."""
        settings = self.settings
        if settings.web_listen is None and not settings.hooks:
            return
        import bot.web.server  # with jinja2 and the API: 4 MB that a bot without a page or hooks has no use for

        for each in bot.web.server.publications(self.record, settings, self._bot_name):
            beside.start(each)

    def _bot_name(self) -> str | None:
        """The bot's own name; None before Telegram has told it."""
        try:
            return self.application.bot.username
        except RuntimeError:
            return None

    def _service(self, beside: Beside, stop: asyncio.Event) -> Service:
        replicas, telling = self.record.store.replicas, None

        def opened(port: int | None) -> None:
            nonlocal telling
            beside.start(self._opened(port))
            beside.start(keep_circulating(self.services, self.application.bot))
            telling = beside.start(self.teller.run(stop))

        async def closing() -> None:
            """The notice that is being sent arrives, and is noted as sent."""
            if telling is not None:
                _, late = await asyncio.wait([telling], timeout=LAST_NOTICE)
                for each in late:
                    each.cancel()

        return Service(
            self.application,
            self.sending,
            self.settings,
            ALLOWED_UPDATES,
            notices=Apologies(self.application.bot, self.conversing.preferences),
            metrics=self.metrics,
            health=self.health,
            turn_of=replicas.turn,
            rows=self.record.store.waiting,
            is_for_bot=self._is_for_bot,
            leadership=replicas,
            opened=opened,
            closing=closing,
        )

    def _is_for_bot(self, update: Update) -> bool:
        """Whether an update may want an answer: not what people say to each other in a group."""
        message = update.message or update.edited_message
        if message is None or is_private(message):
            return True
        return addressed(message, Me(self.application.bot.id, self.application.bot.username)) is not None

    async def _opened(self, port: int | None) -> None:
        """Say that the bot is there, to those who run it and in Telegram's menus."""
        notify("READY=1")
        me = self.application.bot.bot
        logger.info("@%s answers", me.username)
        settings = self.settings
        if settings.listen_metrics is not None:
            logger.info("Health and metrics at %s", settings.listen_metrics)
        elif port is not None and settings.listen.is_loopback:
            logger.info("Health and metrics at %s:%d", settings.listen.host, port)
        elif port is not None:
            logger.info(OPEN_ADDRESS, settings.listen)
        if not me.can_read_all_group_messages:
            logger.warning(PRIVACY_NOTICE.format(bot=me.username))
        try:
            await put_up(self.application.bot, self.record.snapshot.facts, self.settings.language)
            await self._put_up_editors_menus()
        except Exception:  # nothing else would hear of it, and the bot answers as well without menus
            logger.exception("The menus could not be put up")

    async def _put_up_editors_menus(self) -> None:
        """Give every owner and editor the menu; who has never written to the bot gets it with the first command."""
        for user in sorted(await self.services.everybody()):
            await publish_menu(self.application.bot, self.services, user)

    def _watch(self) -> None:
        """Show the state of the record to those who run the bot."""
        self.health.checks["facts"] = lambda: "they may be out of date" if self.record.age > STALE_SECONDS else None
        self.metrics.watch("facts_version", "The record's version in memory.", lambda: self._facts_version)
        self.metrics.watch("last_statement_timestamp_seconds", "The newest day on record.", self._last_statement)

    @property
    def _facts_version(self) -> int:
        return self.record.snapshot.facts.version

    def _last_statement(self) -> float:
        facts = self.record.snapshot.facts
        return datetime.combine(facts.last_day, time.max, facts.zone).timestamp() if facts.last_day else 0.0
