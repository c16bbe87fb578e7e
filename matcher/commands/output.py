"""Files are written whole or not at all: beside their place first, then moved into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from matcher.errors import JieduiError


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends well, the file stands at `path`.

    Raises JieduiError `cli.cannot_write.…` when the place cannot be written to.
    """
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            yield path  # a device, a pipe, somebody's link: written to, never replaced
            return
        with TemporaryDirectory(prefix=".jiedui-", dir=path.parent) as beside:
            draft = Path(beside) / path.name
            yield draft
            draft.replace(path)
    except FileNotFoundError as error:
        raise JieduiError("cli.cannot_write.folder", path=str(path)) from error
    except PermissionError as error:
        raise JieduiError("cli.cannot_write.rights", path=str(path)) from error
    except (IsADirectoryError, NotADirectoryError) as error:
        raise JieduiError("cli.cannot_write.is_folder", path=str(path)) from error
    except OSError as error:
        raise JieduiError("cli.cannot_write.other", path=str(path), system=str(error)) from error
