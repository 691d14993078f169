"""The register's first schema; its version starts at 0."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "districts",
        sa.Column("municipality_code", sa.Text(), nullable=False),
        sa.Column("municipality_name", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Text(), nullable=True),
        sa.Column("district_name", sa.Text(), nullable=True),
        sa.Column("province_short", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("municipality_code", name=op.f("pk_districts")),
    )
    op.create_table(
        "documents",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("note_it", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_documents")),
    )
    op.create_table(
        "register_state",
        sa.Column("state_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("state_id", name=op.f("pk_register_state")),
    )
    op.create_table(
        "source_runs",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("added_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("gone_count", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_source_runs")),
    )
    op.create_index(op.f("ix_source_runs_source_id"), "source_runs", ["source_id"], unique=False)
    op.create_table(
        "sources",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("retrieved_on", sa.String(length=10), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_sources")),
    )
    op.create_table(
        "targets",
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("name_it", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("meaning_it", sa.Text(), nullable=True),
        sa.Column("meaning_en", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("valid_year", sa.Text(), nullable=True),
        sa.Column("note_it", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("target_id", name=op.f("pk_targets")),
    )
    op.create_table(
        "district_offices",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("district_id", sa.Text(), nullable=True),
        sa.Column("office_name_it", sa.Text(), nullable=True),
        sa.Column("office_name_en", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name=op.f("fk_district_offices_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_district_offices")),
    )
    op.create_index(op.f("ix_district_offices_document_id"), "district_offices", ["document_id"], unique=False)
    op.create_table(
        "initiatives",
        sa.Column("initiative_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column("summary_it", sa.Text(), nullable=True),
        sa.Column("summary_en", sa.Text(), nullable=True),
        sa.Column("aim_it", sa.Text(), nullable=True),
        sa.Column("aim_en", sa.Text(), nullable=True),
        sa.Column("territory", sa.Text(), nullable=True),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.Column("is_ongoing", sa.Boolean(), nullable=True),
        sa.Column("how_to_adhere_it", sa.Text(), nullable=True),
        sa.Column("how_to_adhere_en", sa.Text(), nullable=True),
        sa.Column("contact_name_it", sa.Text(), nullable=True),
        sa.Column("contact_name_en", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("document_ids", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("retrieved_on", sa.String(length=10), nullable=True),
        sa.Column("modified_on", sa.String(length=10), nullable=True),
        sa.Column("checked_on", sa.String(length=10), nullable=True),
        sa.Column("checked_by_role", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_initiatives_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("initiative_id", name=op.f("pk_initiatives")),
    )
    op.create_index(op.f("ix_initiatives_source_id"), "initiatives", ["source_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_notices_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_source_id"), "notices", ["source_id"], unique=False)
    op.create_table(
        "organisations",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=True),
        sa.Column("organisation_kind", sa.Text(), nullable=True),
        sa.Column("sector_code", sa.Text(), nullable=True),
        sa.Column("size_class", sa.Text(), nullable=True),
        sa.Column("employee_count", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("municipality_code", sa.Text(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("position_quality", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("retrieved_on", sa.String(length=10), nullable=True),
        sa.Column("modified_on", sa.String(length=10), nullable=True),
        sa.Column("checked_on", sa.String(length=10), nullable=True),
        sa.Column("checked_by_role", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name=op.f("fk_organisations_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_organisations_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisations")),
    )
    op.create_index(op.f("ix_organisations_document_id"), "organisations", ["document_id"], unique=False)
    op.create_index(op.f("ix_organisations_source_id"), "organisations", ["source_id"], unique=False)
    op.create_table(
        "services",
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("provider_name", sa.Text(), nullable=True),
        sa.Column("ownership", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("municipality_code", sa.Text(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("position_quality", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("opening_hours", sa.Text(), nullable=True),
        sa.Column("capacity_authorised", sa.Integer(), nullable=True),
        sa.Column("capacity_accredited", sa.Integer(), nullable=True),
        sa.Column("min_age_months", sa.Integer(), nullable=True),
        sa.Column("max_age_months", sa.Integer(), nullable=True),
        sa.Column("is_open_to_others", sa.Boolean(), nullable=True),
        sa.Column("no_longer_listed_on", sa.String(length=10), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("retrieved_on", sa.String(length=10), nullable=True),
        sa.Column("modified_on", sa.String(length=10), nullable=True),
        sa.Column("checked_on", sa.String(length=10), nullable=True),
        sa.Column("checked_by_role", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_services_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_services")),
    )
    op.create_index(op.f("ix_services_source_id"), "services", ["source_id"], unique=False)
    op.create_table(
        "adhesions",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("initiative_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("since_year", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("retrieved_on", sa.String(length=10), nullable=True),
        sa.Column("modified_on", sa.String(length=10), nullable=True),
        sa.Column("checked_on", sa.String(length=10), nullable=True),
        sa.Column("checked_by_role", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name=op.f("fk_adhesions_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.initiative_id"],
            name=op.f("fk_adhesions_initiative_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.organisation_id"],
            name=op.f("fk_adhesions_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_adhesions_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("organisation_id", "initiative_id", name=op.f("pk_adhesions")),
    )
    op.create_index(op.f("ix_adhesions_document_id"), "adhesions", ["document_id"], unique=False)
    op.create_index(op.f("ix_adhesions_initiative_id"), "adhesions", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_adhesions_source_id"), "adhesions", ["source_id"], unique=False)
    op.create_table(
        "availability",
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("free_count", sa.Integer(), nullable=True),
        sa.Column("waiting_count", sa.Integer(), nullable=True),
        sa.Column("as_of_on", sa.String(length=10), nullable=True),
        sa.Column("expires_on", sa.String(length=10), nullable=True),
        sa.Column("author_role", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("retrieved_on", sa.String(length=10), nullable=True),
        sa.Column("modified_on", sa.String(length=10), nullable=True),
        sa.Column("checked_on", sa.String(length=10), nullable=True),
        sa.Column("checked_by_role", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["services.service_id"],
            name=op.f("fk_availability_service_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_availability_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("service_id", "band", name=op.f("pk_availability")),
    )
    op.create_index(op.f("ix_availability_source_id"), "availability", ["source_id"], unique=False)
    op.create_table(
        "district_office_municipalities",
        sa.Column("office_id", sa.Text(), nullable=True),
        sa.Column("municipality_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["districts.municipality_code"],
            name=op.f("fk_district_office_municipalities_municipality_code"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["district_offices.office_id"],
            name=op.f("fk_district_office_municipalities_office_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("municipality_code", name=op.f("pk_district_office_municipalities")),
    )
    op.create_index(
        op.f("ix_district_office_municipalities_office_id"),
        "district_office_municipalities",
        ["office_id"],
        unique=False,
    )
    op.create_table(
        "initiative_actions",
        sa.Column("initiative_id", sa.Text(), nullable=False),
        sa.Column("action_number", sa.Integer(), nullable=False),
        sa.Column("name_it", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("description_it", sa.Text(), nullable=True),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name=op.f("fk_initiative_actions_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.initiative_id"],
            name=op.f("fk_initiative_actions_initiative_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("initiative_id", "action_number", name=op.f("pk_initiative_actions")),
    )
    op.create_index(op.f("ix_initiative_actions_document_id"), "initiative_actions", ["document_id"], unique=False)
    op.create_table(
        "initiative_phases",
        sa.Column("initiative_id", sa.Text(), nullable=False),
        sa.Column("phase_number", sa.Integer(), nullable=False),
        sa.Column("name_it", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("description_it", sa.Text(), nullable=True),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name=op.f("fk_initiative_phases_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.initiative_id"],
            name=op.f("fk_initiative_phases_initiative_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("initiative_id", "phase_number", name=op.f("pk_initiative_phases")),
    )
    op.create_index(op.f("ix_initiative_phases_document_id"), "initiative_phases", ["document_id"], unique=False)
    op.create_table(
        "needs_offers",
        sa.Column("need_offer_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("quantity", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("from_on", sa.String(length=10), nullable=True),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("retrieved_on", sa.String(length=10), nullable=True),
        sa.Column("modified_on", sa.String(length=10), nullable=True),
        sa.Column("checked_on", sa.String(length=10), nullable=True),
        sa.Column("checked_by_role", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.organisation_id"],
            name=op.f("fk_needs_offers_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_needs_offers_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("need_offer_id", name=op.f("pk_needs_offers")),
    )
    op.create_index(op.f("ix_needs_offers_organisation_id"), "needs_offers", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_needs_offers_source_id"), "needs_offers", ["source_id"], unique=False)
    op.create_table(
        "practices",
        sa.Column("practice_id", sa.Text(), nullable=False),
        sa.Column("title_it", sa.Text(), nullable=True),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("description_it", sa.Text(), nullable=True),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("themes", sa.Text(), nullable=True),
        sa.Column("size_classes", sa.Text(), nullable=True),
        sa.Column("cost_class", sa.Text(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("result_it", sa.Text(), nullable=True),
        sa.Column("result_en", sa.Text(), nullable=True),
        sa.Column("contact_it", sa.Text(), nullable=True),
        sa.Column("contact_en", sa.Text(), nullable=True),
        sa.Column("initiative_id", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("retrieved_on", sa.String(length=10), nullable=True),
        sa.Column("modified_on", sa.String(length=10), nullable=True),
        sa.Column("checked_on", sa.String(length=10), nullable=True),
        sa.Column("checked_by_role", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name=op.f("fk_practices_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.initiative_id"],
            name=op.f("fk_practices_initiative_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.organisation_id"],
            name=op.f("fk_practices_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_practices_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_practices")),
    )
    op.create_index(op.f("ix_practices_document_id"), "practices", ["document_id"], unique=False)
    op.create_index(op.f("ix_practices_initiative_id"), "practices", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_practices_organisation_id"), "practices", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_practices_source_id"), "practices", ["source_id"], unique=False)
    op.create_table(
        "shifts",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("shift_number", sa.Integer(), nullable=False),
        sa.Column("days", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.Text(), nullable=True),
        sa.Column("ends_at", sa.Text(), nullable=True),
        sa.Column("employee_count", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("retrieved_on", sa.String(length=10), nullable=True),
        sa.Column("modified_on", sa.String(length=10), nullable=True),
        sa.Column("checked_on", sa.String(length=10), nullable=True),
        sa.Column("checked_by_role", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.organisation_id"],
            name=op.f("fk_shifts_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_shifts_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("organisation_id", "shift_number", name=op.f("pk_shifts")),
    )
    op.create_index(op.f("ix_shifts_source_id"), "shifts", ["source_id"], unique=False)
    op.execute("INSERT INTO register_state (state_id, version) VALUES (1, 0)")


def downgrade() -> None:
    op.drop_index(op.f("ix_shifts_source_id"), table_name="shifts")
    op.drop_table("shifts")
    op.drop_index(op.f("ix_practices_source_id"), table_name="practices")
    op.drop_index(op.f("ix_practices_organisation_id"), table_name="practices")
    op.drop_index(op.f("ix_practices_initiative_id"), table_name="practices")
    op.drop_index(op.f("ix_practices_document_id"), table_name="practices")
    op.drop_table("practices")
    op.drop_index(op.f("ix_needs_offers_source_id"), table_name="needs_offers")
    op.drop_index(op.f("ix_needs_offers_organisation_id"), table_name="needs_offers")
    op.drop_table("needs_offers")
    op.drop_index(op.f("ix_initiative_phases_document_id"), table_name="initiative_phases")
    op.drop_table("initiative_phases")
    op.drop_index(op.f("ix_initiative_actions_document_id"), table_name="initiative_actions")
    op.drop_table("initiative_actions")
    op.drop_index(op.f("ix_district_office_municipalities_office_id"), table_name="district_office_municipalities")
    op.drop_table("district_office_municipalities")
    op.drop_index(op.f("ix_availability_source_id"), table_name="availability")
    op.drop_table("availability")
    op.drop_index(op.f("ix_adhesions_source_id"), table_name="adhesions")
    op.drop_index(op.f("ix_adhesions_initiative_id"), table_name="adhesions")
    op.drop_index(op.f("ix_adhesions_document_id"), table_name="adhesions")
    op.drop_table("adhesions")
    op.drop_index(op.f("ix_services_source_id"), table_name="services")
    op.drop_table("services")
    op.drop_index(op.f("ix_organisations_source_id"), table_name="organisations")
    op.drop_index(op.f("ix_organisations_document_id"), table_name="organisations")
    op.drop_table("organisations")
    op.drop_index(op.f("ix_notices_source_id"), table_name="notices")
    op.drop_table("notices")
    op.drop_index(op.f("ix_initiatives_source_id"), table_name="initiatives")
    op.drop_table("initiatives")
    op.drop_index(op.f("ix_district_offices_document_id"), table_name="district_offices")
    op.drop_table("district_offices")
    op.drop_table("targets")
    op.drop_table("sources")
    op.drop_index(op.f("ix_source_runs_source_id"), table_name="source_runs")
    op.drop_table("source_runs")
    op.drop_table("register_state")
    op.drop_table("documents")
    op.drop_table("districts")
