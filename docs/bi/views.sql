-- Views for the questions that BI people ask first, for DuckDB.
-- Run in the folder of the workspace: duckdb -init docs/bi/views.sql
-- current.json is resolved once: all views stay on one published snapshot.

SET VARIABLE tables = (SELECT snapshot || '/tables' FROM read_json('current.json', columns = {snapshot: 'VARCHAR'}));

-- Facts about feedback, in files by month; those of before an update may lack its new columns.
CREATE VIEW feedback AS SELECT * FROM read_parquet(getvariable('tables') || '/feedback/*/*.parquet', hive_partitioning = true, union_by_name = true);
CREATE VIEW feedback_topic AS SELECT * FROM read_parquet(getvariable('tables') || '/feedback_topic/*/*.parquet', hive_partitioning = true, union_by_name = true);
CREATE VIEW feedback_driver AS SELECT * FROM read_parquet(getvariable('tables') || '/feedback_driver/*/*.parquet', hive_partitioning = true, union_by_name = true);
-- Small tables, one file; without rows it is there too.
CREATE VIEW driver AS SELECT * FROM read_parquet(getvariable('tables') || '/driver/*.parquet');
CREATE VIEW driver_day AS SELECT * FROM read_parquet(getvariable('tables') || '/driver_day/*.parquet');
CREATE VIEW driver_trend AS SELECT * FROM read_parquet(getvariable('tables') || '/driver_trend/*.parquet');
CREATE VIEW driver_segment AS SELECT * FROM read_parquet(getvariable('tables') || '/driver_segment/*.parquet');
CREATE VIEW driver_impact AS SELECT * FROM read_parquet(getvariable('tables') || '/driver_impact/*.parquet');
CREATE VIEW driver_repeat AS SELECT * FROM read_parquet(getvariable('tables') || '/driver_repeat/*.parquet');
CREATE VIEW driver_rank AS SELECT * FROM read_parquet(getvariable('tables') || '/driver_rank/*.parquet');
CREATE VIEW measure_effect AS SELECT * FROM read_parquet(getvariable('tables') || '/measure_effect/*.parquet');
CREATE VIEW target AS SELECT * FROM read_parquet(getvariable('tables') || '/target/*.parquet');
CREATE VIEW indicator AS SELECT * FROM read_parquet(getvariable('tables') || '/indicator/*.parquet');
CREATE VIEW overview AS SELECT * FROM read_parquet(getvariable('tables') || '/overview/*.parquet');
CREATE VIEW "date" AS SELECT * FROM read_parquet(getvariable('tables') || '/date/*.parquet');
CREATE VIEW topic AS SELECT * FROM read_parquet(getvariable('tables') || '/topic/*.parquet');
CREATE VIEW segment AS SELECT * FROM read_parquet(getvariable('tables') || '/segment/*.parquet');
CREATE VIEW run AS SELECT * FROM read_parquet(getvariable('tables') || '/run/*.parquet');
CREATE VIEW run_quality AS SELECT * FROM read_parquet(getvariable('tables') || '/run_quality/*.parquet');

-- 1. How much comes in, per month and form?
CREATE VIEW per_maand AS
SELECT received_month AS maand, form AS vorm, count(*) AS aantal, avg(sentiment_score) AS sentiment, avg(severity) AS ernst
FROM feedback WHERE NOT employee AND duplicate_of = '' GROUP BY ALL ORDER BY maand, vorm;

-- 2. Which drivers come first: by severity, impact, trend and repetition, not by number alone?
CREATE VIEW drivers_op_volgorde AS
SELECT r.place AS plaats, d.driver_id, d.name AS driver, r.score, r.due AS aan_de_beurt, array_to_string(r.why, '; ') AS waarom,
       d.feedback AS aantal, d.severity AS ernst, i.impact AS nps_punten, d.positive AS positief, d.owner AS eigenaar
FROM driver_rank r JOIN driver d USING (driver_id) LEFT JOIN driver_impact i ON i.driver_id = r.driver_id AND i.score = 'nps'
ORDER BY plaats;

-- 3. How does a driver go, week by week, against what was expected? Driver '' in driver_trend is all feedback.
CREATE VIEW driver_per_week AS
SELECT driver_id, date_trunc('week', day) AS week, sum("count") AS aantal, sum(expected) AS verwacht, bool_or(alarm) AS alarm
FROM driver_day GROUP BY ALL ORDER BY driver_id, week;
CREATE VIEW verloop AS
SELECT d.name AS driver, t.recent, t.recent_usual AS gewoonlijk, t.state AS stand, t.trend, t.trend_low AS trend_laag, t.trend_high AS trend_hoog, t.rate AS per_1000_klanten, t.alarm
FROM driver_trend t JOIN driver d USING (driver_id) ORDER BY t.recent DESC, driver;

