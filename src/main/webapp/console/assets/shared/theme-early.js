// Sets the chosen theme before the first paint; a module would come too late. theme.js does the rest.
(() => {
  const chosen = localStorage.getItem('ashlar.theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
