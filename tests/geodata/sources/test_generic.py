import io
import json
from typing import Any

import pytest

from geodata.cleaning.municipality_names import MunicipalityList
from geodata.errors import DataError, MissingColumnsError
from geodata.notices import count_by_rule
from geodata.sources import Access
from geodata.sources.generic import mapped_reader

MAPPING = """
source_id = "comune-prova-nidi"
name = "Elenco dei nidi"
publisher = "Comune di Prova"
licence = "CC-BY-4.0"
table = "services"
page_url = "https://dati.esempio.it/nidi"
access = "url"
resource_url = "https://dati.esempio.it/nidi.csv"
crs = "EPSG:3003"
is_tried = true
expected = ["municipality_name"]
key_columns = ["name", "municipality_name"]

[kind]
words = { nursery = ["asilo nido"], micro_nursery = ["micronido"] }
left_out = ["ludoteca"]

[columns]
kind = ["Tipo"]
name = ["Nome servizio"]
municipality_name = ["Comune"]
province = ["Prov."]
opening_hours = ["Orari"]
lon = ["Est"]
lat = ["Nord"]

[constants]
ownership = "public"
"""
CSV = "Comune;PROV;nome_servizio;TIPO;Orari;Est;Nord\n"
SOUND = "San Proba sul Sasso;AA;NIDO PROVA;Asilo nido;Mo-Fr 07:30-18:00;1514882,6;5034090,2\n"


def records(content: bytes, municipalities: MunicipalityList, mapping: str = MAPPING) -> Any:
    ((table, notices),) = mapped_reader(mapping.encode(), "prova.toml").parse(io.BytesIO(content), municipalities)
    return table.to_dict("records"), count_by_rule(notices)


def test_a_mapped_list_is_cleaned(municipalities: MunicipalityList) -> None:
    (row,), notices = records((CSV + SOUND).encode(), municipalities)

    assert {**row, "lon": round(row["lon"], 3), "lat": round(row["lat"], 3)} == {
        "source_key": "nido-prova_san-proba-sul-sasso",
        "kind": "nursery",
        "name": "Nido Prova",
        "opening_hours": "Mo-Fr 07:30-18:00",
        "municipality_code": "901001",
        "ownership": "public",
        "lon": 9.19,
        "lat": 45.46,
        "position_quality": "exact",
    }
    assert notices == {}


def test_the_words_of_a_mapping_are_held_to(municipalities: MunicipalityList) -> None:
    others = ["Ludoteca", "Piscina"]
    lines = "".join(SOUND.replace("Asilo nido", word).replace("PROVA", word) for word in others)

    rows, notices = records((CSV + SOUND + lines).encode(), municipalities)

    assert len(rows) == 1
    assert notices == {"left_out_kind": 1, "unknown_kind": 1}


def test_hours_that_nobody_can_read_are_noticed(municipalities: MunicipalityList) -> None:
    (row,), notices = records((CSV + SOUND.replace("Mo-Fr 07:30-18:00", "mattina")).encode(), municipalities)

    assert (row["opening_hours"], notices) == (None, {"unreadable_value": 1})


def test_geojson_stands_where_its_points_are(municipalities: MunicipalityList) -> None:
    properties = {"Comune": "San Proba sul Sasso", "Nome servizio": "Nido", "Tipo": "Micronido"}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [9.1, 45.4]}}

    (row,), _ = records(json.dumps({"features": [feature]}).encode(), municipalities)

    assert (row["kind"], row["lon"], row["lat"]) == ("micro_nursery", 9.1, 45.4)


def test_a_list_without_an_expected_column_is_refused(municipalities: MunicipalityList) -> None:
    with pytest.raises(MissingColumnsError) as caught:
        records(b"Nome servizio;Tipo\nNido;Asilo nido\n", municipalities)

    assert caught.value.missing == ("Comune",)


def test_the_record_says_how_the_list_is_fetched() -> None:
    source = mapped_reader(MAPPING.encode(), "prova.toml").source

    assert (source.access, source.api_url) == (Access.URL, "https://dati.esempio.it/nidi.csv")
    assert (source.page_url, source.kinds) == ("https://dati.esempio.it/nidi", ("nursery", "micro_nursery"))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        pytest.param('"comune-prova-nidi"', '"Nidi!"', "source_id 'Nidi!'", id="bad id"),
        *(
            pytest.param('"comune-prova-nidi"', f'"{ours}"', f"source_id {ours} is reserved", id=f"our id {ours}")
            for ours in ("curated", "manual", "demo")
        ),
        pytest.param('"CC-BY-4.0"', '"MINE"', "unknown licence MINE", id="unknown licence"),
        pytest.param('licence = "CC-BY-4.0"', "", "licence is missing", id="no licence"),
        pytest.param('"services"', '"needs"', "table must be services", id="another table"),
        pytest.param('access = "url"', 'access = "ftp"', "access must be one of", id="unknown access"),
        pytest.param('access = "url"', 'access = "ckan"', "portal_url is missing", id="no portal"),
        pytest.param('"https://dati.esempio.it/nidi.csv"', '"file:///x"', "begins with https", id="a file's address"),
        pytest.param('"https://dati.esempio.it/nidi"', '"javascript:x"', "begins with https", id="a script's address"),
        pytest.param("EPSG:3003", "EPSG:1", "crs EPSG:1 is none", id="unknown system"),
        pytest.param("micro_nursery =", "castle =", "unknown kind castle", id="unknown kind"),
        pytest.param('kind = ["Tipo"]', "", "kind is needed", id="words without a column"),
        pytest.param('["Nome servizio"]', '"Nome"', "name must be list", id="no list"),
        pytest.param('["Nome servizio"]', "[1]", "name must be a list of texts", id="a number for a name"),
        pytest.param("opening_hours =", "hours =", "unknown columns hours", id="unknown column"),
        pytest.param("is_tried =", "tried =", "unknown keys tried", id="unknown key"),
        pytest.param('key_columns = ["name", "municipality_name"]', "", "key or key_columns", id="no key"),
        pytest.param('ownership = "public"', 'ownership = "mine"', "ownership must be", id="unknown ownership"),
        pytest.param('["municipality_name"]', '["phone"]', r"\[columns\] phone is missing", id="expected, not mapped"),
        pytest.param("[kind]", "[kind", "no TOML", id="broken"),
    ],
)
def test_a_wrong_mapping_is_refused_with_what_is_wrong(before: str, after: str, words: str) -> None:
    assert before in MAPPING
    with pytest.raises(DataError, match=words) as caught:
        mapped_reader(MAPPING.replace(before, after, 1).encode(), "prova.toml")

    assert str(caught.value).startswith("prova.toml: ")
