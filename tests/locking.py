"""Writes the lock files anew: names, versions and hashes of every platform, and no addresses."""

from __future__ import annotations

import os
import subprocess
import sys

QUIET_ABOUT_PLACES = (
    "--no-config",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
)
LOCKS = {
    "requirements.lock": ("--extra=postgres",),
    "requirements-dev.lock": (
        "--extra=postgres",
        "--extra=scale",
        "--extra=dev",
        "--constraint=requirements.lock",
    ),
}


def main() -> None:
    # a folder of wheels on this machine would put hashes into the lock that no registry serves
    registry_only = os.environ | {"PIP_CONFIG_FILE": os.devnull}
    registry_only.pop("PIP_FIND_LINKS", None)
    for lock, what in LOCKS.items():
        command = [sys.executable, "-m", "piptools", "compile", "--quiet", "--upgrade"]
        command += ["--generate-hashes", "--allow-unsafe", "--strip-extras", "--all-build-deps"]
        command += [*QUIET_ABOUT_PLACES, *what, f"--output-file={lock}", "pyproject.toml"]
        subprocess.run(command, check=True, env=registry_only)


if __name__ == "__main__":
    main()
