// Only browsers that know no modules run this file: keep to their syntax.
// The address may hold a session ID.
if (history.replaceState) history.replaceState(null, '', '/');
document.getElementById('app').style.display = 'none';
document.getElementById('late').style.display = 'none';
document.getElementById('unsupported').hidden = false;
