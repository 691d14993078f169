"""
What a state of a page is held to: the rules of axe-core for WCAG 2.1 A and AA, and our own for what axe does not see.

Each look is kept in ``LOOKS``: what was looked at, in which language, width and colours, and what was found. With
``pytest --accessibility-to FOLDER`` the looks of a run are written there, and ``make accessibility`` makes of them the
summary that the application's declaration is drawn from.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import axe_playwright_python
from playwright.sync_api import Frame, Page

AXE: Final = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LEVELS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
COLOUR_RULES: Final = ("color-contrast", "link-in-text-block")
"""What dark colours can break: asked again in them, while all rules are asked in light ones."""
RUN_AXE: Final = """async only => {
    const found = await axe.run(document, {runOnly: only, iframes: false, resultTypes: ["violations"]});
    const names = rules => rules.map(rule => rule.id);
    const every = [...found.passes, ...found.incomplete, ...found.violations, ...found.inapplicable];
    return {
        version: axe.version,
        rules: every.map(rule => [rule.id, rule.tags.filter(tag => /^wcag\\d{3,4}$/.test(tag))]),
        passed: names(found.passes),
        undecided: names(found.incomplete),
        faults: found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(" ")])),
    };
}"""
SEEN: Final = """() => ({
    lang: document.documentElement.lang,
    width_px: document.documentElement.clientWidth,
    scheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
})"""
OWN_RULES: Final = {
    "document-language": "3.1.1",
    "focus-visible": "2.4.7",
    "heading-order": "1.3.1",
    "keyboard-alone": "2.1.1",
    "map-twin": "1.1.1",
    "no-keyboard-trap": "2.1.2",
    "no-letter-alone": "2.1.4",
    "no-motion": "2.2.2",
    "no-time-based-media": "1.2.1",
    "page-title": "2.4.2",
    "reflow": "1.4.10",
    "skip-link": "2.4.1",
    "text-spacing": "1.4.12",
}
"""Our rule -> the criterion of WCAG 2.1 that it looks at."""
ON_EVERY_PAGE: Final = ("document-language", "heading-order", "no-time-based-media", "page-title", "skip-link")
"""Those of our rules that each look at a page asks."""
ASK_OWN: Final = """() => {
    const faults = [];
    const isSeen = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;
    const chosen = document.querySelector(".st-key-lang [aria-checked=true]");
    const lang = document.documentElement.lang;
    if (chosen && chosen.innerText.trim() !== {it: "Italiano", en: "English"}[lang])
        faults.push(["document-language", `${lang}, while ${chosen.innerText} is chosen`]);
    const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(isSeen);
    const tops = heads.filter(e => e.tagName === "H1").map(e => e.innerText);
    if (tops.length !== 1) faults.push(["heading-order", `not one h1: ${tops.join(", ")}`]);
    for (let last = 0, i = 0; i < heads.length; last = Number(heads[i++].tagName[1]))
        if (Number(heads[i].tagName[1]) > last + 1)
            faults.push(["heading-order", `h${last || " nothing"} then ${heads[i].tagName} ${heads[i].innerText}`]);
    for (const media of document.querySelectorAll("audio, video, track, embed, object"))
        faults.push(["no-time-based-media", media.tagName]);
    const [name, site] = document.title.split(" · ");
    if (!name || !site) faults.push(["page-title", document.title]);
    const first = [...document.querySelectorAll("a[href], button, input, [tabindex]")].find(e => e.tabIndex >= 0);
    const skips = {it: "Vai al contenuto", en: "Skip to the content"}[lang];
    if (!first || first.innerText !== skips) faults.push(["skip-link", first ? first.outerHTML.slice(0, 80) : ""]);
    return faults;
}"""
WIDER_THAN_SCREEN: Final = """() => {
    const width = document.documentElement.clientWidth, hides = new Set(["auto", "scroll", "hidden", "clip"]);
    const isInside = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
        if (hides.has(getComputedStyle(p).overflowX) && p.getBoundingClientRect().right <= width + 1
            && p.className && p.matches(".wm-scroll, [role=radiogroup], [data-testid=stSidebar]"))
            return true;
    return false; };
    const isSeen = e => e.getBoundingClientRect().width > 1 && e.getBoundingClientRect().right > 0
        && getComputedStyle(e).visibility !== "hidden" && (e.innerText || e.matches("button, input, img, svg"));
    const faults = [...document.querySelectorAll("body *")]
        .filter(e => isSeen(e) && e.getBoundingClientRect().right > width + 1 && !isInside(e))
        .map(e => e.tagName + " " + (e.dataset.testid || e.className) + " " + (e.innerText || "").slice(0, 40));
    const scrolled = [document.documentElement, document.querySelector("[data-testid=stMain]")].map(e => e.scrollWidth);
    return Math.max(...scrolled) > width ? [...faults, `the page is ${Math.max(...scrolled)} px wide`] : faults;
}"""
"""What can be seen and sticks out to the right, but for what lies in a box that scrolls by itself."""
CUT_WHEN_SPACED: Final = """() => {
    const main = document.querySelector("[data-testid=stMain]");
    const hides = new Set(["hidden", "clip"]);
    const isCut = e => {
        const {overflowX, overflowY} = getComputedStyle(e), isDrawn = e.clientHeight > 1 && e.clientWidth > 1;
        const isWider = hides.has(overflowX) && e.scrollWidth > e.clientWidth + 2;
        return isDrawn && e.innerText && (isWider || (hides.has(overflowY) && e.scrollHeight > e.clientHeight + 2));
    };
    const all = [...main.querySelectorAll("*")];
    const before = new Set(all.filter(isCut));
    const spaced = document.head.appendChild(document.createElement("style"));
    spaced.textContent = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`;
    const faults = all.filter(e => isCut(e) && !before.has(e))
        .map(e => e.tagName + " " + (e.dataset.testid || e.className) + " " + e.innerText.slice(0, 40));
    spaced.remove();
    return faults;
}"""
"""What is cut off only under the spacing of text that criterion 1.4.12 asks a page to bear."""
Fault = list[str]


@dataclass(frozen=True)
class Look:
    """
    One look at one document.

    Parameters
    ----------
    state
        Name of the state, one of ``STATES``.
    document
        ``page`` or ``map``.
    lang, width_px, scheme
        As the browser says them: language of the document, width, ``light`` or ``dark``.
    passed, undecided
        Rules that found what they look for in order, and axe's rules that want a person to look.
    faults
        Rule and element.
    """

    state: str
    document: str
    lang: str
    width_px: int
    scheme: str
    passed: tuple[str, ...]
    undecided: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]


is_whole = False
"""Whether every language, width and theme of a state is looked at."""
LOOKS: list[Look] = []
"""Every look of this process, in order."""
RULES: dict[str, tuple[str, ...]] = {rule: (criterion,) for rule, criterion in OWN_RULES.items()}
"""Every rule that this process asked -> the criteria that it looks at."""
VERSIONS: dict[str, str] = {}
"""Program -> its version."""


def ask_axe(document: Page | Frame, state: str, *, is_page: bool) -> list[Fault]:
    """Ask axe's rules, and on a page our own for every page; return rule and element of what is wrong."""
    if not document.evaluate("typeof axe !== 'undefined'"):
        document.evaluate(AXE)
    seen = document.evaluate(SEEN)
    is_dark = seen["scheme"] == "dark"
    only = {"type": "rule", "values": COLOUR_RULES} if is_dark else {"type": "tag", "values": LEVELS}
    found = document.evaluate(RUN_AXE, only)
    RULES.update({rule: tuple(_criterion(tag) for tag in tags) for rule, tags in found["rules"]})
    browser = (document if isinstance(document, Page) else document.page).context.browser
    VERSIONS.update(axe=found["version"], chromium=browser.version if browser else "")
    own: list[Fault] = document.evaluate(ASK_OWN) if is_page and not is_dark else []
    asked = ON_EVERY_PAGE if is_page and not is_dark else ()
    return _keep(state, "page" if is_page else "map", seen, found, own, asked)


def ask_one(document: Page | Frame, state: str, rule: str, elements: list[str]) -> list[Fault]:
    """Keep what one of our rules found in a state."""
    own = [[rule, element] for element in elements]
    return _keep(state, "page", document.evaluate(SEEN), {}, own, (rule,))


def _criterion(tag: str) -> str:
    """Return the criterion of a tag of axe: ``wcag1410`` is 1.4.10."""
    digits = tag.removeprefix("wcag")
    return f"{digits[0]}.{digits[1]}.{digits[2:]}"


def _keep(
    state: str, document: str, seen: dict[str, Any], found: dict[str, Any], own: list[Fault], asked: tuple[str, ...]
) -> list[Fault]:
    faults = [*found.get("faults", []), *own]
    broken = {rule for rule, _ in faults}
    LOOKS.append(
        Look(
            state=state,
            document=document,
            **seen,
            passed=tuple(sorted({*found.get("passed", []), *asked} - broken)),
            undecided=tuple(sorted(found.get("undecided", []))),
            faults=tuple((rule, element) for rule, element in faults),
        )
    )
    return faults


def write_looks(folder: Path, worker: str) -> None:
    """Write the looks of this process, for the process that sums up."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "rules": RULES,
        "own_rules": list(OWN_RULES),
        "versions": VERSIONS,
        "looks": [asdict(look) for look in LOOKS],
    }
    (folder / f"{worker}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


BEGIN_WALK: Final = """() => {
    window.wmStops = [];
    window.wmLast = null;
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
}"""
LOOK_OF_FOCUS: Final = """
    const NAMES = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderTopColor", "borderBottomColor",
        "borderBottomWidth", "backgroundColor", "color", "textDecorationLine", "opacity"];
    const isStop = e => e.tabIndex >= 0 && e.matches("a[href], button, input, textarea, select, summary, [tabindex]");
    const widgetOf = e => {
        let root = e;
        for (let up = 0; up < 4 && root.parentElement && root.parentElement !== document.body; up++) {
            if ([...root.parentElement.querySelectorAll("*")].filter(isStop).length > 1) break;
            root = root.parentElement;
        }
        return [root, ...[...root.querySelectorAll("*")].slice(0, 60)];
    };
    const lookOf = e => NAMES.map(name => getComputedStyle(e)[name]);
"""
TAKE_STOP: Final = (
    "() => {"
    + LOOK_OF_FOCUS
    + """
    window.wmStops ??= [];
    const e = document.activeElement, last = window.wmLast, first = window.wmStops[0]?.e;
    const isNowhere = !e || e === document.body || e === document.documentElement;
    const isAfter = other => last.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    const isOpen = other => other.checkVisibility({visibilityProperty: true}) && !other.disabled;
    const isInside = () => !last?.isConnected
        || [...document.querySelectorAll("*")].some(other => isStop(other) && isOpen(other) && isAfter(other));
    const nameOf = one => `${one.tagName} ${(one.ariaLabel || one.innerText || "").slice(0, 40)}`;
    if (isNowhere || e === first) return isInside() ? `lost after ${last ? nameOf(last) : "nothing"}` : "left";
    window.wmLast = e;
    if (e.tagName === "IFRAME") return "frame";
    window.wmStops.push({e, parts: widgetOf(e).map(part => [part, lookOf(part)])});
    return "stop";
}"""
)
"""
Keeps how the element that has the focus looks, with the parts of its widget; tells a page that was left, behind its
last stop, from a focus that was lost in its midst.
"""
JUDGE_STOPS: Final = (
    "() => {"
    + LOOK_OF_FOCUS
    + r"""
    document.activeElement?.blur();
    const brush = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const channel = words => {
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = words;
        brush.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
        return alpha ? [red, green, blue, alpha / 255] : [0, 0, 0, 0];
    };
    const channels = words => (words.match(/[a-z]+\([^)]*\)/g) || []).map(channel);
    const over = (front, back) =>
        back.map((side, i) => i < 3 ? front[i] * (front[3] ?? 1) + side * (1 - (front[3] ?? 1)) : 1);
    const light = rgb => rgb.slice(0, 3).map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const ground = e => {
        const layers = [];
        for (let p = e; p; p = p.parentElement) layers.push(channel(getComputedStyle(p).backgroundColor));
        return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255, 1]);
    };
    const strongest = ([part, focused]) => {
        const now = lookOf(part), ratios = [0];
        const behind = ground(part.parentElement || part), own = ground(part);
        const at = name => NAMES.indexOf(name), isOther = name => focused[at(name)] !== now[at(name)];
        const colour = name => channel(focused[at(name)]);
        const isOutlined = focused[at("outlineStyle")] !== "none" && parseFloat(focused[at("outlineWidth")]) > 0;
        if (isOutlined && ["outlineStyle", "outlineWidth", "outlineColor"].some(isOther))
            ratios.push(contrast(over(colour("outlineColor"), behind), behind));
        if (isOther("boxShadow"))
            ratios.push(...channels(focused[at("boxShadow")]).map(one => contrast(over(one, behind), behind)));
        for (const name of ["borderTopColor", "borderBottomColor"])
            if (isOther(name)) ratios.push(Math.min(contrast(over(colour(name), behind), behind),
                contrast(over(colour(name), behind), over(channel(now[at(name)]), behind))));
        for (const name of ["backgroundColor", "color"].filter(isOther))
            ratios.push(contrast(over(colour(name), behind), over(channel(now[at(name)]), behind)));
        if (isOther("textDecorationLine") || isOther("borderBottomWidth"))
            ratios.push(contrast(over(colour("color"), own), own));
        return Math.max(...ratios);
    };
    return (window.wmStops || []).filter(stop => stop.e.isConnected)
        .map(stop => [stop.e, Math.max(...stop.parts.map(strongest))])
        .filter(([, ratio]) => ratio < 3)
        .map(([e, ratio]) => `${ratio.toFixed(1)} ${e.tagName} ${e.dataset.testid || e.className || ""} `
            + (e.getAttribute("aria-label") || e.innerText || "").slice(0, 40));
}"""
)
"""Stops whose focus nobody sees: no change of outline, shadow, border or colour with a contrast of 3:1."""
MOST_STOPS: Final = 400


def walk(page: Page, frame: Frame | None, state: str) -> list[Fault]:
    """
    Press Tab from the beginning of a page until it has been left behind its last stop, and return what is wrong.

    That is a stop that is not seen, a focus that is lost before the last stop, and a trap.

    Parameters
    ----------
    page, frame
        The page, still; its map, if it has one.
    state
        Code of the state.
    """
    for document in filter(None, (frame, page)):
        document.evaluate(BEGIN_WALK)
    lost, stop = [], ""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(TAKE_STOP)
        if stop == "left":
            break
        if stop == "frame" and frame is not None:
            frame.evaluate(TAKE_STOP)
        elif stop.startswith("lost"):
            lost.append(stop)
    unseen = [fault for document in filter(None, (page, frame)) for fault in document.evaluate(JUDGE_STOPS)]
    found = ask_one(page, state, "focus-visible", unseen + lost)
    return found + ask_one(
        page, state, "no-keyboard-trap", [] if stop == "left" else [f"{MOST_STOPS} stops and no end"]
    )
