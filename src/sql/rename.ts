import { neverAlias } from './clause-words';
import { rewrite } from './parameters';
import { ident, literal } from './quote';
import { findRelationUses } from './relation-walk';
import { scan, type Token } from './scan';
import { isReservedWord } from './keywords';

/**
 * The text after a relation was renamed: its name after FROM, JOIN and their like and its qualifiers (`survey.nps`)
 * change, in the quoting they had; columns, aliases, strings and comments stay. Where the text itself gives the new
 * name to something else (WITH, an alias), the relation is written `main.<new name>` under its old name as alias.
 */
export function renameRelation(sql: string, from: string, to: string): string {
  const old = from.toLowerCase();
  const { uses, local } = findRelationUses(sql);
  const mine = uses.filter((use) => use.name === old);
  const captured = local.has(to.toLowerCase());
  const changes = mine
    .filter((use) => !captured || use.as === 'table')
    .map(({ token }) => ({
      from: token.from,
      to: token.to,
      text: captured ? qualified(sql, token, to) : written(token, to),
    }));
  return rewrite(sql, changes).sql;
}

/** The text after an input was renamed: its `$name`s outside strings and comments change. */
export function renameVariable(sql: string, from: string, to: string): string {
  const old = `$${from}`.toLowerCase();
  const changes = scan(sql)
    .filter((token) => token.kind === 'parameter' && token.text.toLowerCase() === old)
    .map((token) => ({ from: token.from, to: token.to, text: `$${to}` }));
  return rewrite(sql, changes).sql;
}

function written(token: Token, to: string): string {
  if (token.kind === 'string') return literal(to);
  return token.kind === 'quoted' || isReservedWord(to) ? ident(to) : to;
}

function qualified(sql: string, token: Token, to: string): string {
  const isQualified = sql.slice(0, token.from).trimEnd().endsWith('.');
  const name = isQualified ? ident(to) : `main.${ident(to)}`;
  return hasAlias(sql, token)
    ? name
    : `${name} AS ${token.kind === 'string' ? ident(token.text.slice(1, -1)) : token.text}`;
}

/** Whether an alias follows: AS, or a name that is no keyword. */
function hasAlias(sql: string, token: Token): boolean {
  const next = scan(sql.slice(token.to)).find((candidate) => candidate.kind !== 'comment');
  if (!next) return false;
  if (next.kind === 'quoted') return true;
  return next.kind === 'word' && (/^as$/i.test(next.text) || !neverAlias.has(next.text.toLowerCase()));
}
