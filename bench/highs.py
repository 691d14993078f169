"""HiGHS for the models of PuLP, so that spopt is solved by the very solver that the exact searches here use."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pulp
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

ENDS: Final = (("lowBound", -np.inf), ("upBound", np.inf))


class Highs(pulp.LpSolver):  # type: ignore[misc]  # PuLP says no types
    """HiGHS as SciPy brings it; PuLP's own door to it needs another package."""

    name = "HiGHS of SciPy"

    def available(self) -> bool:
        """Tell that it is there."""
        return True

    def actualSolve(self, lp: Any) -> int:  # noqa: N802  # PuLP's name
        """Solve a model to its proven best, and hand the values back."""
        variables = lp.variables()
        number = {variable.name: column for column, variable in enumerate(variables)}
        cost = np.zeros(len(variables))
        for variable, factor in lp.objective.items():
            cost[number[variable.name]] = factor * lp.sense
        found = milp(
            cost,
            integrality=[variable.cat == pulp.LpInteger for variable in variables],
            bounds=Bounds(*(_ends([getattr(one, end) for one in variables], at) for end, at in ENDS)),
            constraints=_constraints(lp, number),
            options={"mip_rel_gap": 0},
        )
        if not found.success:
            raise AssertionError(f"the model was not solved: {found.message}")
        lp.assignVarsVals(dict(zip(number, found.x, strict=True)))
        lp.assignStatus(pulp.LpStatusOptimal)
        return int(pulp.LpStatusOptimal)


def _constraints(lp: Any, number: dict[str, int]) -> LinearConstraint:
    listed = list(lp.constraints() if callable(lp.constraints) else lp.constraints.values())
    cells = [(row, number[one.name], factor) for row, line in enumerate(listed) for one, factor in line.items()]
    rows, columns, factors = zip(*cells, strict=True)
    table = csr_array((factors, (rows, columns)), shape=(len(listed), len(number)))
    limits = np.array([-line.constant for line in listed], float)
    senses = np.array([line.sense for line in listed])
    low = np.where(senses == pulp.LpConstraintLE, -np.inf, limits)
    return LinearConstraint(table, low, np.where(senses == pulp.LpConstraintGE, np.inf, limits))


def _ends(ends: Sequence[float | None], nothing: float) -> list[float]:
    return [nothing if end is None else end for end in ends]
