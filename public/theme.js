// Before the first paint: the theme that was chosen, so that the page does not flash in the other one.
try {
  var chosen = JSON.parse(localStorage.getItem("lks.preferences") || "{}").theme;
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch (_) { /* storage is closed to us: the system's theme stays */ }
