"""
The demonstration set: invented services, firms and agreements for the whole area, labelled in every row.

``python -m welfare_map.register.demo`` builds it again into ``data/demo``; same territory, same bytes. Nothing in it is
real: names begin with "Dimostrazione – ", there are no contacts, and firms adhere to demonstration agreements only.
"""

from welfare_map.register.demo.build import build_demo, write_demo

__all__ = ["build_demo", "write_demo"]
