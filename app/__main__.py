"""Runs the command line: ``python -m app``."""

import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module

from app.commands.exit_codes import INTERNAL, INTERRUPTED, USAGE, error_text, exit_code
from app.commands.parser import command_line
from app.domain.errors import ScreeningError
from app.settings import SettingError


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say, and return the exit code. What goes wrong is said on standard error."""
    if sys.stdout is None:
        print("Standard output is closed, and answers go there.", file=sys.stderr)
        return USAGE
    options = command_line().parse_args(arguments)
    module, _, name = options.run.partition(".")
    try:
        run: Callable[..., int | None] = getattr(import_module(f"app.commands.{module}"), name)
        return run(options) or 0
    except ScreeningError as error:
        print(error_text(error), file=sys.stderr)
        return exit_code(error)
    except (SettingError, OSError) as error:
        print(error, file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001 (whatever it is, the exit code says that it is no determination)
        traceback.print_exc()
        return INTERNAL


if __name__ == "__main__":
    sys.exit(main())
