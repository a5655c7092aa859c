"""The documents tell the truth: their commands run, their links lead somewhere."""

from __future__ import annotations

import re
import resource
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from events.cli import cli

DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "seeds/README.md"]
HEAVY = {"spacy", "pandas", "geopandas", "numpy", "folium", "streamlit", "pyogrio", "shapely"}
ROOT = Path(__file__).parents[1]
CLAIMMAP = str(Path(sys.executable).with_name("claimmap"))  # as `make install` puts it


def blocks(document: str, language: str) -> list[str]:
    """Return the document's fenced code blocks in that language."""
    text = (ROOT / document).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def lines(program: str, *documents: str) -> list[str]:
    """Return the lines of shell in the documents that call the program."""
    found = [line for name in documents for b in blocks(name, "sh") for line in b.splitlines()]
    return [line for line in found if line.split()[:1] == [program]]


def commands(group: click.Group, prefix: str = "claimmap") -> Iterator[tuple[str, click.Command]]:
    """Walk the command line's tree: every verb with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{prefix} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that looks like the checkout, so that the commands' output lands there."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    return folder


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.slow
def test_the_commands_of_the_readme_run_in_their_order(checkout: Path) -> None:
    shown = lines("claimmap", "README.md")
    assert shown
    for line in shown:
        _, verb, *rest = shlex.split(line)
        if verb == "dashboard":  # it serves until it is stopped; the browser tests open it
            rest = ["--help"]
        done = run([CLAIMMAP, verb, *rest], checkout)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


@pytest.mark.slow
def test_the_python_of_the_readme_runs_and_is_short(checkout: Path) -> None:
    (snippet,) = blocks("README.md", "python")
    assert 0 < len([line for line in snippet.splitlines() if line.strip()]) <= 5
    done = run(
        [sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", snippet], checkout
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip(), "it shows something"


@pytest.mark.parametrize("line", lines("make", *DOCUMENTS))
def test_a_make_target_that_a_document_names_exists(line: str) -> None:
    done = run(["make", "--dry-run", *shlex.split(line)[1:]], ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("words", "command"), list(commands(cli)), ids=lambda v: str(v))
def test_every_command_and_option_has_help_text(words: str, command: click.Command) -> None:
    assert (command.help or "").strip(), words
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert (parameter.help or "").strip(), f"{words} {parameter.opts[0]}"


@pytest.mark.parametrize("words", [words for words, _ in commands(cli)])
def test_every_command_answers_help(words: str) -> None:
    done = CliRunner().invoke(cli, [*words.split()[1:], "--help"])
    assert done.exit_code == 0, done.output
    assert "Usage: " in done.output


def test_asking_for_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from events.cli import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "print('loaded:', *sys.modules)"
    )
    done = run([sys.executable, "-c", code], ROOT)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    assert not loaded & HEAVY


def test_help_answers_in_a_few_tenths_of_a_second() -> None:
    """In processor time, and the best of five: other work on the machine is not ours to measure."""
    seconds = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run([CLAIMMAP, "--help"], ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(seconds) < 0.5


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_between_documents_leads_to_a_file(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", text):
        assert (ROOT / document).parent.joinpath(target).exists(), target


def test_every_part_of_the_seeds_is_described() -> None:
    text = (ROOT / "seeds/README.md").read_text("utf-8")
    folders = [p.name for p in (ROOT / "seeds").iterdir() if p.is_dir() and p.name[0] not in "._"]
    assert folders
    assert [name for name in folders if name not in text] == []
