// Only browsers that know no modules run this file: keep to their syntax.
document.getElementById('app').style.display = 'none';
document.getElementById('unsupported').hidden = false;
