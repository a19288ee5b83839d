'use strict';
const stage = document.getElementById('stage');
const views = [...document.querySelectorAll('.view')];
const lines = [...document.querySelectorAll('#source li')];
let view = views[views.length - 1];
let scale = 1, left = 0, top_ = 0;

function show() {
  view.style.transform = `translate(${left}px, ${top_}px) scale(${scale})`;
}

function fit() {
  const svg = view.firstElementChild;
  const width = svg.width.baseVal.value, height = svg.height.baseVal.value;
  scale = Math.max(Math.min(stage.clientWidth / width, stage.clientHeight / height, 1.25), 0.35);
  left = (stage.clientWidth - width * scale) / 2;
  top_ = Math.max((stage.clientHeight - height * scale) / 2, 0);
  show();
}

function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
  const next = Math.min(Math.max(scale * factor, 0.05), 8);
  left = x - (x - left) * next / scale;
  top_ = y - (y - top_) * next / scale;
  scale = next;
  show();
}

function centre(element) {
  const box = element.getBoundingClientRect(), around = stage.getBoundingClientRect();
  left += around.left + around.width / 2 - (box.left + box.width / 2);
  top_ += around.top + around.height / 2 - (box.top + Math.min(box.height, around.height) / 2);
  show();
}

stage.addEventListener('wheel', event => {
  event.preventDefault();
  const around = stage.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - around.left, event.clientY - around.top);
}, { passive: false });

let grip = null, moved = false;
stage.addEventListener('pointerdown', event => {
  grip = { x: event.clientX - left, y: event.clientY - top_, startX: event.clientX, startY: event.clientY };
  moved = false;
});
window.addEventListener('pointermove', event => {
  if (!grip) return;
  moved = moved || Math.hypot(event.clientX - grip.startX, event.clientY - grip.startY) > 4;
  if (moved) {
    stage.classList.add('drag');
    left = event.clientX - grip.x;
    top_ = event.clientY - grip.y;
    show();
  }
});
window.addEventListener('pointerup', () => {
  grip = null;
  stage.classList.remove('drag');
});

function boxes() {
  return [...view.querySelectorAll('.box, .group')];
}

function mark(box) {
  document.querySelectorAll('.now').forEach(each => each.classList.remove('now'));
  lines.forEach(each => each.classList.remove('on'));
  if (!box) return;
  box.classList.add('now');
  const line = lines.find(each => each.dataset.line === box.dataset.line && each.parentElement.dataset.file === box.dataset.file);
  if (line) {
    line.classList.add('on');
    line.scrollIntoView({ block: 'center' });
  }
}

stage.addEventListener('click', event => {
  if (!moved) mark(event.target.closest('.box, .group'));
});

document.getElementById('source').addEventListener('click', event => {
  const line = event.target.closest('li');
  if (!line) return;
  const box = boxes().find(each => each.dataset.line === line.dataset.line && each.dataset.file === line.parentElement.dataset.file);
  mark(box);
  line.classList.add('on');
  if (box) centre(box);
});

document.querySelectorAll('.depth').forEach(button => button.addEventListener('click', () => {
  document.querySelectorAll('.depth').forEach(each => each.classList.toggle('on', each === button));
  view = views[button.dataset.view];
  views.forEach(each => { each.hidden = each !== view; });
  fit();
  find();
}));

const search = document.getElementById('search'), found = document.getElementById('found');
let hits = [], at = -1;
function find() {
  const wanted = search.value.trim().toLowerCase();
  boxes().forEach(box => box.classList.remove('hit'));
  hits = wanted === '' ? [] : boxes().filter(box =>
    [...box.children].some(child => child.tagName === 'text' && child.textContent.toLowerCase().includes(wanted)));
  hits.forEach(box => box.classList.add('hit'));
  at = -1;
  found.textContent = wanted === '' ? '' : hits.length + ' found';
}
search.addEventListener('input', find);
search.addEventListener('keydown', event => {
  if (event.key === 'Enter' && hits.length > 0) {
    at = (at + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
    centre(hits[at]);
    mark(hits[at]);
    found.textContent = (at + 1) + ' of ' + hits.length;
  } else if (event.key === 'Escape') {
    search.value = '';
    find();
    search.blur();
  }
});

window.addEventListener('keydown', event => {
  if (event.target === search) return;
  if (event.key === '/') { event.preventDefault(); search.focus(); }
  if (event.key === '+') zoom(1.2);
  if (event.key === '-') zoom(1 / 1.2);
  if (event.key === '0') fit();
});
document.getElementById('in').addEventListener('click', () => zoom(1.2));
document.getElementById('out').addEventListener('click', () => zoom(1 / 1.2));
document.getElementById('fit').addEventListener('click', fit);
document.getElementById('pane').addEventListener('click', () => { document.body.classList.toggle('alone'); fit(); });
document.getElementById('theme').addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.classList.contains('dark') || (!root.classList.contains('light') && matchMedia('(prefers-color-scheme: dark)').matches);
  root.classList.toggle('dark', !dark);
  root.classList.toggle('light', dark);
  document.querySelectorAll('.netc').forEach(svg => {
    svg.classList.toggle('dark', !dark);
    svg.classList.toggle('light', dark);
  });
});
window.addEventListener('resize', fit);
fit();
