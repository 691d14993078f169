"""The demonstration set says what it is, keeps near the real figures, and is the same whenever it is built."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
import shapely
from opening_hours import OpeningHours

from geodata.codes import ServiceKind
from geodata.store import demo_dir, manual_dir, read_csv_table
from geodata.tables import CONTRACTS, INITIATIVES, check, fee_bands
from geodata.territory import Territory
from welfare_map.register.demo import build_demo, write_demo
from welfare_map.register.demo.dice import Dice
from welfare_map.register.demo.figures import CARE_HOMES, care_home_totals
from welfare_map.register.demo.plans import presence_share

TABLES = (
    *("services", "availability", "organisations", "initiatives", "adhesions"),
    *("shifts", "needs_offers", "sites", "commuters"),
)
NAMES = (
    ("services", "name"),
    ("services", "provider_name"),
    ("organisations", "organisation_name"),
    ("sites", "site_name"),
)
SMALL_CHILDREN_KINDS = ("nursery", "micro_nursery", "family_nursery", "early_childhood_centre", "spring_section")
CONTACTS = ("phone", "email", "website", "postcode")
MOST_BYTES = 3_000_000
Tables = Mapping[str, pd.DataFrame]


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return {name: read_csv_table(demo_dir() / f"{name}.csv", CONTRACTS[name]) for name in TABLES}


def province_of(table: pd.DataFrame) -> "pd.Series[str]":
    return table["municipality_code"].str[:3]


def known_places(services: pd.DataFrame) -> "pd.Series[int]":
    return services["capacity_accredited"].fillna(services["capacity_authorised"])


def test_the_shipped_files_are_what_the_program_builds(real_territory: Territory, tmp_path: Path) -> None:
    write_demo(build_demo(real_territory), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in demo_dir().glob("*.csv"))
    for built in tmp_path.iterdir():
        assert built.read_bytes() == (demo_dir() / built.name).read_bytes(), f"build {built.name} again"


def test_a_set_can_be_built_for_any_territory(toy_territory: Territory) -> None:
    tables = build_demo(toy_territory)
    assert set(tables) == set(TABLES)
    assert set(tables["services"]["municipality_code"]) <= set(toy_territory.municipalities["municipality_code"])


def test_a_smaller_territory_has_the_same_services_for_its_municipalities(real_territory: Territory) -> None:
    part = real_territory.municipalities.query("province_code == '098'").reset_index(drop=True)
    lodi = build_demo(_with_municipalities(real_territory, part))["services"]
    whole = read_csv_table(demo_dir() / "services.csv", CONTRACTS["services"])
    expected = whole[province_of(whole) == "098"].reset_index(drop=True)
    pd.testing.assert_frame_equal(lodi, expected, check_dtype=False)


def _with_municipalities(territory: Territory, municipalities: pd.DataFrame) -> Territory:
    return Territory(
        area=("province:098",),
        municipalities=municipalities,
        display=territory.display,
        background=territory.background,
        offices=territory.offices,
        office_of=territory.office_of,
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_shipped_table_keeps_its_contract(shipped: Tables, name: str) -> None:
    assert check(shipped[name], CONTRACTS[name]) == ()
    header = (demo_dir() / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert tuple(header.split(",")) == CONTRACTS[name].column_names


def test_all_files_together_are_small() -> None:
    assert sum(path.stat().st_size for path in demo_dir().iterdir()) < MOST_BYTES


@pytest.mark.parametrize("name", TABLES)
def test_every_row_says_that_it_is_a_demonstration(shipped: Tables, name: str) -> None:
    table = shipped[name]
    assert table["is_demo"].all()
    assert set(table["source_id"]) == {"demo"}
    assert set(table["licence"]) == {"CC-BY-4.0"}
    assert table["checked_on"].isna().all()
    assert table["source_key"].is_unique


@pytest.mark.parametrize(("name", "column"), NAMES)
def test_every_name_begins_with_the_label(shipped: Tables, name: str, column: str) -> None:
    assert shipped[name][column].str.startswith("Dimostrazione – ").all()


def test_every_agreement_says_that_it_is_a_demonstration(shipped: Tables) -> None:
    agreements = shipped["initiatives"]
    assert agreements["name"].str.startswith("Accordo dimostrativo – Provincia di ").all()
    assert agreements["summary_it"].str.contains("inventato").all()
    assert agreements["summary_en"].str.contains("invented").all()
    assert list(agreements["territory"]) == [f"province:{code}" for code in sorted({*CARE_HOMES, "023"})]


@pytest.mark.parametrize("name", ["services", "organisations"])
def test_nobody_gets_an_invented_contact(shipped: Tables, name: str) -> None:
    assert shipped[name][list(CONTACTS)].isna().all(axis=None)


def test_keys_follow_kind_municipality_and_number(shipped: Tables) -> None:
    services = shipped["services"]
    assert (services["service_id"] == "demo:" + services["source_key"]).all()
    stem = services["kind"] + "-" + services["municipality_code"] + "-"
    numbers = pd.Series([int(key.removeprefix(begin)) for key, begin in zip(services["source_key"], stem, strict=True)])
    assert (numbers == services.groupby(["kind", "municipality_code"]).cumcount() + 1).all()


def test_every_kind_of_service_is_there_and_they_are_about_5000(shipped: Tables) -> None:
    assert set(shipped["services"]["kind"]) == set(ServiceKind)
    assert 4_500 <= len(shipped["services"]) <= 5_500


@pytest.mark.parametrize("name", ["services", "organisations"])
def test_every_position_is_inside_its_municipality(shipped: Tables, real_territory: Territory, name: str) -> None:
    placed = shipped[name].dropna(subset=["lon", "lat"])
    boundaries = real_territory.municipalities.set_index("municipality_code").geometry
    own = boundaries.loc[placed["municipality_code"]].to_numpy()
    shapely.prepare(own)
    outside = placed[~shapely.contains_xy(own, placed["lon"].to_numpy(), placed["lat"].to_numpy())]
    assert outside["source_key"].tolist() == []


@pytest.mark.parametrize("name", ["services", "organisations"])
def test_quality_and_position_agree(shipped: Tables, real_territory: Territory, name: str) -> None:
    table = shipped[name]
    quality = table["position_quality"]
    assert ((quality == "none") == table["lon"].isna()).all()
    assert ((quality == "address") == table["address"].notna()).all()
    points = real_territory.municipalities.set_index("municipality_code")[["point_lon", "point_lat"]].round(5)
    at_point = table[quality == "municipality"]
    assert (at_point[["lon", "lat"]].to_numpy() == points.loc[at_point["municipality_code"]].to_numpy()).all()


def test_a_few_services_have_no_exact_position(shipped: Tables) -> None:
    shares = shipped["services"]["position_quality"].value_counts(normalize=True)
    assert shares["municipality"] == pytest.approx(0.04, abs=0.01)
    assert shares["none"] == pytest.approx(0.02, abs=0.01)


def test_places_for_small_children_are_30_per_100_residents_aged_0_2(
    shipped: Tables, real_territory: Territory
) -> None:
    services = shipped["services"]
    places = known_places(services[services["kind"].isin(SMALL_CHILDREN_KINDS)]).sum()
    assert 100 * places / real_territory.municipalities["residents_0_2"].sum() == pytest.approx(30, abs=1.5)


def test_places_for_small_children_are_uneven(shipped: Tables, real_territory: Territory) -> None:
    services = shipped["services"]
    small = services[services["kind"].isin(SMALL_CHILDREN_KINDS)]
    children = real_territory.municipalities.set_index("municipality_code")["residents_0_2"]
    places = known_places(small).groupby(small["municipality_code"]).sum().reindex(children.index).fillna(0)
    ratio = (places.astype(float) / children.clip(lower=1)).groupby(children >= 1_000)
    assert ratio.mean()[True] > ratio.mean()[False]
    assert 400 < (~children.index.isin(small["municipality_code"])).sum() < 800


def test_care_homes_of_each_province_are_near_its_totals(shipped: Tables, real_territory: Territory) -> None:
    homes = shipped["services"].query("kind == 'care_home'")
    elders = real_territory.municipalities.groupby("province_code")["residents_75_plus"].sum()
    found = homes.groupby(province_of(homes)).agg(
        home_count=("kind", "size"),
        accredited=("capacity_accredited", "sum"),
        authorised=("capacity_authorised", "sum"),
    )
    for province_code, elder_count in elders.items():
        totals = care_home_totals(str(province_code), int(elder_count))
        assert found.loc[province_code, "home_count"] == totals.home_count
        assert found.loc[province_code, "accredited"] == pytest.approx(totals.accredited_count, rel=0.03)
        assert found.loc[province_code, "authorised"] == pytest.approx(totals.authorised_count, rel=0.03)


def test_care_home_totals_add_up_to_the_official_list() -> None:
    assert sum(totals.home_count for totals in CARE_HOMES.values()) == 740
    assert sum(totals.authorised_count for totals in CARE_HOMES.values()) == 68_661
    assert sum(totals.accredited_count for totals in CARE_HOMES.values()) == 65_460


def test_a_province_without_official_totals_gets_5_places_per_100_residents_aged_75_plus() -> None:
    assert care_home_totals("023", 100_000).accredited_count == 5_000


def test_nobody_has_more_accredited_than_authorised_places(shipped: Tables) -> None:
    services = shipped["services"]
    assert not (services["capacity_accredited"] > services["capacity_authorised"]).fillna(value=False).any()


def test_some_hours_and_some_places_are_unknown(shipped: Tables) -> None:
    services = shipped["services"]
    nurseries = services[services["kind"].isin(SMALL_CHILDREN_KINDS)]
    assert services["opening_hours"].isna().mean() == pytest.approx(0.12, abs=0.02)
    assert nurseries["capacity_authorised"].isna().mean() == pytest.approx(0.07, abs=0.02)


def test_every_opening_time_is_in_openstreetmap_syntax(shipped: Tables) -> None:
    shifts = shipped["shifts"]
    written = {
        *shipped["services"]["opening_hours"].dropna(),
        *shipped["needs_offers"]["hours"].dropna(),
        *(shifts["days"] + " " + shifts["starts_at"] + "-" + shifts["ends_at"]),
    }
    assert len(written) > 50
    for hours in sorted(written):
        OpeningHours(hours)


def test_only_company_nurseries_say_whether_they_take_others(shipped: Tables) -> None:
    services = shipped["services"]
    asked = services[services["is_open_to_others"].notna()]
    assert set(asked["kind"]) == {"nursery"}
    assert (asked["provider_name"].str.contains("Impresa") | asked["organisation_id"].notna()).all()
    assert set(asked["is_open_to_others"]) == {True, False}


def test_free_places_belong_to_a_service_and_fit_in_it(shipped: Tables) -> None:
    merged = shipped["availability"].merge(shipped["services"], on="service_id", how="left")
    assert (merged["free_count"] <= known_places(merged)).all()
    assert (merged["as_of_on"] < merged["expires_on"]).all()
    assert (merged["as_of_on"] <= merged["retrieved_on_x"]).all()


def test_places_months_ahead_fit_too_and_some_are_not_told(shipped: Tables) -> None:
    merged = shipped["availability"].merge(shipped["services"], on="service_id", how="left")
    ahead = merged[["free_in_1_month_count", "free_in_2_months_count", "free_in_3_months_count"]]
    assert (ahead.notna().all(axis=1) | ahead.isna().all(axis=1)).all()
    assert ahead.notna().all(axis=1).mean() == pytest.approx(0.8, abs=0.04)
    assert ahead.le(known_places(merged), axis=0).fillna(value=True).all(axis=None)
    assert (ahead["free_in_1_month_count"] != merged["free_count"]).any()


def test_bands_of_free_places_are_those_of_the_kind_and_some_data_are_old(shipped: Tables) -> None:
    merged = shipped["availability"].merge(shipped["services"], on="service_id", how="left")
    bands = merged.groupby("kind")["band"].agg(set)
    assert bands["nursery"] == {"infants_3_12_months", "toddlers_12_24_months", "two_year_olds_24_36_months"}
    assert bands["care_home"] == {"residential", "respite"}
    assert bands["integrated_day_centre"] == {"day"}
    assert 0.02 < (merged["expires_on"] < "2026-11-23").mean() < 0.3
    assert merged["waiting_count"].notna().mean() > 0.3


def test_every_fee_is_labelled_dated_and_in_order(shipped: Tables) -> None:
    services = shipped["services"]
    paid = services[services["monthly_fee_min_eur"].notna()]
    assert set(paid["fee_source"]) == {"Dimostrazione – tariffe inventate"}
    assert set(paid["fee_as_of_on"]) == {"2026-11-01"}
    assert (paid["monthly_fee_min_eur"] <= paid["monthly_fee_max_eur"]).all()
    assert paid[["fee_includes_it", "fee_includes_en"]].notna().all(axis=None)
    unpaid = services[services["monthly_fee_min_eur"].isna()]
    assert unpaid[["monthly_fee_max_eur", "isee_fee_bands", "fee_source", "fee_as_of_on"]].isna().all(axis=None)


def test_fees_by_isee_run_from_the_lowest_to_the_highest_and_public_services_grade_more_often(shipped: Tables) -> None:
    services = shipped["services"]
    paid = services[services["monthly_fee_min_eur"].notna()]
    for row in paid[paid["isee_fee_bands"].notna()].itertuples():
        fees = [band.monthly_fee_eur for band in fee_bands(row.isee_fee_bands)]
        assert fees == sorted(fees)
        assert (fees[0], fees[-1]) == (row.monthly_fee_min_eur, row.monthly_fee_max_eur)
    graded = paid["isee_fee_bands"].notna().groupby(paid["ownership"]).mean()
    assert graded["public"] > 0.7
    assert graded["private"] < 0.3


def test_an_organisation_runs_services_of_its_own_municipality_under_its_own_name(shipped: Tables) -> None:
    run = shipped["services"].dropna(subset="organisation_id").merge(shipped["organisations"], on="organisation_id")
    assert len(run) == shipped["services"]["organisation_id"].notna().sum() > 20
    assert (run["municipality_code_x"] == run["municipality_code_y"]).all()
    assert (run["provider_name"] == run["organisation_name"]).all()
    assert set(run["organisation_kind"]) == {"company", "cooperative"}


@pytest.mark.parametrize(
    "words", ["06:30", "07:00-", "Sa 0", "Aug off", "Dec 24-Jan 06 off", "PH off"], ids=lambda words: words
)
def test_nurseries_open_and_close_in_many_ways(shipped: Tables, words: str) -> None:
    services = shipped["services"]
    nurseries = services[services["kind"] == "nursery"]
    assert nurseries["opening_hours"].str.contains(words).sum() > 20


def test_demonstration_firms_adhere_to_demonstration_agreements_only(shipped: Tables) -> None:
    real = pd.read_csv(manual_dir() / f"{INITIATIVES.name}.csv", dtype=str)["initiative_id"]
    joined = set(shipped["adhesions"]["initiative_id"])
    assert joined <= set(shipped["initiatives"]["initiative_id"])
    assert joined.isdisjoint(real)
    assert len(real) == 5


def test_a_firm_adheres_in_its_own_province_and_some_do_not_adhere(shipped: Tables) -> None:
    firms = shipped["organisations"]
    members = (
        shipped["adhesions"]
        .merge(firms, on="organisation_id")
        .merge(shipped["initiatives"][["initiative_id", "territory"]], on="initiative_id")
    )
    assert len(members) == len(shipped["adhesions"])
    assert ("province:" + province_of(members) == members["territory"]).all()
    assert len(members) / len(firms) == pytest.approx(0.65, abs=0.05)


def test_shifts_of_a_firm_add_up_to_its_employees(shipped: Tables) -> None:
    firms = shipped["organisations"].set_index("organisation_id")["employee_count"]
    per_firm = (
        shipped["shifts"]
        .groupby("organisation_id")
        .agg(shift_count=("shift_number", "size"), staff=("employee_count", "sum"))
    )
    assert set(per_firm.index) == set(firms.index)
    assert per_firm["shift_count"].between(1, 3).all()
    assert (per_firm["staff"] == firms.loc[per_firm.index]).all()


def test_some_larger_firms_have_other_sites_near_their_own(shipped: Tables) -> None:
    firms = shipped["organisations"].set_index("organisation_id")
    sites = shipped["sites"]
    assert 0.1 < sites["organisation_id"].nunique() / len(firms) < 0.2
    assert "micro" not in set(firms.loc[sites["organisation_id"], "size_class"])
    assert (sites["employee_count"].to_numpy() < firms.loc[sites["organisation_id"], "employee_count"].to_numpy()).all()
    for numbers in sites.groupby("organisation_id")["site_number"].agg(list):
        assert numbers == list(range(2, len(numbers) + 2))


def test_people_who_live_in_a_municipality_are_five_or_more_and_no_more_than_work_there(shipped: Tables) -> None:
    commuters = shipped["commuters"]
    shifts = shipped["shifts"].set_index(["organisation_id", "shift_number"])["employee_count"]
    staff = shipped["organisations"].set_index("organisation_id")["employee_count"]
    assert commuters["worker_count"].min() >= 5
    for (firm, number), known in commuters.groupby(["organisation_id", "shift_number"])["worker_count"].sum().items():
        assert known <= (staff[firm] if number == 0 else shifts[(firm, number)])


def test_some_firms_say_where_their_people_live_of_all_shifts_or_of_each(shipped: Tables) -> None:
    by_firm = shipped["commuters"].groupby("organisation_id")["shift_number"].agg(set)
    assert len(by_firm) / len(shipped["organisations"]) == pytest.approx(0.4, abs=0.05)
    assert {0} in list(by_firm)
    assert all(numbers == {0} or 0 not in numbers for numbers in by_firm)


def test_employees_fit_the_size_class(shipped: Tables) -> None:
    firms = shipped["organisations"]
    bounds = pd.cut(
        firms["employee_count"].astype(int), [0, 9, 49, 249, 10_000], labels=["micro", "small", "medium", "large"]
    )
    assert (bounds.astype(str) == firms["size_class"]).all()


def test_a_firm_never_asks_for_what_it_offers(shipped: Tables) -> None:
    table = shipped["needs_offers"]
    assert set(table["organisation_id"]) < set(shipped["organisations"]["organisation_id"])
    assert not table.duplicated(["organisation_id", "exchange_kind"]).any()


@pytest.mark.parametrize(("children_count", "share"), [(9, 0.0), (10, 0.25), (99, 0.85), (100, 0.97), (200, 1.0)])
def test_larger_municipalities_have_services_more_often(children_count: int, share: float) -> None:
    assert presence_share(children_count) == share


def test_the_same_purpose_gives_the_same_draws_and_another_purpose_others() -> None:
    draws = [[Dice(*purpose).share() for _ in range(3)] for purpose in (("015118", 1), ("015118", 1), ("015118", 2))]
    assert draws[0] == draws[1] != draws[2]


def test_dice_stay_within_their_bounds() -> None:
    dice = Dice("bounds")
    assert {dice.between(2, 4) for _ in range(100)} == {2, 3, 4}
    assert {dice.weighted({"a": 1.0, "b": 0.0, "c": 1.0}) for _ in range(100)} == {"a", "c"}
    assert all(-1 <= dice.offset() <= 1 for _ in range(100))
