import io

import openpyxl
import pytest

from welfare_map.register.uploads.columns import suggested_columns
from welfare_map.register.uploads.fields import UploadTable, fields_of, is_code
from welfare_map.register.uploads.reading import read_upload
from welfare_map.register.uploads.templates import template_csv, template_header, template_xlsx
from welfare_map.register.uploads.vocabulary import codes_of

MAKERS = [template_csv, template_xlsx]


@pytest.mark.parametrize("table", list(UploadTable))
@pytest.mark.parametrize("make", MAKERS)
def test_a_template_is_read_back_with_every_column_understood(make: object, table: UploadTable) -> None:
    upload = read_upload(make(table), "modello")  # type: ignore[operator]
    found = suggested_columns(upload.header, table)
    assert upload.header == template_header(table)
    assert list(found.values()) == [field.name for field in fields_of(table)]


@pytest.mark.parametrize("table", list(UploadTable))
def test_the_second_sheet_lists_every_code_with_its_words(table: UploadTable) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(table)))
    codes = {row[1] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)}
    wanted = [field.name for field in fields_of(table) if field.column is not None and is_code(field.column)]
    assert book.sheetnames == ["Dati", "Codici"]
    assert codes == {code for name in wanted for code in codes_of(name)}


@pytest.mark.parametrize("table", list(UploadTable))
def test_no_cell_of_a_template_is_a_formula(table: UploadTable) -> None:
    upload = read_upload(template_csv(table), "modello")
    assert not [cell for cell in upload.cells.to_numpy().ravel() if cell.startswith(("=", "+", "-", "@"))]
