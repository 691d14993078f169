"""
Curators' files.

``reading`` makes a table of texts of whatever bytes (``delimited``, ``workbook``), ``columns`` suggests which column is
which field (``fields``, ``synonyms``), ``validation`` cleans and checks (``cleaners``, ``identifiers``, ``vocabulary``,
``places``, ``references``), ``plan`` says what an import would do, ``rights`` who may do it, ``writing`` does it in one
transaction; ``templates`` are the empty files to start from.
"""

from welfare_map.register.uploads.answer import FindingRow, ImportAnswer, Outcome, import_answer
from welfare_map.register.uploads.columns import Columns, columns_toml, read_columns, suggested_columns
from welfare_map.register.uploads.fields import UploadTable, fields_of, upload_table
from welfare_map.register.uploads.findings import Finding
from welfare_map.register.uploads.plan import Plan, RowChange, planned
from welfare_map.register.uploads.reading import Upload, read_upload
from welfare_map.register.uploads.rights import may_publish, require_few
from welfare_map.register.uploads.steps import STEPS, prepare
from welfare_map.register.uploads.surroundings import Surroundings, read_surroundings
from welfare_map.register.uploads.templates import template_csv, template_xlsx
from welfare_map.register.uploads.validation import Validated, validate
from welfare_map.register.uploads.writing import Written, write_plan

__all__ = [
    "STEPS",
    "Columns",
    "Finding",
    "FindingRow",
    "ImportAnswer",
    "Outcome",
    "Plan",
    "RowChange",
    "Surroundings",
    "Upload",
    "UploadTable",
    "Validated",
    "Written",
    "columns_toml",
    "fields_of",
    "import_answer",
    "may_publish",
    "planned",
    "prepare",
    "read_columns",
    "read_surroundings",
    "read_upload",
    "require_few",
    "suggested_columns",
    "template_csv",
    "template_xlsx",
    "upload_table",
    "validate",
    "write_plan",
]
