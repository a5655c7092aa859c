"""The scripts that Folium's pages ask the network for, out of npm's packages, for `benchmarks.map`.

They lie in a folder outside the repository; a page's request is answered from it by the last part
of its address, and nothing else is asked of the network.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from playwright.sync_api import Page, Route

PACKAGES: dict[str, dict[str, str]] = {
    "leaflet@1.9.3": {"dist/leaflet.js": "leaflet.js", "dist/leaflet.css": "leaflet.css"},
    "leaflet.markercluster@1.1.0": {
        "dist/leaflet.markercluster.js": "leaflet.markercluster.js",
        "dist/MarkerCluster.css": "MarkerCluster.css",
        "dist/MarkerCluster.Default.css": "MarkerCluster.Default.css",
    },
    "leaflet.awesome-markers@2.0.5": {
        "dist/leaflet.awesome-markers.js": "leaflet.awesome-markers.js"
    },
    "jquery@3.7.1": {"dist/jquery.min.js": "jquery-3.7.1.min.js"},
    "moment@2.18.1": {"min/moment.min.js": "moment.min.js"},
    "iso8601-js-period@0.2.1": {"iso8601.js": "iso8601.min.js"},
    "leaflet-timedimension@1.1.1": {
        "dist/leaflet.timedimension.min.js": "leaflet.timedimension.min.js",
        "dist/leaflet.timedimension.control.css": "leaflet.timedimension.control.css",
    },
}
"""By package and version: the file in it, and the name that a page asks for."""
_SAME = {"jquery.min.js": "jquery-3.7.1.min.js"}  # asked for by two addresses


def fetch(folder: Path) -> None:
    """Fetch the packages with npm and put the scripts into a folder."""
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not installed, which fetches the scripts of the others")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([npm, "pack", "--silent", *PACKAGES], cwd=scratch, check=True)
        for package, files in PACKAGES.items():
            archive = Path(scratch, package.replace("@", "-") + ".tgz")
            with tarfile.open(archive) as packed:
                for inside, name in files.items():
                    member = packed.extractfile(f"package/{inside}")
                    assert member is not None, f"{package} holds no {inside}"
                    (folder / name).write_bytes(member.read())


def missing(folder: Path | None) -> list[str]:
    """Return the names of those scripts that are not in the folder."""
    names = [name for files in PACKAGES.values() for name in files.values()]
    return [name for name in names if folder is None or not (folder / name).is_file()]


def answer(page: Page, folder: Path | None) -> None:
    """Answer each request of a page from the folder; what is not there is empty."""

    def answered(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[-1]
        path = Path(folder or "", _SAME.get(name, name))
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        body = path.read_bytes() if folder and path.is_file() else b""
        route.fulfill(body=body, content_type=kind)

    page.route(re.compile("^https?:"), answered)
