function (asked) {
  /* The language of the page; its theme, for what opens above it and stands outside the application's element; its steps in the history. */
  const root = document.documentElement, app = document.querySelector("[data-testid=stApp]");
  /* The page is seen once the scripts of its elements are there: until then each has a place of another size. */
  const show = end_ms => {
    const isAwaited = document.querySelector("[data-testid=stMain] [data-testid=stSkeleton]:only-child");
    if (isAwaited && performance.now() < end_ms) requestAnimationFrame(() => show(end_ms));
    else root.dataset.drawn = "";
  };
  /* The day and the address of a print, once somebody prints. */
  const imprint = () => {
    const day = new Date().toLocaleDateString(root.lang, { dateStyle: "long" });
    for (const place of document.querySelectorAll(".wm-printed-on")) place.textContent = day;
    for (const link of document.querySelectorAll(".wm-printed-address")) {
      link.href = location[link.dataset.part];
      link.textContent = link.href;
    }
  };
  const follow = () => { root.dataset.theme = getComputedStyle(app).colorScheme; };
  /* A step of the visitor is one entry of the history. Streamlit makes one of another path and, while the page is drawn, a second one of what it */
  /* asks; and another language is the same place. */
  const push = history.pushState, placeOf = address => {
    const asks = new URLSearchParams(address.search);
    asks.delete("lang");
    return `${address.pathname}?${asks}`;
  };
  let isOnTheWay = false;
  const arrive = () => { isOnTheWay &&= app.dataset.testScriptState !== "notRunning"; };
  const enter = (kept, title, address) => {
    const next = new URL(address, location), isOtherPage = next.pathname !== location.pathname;
    const isSameStep = !isOtherPage && (isOnTheWay || placeOf(next) === placeOf(location));
    (isSameStep ? history.replaceState : push).call(history, kept, title, address);
    isOnTheWay = isOtherPage;
  };
  root.lang = asked.lang;
  show(performance.now() + 2000);
  if (!app || root.dataset.theme) return;
  follow();
  window.addEventListener("beforeprint", imprint);
  new MutationObserver(follow).observe(app, { attributes: true, attributeFilter: ["class"] });
  history.pushState = enter;
  new MutationObserver(arrive).observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
}
