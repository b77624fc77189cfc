-- Views for the questions that BI people ask first, for DuckDB.
-- Run in the folder of the workspace: duckdb -init docs/bi/views.sql
-- current.json is resolved once: all views stay on one published snapshot.

SET VARIABLE tables = (SELECT snapshot || '/tables' FROM read_json('current.json', columns = {snapshot: 'VARCHAR'}));

CREATE VIEW feedback AS SELECT * FROM read_parquet(getvariable('tables') || '/feedback/*/*.parquet', hive_partitioning = true);
CREATE VIEW feedback_topic AS SELECT * FROM read_parquet(getvariable('tables') || '/feedback_topic/*/*.parquet', hive_partitioning = true);
CREATE VIEW feedback_driver AS SELECT * FROM read_parquet(getvariable('tables') || '/feedback_driver/*/*.parquet', hive_partitioning = true);
CREATE VIEW driver AS SELECT * FROM read_parquet(getvariable('tables') || '/driver/*.parquet');
CREATE VIEW file AS SELECT * FROM read_parquet(getvariable('tables') || '/file/*.parquet');

-- 1. How much comes in, per month and form?
CREATE VIEW per_maand AS
SELECT received_month AS maand, form AS vorm, count(*) AS aantal, avg(sentiment_score) AS sentiment, avg(severity) AS ernst
FROM feedback WHERE NOT employee GROUP BY ALL ORDER BY maand, vorm;

-- 2. Which drivers cost customers most: by severity, not by number alone?
CREATE VIEW drivers_naar_ernst AS
SELECT d.driver_id, d.name AS driver, count(*) AS aantal, avg(f.severity) AS ernst, sum(f.severity) AS gewicht,
       count(*) FILTER (f.form = 'compliment') AS complimenten, min(f.received) AS eerst, max(f.received) AS laatst
FROM feedback_driver fd JOIN feedback f USING (feedback_id) JOIN driver d USING (driver_id)
GROUP BY ALL ORDER BY gewicht DESC, driver_id;

-- 3. How does a driver go, month by month, against all feedback?
CREATE VIEW driver_per_maand AS
WITH allemaal AS (SELECT received_month AS maand, count(*) AS totaal FROM feedback GROUP BY ALL)
SELECT fd.driver_id, f.received_month AS maand, count(*) AS aantal, any_value(totaal) AS totaal, count(*) / any_value(totaal) AS aandeel
FROM feedback_driver fd JOIN feedback f USING (feedback_id) JOIN allemaal a ON a.maand = f.received_month
GROUP BY ALL ORDER BY driver_id, maand;

-- 4. What is it about, and with which sentiment?
CREATE VIEW onderwerpen AS
SELECT topic AS onderwerp, sentiment, count(*) AS aantal, count(*) FILTER (rank = 1) AS waarvan_hoofdonderwerp
FROM feedback_topic GROUP BY ALL ORDER BY aantal DESC, onderwerp, sentiment;

-- 5. Which topics lower the scores that customers give?
CREATE VIEW scores_per_onderwerp AS
SELECT t.topic AS onderwerp, count(f.nps) AS met_nps, avg(f.nps) AS nps_cijfer,
       100.0 * (count(*) FILTER (f.nps >= 9) - count(*) FILTER (f.nps <= 6)) / nullif(count(f.nps), 0) AS nps,
       count(f.handling) AS met_afhandeling, avg(f.handling) AS tevreden_over_afhandeling
FROM feedback_topic t JOIN feedback f USING (feedback_id) GROUP BY ALL ORDER BY onderwerp;

-- 6. How long does an answer take, per department?
CREATE VIEW doorlooptijd AS
SELECT department AS afdeling, count(closed) AS afgehandeld, median(date_diff('day', received, closed)) AS dagen_mediaan,
       quantile_cont(date_diff('day', received, closed), 0.9) AS dagen_p90, count(*) FILTER (reopened) AS heropend
FROM feedback WHERE received IS NOT NULL GROUP BY ALL ORDER BY afdeling;

-- 7. Which customers come back about the same driver within 90 days?
CREATE VIEW herhaling AS
WITH keer AS (
  SELECT fd.driver_id, f.customer_id, f.received, lag(f.received) OVER (PARTITION BY fd.driver_id, f.customer_id ORDER BY f.received, f.feedback_id) AS vorige
  FROM feedback_driver fd JOIN feedback f USING (feedback_id) WHERE f.customer_id <> '' AND f.form IN ('klacht', 'bezwaar', 'melding'))
SELECT driver_id, count(*) AS keren, count(*) FILTER (date_diff('day', vorige, received) <= 90) AS herhaald FROM keer GROUP BY ALL ORDER BY herhaald DESC, driver_id;

-- 8. What is over-represented where?
CREATE VIEW regio_per_driver AS
WITH telling AS (
  SELECT fd.driver_id, f.region AS regio, count(*) AS aantal
  FROM feedback_driver fd JOIN feedback f USING (feedback_id) WHERE f.region <> '' GROUP BY ALL)
SELECT *, aantal / sum(aantal) OVER (PARTITION BY driver_id) AS aandeel FROM telling ORDER BY driver_id, aantal DESC, regio;

-- 9. What has no driver yet?
CREATE VIEW zonder_driver AS
SELECT f.received_month AS maand, count(*) AS totaal, count(*) FILTER (fd.feedback_id IS NULL) AS zonder
FROM feedback f LEFT JOIN (SELECT DISTINCT feedback_id FROM feedback_driver) fd USING (feedback_id) GROUP BY ALL ORDER BY maand;

-- 10. Was everything delivered, and does it add up? Each row of verschil is 0.
CREATE VIEW leveringen AS
SELECT source AS bron, name AS bestand, rows_read AS gelezen, rows_used AS gebruikt, rows_again AS al_bekend, rows_rejected AS afgekeurd, rows_apart AS apart,
       rows_read - rows_used - rows_again - rows_rejected - rows_apart AS verschil
FROM file ORDER BY bron, bestand;
