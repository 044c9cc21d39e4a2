"""A name that would call another host or run code is text on every page that shows it, and no longer than may be."""

import re
from collections.abc import Iterator

import pytest
import torch
from playwright.sync_api import Page, expect

from playground.digits.datasets import load_digits
from playground.digits.datasets.own_images.collection import ImageCollection
from playground.digits.datasets.own_images.folder import keep
from playground.digits.training import TrainingConfig
from playground.markdown import JOINER, LONGEST
from playground.runs import schema
from playground.runs.store import RunStore
from tests.answered_run import write_run
from tests.browser.conftest import Server
from tests.digits.checkpoints.containers import torch_bytes
from tests.nasty_names import ELSEWHERE, HOSTILE
from tests.recorded_run import record_run

NAME = HOSTILE[: HOSTILE.index(" <script>")]
"""Its beginning, which a page has to show as it is."""

_SHOWN = """(beginning) => document.body.innerText.includes(beginning)
  && document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
  && !document.querySelector("[data-testid=stSkeleton], .plotly-figure:empty")"""

MADE_OF_IT = (
    f"[src*='{ELSEWHERE}'], [href*='{ELSEWHERE}'], [onerror], a[href^='javascript'], [style*='{ELSEWHERE}']"
)


@pytest.fixture
def called(page: Page) -> Iterator[list[str]]:
    """What ran or was asked of others because of a name."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if ELSEWHERE in request.url else None)
    page.on("dialog", lambda dialog: (found.append(dialog.message), dialog.dismiss()))
    yield found
    assert found == []


@pytest.fixture
def runs(server: Server, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Runs whose names no gate has seen, as an older version or another program wrote them; one learnt such classes."""
    monkeypatch.setenv("PLAYGROUND_HOME", str(server.home))
    store, digits = RunStore(server.home), load_digits("embedded")
    chosen = digits.test_labels < 2
    own = ImageCollection(
        digits.test_images[chosen].numpy(),
        digits.test_labels[chosen].numpy(),
        (f"0 {HOSTILE}", f"1 {HOSTILE}"),
    )
    made = [
        write_run(store, epochs=1, steps=2),
        write_run(store, epochs=1, steps=2),
        record_run(store, TrainingConfig(hidden=(8,), epochs=1), keep(own, HOSTILE)),
    ]
    for run in made:
        store.update(run.id, name=f"{run.number} {HOSTILE}", message=HOSTILE, warning=HOSTILE)
    deleted = write_run(store, epochs=1, steps=2)
    store.update(deleted.id, name=HOSTILE)
    store.delete(deleted.id)
    return [run.id for run in made]


def expect_text_alone(page: Page) -> None:
    """Nothing was made of the name, and what is shown of it is its characters."""
    page.wait_for_function(_SHOWN, arg=NAME[:9])
    made = page.locator(MADE_OF_IT).evaluate_all(
        "(all) => all.map((one) => one.parentElement.outerHTML.slice(0, 600))"
    )
    assert made == []
    text = page.locator("body").inner_text().replace(JOINER, "")
    assert NAME[:40] in text, text[:3000]
    assert not set("\u202e\x07") & set(text)
    assert max(map(len, re.findall("k+", text)), default=0) <= LONGEST
    assert "Traceback" not in text


@pytest.fixture
def sweep(server: Server, runs: list[str]) -> str:
    """A sweep whose runs failed with such words."""
    store = RunStore(server.home)
    rates = [0.001, 0.01]
    store.write(
        schema.sweeps.insert().values(id="5", number=1, axes={"learning_rate": rates}, created_at=1.0)
    )
    for rate in rates:
        config = TrainingConfig(hidden=(8,), epochs=1, learning_rate=rate)
        store.create(config, "embedded", HOSTILE, sweep="5", state="failed", message=f"{HOSTILE} {rate}")
    return "5"


def test_names_are_text_on_every_page(
    server: Server, page: Page, called: list[str], runs: list[str], sweep: str
) -> None:
    first, second, own = runs
    for view in (
        f"train?run={first}",
        f"train?run={own}",
        f"mistakes?run={first}",
        f"mistakes?run={own}",
        f"draw?model=run-{first}&look=networks",
        f"sweep?sweep={sweep}",
        f"compare?runs={first},{second},{own}",
    ):
        page.goto(f"{server.url}/{view}")
        expect_text_alone(page)
        for chart in page.locator(".plotly-figure").all()[:2]:
            chart.hover(force=True)  # its box names runs and classes
    expect_text_alone(page)
    rename(page, HOSTILE[:200])
    expect_text_alone(page)
    bring(page, HOSTILE)
    expect_text_alone(page)
    assert called == []


def rename(page: Page, name: str) -> None:
    """Give the run that is chosen on Compare another name."""
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_role("textbox", name="Name", exact=True).press("Enter")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_test_id("stToast")).to_contain_text("is called ![a](http:")


def bring(page: Page, name: str) -> None:
    """Import a file that has this name, as far as a file system takes it, and names its tensor so."""
    page.locator("summary").filter(has_text="Import a checkpoint").click()
    page.locator("input[type=file]").first.set_input_files(
        {
            "name": f"{name[:100].replace('/', '-')}.pth",
            "mimeType": "application/octet-stream",
            "buffer": torch_bytes({name: torch.zeros(3, 3)}),
        }
    )
    expect(page.get_by_test_id("stAlert").filter(has_text="xpected").first).to_be_visible()
