"""Git repositories for tests: a site with a remote, and what is online there."""

import os
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from tests.conftest import SiteFolder
from tests.running import environment, run

BRANCH: Final = "gh-pages"
GIT: Final = shutil.which("git") or "git"
IDENTITY: Final = ("-c", "user.name=Author", "-c", "user.email=author@example.org")
# What a publication may change of a site's folder.
OURS: Final = {".digestgen", "public"}


@dataclass(frozen=True, slots=True)
class Published:
    """A site in a repository of its own, whose remote is a bare repository."""

    site: SiteFolder
    remote: Path

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        """Return what git prints in the site's folder, or in *cwd*."""
        return git(*arguments, cwd=cwd or self.site.root)

    def publish(
        self, *options: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Publish the site, and see to it that nothing of the author's is changed."""
        before = self.checkout()
        done = run("publish", *options, cwd=self.site.root, env=env)
        assert before == self.checkout()
        return done

    def checkout(self) -> dict[str, tuple[int, bytes]]:
        """Return the mode and the bytes of every file that is the author's, those of git as well.

        A publication has no business in any of them.
        """
        root = self.site.root
        files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        named = {path.relative_to(root).as_posix(): path for path in files}
        return {
            name: (path.stat().st_mode, path.read_bytes())
            for name, path in named.items()
            if OURS.isdisjoint(name.split("/"))
        }

    def online(self, branch: str = BRANCH) -> dict[str, bytes]:
        """Return the files that are online, by path."""
        with tarfile.open(fileobj=BytesIO(raw("archive", branch, cwd=self.remote))) as archive:
            files = [(one.name, archive.extractfile(one)) for one in archive if one.isfile()]
            return {name: file.read() for name, file in files if file}

    def commits(self, branch: str = BRANCH) -> int:
        """Return how many commits the branch that is online has."""
        return int(self.git("rev-list", "--count", branch, cwd=self.remote))

    def commit(self) -> None:
        """Commit all files of the author."""
        self.git("add", "--all")
        self.git(*IDENTITY, "commit", "--quiet", "--allow-empty", "-m", "Write")


def published(site: SiteFolder, remote: Path) -> Published:
    """Return *site* as a repository with a new bare repository *remote*, nothing online yet."""
    git("init", "--quiet", "--bare", str(remote), cwd=site.root)
    git("init", "--quiet", "--initial-branch=main", cwd=site.root)
    git("remote", "add", "origin", str(remote), cwd=site.root)
    site.write({".gitignore": "/public/\n/.digestgen/\n"})
    made = Published(site, remote)
    made.commit()
    return made


def git(*arguments: str, cwd: Path) -> str:
    """Return what git prints for *arguments* in *cwd*."""
    return raw(*arguments, cwd=cwd).decode().strip()


def raw(*arguments: str, cwd: Path) -> bytes:
    """Return the bytes that git prints for *arguments* in *cwd*."""
    done = subprocess.run(
        [GIT, *arguments], cwd=cwd, env=environment(), capture_output=True, check=True
    )
    return done.stdout


def shim(folder: Path, act: str) -> dict[str, str]:
    """Return an environment whose git does *act*, lines of a shell, before it pushes."""
    folder.mkdir()
    script = f'#!/bin/sh\ncase " $* " in *" push "*)\n{act}\n;; esac\nexec {GIT} "$@"\n'
    (folder / "git").write_text(script)
    (folder / "git").chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}
