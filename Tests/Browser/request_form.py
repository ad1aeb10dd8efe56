"""The form of a request for legal aid, filled in as people fill it in."""

from __future__ import annotations

from datetime import date

from visitor import Visitor
from world import Organisation


def fill_in(visitor: Visitor, organisation: Organisation, client: str, *, born: date = date(1988, 3, 21), category: str = "poor_household") -> None:
    """All that is required. The public is not asked how the request came in."""
    visitor.field("request_centre").select_option(organisation.id)
    if visitor.role != "public":
        visitor.field("request_channel").select_option(label=visitor.words("channel_in_person"))
    visitor.field("request_name").fill(client)
    visitor.date("request_birth", born)
    visitor.choose("request_gender", "gender_female")
    # The client's own; those of other clients of the matter stand folded away below.
    visitor.field("request_ethnicity").first.select_option("Tày")
    visitor.choose("request_categories", f"category_{category}")
    visitor.choose("request_form", "form_litigation")
    visitor.field("request_field").select_option(label=visitor.words("field_civil"))
    visitor.field("request_summary").fill("Hàng xóm lấn mảnh vườn mà bố mẹ để lại, toà đã thụ lý.")
