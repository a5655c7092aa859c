"""The frame holds: locks, contracts, guards, attributions."""

from __future__ import annotations

import hashlib
import re
import socket
import subprocess
import tomllib
import warnings
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pytest_socket import SocketConnectBlockedError

LOCKS = {"run.lock": ["build"], "test.lock": ["build", "dask", "postgres", "test", "lint"]}


@pytest.fixture(scope="module")
def pyproject(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def entries(lock: Path) -> list[str]:
    """Return a lock's entries: a requirement, its hashes and who asked for it."""
    return re.split(r"\n(?=[A-Za-z0-9])", lock.read_text("utf-8").strip())


def requirement(entry: str) -> Requirement:
    return Requirement(entry.splitlines()[0].rstrip(" \\"))


def pinned(lock: Path) -> set[str]:
    return {str(requirement(entry)) for entry in entries(lock)}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(root: Path, name: str) -> None:
    for entry in entries(root / "requirements" / name):
        assert re.search(r"== ?[^*,]+$", str(requirement(entry).specifier)), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry[:80]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address_and_no_path(root: Path, name: str) -> None:
    text = (root / "requirements" / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, re.MULTILINE), "an option of an installer"
    assert not re.search(r"(^|\s|@)(file:|\.{0,2}/)", text, re.MULTILINE)


@pytest.mark.parametrize(("name", "extras"), LOCKS.items())
def test_a_lock_is_in_step_with_the_declared_dependencies(
    root: Path, pyproject: dict[str, Any], name: str, extras: list[str]
) -> None:
    project = pyproject["project"]
    declared = list(project["dependencies"])
    for extra in extras:
        declared += project["optional-dependencies"][extra]
    wanted = {canonicalize_name(r.name): r for r in map(Requirement, declared)}
    asked = [e for e in entries(root / "requirements" / name) if "claimmap (pyproject.toml)" in e]
    locked = [requirement(entry) for entry in asked]
    assert {canonicalize_name(r.name) for r in locked} == set(wanted), "run `make lock`"
    for r in locked:
        version = str(r.specifier).removeprefix("==")
        assert wanted[canonicalize_name(r.name)].specifier.contains(version), f"{r}: `make lock`"


def test_tests_run_on_the_versions_that_users_run(root: Path) -> None:
    requirements = root / "requirements"
    assert pinned(requirements / "run.lock") <= pinned(requirements / "test.lock")


def test_the_build_backend_is_locked(root: Path, pyproject: dict[str, Any]) -> None:
    names = {
        canonicalize_name(requirement(e).name) for e in entries(root / "requirements/run.lock")
    }
    backends = {
        canonicalize_name(Requirement(r).name) for r in pyproject["build-system"]["requires"]
    }
    assert backends <= names


def test_every_module_has_its_layer(root: Path, pyproject: dict[str, Any]) -> None:
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["id"] == "layers")
    named = {re.sub(r"[() ]", "", room) for layer in layers for room in re.split("[|:]", layer)}
    found = {
        f"{package}.{path.relative_to(root / package).parts[0].removesuffix('.py')}"
        for package in ("geo", "events")
        for path in (root / package).rglob("*.py")
        if path != root / package / "__init__.py"
    }
    assert found <= named, "name it in pyproject.toml's layers contract"


def test_every_folder_of_modules_is_a_package(root: Path) -> None:
    folders = {path.parent for name in ("geo", "events") for path in (root / name).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_a_test_cannot_reach_the_network() -> None:
    with socket.socket() as outside, pytest.raises(SocketConnectBlockedError):
        outside.connect(("192.0.2.1", 80))  # RFC 5737: an address for documentation


@pytest.mark.parametrize("module", ["geo.names", "events.map.page", "seeds", "app"])
def test_a_warning_of_our_own_is_an_error(module: str) -> None:
    with pytest.raises(UserWarning, match="ours"):
        warnings.warn_explicit("ours", UserWarning, "ours.py", 1, module=module)


@pytest.mark.filterwarnings("ignore:theirs")
@pytest.mark.parametrize("module", ["geopandas.tools", "geopy", "eventlet"])
def test_a_warning_of_others_is_not(module: str) -> None:
    warnings.warn_explicit("theirs", UserWarning, "theirs.py", 1, module=module)


def see_to_chromium(root: Path, folder: Path, *, user: int, ci: str) -> tuple[int, str]:
    """Run the script where nothing but the folder's programs exists; return its code and words."""
    program(folder / "id", f"echo {user}")
    done = subprocess.run(
        ["/bin/bash", root / "scripts/chromium"],
        env={"PATH": str(folder), "CI": ci},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
@pytest.mark.parametrize("user", [0, 1000])
def test_a_missing_browser_fails_ci_and_is_told_elsewhere(
    root: Path, tmp_path: Path, user: int, ci: str, code: int
) -> None:
    program(tmp_path / "apt-get", "exit 100")
    returned, words = see_to_chromium(root, tmp_path, user=user, ci=ci)
    assert returned == code
    assert "browser tests" in words


def test_root_gets_the_browser_installed(root: Path, tmp_path: Path) -> None:
    program(tmp_path / "apt-get", f"/bin/cp {tmp_path}/id {tmp_path}/chromium")
    returned, words = see_to_chromium(root, tmp_path, user=0, ci="true")
    assert returned == 0
    assert words == "Installing Chromium for the browser tests\n"


def test_the_dashboard_listens_on_this_computer_alone(root: Path) -> None:
    config = tomllib.loads((root / ".streamlit/config.toml").read_text("utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["headless"] is True
    assert config["browser"]["gatherUsageStats"] is False


def test_the_notice_lists_the_upstream_tables_as_they_are(root: Path, tables: Path) -> None:
    listed = dict(
        reversed(line.split())
        for line in (root / "NOTICE").read_text("utf-8").splitlines()
        if re.match(r" *[0-9a-f]{64}  \S+$", line)
    )
    actual = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tables.glob("*.gz")
    }
    assert {name: listed.get(name) for name in actual} == actual
