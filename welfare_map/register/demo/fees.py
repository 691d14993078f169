"""What the invented services cost: invented fees, each with the label in the place of its document."""

from dataclasses import dataclass

from geodata.codes import Ownership, ServiceKind
from welfare_map.register.demo.dice import Dice
from welfare_map.register.demo.labels import RETRIEVED_ON, Row, labelled

WITH_FEE_SHARE = 0.6
WITH_BANDS_SHARE = {Ownership.PUBLIC.value: 0.85, Ownership.PRIVATE.value: 0.2}
"""Share of the services with a fee that grade it by ISEE; more often the public ones."""
BOUNDS_EUR = ((10_000, 20_000), (7_000, 15_000, 25_000), (15_000, 30_000))
STEP_EUR = 5
SOURCE = labelled("tariffe inventate")

Words = tuple[str, str]
MEALS = ("Pasti", "Meals")
MEALS_AND_NAPPIES = ("Pasti e pannolini", "Meals and nappies")
NOTHING_ELSE = ("Solo la frequenza, pasti a parte", "Attendance only, meals apart")
BOARD = ("Vitto, alloggio e assistenza", "Board, lodging and care")
TRANSPORT = ("Pranzo e trasporto", "Lunch and transport")


@dataclass(frozen=True, slots=True)
class FeeProfile:
    """Lowest and highest invented monthly fee of a kind, euros, and what it may include in both languages."""

    low_eur: int
    high_eur: int
    includes: tuple[Words, ...]


FEE_PROFILES = {
    ServiceKind.NURSERY: FeeProfile(150, 650, (MEALS, MEALS_AND_NAPPIES, NOTHING_ELSE)),
    ServiceKind.MICRO_NURSERY: FeeProfile(250, 700, (MEALS, MEALS_AND_NAPPIES)),
    ServiceKind.FAMILY_NURSERY: FeeProfile(300, 650, (MEALS, MEALS_AND_NAPPIES)),
    ServiceKind.EARLY_CHILDHOOD_CENTRE: FeeProfile(80, 280, (NOTHING_ELSE,)),
    ServiceKind.SPRING_SECTION: FeeProfile(180, 400, (MEALS, NOTHING_ELSE)),
    ServiceKind.PRESCHOOL: FeeProfile(60, 260, (MEALS, NOTHING_ELSE)),
    ServiceKind.DAY_CAMP: FeeProfile(160, 480, (MEALS, NOTHING_ELSE)),
    ServiceKind.BEFORE_AFTER_SCHOOL: FeeProfile(30, 120, (NOTHING_ELSE,)),
    ServiceKind.HOMEWORK_BABYSITTING: FeeProfile(60, 200, (NOTHING_ELSE,)),
    ServiceKind.CARE_HOME: FeeProfile(1_500, 2_700, (BOARD,)),
    ServiceKind.INTEGRATED_DAY_CENTRE: FeeProfile(500, 1_100, (TRANSPORT, MEALS)),
    ServiceKind.SENIOR_DAY_CENTRE: FeeProfile(20, 90, (NOTHING_ELSE,)),
    ServiceKind.SHELTERED_HOUSING: FeeProfile(450, 1_200, (NOTHING_ELSE, BOARD)),
}
"""Only kinds that are paid by the month."""


def fee_cells(service: Row) -> Row:
    """Invent what a service costs; nothing for kinds without a monthly fee and for those that do not say it."""
    profile = FEE_PROFILES.get(ServiceKind(str(service["kind"])))
    dice = Dice(service["source_key"], "fee")
    if profile is None or not dice.chance(WITH_FEE_SHARE):
        return {}
    middle_eur = (profile.low_eur + profile.high_eur) / 2
    lowest, highest = _step(dice.within(profile.low_eur, middle_eur)), _step(dice.within(middle_eur, profile.high_eur))
    italian, english = dice.pick(profile.includes)
    is_graded = dice.chance(WITH_BANDS_SHARE[str(service["ownership"])])
    return {
        "monthly_fee_min_eur": lowest,
        "monthly_fee_max_eur": highest,
        "fee_includes_it": italian,
        "fee_includes_en": english,
        "isee_fee_bands": _bands(lowest, highest, dice) if is_graded else None,
        "fee_source": SOURCE,
        "fee_as_of_on": RETRIEVED_ON,
    }


def _bands(lowest_eur: int, highest_eur: int, dice: Dice) -> str:
    """Return evenly growing fees from the lowest, for the lowest incomes, to the highest."""
    bounds = dice.pick(BOUNDS_EUR)
    step_eur = (highest_eur - lowest_eur) / len(bounds)
    items = [f"{bound}:{_step(lowest_eur + number * step_eur)}" for number, bound in enumerate(bounds)]
    return "|".join((*items, f":{highest_eur}"))


def _step(amount_eur: float) -> int:
    return STEP_EUR * round(amount_eur / STEP_EUR)
