"""What a class that plays networks in the plane gets of one server: `python -m benchmarks.plane_players`.

Starts a server of its own on this machine, so give it two quiet cores. Visitors without a browser open the page of
networks and ask for further epochs as its player does, each as soon as the last ones came; meanwhile another one opens
the page of losses again and again. Printed are the epochs a second that a visitor gets (median, least), what is sent to
him, and how long the other page takes.
"""

import asyncio
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.visitor import Visitor
from benchmarks.watchers import rerun
from playground.settings import data_directory
from tests.browser.conftest import Server

CLASSES = (1, 5, 30)
SECONDS = 20.0
AHEAD = 120
"""Epochs that a player wants to know at 60 a second."""
EVENTS = "$$STREAMLIT_INTERNAL_KEY_"


class Player(Visitor):
    """A visitor of the page of networks.

    Attributes:
        epochs: those that came.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url, "network", "part=network")
        self.element, self.fragment, self.branch, self.epochs = "", "", "", 0

    async def play(self, until: float) -> None:
        """Ask for further epochs whenever fewer than a player wants are ahead of one that shows 60 a second."""
        first = self.epochs
        self.sent = 0
        begin = time.perf_counter()
        while (now := time.perf_counter()) < until:
            shown = min(60 * (now - begin), self.epochs - first)
            if self.epochs - first - shown >= AHEAD:
                await asyncio.sleep(0.02)
                continue
            message = rerun(self.page, self.query, self.page_hash, self.fragment)
            value = {
                "branch": self.branch,
                "from": self.epochs + 1,
                "playing": True,
                "past": None,
                "reached": int(first + shown),
            }
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id = f"{EVENTS}{self.element}__events"
            widget.json_trigger_value = json.dumps([{"event": "more", "value": value}])
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = self.element, "{}"
            await self.send(message)
            await self.finish()

    def take(self, message: ForwardMsg) -> None:
        component = message.delta.new_element.bidi_component
        if component.component_name.rpartition(".")[2] != "network_player":
            return
        self.element, self.fragment = component.id, message.delta.fragment_id
        data = json.loads(component.json)
        epochs = data["epochs"]
        self.branch = data["branch"]
        self.epochs = max(self.epochs, epochs["from"] + len(epochs["train"]) - 1)


async def _measure(url: str, visitors: int) -> None:
    players = [Player(url) for _ in range(visitors)]
    for player in players:
        await player.open()
    before = [player.epochs for player in players]
    until = time.perf_counter() + SECONDS
    answers: list[float] = []

    async def others() -> None:
        while time.perf_counter() < until:
            answers.append(await Visitor(url, "losses").open())
            await asyncio.sleep(0.5)

    await asyncio.gather(others(), *(player.play(until) for player in players))
    rates = [(player.epochs - epochs) / SECONDS for player, epochs in zip(players, before, strict=True)]
    sent = statistics.median(player.sent for player in players) / SECONDS / 1000
    print(
        f"{visitors} playing: {statistics.median(rates):,.1f} epochs a second each (least {min(rates):,.1f}), "
        f"{sent:,.0f} kB a second; another page opens in {statistics.median(answers):,.2f} s "
        f"(longest of {len(answers)}: {max(answers):,.2f})",
        flush=True,
    )


def main() -> None:
    """Print one class a line."""
    print(f"cores: {os.cpu_count()}; wanted: 20 epochs a second for each of 30, other pages within 0.5 s")
    for visitors in CLASSES:
        with tempfile.TemporaryDirectory() as folder:
            server = Server(Path(folder), data_directory()).start()
            try:
                asyncio.run(_measure(server.url, visitors))
            finally:
                server.stop()


if __name__ == "__main__":
    main()