-- 4. What is it about, and with which sentiment?
CREATE VIEW onderwerpen AS
SELECT t.topic AS onderwerp, d.main_name AS hoofdgroep, d.name AS naam, t.sentiment, count(*) AS aantal, count(*) FILTER (t.rank = 1) AS waarvan_hoofdonderwerp
FROM feedback_topic t LEFT JOIN topic d USING (topic) GROUP BY ALL ORDER BY aantal DESC, onderwerp, t.sentiment;

-- 5. Which topics go with low scores?
CREATE VIEW scores_per_onderwerp AS
SELECT t.topic AS onderwerp, count(f.nps) AS met_nps, avg(f.nps) AS nps_cijfer,
       100.0 * (count(*) FILTER (f.nps >= 9) - count(*) FILTER (f.nps <= 6)) / nullif(count(f.nps), 0) AS nps,
       count(f.handling) AS met_afhandeling, avg(f.handling) AS tevreden_over_afhandeling
FROM feedback_topic t JOIN feedback f USING (feedback_id) GROUP BY ALL ORDER BY onderwerp;

-- 6. How much is received and closed, and how fast? The public overview, in which no number is below 5.
CREATE VIEW jaaroverzicht AS
SELECT year AS jaar, form AS soort, department AS organisatieonderdeel, outcome AS wijze, received AS ontvangen, closed AS afgehandeld, days AS dagen_mediaan
FROM overview WHERE level = 'wijze' ORDER BY ALL;

-- 7. Do customers come back about it, and more often than before?
CREATE VIEW herhaling AS
SELECT d.name AS driver, r.episodes AS eerste_klachten, r.within_90 AS binnen_90_dagen, r.within_90_low AS laag, r.within_90_high AS hoog, r.verdict AS oordeel, r.unsettled AS niet_voor_de_klant_gesloten
FROM driver_repeat r JOIN driver d USING (driver_id) ORDER BY r.within_90 DESC NULLS LAST, driver;

-- 8. Where is it over-represented, beyond chance?
CREATE VIEW waar AS
SELECT d.name AS driver, s.dimension AS uitsplitsing, s.value AS waarde, s.feedback AS aantal, s.share AS aandeel, s.rest AS elders, s.ratio AS verhouding, s.ratio_low AS laag, s.ratio_high AS hoog
FROM driver_segment s JOIN driver d USING (driver_id) ORDER BY driver, verhouding DESC, waarde;

-- 9. Did measures help, and how do targets and indicators stand?
CREATE VIEW maatregelen AS
SELECT m.measure_id AS maatregel, d.name AS driver, m.what AS wat, m.owner AS eigenaar, m.start AS begin, m.verdict AS oordeel, m.difference AS effect, m.difference_low AS laag, m.difference_high AS hoog, m.avoided AS minder_klachten
FROM measure_effect m LEFT JOIN driver d USING (driver_id) ORDER BY maatregel;
CREATE VIEW doelen AS
SELECT target_id AS doel, indicator, baseline AS uitgangswaarde, target AS doelwaarde, now AS nu, part AS realisatie, standing AS stand
FROM target WHERE run_id = (SELECT max(run_id) FROM run) ORDER BY doel;
CREATE VIEW indicatoren AS
SELECT indicator, month AS maand, figure AS cijfer, low AS laag, high AS hoog, unit AS eenheid
FROM indicator WHERE dimension = '' AND month <> '' ORDER BY indicator, maand;

-- 10. Was everything delivered, does it add up (verschil is 0), and what has no driver yet?
CREATE VIEW leveringen AS
SELECT run_id AS run, source AS bron, rows_read AS gelezen, rows_used AS gebruikt, rows_again AS al_bekend, rows_rejected AS afgekeurd, rows_apart AS apart,
       rows_read - rows_used - rows_again - rows_rejected - rows_apart AS verschil, delivery AS levering, volume AS omvang
FROM run_quality ORDER BY run, bron;
CREATE VIEW zonder_driver AS
SELECT f.received_month AS maand, count(*) AS totaal, count(*) FILTER (fd.feedback_id IS NULL) AS zonder
FROM feedback f LEFT JOIN (SELECT DISTINCT feedback_id FROM feedback_driver) fd USING (feedback_id) GROUP BY ALL ORDER BY maand;
