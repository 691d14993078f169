function () {
  /* A step of the visitor is one entry of the history. Streamlit makes one of another path and, while the page is drawn, a second one of what it */
  /* asks: so it does of the first page, where it tidies the address. And another language or another saved list is the same place. */
  const push = history.pushState, placeOf = address => {
    const asks = new URLSearchParams(address.search);
    for (const name of ["lang", "saved"]) asks.delete(name);
    return `${address.pathname}?${asks}`;
  };
  let isOnTheWay = true;
  const arrive = () => { isOnTheWay = false; };
  const follow = changes => { if (changes.some(change => change.target.dataset.testScriptState === "notRunning")) arrive(); };
  history.pushState = (kept, title, address) => {
    const next = new URL(address, location), isOtherPage = next.pathname !== location.pathname;
    const isSameStep = !isOtherPage && (isOnTheWay || placeOf(next) === placeOf(location));
    (isSameStep ? history.replaceState : push).call(history, kept, title, address);
    isOnTheWay = isOtherPage;
  };
  new MutationObserver(follow).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
  /* Who does something while the page is still drawn takes the next step. */
  for (const deed of ["click", "keydown"]) addEventListener(deed, arrive, true);
}
