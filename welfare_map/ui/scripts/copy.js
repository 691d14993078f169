function (asked) {
  /* Copies the address of the page, with the values that are added to it alone. */
  const button = document.getElementById(asked.button);
  if (button) button.onclick = () => {
    const address = new URL(location.href);
    Object.entries(asked.added).forEach(([name, value]) => address.searchParams.set(name, value));
    const words = Object.keys(asked.added).length ? address.href : location.href;
    navigator.clipboard.writeText(words).then(() => { button.textContent = asked.copied; });
  };
}
