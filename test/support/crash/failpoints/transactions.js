import Database from 'better-sqlite3';
import { effect, wrap } from './effect.js';

const { prototype } = Database;

// What was written in the present transaction: it takes effect with the commit.
const pending = [];

function written(db, what) {
  pending.push(what);
  if (!db.inTransaction) commit();
}

function commit() {
  if (pending.length > 0) effect(`commit ${pending.splice(0).join('; ')}`);
}

wrap(prototype, 'prepare', (original) => {
  return function prepare(sql) {
    const statement = original.call(this, sql);
    const what = sql.trim().split(/\s+/).slice(0, 3).join(' ');
    wrap(statement, 'run', (run) => (...args) => {
      const result = run.apply(statement, args);
      if (result.changes > 0) written(this, what);
      return result;
    });
    return statement;
  };
});

wrap(prototype, 'exec', (original) => {
  return function exec(sql) {
    const result = original.call(this, sql);
    written(this, sql.trim().slice(0, 20));
    return result;
  };
});

// Of those that change something, only these are for good.
const lasting = /^(?:journal_mode|user_version) *=/;

wrap(prototype, 'pragma', (original) => {
  return function pragma(text, options) {
    const result = original.call(this, text, options);
    if (lasting.test(text)) written(this, text);
    return result;
  };
});

wrap(prototype, 'transaction', (original) => {
  return function transaction(work) {
    const committing = (start) => {
      return (...args) => {
        const isOutermost = !this.inTransaction;
        try {
          const result = start(...args);
          if (isOutermost) commit();
          return result;
        } finally {
          // Rolled back, it was nothing.
          if (isOutermost) pending.length = 0;
        }
      };
    };
    const started = original.call(this, work);
    const { deferred, immediate, exclusive } = started;
    return Object.assign(committing(started), {
      deferred: committing(deferred),
      immediate: committing(immediate),
      exclusive: committing(exclusive),
    });
  };
});
