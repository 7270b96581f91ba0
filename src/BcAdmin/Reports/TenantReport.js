// Adds search, filters, sorting, collapsible sections, and copying of commands. The page is readable without it: its controls are hidden until it runs.
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = id => document.getElementById(id);
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

  all('[data-tools]').forEach(element => { element.hidden = false; });

  // Sorting. Empty cells are last in both directions.
  const keyOf = cell => cell.querySelector('data')?.value ?? cell.textContent.trim();

  function sort(table, head) {
    const column = head.cellIndex;
    const first = head.classList.contains('number') ? 'descending' : 'ascending';
    const other = first === 'ascending' ? 'descending' : 'ascending';
    const order = head.getAttribute('aria-sort') === first ? other : first;
    const sign = order === 'ascending' ? 1 : -1;
    all('th[aria-sort]', table.tHead).forEach(cell => cell.setAttribute('aria-sort', cell === head ? order : 'none'));
    const rows = [...table.tBodies[0].rows].map(row => ({ row, key: keyOf(row.cells[column]) }));
    rows.sort((a, b) => !a.key || !b.key ? !a.key - !b.key : sign * collator.compare(a.key, b.key));
    table.tBodies[0].append(...rows.map(entry => entry.row));
  }

  function makeSortable(table) {
    if (table.tBodies[0].rows.length < 2 || table.tHead.querySelector('button')) {
      return;
    }
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      button.addEventListener('click', () => sort(table, head));
      head.replaceChildren(button);
      head.setAttribute('aria-sort', 'none');
    }
  }

  // Commands. If the browser does not allow copying, the command is selected.
  async function copy(code, button) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  }

  function makeCopyable(code) {
    if (code.parentElement.className === 'command') {
      return;
    }
    const line = document.createElement('span');
    line.className = 'command';
    code.replaceWith(line);
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.title = `Copy ${code.textContent}`;
    button.addEventListener('click', () => copy(code, button));
    line.append(code, button);
  }

  // Buttons are added to a section when it is expanded.
  const isOpen = element => !element.closest('details:not([open])');
  function addButtons(root) {
    all('table', root).filter(isOpen).forEach(makeSortable);
    all('code', root).filter(isOpen).forEach(makeCopyable);
  }
  addButtons(document);
  document.addEventListener('toggle', event => event.target.open && addButtons(event.target), true);

  // A link to a tenant expands its section.
  const sections = all('details.tenant');
  function reveal(hash) {
    const section = one(decodeURIComponent(hash.slice(1)))?.closest('details.tenant');
    if (section) {
      section.open = true;
    }
  }
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    if (link) {
      reveal(link.hash);
    }
  });
  addEventListener('hashchange', () => reveal(location.hash));
  if (location.hash) {
    reveal(location.hash);
    one(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }

  all('[data-fold]').forEach(button => button.addEventListener('click', () => {
    sections.filter(section => !section.hidden).forEach(section => { section.open = button.dataset.fold === 'open'; });
  }));

  // Filters.
  const search = one('search');
  if (!search) {
    return;
  }
  const choices = ['tenant', 'severity', 'kind', 'type'].map(one);
  const rows = all('#tenants tbody tr');
  const tenants = sections.map((section, index) => ({
    section,
    row: rows[index],
    warnings: [],
    environments: all('[data-part=environments] tbody tr', section).map(row => ({ row, type: row.cells[1].textContent })),
  }));
  const groups = all('[data-kind]').map(group => ({ group, shown: group.querySelector('[data-shown]'), items: all('[data-tenant]', group) }));
  for (const { group, items } of groups) {
    for (const item of items) {
      tenants[item.dataset.tenant].warnings.push({ severity: group.dataset.severity, kind: group.dataset.kind, type: item.dataset.type });
    }
  }

  // Excludes the buttons, because their text is not content of the report.
  function textOf(section) {
    const content = section.cloneNode(true);
    all('.command button', content).forEach(button => button.remove());
    return content.textContent.toLowerCase();
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
    const [tenant, severity, kind, type] = choices.map(choice => choice.value);
    // A warning about the tenant applies to environments of every type.
    const isChosen = warning => (!severity || warning.severity === severity) && (!kind || warning.kind === kind)
      && (!type || !warning.type || warning.type === type);
    tenants.forEach((entry, index) => {
      entry.text ??= words.length ? textOf(entry.section) : undefined;
      entry.shown = (!tenant || Number(tenant) === index)
        && words.every(word => entry.text.includes(word))
        && (!type || entry.environments.some(environment => environment.type === type))
        && (!(severity || kind) || entry.warnings.some(isChosen));
      entry.section.hidden = entry.row.hidden = !entry.shown;
      entry.environments.forEach(environment => { environment.row.hidden = Boolean(type) && environment.type !== type; });
    });

    const isFiltered = words.length > 0 || choices.some(choice => choice.value);
    for (const { group, shown, items } of groups) {
      const { severity, kind } = group.dataset;
      const visible = items.filter(item => {
        const isVisible = tenants[item.dataset.tenant].shown && isChosen({ severity, kind, type: item.dataset.type });
        item.hidden = !isVisible;
        return isVisible;
      });
      group.hidden = visible.length === 0;
      all('.same', group).forEach(text => { text.hidden = all('li', text).every(item => item.hidden); });
      if (shown) {
        shown.textContent = isFiltered && visible.length < items.length ? `(${visible.length} of ${items.length} shown)` : '';
      }
    }

    const found = tenants.filter(entry => entry.shown);
    if (tenant && found.length === 1) {
      found[0].section.open = true;
    }
    one('shown').textContent = `${found.length} of ${tenants.length} tenants shown`;
    one('clear').disabled = !isFiltered;
  }

  search.addEventListener('input', filter);
  choices.forEach(choice => choice.addEventListener('change', filter));
  one('clear').addEventListener('click', () => {
    search.value = '';
    choices.forEach(choice => { choice.value = ''; });
    filter();
    search.focus();
  });
  filter(); // browsers can restore field values after a reload
})();
