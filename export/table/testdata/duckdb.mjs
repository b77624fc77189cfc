// Runs the SQL statements of standard input (a JSON list) in DuckDB, and prints
// the rows of each as a JSON list of lists, every value as text.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const statements = JSON.parse(readFileSync(0, 'utf8'));
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const results = [];
for (const sql of statements) {
  const reader = await connection.runAndReadAll(sql);
  results.push(reader.getRows().map((row) => row.map((value) => (value === null ? 'NULL' : String(value)))));
}
console.log(JSON.stringify(results));
