from geodata.tables import CONTRACTS
from welfare_map.register.shipped.data_readme import readme_path, readme_text


def test_the_page_says_what_the_contracts_say() -> None:
    assert readme_path().read_text(encoding="utf-8") == readme_text()


def test_every_column_of_every_table_is_explained() -> None:
    page = readme_text()
    for contract in CONTRACTS.values():
        section = page.split(f"## {contract.name}\n")[1].split("\n## ")[0]
        assert all(f"| `{name}` |" in section for name in contract.column_names)
