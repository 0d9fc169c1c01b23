// Reads language, theme and text size before the first paint; values are JSON as the app writes them.
(() => {
  const read = (name) => { try { return JSON.parse(localStorage.getItem(`lianxin-${name}`)); } catch { return null; } };
  const html = document.documentElement;
  html.lang = read("lang") === "en" ? "en" : "zh-CN";
  for (const name of ["theme", "text"]) { const value = read(name); if (value) html.dataset[name] = value; }
})();
