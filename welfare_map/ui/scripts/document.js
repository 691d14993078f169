function (asked) {
  /* The language of the page; and its theme, for what opens above it and stands outside the application's element. */
  const root = document.documentElement, app = document.querySelector("[data-testid=stApp]");
  const follow = () => { root.dataset.theme = getComputedStyle(app).colorScheme; };
  root.lang = asked.lang;
  if (!app || root.dataset.theme) return;
  follow();
  new MutationObserver(follow).observe(app, { attributes: true, attributeFilter: ["class"] });
}
