"""``python -m welfare_map.register.demo``: build the demonstration set of the default area into ``data/demo``."""

from geodata.store import demo_dir, load_territory
from welfare_map.register.demo import build_demo, write_demo
from welfare_map.settings import DEFAULT_AREA, current_settings

if __name__ == "__main__":
    write_demo(build_demo(load_territory(current_settings().data_dir, DEFAULT_AREA)), demo_dir())
