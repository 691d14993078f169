"""What invented services of each kind look like: how many, how large, when open, for whom, run by whom."""

from dataclasses import dataclass

from geodata.codes import AvailabilityBand, ServiceKind

NURSERY_HOURS = (
    "Mo-Fr 07:30-16:30",
    "Mo-Fr 07:30-16:30; Aug 05-25 off",
    "Mo-Fr 07:30-18:00",
    "Mo-Fr 07:30-18:00; Aug 05-25 off",
    "Mo-Fr 08:00-16:00; Aug off",
    "Mo-Fr 07:30-17:30; PH off",
    "Mo-Fr 06:30-18:00; Aug 10-20 off",
    "Mo-Fr 07:30-19:00",
    "Mo-Fr 07:00-18:30; Sa 08:00-13:00; PH off",
    "Mo-Fr 06:30-17:30; Sa 06:30-13:00; PH off",
    "Mo-Fr 07:00-18:00; Aug off; Dec 24-Jan 06 off",
    "Mo-Fr 07:30-17:30; PH off; Dec 23-Jan 07 off",
)
NURSERY_BANDS = (AvailabilityBand.INFANTS, AvailabilityBand.TODDLERS, AvailabilityBand.TWO_YEAR_OLDS)
ALWAYS_OPEN = ("24/7",)


@dataclass(frozen=True, slots=True)
class Profile:
    """
    Invented services of one kind.

    Parameters
    ----------
    title
        Italian word in the name.
    hours
        Opening hours in OpenStreetMap syntax, one of which is drawn.
    places
        Least and most places, or None where places do not make sense.
    is_accredited_kind
        The kind is accredited as well as authorised.
    public_share
        Share run by a public body (0-1).
    min_ages_months, max_ages_months
        Ages of which one is drawn; empty where age does not decide.
    bands
        For whom free places are told.
    residents_each
        One service to so many residents; 0 where another rule gives the number.
    least_residents
        Smaller municipalities have none.
    """

    title: str
    hours: tuple[str, ...]
    places: tuple[int, int] | None
    public_share: float
    is_accredited_kind: bool = False
    min_ages_months: tuple[int, ...] = ()
    max_ages_months: tuple[int, ...] = ()
    bands: tuple[AvailabilityBand, ...] = ()
    residents_each: int = 0
    least_residents: int = 0


