
{
  const get = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const [rows, flows, nodes] = [all('#connections tbody tr'), all('[data-ends]'), all('.node')];
  const filters = ['who', 'port', 'certainty', 'class'].map(get);
  const [who, port, certainty, kind] = filters;

  // 5432, 53/UDP
  function wanted(text) {
    const parts = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/i.exec(text.trim());
    return parts && { port: Number(parts[1]), protocol: (parts[2] || 'TCP').toUpperCase() };
  }

  // "All Connections", or "TCP 80,443-445;UDP 53"
  function allows(conn, asked) {
    if (conn === 'All Connections') return true;
    return conn.split(';').some((part) => {
      const [protocol, ranges] = part.split(' ');
      return protocol === asked.protocol && ranges.split(',').some((range) => {
        const [first, last = first] = range.split('-').map(Number);
        return first <= asked.port && asked.port <= last;
      });
    });
  }

  function show() {
    const asked = wanted(port.value);
    port.setAttribute('aria-invalid', String(port.value.trim() !== '' && !asked));
    let shown = 0;
    for (const row of rows) {
      const data = row.dataset;
      row.hidden = (who.value !== '' && !data.nodes.split(' ').includes(who.value))
        || (asked && !allows(data.conn, asked))
        || (certainty.value !== '' && data.certainty !== certainty.value)
        || (kind.value !== '' && data.class !== kind.value);
      shown += row.hidden ? 0 : 1;
    }
    get('shown').textContent = shown + ' / ' + rows.length;
    document.querySelector('svg.sk').classList.toggle('picked', who.value !== '');
    for (const flow of flows) {
      const ends = flow.dataset.ends.split(/[ -]/);
      flow.classList.toggle('on', who.value !== '' && ends.includes(who.value));
    }
    for (const node of nodes) node.setAttribute('aria-pressed', String(node.dataset.node === who.value));
  }

  function pick(node) {
    who.value = who.value === node.dataset.node ? '' : node.dataset.node;
    show();
  }

  for (const node of nodes) {
    node.addEventListener('click', () => pick(node));
    node.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      pick(node);
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') get('filters').reset(), show();
  });
  for (const filter of filters) filter.addEventListener(filter === port ? 'input' : 'change', show);
  get('filters').addEventListener('reset', () => setTimeout(show));
  get('filters').addEventListener('submit', (event) => event.preventDefault());
  show();
}
