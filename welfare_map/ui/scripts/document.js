function (asked) {
  /* The language of the page; its theme, for what opens above it and stands outside the application's element. */
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
  root.lang = asked.lang;
  show(performance.now() + 2000);
  if (!app || root.dataset.theme) return;
  follow();
  window.addEventListener("beforeprint", imprint);
  new MutationObserver(follow).observe(app, { attributes: true, attributeFilter: ["class"] });
}
