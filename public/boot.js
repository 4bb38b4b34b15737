// Starts the program. A file of its own, because the policy allows no inline script; Trunk's preloads name what to start.
const show = (id) => {
  document.getElementById('app')?.remove();
  const section = document.getElementById(id);
  if (!section) return;
  section.hidden = false;
  // The screen's heading names the page, as the program's own do.
  document.title = section.querySelector('h1')?.textContent ?? document.title;
};

// The program's panic hook calls this: by then the program itself can't be relied on.
addEventListener('portal:panicked', () => show('panicked'));

for (const button of document.querySelectorAll('[data-reload]')) {
  button.addEventListener('click', () => location.reload());
}

const glue = document.querySelector('link[rel="modulepreload"]')?.href;
const program = document.querySelector('link[rel="preload"][type="application/wasm"]')?.href;

try {
  const { default: start } = await import(glue);
  await start({ module_or_path: program });
} catch (error) {
  // A panic while starting has its own page already.
  if (document.getElementById('panicked')?.hidden !== false) show('load-failed');
  throw error;
}
