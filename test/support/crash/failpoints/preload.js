// Loaded by `node --import` before the program, and only by tests: whatever the program does to the world is numbered, and
// the process is killed right after the effect whose number it was given. The program knows nothing of it.
//
// An effect is a process that was started, a git command that has ended, a commit of SQLite, or a change of a file. What
// only reads, or finds its work done already, is none: a kill after it is the same as one before it.
import './files.js';
import './processes.js';
import './transactions.js';