PROFILES: dict[ServiceKind, Profile] = {
    ServiceKind.NURSERY: Profile(
        "Nido",
        NURSERY_HOURS,
        (36, 72),
        0.45,
        is_accredited_kind=True,
        min_ages_months=(3, 3, 4, 6, 12),
        max_ages_months=(36,),
        bands=NURSERY_BANDS,
    ),
    ServiceKind.MICRO_NURSERY: Profile(
        "Micronido",
        NURSERY_HOURS,
        (7, 10),
        0.2,
        is_accredited_kind=True,
        min_ages_months=(3, 6, 12),
        max_ages_months=(36,),
        bands=NURSERY_BANDS,
    ),
    ServiceKind.FAMILY_NURSERY: Profile(
        "Nido famiglia",
        NURSERY_HOURS,
        (4, 5),
        0.0,
        min_ages_months=(3, 6),
        max_ages_months=(36,),
        bands=NURSERY_BANDS[1:],
    ),
    ServiceKind.EARLY_CHILDHOOD_CENTRE: Profile(
        "Centro prima infanzia",
        ("Mo-Fr 08:30-12:30", "Mo-Fr 09:00-12:00; Aug off", "Mo,We,Fr 09:00-12:30; Aug off"),
        (12, 25),
        0.3,
        is_accredited_kind=True,
        min_ages_months=(6, 12),
        max_ages_months=(36,),
        bands=NURSERY_BANDS[1:],
    ),
    ServiceKind.SPRING_SECTION: Profile(
        "Sezione primavera",
        ("Mo-Fr 08:00-16:00; Jul-Aug off", "Mo-Fr 08:30-16:00; Jul 15-Aug 31 off", "Mo-Fr 07:30-17:30; Aug off"),
        (10, 20),
        0.2,
        min_ages_months=(24,),
        max_ages_months=(36,),
        bands=NURSERY_BANDS[2:],
    ),
    ServiceKind.PRESCHOOL: Profile(
        "Scuola dell'infanzia",
        (
            "Mo-Fr 08:00-16:00; Jul-Aug off",
            "Mo-Fr 07:45-16:15; Jul-Aug off; Dec 23-Jan 06 off",
            "Mo-Fr 07:30-17:30; PH off; Aug off",
            "Mo-Fr 07:00-17:30; Sa 08:00-12:30; PH off; Aug 08-25 off",
        ),
        (25, 250),
        0.5,
        min_ages_months=(36, 36, 36, 30),
        max_ages_months=(71,),
    ),
    ServiceKind.DAY_CAMP: Profile(
        "Centro ricreativo diurno",
        ("Jun 10-Jul 31 Mo-Fr 08:00-17:00", "Jun 10-Aug 31 Mo-Fr 07:30-18:00", "Jun 15-Sep 05 Mo-Fr 08:30-16:30"),
        (30, 150),
        0.5,
        min_ages_months=(36, 72, 72),
        max_ages_months=(131, 167, 179),
        bands=(AvailabilityBand.CHILDREN,),
        residents_each=62_000,
        least_residents=2_500,
    ),
    ServiceKind.YOUTH_CENTRE: Profile(
        "Centro di aggregazione giovanile",
        ("Mo-Fr 15:00-19:00", "Mo-Fr 14:30-18:30; Aug off", "Tu-Sa 15:00-19:00"),
        (20, 60),
        0.6,
        min_ages_months=(72, 132),
        max_ages_months=(215,),
        residents_each=115_000,
        least_residents=5_000,
    ),
    ServiceKind.BEFORE_AFTER_SCHOOL: Profile(
        "Pre e post-scuola",
        (
            "Mo-Fr 07:15-08:30,16:00-18:30; Jul-Aug off",
            "Mo-Fr 07:30-08:30; Jul-Aug off",
            "Mo-Fr 16:00-18:00; Jul-Aug off",
        ),
        (15, 50),
        0.6,
        min_ages_months=(36, 72),
        max_ages_months=(131, 143),
        residents_each=88_000,
        least_residents=2_000,
    ),
    ServiceKind.HOMEWORK_BABYSITTING: Profile(
        "Spazio compiti e baby-sitting",
        ("Mo-Fr 16:00-19:00", "Mo-Fr 14:30-18:30; Aug off", "Mo-Sa 15:00-20:00"),
        (10, 30),
        0.2,
        min_ages_months=(3, 72),
        max_ages_months=(143, 179),
        residents_each=150_000,
        least_residents=3_000,
    ),
    ServiceKind.CARE_HOME: Profile(
        "RSA",
        ALWAYS_OPEN,
        None,
        0.06,
        is_accredited_kind=True,
        bands=(AvailabilityBand.RESIDENTIAL, AvailabilityBand.RESPITE),
    ),
    ServiceKind.INTEGRATED_DAY_CENTRE: Profile(
        "Centro diurno integrato",
        ("Mo-Fr 08:00-18:00", "Mo-Sa 08:00-18:00", "Mo-Su 08:00-18:00", "Mo-Fr 08:30-17:30; PH off"),
        (15, 40),
        0.1,
        is_accredited_kind=True,
        bands=(AvailabilityBand.DAY,),
        residents_each=60_000,
        least_residents=3_000,
    ),
    ServiceKind.SENIOR_DAY_CENTRE: Profile(
        "Centro diurno anziani",
        ("Mo-Fr 14:00-18:00", "Mo-Sa 09:00-12:00,14:30-18:30", "Mo-Fr 09:00-17:00; Aug 10-20 off"),
        (20, 60),
        0.6,
        bands=(AvailabilityBand.DAY,),
        residents_each=120_000,
        least_residents=2_000,
    ),
    ServiceKind.SHELTERED_HOUSING: Profile(
        "Alloggio protetto", ALWAYS_OPEN, (6, 24), 0.2, residents_each=140_000, least_residents=2_500
    ),
    ServiceKind.HOME_CARE: Profile(
        "Assistenza domiciliare",
        ("Mo-Su 07:00-20:00", "Mo-Sa 07:30-19:30", "Mo-Fr 08:00-18:00; Sa 08:00-13:00"),
        None,
        0.3,
        residents_each=75_000,
        least_residents=2_000,
    ),
    ServiceKind.DISABILITY_DAY_CENTRE: Profile(
        "Centro diurno disabili",
        ("Mo-Fr 09:00-16:00", "Mo-Fr 09:00-16:00; Aug 05-25 off", "Mo-Fr 08:30-16:30; PH off"),
        (10, 30),
        0.25,
        is_accredited_kind=True,
        bands=(AvailabilityBand.DAY,),
        residents_each=72_000,
        least_residents=3_000,
    ),
    ServiceKind.FAMILY_CLINIC: Profile(
        "Consultorio familiare",
        ("Mo-Fr 09:00-13:00,14:00-17:00; PH off", "Mo-Fr 08:30-12:30, We 14:00-18:00", "Mo-Th 09:00-17:00; PH off"),
        None,
        0.6,
        residents_each=100_000,
        least_residents=6_000,
    ),
    ServiceKind.FAMILY_DESK: Profile(
        "Sportello famiglia",
        ("Tu,Th 09:00-12:30", "Mo-Fr 09:00-12:30; PH off", "Mo,We 14:30-18:00", "We 09:00-12:00; Sa 09:00-12:00"),
        None,
        0.7,
        residents_each=120_000,
        least_residents=4_000,
    ),
    ServiceKind.SHUTTLE: Profile(
        "Navetta",
        ("Mo-Fr 05:15-08:30,16:30-19:00", "Mo-Fr 05:00-07:00,13:30-15:00,21:30-23:00"),
        (16, 50),
        0.1,
        residents_each=360_000,
        least_residents=8_000,
    ),
    ServiceKind.CANTEEN: Profile(
        "Mensa",
        ("Mo-Fr 11:45-14:30", "Mo-Fr 12:00-14:00; Aug 05-25 off", "Mo-Fr 11:30-14:30,18:30-20:30"),
        (60, 300),
        0.1,
        residents_each=270_000,
        least_residents=5_000,
    ),
    ServiceKind.ERRANDS: Profile(
        "Maggiordomo aziendale",
        ("Mo-Fr 08:00-18:00", "Mo-Fr 08:30-13:00; PH off"),
        None,
        0.0,
        residents_each=550_000,
        least_residents=8_000,
    ),
    ServiceKind.COWORKING: Profile(
        "Coworking",
        ("Mo-Fr 08:00-20:00", "Mo-Fr 08:30-19:00; Aug 10-20 off", "Mo-Sa 08:00-22:00"),
        (8, 40),
        0.2,
        residents_each=180_000,
        least_residents=5_000,
    ),
}
