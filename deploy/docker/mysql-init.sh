#!/usr/bin/env bash
# Runs once in a new MySQL container: a schema and a user of the same name for each service.
set -euo pipefail
for schema in ovhi_orchestrator ovhi_preference ovhi_template ovhi_scheduler ovhi_segment ovhi_channel ovhi_webhook \
  ovhi_reply ovhi_analytics ovhi_optimizer; do
  mysql --user=root --password="$MYSQL_ROOT_PASSWORD" <<SQL
CREATE DATABASE IF NOT EXISTS $schema CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS '$schema'@'%' IDENTIFIED BY '$OUTREACH_DB_PASSWORD';
GRANT ALL ON $schema.* TO '$schema'@'%';
SQL
done
# For dashboards: statistics have no patients, and nothing else may be read. A table that does not exist yet can be granted
# only together with the right to make it, which is taken back at once.
mysql --user=root --password="$MYSQL_ROOT_PASSWORD" <<SQL
CREATE USER IF NOT EXISTS 'outreach_statistics'@'%' IDENTIFIED BY '$STATISTICS_DB_PASSWORD';
GRANT SELECT, CREATE ON ovhi_analytics.comm_stats TO 'outreach_statistics'@'%';
REVOKE CREATE ON ovhi_analytics.comm_stats FROM 'outreach_statistics'@'%';
SQL
