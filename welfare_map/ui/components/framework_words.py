"""What Streamlit's own controls say in English alone, and our words for it: a script of the page puts them there."""

from collections.abc import Iterator, Mapping
from typing import Final

from welfare_map.texts import text

BOLD: Final = "**"
FRAMEWORK_WORDS: Final[Mapping[str, str]] = {
    "Skip to main content": "app.skip",
    "Navigate to home page": "framework.home",
    "App pages": "framework.pages",
    "{} more": "framework.more",
    "Sidebar": "framework.sidebar",
    "Expand sidebar": "framework.sidebar_open",
    "Collapse sidebar": "framework.sidebar_close",
    "Notifications": "framework.notifications",
    "Main menu": "framework.menu",
    "Theme": "framework.theme",
    "System": "framework.theme_system",
    "Light": "framework.theme_light",
    "Dark": "framework.theme_dark",
    "Print": "framework.print",
    "Record screen": "framework.record",
    "Stop recording": "framework.record_stop",
    "Link to heading": "framework.heading",
    "Help": "framework.help",
    "Help for {}": "framework.help_for",
    "Open": "framework.open",
    "Choose an option": "framework.choose",
    "Close": "framework.close",
    "Clear value": "framework.clear",
    "Clear all": "framework.clear_all",
    "Clear date": "framework.clear_date",
    "Clear time": "framework.clear_time",
    "Clear entry": "framework.clear_entry",
    "Clear dates": "framework.clear_dates",
    "Choose date": "framework.choose_date",
    "Choose date range": "framework.choose_dates",
    "Quick select a date range": "framework.choose_dates_quickly",
    "Previous month": "framework.month_before",
    "Next month": "framework.month_after",
    "Remove {}": "framework.remove",
    "Selected values": "framework.selected",
    "Select all": "framework.select_all",
    "No results": "framework.no_results",
    "Increment": "framework.increment",
    "Decrement": "framework.decrement",
    "Show password": "framework.password_show",
    "Hide password": "framework.password_hide",
    "Add files": "framework.add_files",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "framework.date_keys",
    "**Error**: Date set outside allowed range. Please select a date on or before {}.": "framework.date_late",
    "**Error**: Date set outside allowed range. Please select a date on or after {}.": "framework.date_early",
    "**Error**: Date set outside allowed range. Please select a date between {} and {}.": "framework.date_beyond",
    "Upload": "framework.upload",
    "file upload": "framework.upload",
    "Error: ": "framework.file_error",
    "{} per file": "framework.file_size",
    "{} files are not allowed.": "framework.file_type",
    "File must be {} or smaller.": "framework.file_too_large",
    "Copy to clipboard": "framework.copy",
    "Copied": "framework.copied",
    "Copy version to clipboard": "framework.copy_version",
    "Made with Streamlit v": "framework.version",
    "Fullscreen": "framework.fullscreen",
    "Close fullscreen": "framework.fullscreen_close",
    "Connection error": "framework.connection",
    "Streamlit server is not responding. Are you connected to the internet?": "framework.no_answer",
    "Connection timed out.": "framework.no_answer",
    "Connection failed with status {}": "framework.bad_answer",
}
"""English words of Streamlit's own controls -> ours; ``{}`` is what is named in both, ``**`` is around what is bold."""


def shown_words(lang: str) -> dict[str, str]:
    """Return the words as they stand in the page -> ours: what has something bold in it as a whole and in parts."""
    pairs = (pair for english, key in FRAMEWORK_WORDS.items() for pair in _shown(english, text(key, lang)))
    return dict(pairs)


def _shown(english: str, ours: str) -> Iterator[tuple[str, str]]:
    yield english.replace(BOLD, ""), ours.replace(BOLD, "")
    yield from zip(_parts(english), _parts(ours), strict=True)


def _parts(words: str) -> list[str]:
    """Return the parts of words some of which are bold, none where none is."""
    parts = words.split(BOLD)
    return [part for part in parts if part] if len(parts) > 1 else []
