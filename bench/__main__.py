"""Every figure we promise, one bench after another: `make bench`, or `python -m bench NAME...` for some."""

import importlib.util
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(p.stem for p in HERE.glob("*.py") if not p.stem.startswith("_") and "__main__" in p.read_text("utf-8"))


def main() -> int:
    chosen = sys.argv[1:] or NAMES
    unknown = [name for name in chosen if importlib.util.find_spec(f"bench.{name}") is None]
    if unknown:
        print(f"There is no bench called {', '.join(unknown)}; there are {', '.join(NAMES)}.")
        return 2
    worst = 0
    for name in chosen:
        print(f"== {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
