function (asked) {
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const CONTROLS = "[data-testid=stSkipToContent], [data-testid=stTopNavSection], [data-testid=stMainMenuList], [data-testid=stMainMenuList] + *, [data-testid=stDialog], [data-testid=stDateInput], [data-testid=stDateInputCalendar], [data-testid=stTooltipErrorContent], [data-testid=stFileUploader]";
  const OF_LISTS = ["No results", "Select all"], OF_CHOICES = ["Choose an option"], OF_DATA = "[data-testid=stHtml] *, [data-testid=stMarkdownContainer] :not([data-testid=stHeaderActionElements] *), [data-testid=stMultiSelect] [role=group] > :not([aria-haspopup]), [role=option], [role=radio], [role=listbox], [role=combobox], input:not([type=file]), textarea, iframe";
  const FAULTS = ".wm-fault, [class*='st-key-wm-fault-']", FIELDS = "input:not([type=radio]), textarea", GROUPS = "[role=radiogroup], [role=toolbar], [role=group]";

  /* English words of Streamlit -> ours; {} stands for what is named in both. */
  window.welfareWords = Object.entries(asked.words).map(([english, ours]) =>
    [new RegExp(`^${english.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll("{}", "(.+)")}$`, "s"), ours]);
  if (window.welfareAssists) return window.welfareAssists();
  const ours = words => {
    const found = window.welfareWords.find(([pattern]) => pattern.test(words));
    const values = found && found[0].exec(words).slice(1);
    return found && found[1].replaceAll("{}", () => values.shift());
  };

  /* Each place keeps the words that Streamlit gave it, for the day when the language changes. */
  const given = new WeakMap();
  const say = (place, now, put, among) => {
    const [before, said] = given.get(place) || [];
    const english = now === said ? before : now, words = ours(english);
    if (words === undefined || (among && !among.includes(english))) return;
    given.set(place, [english, words]);
    if (words !== now) put(words);
  };
  const translate = () => {
    for (const one of document.querySelectorAll("[aria-label]")) if (!one.matches(OF_DATA))
      say(one, one.ariaLabel, words => { one.ariaLabel = words; if (one.title) one.title = words; });
    for (const one of document.querySelectorAll("[role=combobox][placeholder]"))
      say(one, one.placeholder, words => { one.placeholder = words; }, OF_CHOICES);
    for (const one of document.querySelectorAll(`${CONTROLS}, [role=listbox]`)) {
      const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), isList = one.matches("[role=listbox]");
      while (walk.nextNode()) {
        const node = walk.currentNode;
        say(node, node.nodeValue, words => { node.nodeValue = words; }, isList && OF_LISTS);
      }
    }
  };

  /* What is wrong with a field is tied to it (WCAG 3.3.1): the field before the words, or that of the key which they name. */
  window.welfareFields = fault => {
    const key = [...fault.classList].find(name => name.startsWith("st-key-wm-fault-"));
    const place = key ? document.querySelector(`.${key.replace("wm-fault-", "")}`)
      : fault.matches(".wm-fault") && fault.closest("[data-testid=stElementContainer]")?.previousElementSibling;
    const fields = place ? [...place.querySelectorAll(FIELDS)] : [];
    return fields.length || !place ? fields : [...place.querySelectorAll(GROUPS)].slice(0, 1);
  };
  /* A field whose label ends with a star may not stay empty, and says so before anything is sent (WCAG 3.3.2). */
  const ask = () => {
    for (const label of document.querySelectorAll("[data-testid=stWidgetLabel]")) {
      const isRequired = label.textContent.trim().endsWith(" *") ? "true" : null;
      for (const field of label.parentElement.querySelectorAll(FIELDS))
        if (field.ariaRequired !== isRequired) field.ariaRequired = isRequired;
    }
  };
  const tied = new Map();
  let count = 0;
  const tie = () => {
    for (const [field, [fault, described]] of tied) {
      if (fault.isConnected && window.welfareFields(fault).includes(field)) continue;
      tied.delete(field);
      field.removeAttribute("aria-invalid");
      if (described) field.setAttribute("aria-describedby", described); else field.removeAttribute("aria-describedby");
    }
    for (const fault of document.querySelectorAll(FAULTS)) for (const field of window.welfareFields(fault)) {
      const described = field.getAttribute("aria-describedby") || "";
      fault.id ||= `wm-fault-${++count}`;
      if (!described.split(" ").includes(fault.id)) {
        tied.set(field, [fault, described]);
        field.setAttribute("aria-describedby", `${described} ${fault.id}`.trim());
      }
      if (field.getAttribute("aria-invalid") !== "true") field.setAttribute("aria-invalid", "true");
    }
  };

  /* An answer that changes is said to who does not see it (WCAG 4.1.3): its sentence is the first heading below the page's. */
  const herald = document.createElement("p");
  herald.className = "wm-herald";
  herald.setAttribute("role", "status");
  document.body.append(herald);
  let told;
  const announce = () => {
    const words = document.querySelector("[data-testid=stMain] h3")?.textContent ?? "";
    if (told !== undefined && words && words !== told) herald.textContent = words;
    told = words;
  };

  /* The link past the menu leads into the whole page, which scrolls from there; on the way of the Tab key it is one stop too many. */
  const leaveOut = () => {
    const main = document.getElementById("stMain");
    if (main && main.tabIndex === 0) main.tabIndex = -1;
  };

  /* A phone's menu of pages is off the screen while it is closed and over the page while it is open: the Tab key stops only where one sees it. */
  /* The button that opens it is gone while it is open, and takes the focus along, which goes to the menu, and back to the button. */
  const menuOf = () => document.querySelector("[data-testid=stSidebar]");
  const isOpen = menu => menu?.dataset.collapsed === "false";
  const close = () => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  let wasOpen, heir;
  const giveOn = () => {
    const menu = menuOf(), now = menu && isOpen(menu);
    if (menu && menu.inert === now) menu.inert = !now;
    if (now !== wasOpen) heir = menu && wasOpen !== undefined && (now ? "[data-testid=stSidebarNavLink]" : "[data-testid=stExpandSidebarButton]");
    wasOpen = menu ? now : undefined;
    const place = heir && document.querySelector(heir);
    if (!place) return;
    heir = null;
    if (document.activeElement === document.body || menu.contains(document.activeElement)) place.focus({ preventScroll: true });
  };
  window.addEventListener("keydown", event => { if (event.key === "Escape" && !event.defaultPrevented && isOpen(menuOf())) close(); });
  window.addEventListener("focusout", event => {
    const menu = menuOf(), next = event.relatedTarget;
    if (next && isOpen(menu) && menu.contains(event.target) && !menu.contains(next)) close();
  });

  let isWaiting = false;
  const assist = () => { isWaiting = false; translate(); ask(); tie(); leaveOut(); giveOn(); announce(); };
  window.welfareAssists = assist;
  const seen = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["aria-label", "placeholder", "aria-invalid", "aria-describedby", "tabindex", "data-collapsed"] };
  new MutationObserver(() => {
    if (!isWaiting) requestAnimationFrame(assist);
    isWaiting = true;
  }).observe(document.body, seen);
  assist();

  /* Streamlit draws the page anew at an r and asks about its cache at a c, wherever they are pressed (WCAG 2.1.4). */
  window.addEventListener("keydown", event => {
    const isField = event.target.closest?.("input, textarea, [contenteditable]");
    const isAlone = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isAlone && !isField && "rc".includes(event.key.toLowerCase())) event.stopImmediatePropagation();
  }, true);

  /* Streamlit lets what unfolds glide, whatever the visitor asks for. */
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...how) {
    const made = animate.apply(this, how);
    if (isCalm.matches) made.effect.getComputedTiming().endTime === Infinity ? made.cancel() : made.finish();
    return made;
  };
}
