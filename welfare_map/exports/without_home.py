"""An answer between home and work, as it is passed on: nothing in it measures the way from or to home exactly."""

from dataclasses import replace

from welfare_map.model import CommuteAnswer, CommuteRow


def without_home(answer: CommuteAnswer) -> CommuteAnswer:
    """
    Return the answer without the trips that touch home, and with added minutes in whole minutes.

    To a tenth of a minute, the trips between home and three services would tell where home is. Whole added minutes
    still tell the surroundings.
    """
    rows = tuple(_passed_on(row) for row in answer.rows)
    return replace(answer, rows=rows, direct_out_min=None, direct_back_min=None)


def _passed_on(row: CommuteRow) -> CommuteRow:
    return replace(
        row,
        home_to_service_min=None,
        service_to_home_min=None,
        added_out_min=_number(row.whole_added_out_min),
        added_back_min=_number(row.whole_added_back_min),
        added_total_min=float(row.whole_added_min),
    )


def _number(whole_min: int | None) -> float | None:
    return None if whole_min is None else float(whole_min)
