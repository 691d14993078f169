function (asked) {
  const button = document.getElementById(asked.button);
  if (button) button.onclick = () => { window.print(); };
}
